package org.ssms.sip.container.it;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A phone on UDP that makes one call. */
final class Phone implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final int server;
    private final SipText.Call call;
    private String invite = "";

    Phone() throws IOException {
        this(WildFly.SIP_PORT);
    }

    /** @param server port that it sends to */
    Phone(int server) throws IOException {
        this.server = server;
        call = SipText.Call.start("UDP", server);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    String callId() {
        return call.id();
    }

    /** @param headers further header lines without their ends */
    void invite(String user, List<String> headers) throws IOException {
        inviteAt("sip:" + user + "@127.0.0.1:" + server, user, headers);
    }

    /** @param target of the request line, which is not that of the To header */
    void inviteAt(String target, String user, List<String> headers) throws IOException {
        invite = call.request("INVITE", user, "")
                .replaceFirst("sip:\\S+ SIP/2.0", target + " SIP/2.0")
                .replaceFirst("\r\n", "\r\n" + lines(headers))
                .replaceFirst("Contact: .*", "Contact: <" + contact() + ">");
        send(invite, server);
    }

    /** As a proxy passes on the INVITE of somebody else. */
    void inviteFor(String user, String contact, List<String> headers) throws IOException {
        invite = call.request("INVITE", user, "")
                .replaceFirst("\r\n", "\r\n" + lines(headers))
                .replaceFirst("\r\nFrom: ", "\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKbehind\r\nFrom: ")
                .replaceFirst("Contact: .*", "Contact: <" + contact + ">");
        send(invite, server);
    }

    private String contact() {
        return "sip:it@127.0.0.1:" + socket.getLocalPort();
    }

    private static String lines(List<String> headers) {
        StringBuilder lines = new StringBuilder();
        headers.forEach(header -> lines.append(header).append("\r\n"));
        return lines.toString();
    }

    void cancel() throws IOException {
        send(SipText.sameTransaction(invite, "CANCEL", ""), server);
    }

    /** Waits for a response of that status to the INVITE. */
    String awaitProvisional(int status) throws IOException {
        String text = receive();
        while (SipText.status(text) != status || !SipText.header(text, "CSeq").endsWith("INVITE")) {
            text = receive();
        }
        return text;
    }

    /** The final response to the INVITE; a failure is acknowledged. */
    String awaitFinal() throws IOException {
        String text = receive();
        while (SipText.status(text) < 200 || !SipText.header(text, "CSeq").endsWith("INVITE")) {
            text = receive();
        }
        if (SipText.status(text) >= 300) {
            send(SipText.sameTransaction(invite, "ACK", SipText.header(text, "To")), server);
        }
        return text;
    }

    void acknowledge(String ok) throws IOException {
        String target = SipText.header(ok, "Contact").replaceAll("[<>]", "");
        send(call.request("ACK", target, SipText.header(ok, "To"), 1, ""), server);
    }

    /** The next request that comes. */
    String awaitRequest() throws IOException {
        String text = receive();
        while (text.startsWith("SIP/2.0 ")) {
            text = receive();
        }
        return text;
    }

    void answer(String request, int status) throws IOException {
        send(SipText.response(request, status, "", contact()), server);
    }

    /** Acknowledges {@code ok} and hangs up, at the address that it names; returns the status of the BYE. */
    int hangUp(String ok) throws IOException {
        String target = SipText.header(ok, "Contact").replaceAll("[<>]", "");
        int port = Integer.parseInt(target.replaceAll(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
        String to = SipText.header(ok, "To");
        send(call.request("ACK", target, to, 1, ""), port);
        send(call.request("BYE", target, to, 2, ""), port);
        String text = receive();
        while (!SipText.header(text, "CSeq").endsWith("BYE")) {
            text = receive();
        }
        return SipText.status(text);
    }

    /** Sends a request that starts no call. */
    void send(String method, String user, List<String> headers) throws IOException {
        send(call.request(method, user, "").replaceFirst("\r\n", "\r\n" + lines(headers)), server);
    }

    /** Sends a request of the call through the server, as a phone with an outbound proxy does. */
    void sendThrough(String method, String ok, int sequence, String routes) throws IOException {
        send(inCall(method, ok, sequence, routes), server);
    }

    private String inCall(String method, String ok, int sequence, String routes) {
        String target = SipText.header(ok, "Contact").replaceAll("[<>]", "");
        return call.request(method, target, SipText.header(ok, "To"), sequence, "")
                .replaceFirst("\r\n", "\r\n" + routes)
                .replaceFirst("Contact: .*", "Contact: <" + contact() + ">");
    }

    /** The answer to a request of the call that somebody at another address sends through the server. */
    String answerElsewhere(String address, String method, String ok, int sequence) throws IOException {
        byte[] bytes = SipText.bytes(inCall(method, ok, sequence, ""));
        try (DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getByName(address))) {
            elsewhere.setSoTimeout(PATIENCE_MILLIS);
            elsewhere.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), server));
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            elsewhere.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The final response to a request of that method; nothing is acknowledged. */
    String awaitAnswer(String method) throws IOException {
        String text = receive();
        while (!text.startsWith("SIP/2.0 ")
                || SipText.status(text) < 200
                || !SipText.header(text, "CSeq").endsWith(" " + method)) {
            text = receive();
        }
        return text;
    }

    /** True when nothing but repetitions of the final response with {@code status} comes within {@code millis}. */
    boolean hearsNothingBut(int status, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            while (true) {
                if (SipText.status(receive()) != status) {
                    return false;
                }
            }
        } catch (SocketTimeoutException silence) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    private void send(String text, int port) throws IOException {
        byte[] bytes = SipText.bytes(text);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }

    private String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        socket.close();
    }
}
