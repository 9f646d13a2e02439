package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger names addresses of others: nothing is sent there, and nothing connected to. */
@ExtendWith(ServerExtension.class)
class ThirdPartyIT {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 1_500;

    private DatagramSocket stranger;
    private DatagramSocket third;

    @BeforeEach
    void open() throws IOException {
        stranger = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"));
        third = new DatagramSocket(0, InetAddress.getByName("127.0.0.9"));
        stranger.setSoTimeout(PATIENCE_MILLIS);
        third.setSoTimeout(SILENCE_MILLIS);
    }

    @AfterEach
    void close() {
        stranger.close();
        third.close();
    }

    private void send(String text) throws IOException {
        byte[] bytes = SipText.bytes(text);
        stranger.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), WildFly.SIP_PORT));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    private boolean thirdHearsNothing() throws IOException {
        try {
            receive(third);
            return false;
        } catch (SocketTimeoutException silence) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.2:%2$d;received=127.0.0.9",
                "127.0.0.2:%2$d;received=127.0.0.9;rport=%1$d",
                "127.0.0.2:%2$d;maddr=127.0.0.9",
                "127.0.0.2:%1$d;maddr=127.0.0.9;rport",
                "127.0.0.9:%1$d;rport",
                "127.0.0.9:%2$d"
            })
    void answers_go_to_where_the_request_came_from(String via) throws Exception {
        String options = SipText.Call.start("UDP", WildFly.SIP_PORT)
                .request("OPTIONS", "alice", "")
                .replaceFirst(
                        "127.0.0.1:9;(branch=[^;]+);rport",
                        via.formatted(third.getLocalPort(), stranger.getLocalPort()) + ";$1");
        assertThat(options).contains("Via: SIP/2.0/UDP " + via.substring(0, 9)).doesNotContain("127.0.0.1:9;branch");
        send(options);
        assertThat(receive(stranger)).startsWith("SIP/2.0 200");
        assertThat(thirdHearsNothing()).isTrue();
    }

    /** Two datagrams at the third party for each of the stranger's would be enough to make it worth while. */
    @Test
    void repeated_answers_go_there_as_well() throws Exception {
        send(SipText.Call.start("UDP", WildFly.SIP_PORT)
                .request("INVITE", "alice", "")
                .replaceFirst(
                        "127.0.0.1:9;(branch=[^;]+);rport",
                        "127.0.0.2:" + third.getLocalPort() + ";received=127.0.0.9;$1"));
        assertThat(thirdHearsNothing()).isTrue();
    }

    @Test
    void request_that_claims_another_transport_is_not_answered_over_it() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            listening.setSoTimeout(SILENCE_MILLIS);
            send(SipText.Call.start("UDP", WildFly.SIP_PORT)
                    .request("OPTIONS", "alice", "")
                    .replaceFirst(
                            "UDP 127.0.0.1:9;(branch=[^;]+);rport",
                            "TCP 127.0.0.2:" + listening.getLocalPort() + ";$1"));
            assertThat(isConnectedTo(listening)).isFalse();
        }
    }

    private static boolean isConnectedTo(ServerSocket listening) throws IOException {
        try {
            listening.accept().close();
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        }
    }

    /** The server hangs up: over the flow, with what the stranger said about himself in the message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: <sip:x@127.0.0.9:%d>",
                "Record-Route: <sip:127.0.0.9:%d;lr>\r\nContact: <sip:x@127.0.0.9:9>",
                "Record-Route: <sip:127.0.0.9:%d>\r\nContact: <sip:x@127.0.0.9:9>",
                "Contact: <sip:x@127.0.0.2:9;maddr=127.0.0.9:%d>"
            })
    void requests_in_the_dialog_of_a_stranger_go_over_his_flow(String headers) throws Exception {
        String given = headers.formatted(third.getLocalPort());
        String bye = hangUp(given);
        assertThat(bye).startsWith("BYE sip");
        if (given.contains(";lr")) {
            assertThat(bye).contains("Route: <sip:127.0.0.9:" + third.getLocalPort() + ";lr>");
        }
        assertThat(bye).doesNotContain("container-flow");
        send(SipText.response(bye, 200, "", "sip:x@127.0.0.2"));
        assertThat(thirdHearsNothing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: <sip:x@127.0.0.9:%d;transport=tcp>",
                "Contact: <sips:x@127.0.0.9:%d>",
                "Record-Route: <sip:127.0.0.9:%d;transport=tcp;lr>\r\nContact: <sip:x@127.0.0.2:9>"
            })
    void nothing_is_connected_to(String headers) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.9"))) {
            listening.setSoTimeout(SILENCE_MILLIS);
            String bye = hangUp(headers.formatted(listening.getLocalPort()));
            assertThat(bye).startsWith("BYE sip");
            send(SipText.response(bye, 200, "", "sip:x@127.0.0.2"));
            assertThat(isConnectedTo(listening)).isFalse();
        }
    }

    /** Some send from one port and listen at another one, which their Via names (RFC 3261 §18.2.2). */
    @Test
    void caller_without_rport_is_reached_at_the_port_of_his_via() throws Exception {
        try (DatagramSocket listening = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"))) {
            listening.setSoTimeout(PATIENCE_MILLIS);
            SipText.Call call = SipText.Call.start("UDP", WildFly.SIP_PORT);
            String sentBy = "127.0.0.9:" + listening.getLocalPort() + ";";
            send(call.request("INVITE", "hangup", "").replaceFirst("127.0.0.1:9;(branch=[^;]+);rport", sentBy + "$1"));
            String answer = receive(listening);
            while (!answer.startsWith("SIP/2.0 200")) {
                answer = receive(listening);
            }
            String target = SipText.header(answer, "Contact").replaceAll("[<>]", "");
            send(call.request("ACK", target, SipText.header(answer, "To"), 1, ""));
            String next = receive(listening);
            while (next.startsWith("SIP/2.0 ")) {
                next = receive(listening);
            }
            assertThat(next).startsWith("BYE sip:");
        }
    }

    /** @return the BYE of the server, as it comes to the stranger */
    private String hangUp(String headers) throws IOException {
        SipText.Call call = SipText.Call.start("UDP", WildFly.SIP_PORT);
        send(call.request("INVITE", "hangup", "").replaceFirst("Contact: .*", headers));
        String answer = receive(stranger);
        while (!answer.startsWith("SIP/2.0 200")) {
            answer = receive(stranger);
        }
        String target = SipText.header(answer, "Contact").replaceAll("[<>]", "");
        send(call.request("ACK", target, SipText.header(answer, "To"), 1, ""));
        String next = receive(stranger);
        while (next.startsWith("SIP/2.0 ")) {
            next = receive(stranger);
        }
        return next;
    }

    /**
     * By such a Route the container leads its own requests back to itself, past the applications that had them. The
     * application session stands in the To tag of every answer.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:%1$s;lr;directive=CONTINUE;previousappname=%3$s;previousappid=%2$s>",
                "<sip:%1$s;lr>,<sip:%1$s;lr;directive=CONTINUE;previousappname=%3$s;previousappid=%2$s>",
                "<sip:%1$s;lr;appname=a>,<sip:%1$s;lr;directive=CONTINUE;previousappname=%3$s;previousappid=%2$s>",
                "<sip:%1$s;lr;directive=REVERSE;previousappname=%3$s;previousappid=%2$s>",
                "<sip:%1$s;lr;directive=NEW;previousappname=%3$s;previousappid=none>"
            })
    void route_of_the_container_to_itself_is_believed_of_nobody_else(String route) throws Exception {
        SipText.Call call = SipText.Call.start("UDP", WildFly.SIP_PORT);
        send(call.request("INVITE", "alice", ""));
        String ok = receive(stranger);
        while (!ok.startsWith("SIP/2.0 200")) {
            ok = receive(stranger);
        }
        String to = SipText.header(ok, "To");
        String target = SipText.header(ok, "Contact").replaceAll("[<>]", "");
        send(call.request("ACK", target, to, 1, ""));
        String routes =
                route.formatted("127.0.0.1:" + WildFly.SIP_PORT, to.substring(to.lastIndexOf('_') + 1), "container-it");
        String victim = "sip:x@127.0.0.9:" + third.getLocalPort();
        send(call.request("MESSAGE", victim, "<" + victim + ">", 2, "for you")
                .replaceFirst("Max-Forwards", "Route: " + routes + "\r\nMax-Forwards"));
        assertThat(thirdHearsNothing()).isTrue();
        String answer = receive(stranger);
        while (!answer.contains("CSeq: 2 MESSAGE")) {
            answer = receive(stranger);
        }
        assertThat(answer).startsWith("SIP/2.0 481");
        send(call.request("BYE", target, to, 3, ""));
    }

    /** A route, or in front of it a Request-URI, as of a proxy that has put itself into a call; there is no call. */
    @ParameterizedTest
    @CsvSource({
        "MESSAGE, ;proxy=true, ''",
        "MESSAGE, '', ;proxy=true",
        "OPTIONS, ;proxy=true, ''",
        "INVITE, '', ;proxy=true",
        "MESSAGE, ;proxy=true;appname=a;app_id=1, ''"
    })
    void route_of_a_proxy_leads_nowhere_without_its_call(String method, String ofRoute, String ofUri) throws Exception {
        String victim = "sip:x@127.0.0.9:" + third.getLocalPort();
        String route = "Route: <sip:127.0.0.1:" + WildFly.SIP_PORT + ";lr" + ofRoute + ">\r\nMax-Forwards";
        send(SipText.Call.start("UDP", WildFly.SIP_PORT)
                .request(method, victim + ofUri, "<" + victim + ">", 1, "for you")
                .replaceFirst("Max-Forwards", route));
        assertThat(thirdHearsNothing()).isTrue();
        String answer = receive(stranger);
        while (answer.startsWith("SIP/2.0 100")) {
            answer = receive(stranger);
        }
        assertThat(answer).startsWith("SIP/2.0 481");
    }

    /** His connection, and no other when it is gone. */
    @Test
    void stranger_on_a_connection_is_reached_over_it_or_not_at_all() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamCaller caller = StreamCaller.from("127.0.0.2")) {
            listening.setSoTimeout(SILENCE_MILLIS);
            SipText.Call call = SipText.Call.start("TCP", WildFly.SIP_PORT);
            String contact = "Contact: <sip:x@127.0.0.1:" + listening.getLocalPort() + ";transport=tcp>";
            caller.send(call.request("INVITE", "hangup", "").replaceFirst("Contact: .*", contact));
            String ok = String.valueOf(caller.receive());
            String target = SipText.header(ok, "Contact").replaceAll("[<>]", "");
            caller.send(call.request("ACK", target, SipText.header(ok, "To"), 1, ""));
            String bye = String.valueOf(caller.receive());
            assertThat(bye).startsWith("BYE sip:x@127.0.0.1:" + listening.getLocalPort());
            caller.send(SipText.response(bye, 200, "", "sip:x@127.0.0.2"));
            assertThat(isConnectedTo(listening)).isFalse();
        }
    }

    @Test
    void answer_on_a_connection_that_is_gone_opens_none() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            listening.setSoTimeout(SILENCE_MILLIS);
            StreamCaller caller = StreamCaller.from("127.0.0.2");
            caller.send(SipText.Call.start("TCP", WildFly.SIP_PORT)
                    .request("OPTIONS", "whence", "")
                    .replaceFirst("127.0.0.1:9;", "127.0.0.2:" + listening.getLocalPort() + ";"));
            caller.close();
            assertThat(isConnectedTo(listening)).isFalse();
        }
    }
}
