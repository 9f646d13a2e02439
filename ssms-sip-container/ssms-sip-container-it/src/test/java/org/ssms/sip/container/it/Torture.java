package org.ssms.sip.container.it;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends what no SIP peer should send and hears what comes of it: a status, {@code -} or {@code closed}. */
final class Torture {
    private static final String NOTHING = "-";
    private static final String CLOSED = "closed";

    private static final int PATIENCE_MILLIS = 15_000;
    private static final int SILENCE_MILLIS = 400;
    private static final int SIP_PORT = 5_060;
    private static final Pattern CALL_ID = Pattern.compile("(?im)^(?:call-id|i)\\s*:\\s*(\\S+)");

    private Torture() {}

    /**
     * The messages name port 5060 or none, where answers go to (RFC 3261 §18.2.2); it is taken on an address of the
     * loopback network that nobody else uses.
     */
    static String overUdp(byte[] message, String expected) throws IOException {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        InetAddress own = InetAddress.getByName("127.0." + WildFly.PORT_OFFSET / 1_000 + ".2");
        try (DatagramSocket socket = new DatagramSocket(SIP_PORT, own)) {
            socket.setSoTimeout(expected.equals(NOTHING) ? SILENCE_MILLIS : PATIENCE_MILLIS);
            socket.send(new DatagramPacket(
                    message,
                    message.length,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), WildFly.SIP_PORT)));
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            while (true) { // answers to an earlier message are repeated until they are acknowledged
                socket.receive(packet);
                String answer = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
                if (answer.startsWith("SIP/2.0 ")
                        && !answer.startsWith("SIP/2.0 100")
                        && answer.contains(callId(text))) {
                    return Integer.toString(SipText.status(answer));
                }
            }
        } catch (SocketTimeoutException silence) {
            return NOTHING;
        }
    }

    private static String callId(String message) {
        Matcher header = CALL_ID.matcher(message);
        return header.find() ? header.group(1) : "a message without Call-ID";
    }

    /** The same over TCP as a call of its own: with another Call-ID and branch. */
    static String overTcp(byte[] message, String expected) throws IOException {
        String text = new String(message, StandardCharsets.ISO_8859_1)
                .replace("/UDP", "/TCP")
                .replace("z9hG4bK", "z9hG4bKT");
        Matcher header = CALL_ID.matcher(text);
        String own = header.find() ? text.substring(0, header.start(1)) + "T-" + text.substring(header.start(1)) : text;
        try (StreamCaller caller = StreamCaller.tcp()) {
            caller.patience(expected.equals(NOTHING) ? SILENCE_MILLIS : PATIENCE_MILLIS);
            caller.send(own.getBytes(StandardCharsets.ISO_8859_1));
            String answer = caller.receive();
            return answer == null ? CLOSED : Integer.toString(SipText.status(answer));
        } catch (SocketTimeoutException silence) {
            return NOTHING;
        }
    }
}
