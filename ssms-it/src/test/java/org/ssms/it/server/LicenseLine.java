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

    /**
     * Opens the entrance; the exit is the port for key deposits of the server in place {@code index}, which may start
     * later.
     */
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
                connect(entrance.accept());
            } catch (IOException e) {
                // the line is closed
            }
        }
    }

    private void connect(Socket in) {
        Socket out = new Socket();
        open.add(in);
        open.add(out);
        try {
            out.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), exit));
        } catch (IOException e) {
            // nobody is at the other end, or the line was cut: the media server sees its connection fail
            close(in);
            close(out);
            return;
        }
        if (cut) {
            close(in);
            close(out);
        }
        background(() -> pump(in, out));
        background(() -> pump(out, in));
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
