package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over IPv6 to a server that listens on IPv4 first. A machine without IPv6 cannot run the tests. */
@ExtendWith(ServerExtension.class)
class Ipv6IT {
    private static final int PATIENCE_MILLIS = 15_000;

    private static String overIpv6(String message) {
        return message.replace("127.0.0.1", "[::1]");
    }

    /** The caller acknowledges and is hung up on; the server names an address that the caller can reach. */
    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void call_over_a_connection_is_answered_and_hung_up(String transport) throws Exception {
        int port = transport.equals("TLS") ? WildFly.SIPS_PORT : WildFly.SIP_PORT;
        SipText.Call call = SipText.Call.start(transport, port);
        try (StreamCaller caller = StreamCaller.of(transport, WildFly.ipv6Loopback())) {
            String contact = "sip:it@[::1]:" + caller.localPort() + ";transport=" + transport;
            caller.send(overIpv6(call.request("INVITE", "hangup", ""))
                    .replaceFirst("<sip:it@\\[::1]:9.*", "<" + contact + ">"));
            String ok = Objects.requireNonNull(caller.receive());
            String target = SipText.header(ok, "Contact").replaceAll("[<>]", "");
            assertThat(target).startsWith("sip:[0:0:0:0:0:0:0:1]:" + port);
            caller.send(overIpv6(call.request("ACK", target, SipText.header(ok, "To"), 1, "")));
            String bye = Objects.requireNonNull(caller.receive());
            assertThat(bye).startsWith("BYE " + contact);
            assertThat(SipText.header(bye, "Via")).contains("[::1]");
            caller.send(SipText.response(bye, 200, "", contact));
        }
    }

    @Test
    void call_over_udp_is_answered_and_hung_up() throws Exception {
        SipText.Call call = SipText.Call.start("UDP", WildFly.SIP_PORT);
        try (DatagramSocket socket = new DatagramSocket(0, WildFly.ipv6Loopback())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String contact = "sip:it@[::1]:" + socket.getLocalPort();
            send(
                    socket,
                    call.request("INVITE", "hangup", "").replaceFirst("<sip:it@127.0.0.1:9.*", "<" + contact + ">"));
            String ok = receive(socket);
            String target = SipText.header(ok, "Contact").replaceAll("[<>]", "");
            assertThat(target).startsWith("sip:[0:0:0:0:0:0:0:1]:" + WildFly.SIP_PORT);
            send(socket, call.request("ACK", target, SipText.header(ok, "To"), 1, ""));
            String bye = receive(socket);
            assertThat(bye).startsWith("BYE " + contact);
            send(socket, SipText.response(bye, 200, "", contact));
        }
    }

    private static void send(DatagramSocket socket, String text) throws IOException {
        byte[] bytes = SipText.bytes(overIpv6(text));
        socket.send(new DatagramPacket(bytes, bytes.length, WildFly.ipv6Loopback(), WildFly.SIP_PORT));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        String text = "SIP/2.0 100 ";
        while (text.startsWith("SIP/2.0 100 ")) {
            socket.receive(packet);
            text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
        }
        return text;
    }
}
