package org.ssms.sip.container.it;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A phone on UDP that is called: answers an INVITE with its statuses one after the other, a CANCEL with 200 and 487, a BYE
 * with 200. It does not wait in between.
 */
final class Leg implements AutoCloseable {
    private final DatagramSocket socket;
    private final String name;
    private final List<Integer> statuses;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile String invite = "";

    private Leg(String name, List<Integer> statuses) throws IOException {
        this.name = name;
        this.statuses = statuses;
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "leg " + name);
        thread.setDaemon(true);
        thread.start();
    }

    static Leg answering(String name, Integer... statuses) throws IOException {
        return new Leg(name, List.of(statuses));
    }

    String uri() {
        return "sip:" + name + "@127.0.0.1:" + socket.getLocalPort();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Methods of the requests that came, without repetitions of an INVITE. */
    List<String> heard() {
        return heard;
    }

    /** The INVITE that came last. */
    String invite() {
        return invite;
    }

    /** Answers the INVITE that came last, once more. */
    void answerInvite(int status) throws IOException {
        answer(invite, status, new InetSocketAddress(InetAddress.getLoopbackAddress(), WildFly.SIP_PORT));
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            while (true) {
                socket.receive(packet);
                String message = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
                hear(message, packet.getSocketAddress());
            }
        } catch (IOException closed) {
            heard.add("closed");
        }
    }

    private void hear(String message, SocketAddress from) throws IOException {
        String method = message.substring(0, message.indexOf(' '));
        if (method.equals("INVITE") && SipText.header(message, "Via").equals(SipText.header(invite, "Via"))) {
            return;
        }
        heard.add(method);
        switch (method) {
            case "INVITE" -> {
                invite = message;
                for (int status : statuses) {
                    answer(message, status, from);
                }
            }
            case "CANCEL" -> {
                answer(message, 200, from);
                answer(invite, 487, from);
            }
            case "BYE" -> answer(message, 200, from);
            default -> {}
        }
    }

    private void answer(String request, int status, SocketAddress to) throws IOException {
        byte[] bytes = SipText.bytes(SipText.response(request, status, name, uri()));
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    @Override
    public void close() {
        socket.close();
    }
}
