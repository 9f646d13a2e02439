package org.ssms.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The line between a media server and its license server, which can be cut: a TCP forwarder. */
public final class LicenseLine implements AutoCloseable {
    private final ServerSocket entrance;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int exit;
    private volatile boolean cut;

    /** Opens the entrance; the exit is the port for key deposits of the server in place {@code index}, which may start later. */
    public LicenseLine(int index) {
        exit = SsmsServer.keysPort(index);
        try {
            entrance = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        background(this::accept);
    }

    /** What goes into the media server's configuration. */
    public String url() {
        return "http://127.0.0.1:" + entrance.getLocalPort() + "/license/v1";
    }

    /** Drops every connection, the present and the coming. */
    public void cut() {
        cut = true;
        open.forEach(LicenseLine::close);
    }

    public void mend() {
        cut = false;
    }

    @Override
    public void close() {
        cut();
        close(entrance);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket in = entrance.accept();
                open.add(in);
                if (cut) {
                    close(in);
                    continue;
                }
                Socket out = new Socket();
                open.add(out);
                out.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), exit));
                background(() -> pump(in, out));
                background(() -> pump(out, in));
            } catch (IOException e) {
                // the line is closed, or nobody is at the other end: the media server sees its connection fail
            }
        }
    }

    private void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // cut
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void background(Runnable work) {
        Thread thread = new Thread(work, "license-line");
        thread.setDaemon(true);
        thread.start();
    }
}
