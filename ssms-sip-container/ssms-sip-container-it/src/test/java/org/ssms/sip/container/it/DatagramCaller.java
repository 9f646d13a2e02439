package org.ssms.sip.container.it;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A caller over UDP that is as quick as it can be. */
final class DatagramCaller {
    private static final int PATIENCE_MILLIS = 15_000;
    /** A 200 that is repeated comes for the first time after T1, 500 ms. */
    private static final int REPETITION_MILLIS = 1_200;

    private DatagramCaller() {}

    /** INVITE, 200, ACK, some silence, BYE; returns how many 200s came in the silence. */
    static int repeatedAnswersOfOneCall() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            SipText.Call call = SipText.Call.start("UDP", WildFly.SIP_PORT);
            send(socket, call.request("INVITE", "alice", "v=0\r\n"));
            String ok = receive(socket, PATIENCE_MILLIS);
            String target = SipText.header(ok, "Contact").replaceAll("[<>]", "");
            String to = SipText.header(ok, "To");
            send(socket, call.request("ACK", target, to, 1, ""));
            int repeated = 0;
            while (!receive(socket, REPETITION_MILLIS).isEmpty()) {
                repeated++;
            }
            send(socket, call.request("BYE", target, to, 2, ""));
            receive(socket, PATIENCE_MILLIS);
            return repeated;
        }
    }

    private static void send(DatagramSocket socket, String text) throws IOException {
        byte[] bytes = SipText.bytes(text);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), WildFly.SIP_PORT));
    }

    /** The next message that is not a 100, empty when none comes in time. */
    private static String receive(DatagramSocket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            String text = "SIP/2.0 100 ";
            while (text.startsWith("SIP/2.0 100 ")) {
                socket.receive(packet);
                text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
            }
            return text;
        } catch (SocketTimeoutException none) {
            return "";
        }
    }
}
