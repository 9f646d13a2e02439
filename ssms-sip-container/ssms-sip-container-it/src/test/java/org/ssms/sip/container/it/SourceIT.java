package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an application hears of where a request came from; trust and the way back to a telephone depend on it. */
@ExtendWith(ServerExtension.class)
class SourceIT {
    private static final int OTHERS = 200;
    private static final int PATIENCE_MILLIS = 10_000;

    @Test
    void request_over_udp_keeps_its_source_whatever_comes_after_it() throws Exception {
        try (DatagramSocket one = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"));
                DatagramSocket other = new DatagramSocket(0, InetAddress.getByName("127.0.0.3"))) {
            one.setSoTimeout(PATIENCE_MILLIS);
            send(one, "whence");
            for (int i = 0; i < OTHERS; i++) {
                send(other, "alice");
            }
            DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
            one.receive(packet);
            String answer = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("SIP/2.0 200");
            assertThat(SipText.header(answer, "X-Remote")).isEqualTo("127.0.0.2:" + one.getLocalPort());
        }
    }

    private static void send(DatagramSocket socket, String user) throws IOException {
        byte[] options =
                SipText.bytes(SipText.Call.start("UDP", WildFly.SIP_PORT).request("OPTIONS", user, ""));
        socket.send(new DatagramPacket(options, options.length, InetAddress.getLoopbackAddress(), WildFly.SIP_PORT));
    }
}
