package org.ssms.sip.container.it;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A phone on UDP that is called: answers an INVITE with its statuses one after the other, a CANCEL with 200 and 487, a
 * BYE with 200. It does not wait in between.
 */
final class Leg implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int STEP_MILLIS = 100;

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

    /** Waits until that many requests of {@code method} have come. */
    void await(String method, int times) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (heard) {
            while (heard.stream().filter(method::equals).count() < times) {
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("waited in vain for " + method + " number " + times + ": " + heard);
                }
                heard.wait(STEP_MILLIS);
            }
        }
    }

    private void note(String what) {
        heard.add(what);
        synchronized (heard) {
            heard.notifyAll();
        }
    }

    /** The INVITE that came last. */
    String invite() {
        return invite;
    }

    /** Hangs up the call of the INVITE that came last, through the server at {@code port}. */
    void hangUpThrough(int port) throws IOException {
        String caller = SipText.header(invite, "Contact").replaceAll("[<>]", "");
        byte[] bye = SipText.bytes("""
                BYE %1$s SIP/2.0\r
                Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bKbye%3$s\r
                From: %4$s;tag=%5$s\r
                To: %6$s\r
                Call-ID: %3$s\r
                CSeq: 7 BYE\r
                Max-Forwards: 70\r
                Content-Length: 0\r
                \r
                """.formatted(
                        caller,
                        socket.getLocalPort(),
                        SipText.header(invite, "Call-ID"),
                        SipText.header(invite, "To"),
                        name,
                        SipText.header(invite, "From")));
        socket.send(new DatagramPacket(bye, bye.length, InetAddress.getLoopbackAddress(), port));
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
        note(method);
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
