package org.ssms.it.sip;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The way from a user agent to its server: a UDP socket, or one TCP or TLS connection (RFC 3261 §18). A thread of its
 * own reads.
 */
public abstract sealed class SipLine implements AutoCloseable {
    /** What comes in. */
    interface Receiver {
        /** Takes a message.
         *  @param reply sends back to where it came from */
        void received(SipText message, java.util.function.Consumer<SipText> reply);
    }

    private final InetSocketAddress local;
    private final String transport;

    private SipLine(SocketAddress local, String transport) {
        this.local = (InetSocketAddress) local;
        this.transport = transport;
    }

    /** A UDP socket on a free port of that address. */
    public static SipLine udp(InetAddress local, InetSocketAddress server) {
        try {
            return new Datagrams(new DatagramSocket(0, local), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SipLine tcp(InetAddress local, InetSocketAddress server) {
        try {
            return new Stream(new Socket(server.getAddress(), server.getPort(), local, 0), "TCP");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One TLS connection.
     *  @param trust knows the server's certificate, and ours when there is one */
    public static SipLine tls(InetAddress local, InetSocketAddress server, SSLContext trust) {
        try {
            SSLSocket socket =
                    (SSLSocket) trust.getSocketFactory().createSocket(server.getAddress(), server.getPort(), local, 0);
            socket.startHandshake();
            return new Stream(socket, "TLS");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** UDP, TCP or TLS. */
    public String transport() {
        return transport;
    }

    public InetSocketAddress local() {
        return local;
    }

    /** Host and port as they stand in a URI or Via. */
    public String hostPort() {
        String host = local.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host.replaceFirst("%.*", "") + "]" : host) + ":" + local.getPort();
    }

    /** Messages may be lost and are to be repeated (RFC 3261 §17). */
    boolean isUnreliable() {
        return transport.equals("UDP");
    }

    public void send(SipText message) {
        send(message.toBytes());
    }

    /** Sends octets as they are. */
    public abstract void send(byte[] octets);

    abstract void receive(Receiver receiver) throws IOException;

    /** Starts to read; to be called once. */
    void open(Receiver receiver) {
        Thread reader = new Thread(
                () -> {
                    try {
                        receive(receiver);
                    } catch (IOException e) {
                        // closed, by whichever side
                    }
                },
                "sip-" + transport.toLowerCase(Locale.ROOT) + "-" + local.getPort());
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public abstract void close();

    private static final class Datagrams extends SipLine {
        private final DatagramSocket socket;
        private final InetSocketAddress server;

        Datagrams(DatagramSocket socket, InetSocketAddress server) {
            super(socket.getLocalSocketAddress(), "UDP");
            this.socket = socket;
            this.server = server;
        }

        @Override
        public void send(byte[] octets) {
            send(octets, server);
        }

        private void send(byte[] octets, SocketAddress to) {
            try {
                socket.send(new DatagramPacket(octets, octets.length, to));
            } catch (IOException e) {
                // as if lost
            }
        }

        @Override
        void receive(Receiver receiver) throws IOException {
            byte[] buffer = new byte[65_535];
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                if (packet.getLength() > 4) { // else a keep-alive
                    SocketAddress from = packet.getSocketAddress();
                    receiver.received(SipText.parse(buffer, packet.getLength()), reply -> send(reply.toBytes(), from));
                }
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static final class Stream extends SipLine {
        private static final Pattern LENGTH = Pattern.compile("(?im)^Content-Length\\s*:\\s*(\\d+)");

        private final Socket socket;

        Stream(Socket socket, String transport) {
            super(socket.getLocalSocketAddress(), transport);
            this.socket = socket;
        }

        @Override
        public synchronized void send(byte[] octets) {
            try {
                socket.getOutputStream().write(octets);
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // as if lost: the connection is gone
            }
        }

        @Override
        void receive(Receiver receiver) throws IOException {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                String head = head(in);
                Matcher length = LENGTH.matcher(head);
                byte[] body = new byte[length.find() ? Integer.parseInt(length.group(1)) : 0];
                in.readFully(body);
                receiver.received(SipText.parse(head, new String(body, StandardCharsets.UTF_8)), this::send);
            }
        }

        /** Up to the empty line; empty lines before it are keep-alives. */
        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int octet = in.read();
                if (octet < 0) {
                    throw new IOException("the connection ended");
                }
                head.append((char) octet);
                if (head.toString().isBlank()) {
                    head.setLength(0);
                }
            }
            return head.substring(0, head.length() - 4);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
