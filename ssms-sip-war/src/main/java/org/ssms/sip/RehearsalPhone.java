package org.ssms.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls this server over UDP: INVITE, ACK, and BYE at once, before any sound, so that of a call nothing is left. Not a
 * phone for anybody else's answers. For one thread.
 */
final class RehearsalPhone implements AutoCloseable {
    private static final int T1_MILLIS = 500;

    /** Repetitions of what is not answered, until the server listens and after that. */
    private static final int MOST_REPETITIONS = 20;

    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 ([1-6])\\d\\d ");
    private static final Pattern METHOD = Pattern.compile("(?im)^CSeq: *\\d+ +(\\w+)");
    private static final Pattern CALL_ID = Pattern.compile("(?im)^Call-ID: *(\\S+)");
    private static final Pattern TO = Pattern.compile("(?im)^To: *(.+?)\\r?$");
    private static final Pattern CONTACT = Pattern.compile("(?im)^Contact:[^<]*<([^>]+)>");

    private final DatagramSocket socket;
    private final String mark;
    private final Map<String, String> waiting = new HashMap<>(); // by Call-ID: the request that has no final answer yet

    RehearsalPhone(InetSocketAddress from, InetSocketAddress server, String mark) throws IOException {
        this.socket = new DatagramSocket(from);
        this.mark = mark;
        socket.connect(server);
        socket.setSoTimeout(T1_MILLIS);
    }

    /**
     * Makes {@code count} calls at once and waits for their ends.
     *
     * @return how many were answered
     */
    int call(String uri, int count) throws IOException {
        waiting.clear();
        int answered = 0;
        for (int i = 0; i < count; i++) {
            String callId = UUID.randomUUID().toString();
            request(callId, invite(uri, callId));
        }
        int repetitions = 0;
        byte[] buffer = new byte[65_535];
        while (!waiting.isEmpty() && repetitions < MOST_REPETITIONS) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                answered += take(uri, new String(buffer, 0, packet.getLength(), UTF_8)) ? 1 : 0;
            } catch (SocketTimeoutException e) {
                repetitions++;
                repeat();
            } catch (PortUnreachableException e) { // nobody listens yet
                repetitions++;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(T1_MILLIS));
                repeat();
            }
        }
        return answered;
    }

    private void repeat() throws IOException {
        for (String request : waiting.values()) {
            send(request);
        }
    }

    /** Whether it is the answer to a BYE. */
    private boolean take(String uri, String response) throws IOException {
        String callId = find(CALL_ID, response);
        String status = find(STATUS, response);
        String before = waiting.get(callId);
        if (status.isEmpty() || status.equals("1") || before == null) {
            return false;
        }
        if (find(METHOD, response).equals("BYE")) {
            waiting.remove(callId);
            return true;
        }
        if (!before.startsWith("INVITE")) {
            return false; // repeated, the BYE is on its way
        }
        if (status.equals("2")) {
            String contact = find(CONTACT, response);
            String to = find(TO, response);
            send(message("ACK", contact, branch(), callId, to, 1, ""));
            request(callId, message("BYE", contact, branch(), callId, to, 2, ""));
        } else {
            String branch = before.substring(before.indexOf("z9hG4bK"), before.indexOf(";rport"));
            send(message("ACK", uri, branch, callId, find(TO, response), 1, ""));
            waiting.remove(callId);
        }
        return false;
    }

    private void request(String callId, String request) throws IOException {
        waiting.put(callId, request);
        send(request);
    }

    private String invite(String uri, String callId) {
        String sdp = String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN IP4 " + host(),
                "s=-",
                "c=IN IP4 " + host(),
                "t=0 0",
                "m=audio " + socket.getLocalPort() + " RTP/AVP 0 8",
                "");
        return message("INVITE", uri, branch(), callId, "<" + uri + ">", 1, sdp);
    }

    private String message(String method, String uri, String branch, String callId, String to, int cseq, String sdp) {
        return String.join(
                "\r\n",
                method + " " + uri + " SIP/2.0",
                "Via: SIP/2.0/UDP " + host() + ":" + socket.getLocalPort() + ";branch=" + branch + ";rport",
                "Max-Forwards: 70",
                "From: <sip:rehearsal@invalid>;tag=" + callId.substring(0, 8),
                "To: " + to,
                "Call-ID: " + callId,
                "CSeq: " + cseq + " " + method,
                "Contact: <sip:rehearsal@" + host() + ":" + socket.getLocalPort() + ">",
                RehearsalCalls.HEADER + ": " + mark,
                "Content-Type: " + Replies.SDP,
                "Content-Length: " + sdp.length(),
                "",
                sdp);
    }

    private static String branch() {
        return "z9hG4bK" + UUID.randomUUID();
    }

    private String host() {
        return socket.getLocalAddress().getHostAddress();
    }

    private void send(String message) throws IOException {
        byte[] bytes = message.getBytes(UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length));
        } catch (PortUnreachableException e) {
            // of a packet before; it is repeated
        }
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    @Override
    public void close() {
        socket.close();
    }
}
