package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls to clients that are reached over their connection only: the Contacts of both ends are addresses at which nobody
 * listens.
 */
@ExtendWith(ServerExtension.class)
class StayInPathIT {
    private static final String NOWHERE = "sip:client@127.0.0.1:9;transport=tcp";

    @ParameterizedTest
    @CsvSource({"TCP, TCP", "TCP, TLS", "TLS, TCP", "TLS, TLS"})
    void both_ends_speak_over_their_connections(String from, String to) throws Exception {
        try (StreamCaller caller = StreamCaller.of(from);
                StreamCaller client = registered(to)) {
            Dialog dialog = Dialog.begin(from, to, caller, client);

            caller.send(dialog.fromCaller("ACK", 1));
            String ack = received(client);
            assertThat(ack).startsWith("ACK " + NOWHERE + " ").doesNotContain("Route:");
            assertThat(SipText.header(ack, "Max-Forwards")).isEqualTo("69");

            client.send(dialog.fromClient("INVITE", 7));
            String again = received(caller);
            assertThat(again)
                    .startsWith("INVITE sip:it@127.0.0.1:9;transport=" + from)
                    .doesNotContain("\nRoute:");
            caller.send(SipText.response(again, 180, "", "sip:it@127.0.0.1:9"));
            caller.send(SipText.response(again, 200, "", "sip:it@127.0.0.1:9"));
            assertThat(received(client)).startsWith("SIP/2.0 180");
            String ok = received(client);
            assertThat(ok).startsWith("SIP/2.0 200").containsOnlyOnce("Via:");
            assertThat(SipText.header(ok, "Via")).contains("z9hG4bK-client-INVITE");

            caller.send(dialog.fromCaller("BYE", 2));
            String bye = received(client);
            assertThat(bye).startsWith("BYE " + NOWHERE + " ");
            client.send(SipText.response(bye, 200, "", NOWHERE));
            assertThat(received(caller)).startsWith("SIP/2.0 200");
        }
    }

    /** The same Via again gets the same branch, by which the next hop knows the repetition, and the CANCEL. */
    @Test
    void what_belongs_together_keeps_its_branch() throws Exception {
        try (StreamCaller caller = StreamCaller.of("TCP");
                StreamCaller client = registered("TCP")) {
            Dialog dialog = Dialog.begin("TCP", "TCP", caller, client);
            String invite = dialog.fromClient("INVITE", 7);
            client.send(invite);
            client.send(invite);
            client.send(SipText.sameTransaction(invite, "CANCEL", ""));
            String first = branch(received(caller));
            assertThat(branch(received(caller))).isEqualTo(first);
            String cancel = received(caller);
            assertThat(cancel).startsWith("CANCEL ");
            assertThat(branch(cancel)).isEqualTo(first);
            client.send(dialog.fromClient("INFO", 8));
            assertThat(branch(received(caller))).isNotEqualTo(first);
        }
    }

    /** Not reached at all, or named by the caller instead of the client: no other machine is tried. */
    @ParameterizedTest
    @ValueSource(strings = {NOWHERE, "sip:client@127.0.0.2:9;transport=tcp", "sip:client@localhost:9"})
    void connection_that_is_gone_is_answered_with_430(String target) throws Exception {
        try (StreamCaller caller = StreamCaller.of("TCP")) {
            StreamCaller client = registered("TCP");
            Dialog dialog = Dialog.begin("TCP", "TCP", caller, client);
            client.hangUp();
            caller.send(dialog.fromCaller("BYE", 2).replace(NOWHERE, target));
            assertThat(received(caller)).startsWith("SIP/2.0 430");
        }
    }

    /** A gateway that closes its connection between the requests listens at its Contact. */
    @Test
    void connection_that_is_gone_is_opened_anew_to_the_same_machine() throws Exception {
        try (ServerSocket gateway = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamCaller client = registered("TCP")) {
            gateway.setSoTimeout(10_000);
            StreamCaller caller = StreamCaller.of("TCP");
            Dialog dialog = Dialog.begin("TCP", "TCP", caller, client);
            caller.hangUp();
            client.send(dialog.fromClient("BYE", 2)
                    .replace("127.0.0.1:9;transport=TCP", "127.0.0.1:" + gateway.getLocalPort() + ";transport=tcp"));
            try (Socket connection = gateway.accept();
                    InputStream in = connection.getInputStream()) {
                connection.setSoTimeout(10_000);
                assertThat(new String(in.readNBytes(8), StandardCharsets.US_ASCII))
                        .isEqualTo("BYE sip:");
            }
        }
    }

    /** His proxy, which added a Via and stays or not, and he himself, who is asked for at his Contact. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void caller_behind_a_proxy_is_reached_as_the_proxy_wishes(boolean stays) throws Exception {
        try (DatagramSocket contact = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Phone proxy = new Phone();
                StreamCaller client = registered("TCP")) {
            contact.setSoTimeout(10_000);
            List<String> headers = new ArrayList<>(List.of(
                    "X-Groups: " + NOWHERE + "|sip:alice@127.0.0.1:" + WildFly.SIP_PORT,
                    "X-Ring: 5",
                    "X-Stay: yes",
                    "X-Flow: TCP 127.0.0.1 " + client.localPort()));
            if (stays) {
                headers.add("Record-Route: <sip:127.0.0.1:9;lr>");
            }
            proxy.inviteFor("fork", "sip:it@127.0.0.1:" + contact.getLocalPort(), headers);
            String invite = received(client);
            client.send(SipText.response(invite, 200, "client", NOWHERE));
            String ok = proxy.awaitFinal();
            client.send(byeOfClient(invite, ok));
            if (stays) {
                assertThat(proxy.awaitRequest())
                        .startsWith("BYE sip:it@192.0.2.7 ")
                        .contains("Route: <sip:127.0.0.1:9;lr>");
            } else {
                DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
                contact.receive(packet);
                assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1))
                        .startsWith("BYE sip:it@192.0.2.7 ");
            }
        }
    }

    /** The sender hears of it at once, and the server goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"sip:it@127.0.0.1:9;transport=foo", "sip:it@127.0.0.1:99999"})
    void contact_that_nobody_can_be_reached_at_is_answered_with_430(String contact) throws Exception {
        try (Phone proxy = new Phone();
                StreamCaller client = registered("TCP")) {
            client.patience(5_000);
            proxy.inviteFor(
                    "fork",
                    contact,
                    List.of(
                            "X-Groups: " + NOWHERE + "|sip:alice@127.0.0.1:" + WildFly.SIP_PORT,
                            "X-Ring: 5",
                            "X-Stay: yes",
                            "X-Flow: TCP 127.0.0.1 " + client.localPort()));
            String invite = received(client);
            client.send(SipText.response(invite, 200, "client", NOWHERE));
            client.send(byeOfClient(invite, proxy.awaitFinal()));
            assertThat(received(client)).startsWith("SIP/2.0 430");
        }
    }

    @Test
    void caller_on_udp_is_reached_where_his_answers_go() throws Exception {
        try (Phone caller = new Phone();
                StreamCaller client = registered("TCP")) {
            caller.invite(
                    "fork",
                    List.of(
                            "X-Groups: " + NOWHERE + "|sip:alice@127.0.0.1:" + WildFly.SIP_PORT,
                            "X-Ring: 5",
                            "X-Stay: yes",
                            "X-Flow: TCP 127.0.0.1 " + client.localPort()));
            String invite = received(client);
            client.send(SipText.response(invite, 200, "client", NOWHERE));
            String ok = caller.awaitFinal();
            client.send(byeOfClient(invite, ok));
            String heard = caller.awaitRequest();
            assertThat(heard).startsWith("BYE sip:it@192.0.2.7 ");
            caller.answer(heard, 200);
            assertThat(received(client)).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void request_without_hops_left_is_answered_with_483() throws Exception {
        try (StreamCaller caller = StreamCaller.of("TCP");
                StreamCaller client = registered("TCP")) {
            Dialog dialog = Dialog.begin("TCP", "TCP", caller, client);
            caller.send(dialog.fromCaller("BYE", 2).replace("Max-Forwards: 70", "Max-Forwards: 0"));
            assertThat(received(caller)).startsWith("SIP/2.0 483");
        }
    }

    /** By address or by name, as a phone is configured; once, or once for each. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:127.0.0.1:PORT;lr>",
                "<sip:it.example;lr>",
                "<sip:IT.Example.:PORT;lr>",
                "<sip:[::1]:PORT;transport=tcp;lr>",
                "<sip:it.example:PORT;lr>, <sip:127.0.0.1:PORT;lr>"
            })
    void outbound_proxy_stands_before_the_route_of_the_dialog(String proxy) throws Exception {
        try (StreamCaller caller = StreamCaller.of("TCP");
                StreamCaller client = registered("TCP")) {
            Dialog dialog = Dialog.begin("TCP", "TCP", caller, client);
            String route = "\r\nRoute: " + proxy.replace("PORT", Integer.toString(WildFly.SIP_PORT)) + "\r\n";
            caller.send(dialog.fromCaller("BYE", 2).replaceFirst("\r\n", route));
            assertThat(received(client)).startsWith("BYE ").doesNotContain("Route:");
        }
    }

    /** Another server may have our name, on a port of its own. */
    @Test
    void route_with_our_name_and_the_port_of_another_server_does_not_lead_here() throws Exception {
        try (StreamCaller caller = StreamCaller.of("TCP");
                StreamCaller client = registered("TCP")) {
            Dialog dialog = Dialog.begin("TCP", "TCP", caller, client);
            caller.send(dialog.fromCaller("BYE", 2).replaceFirst("\r\n", "\r\nRoute: <sip:it.example:9;lr>\r\n"));
            assertThat(received(caller)).startsWith("SIP/2.0 481");
        }
    }

    /** A proxy of the same domain that stands before the callee. */
    @Test
    void route_behind_that_of_the_dialog_stays() throws Exception {
        try (StreamCaller caller = StreamCaller.of("TCP");
                StreamCaller client = registered("TCP")) {
            Dialog dialog = Dialog.begin("TCP", "TCP", caller, client);
            String edge = "Route: <sip:it.example:" + WildFly.SIP_PORT + ";lr>\r\n";
            caller.send(dialog.fromCaller("BYE", 2).replaceFirst("Via: ", edge + "Via: "));
            assertThat(received(client))
                    .startsWith("BYE ")
                    .containsOnlyOnce("Route: ")
                    .contains(edge);
        }
    }

    /** Neither a route that somebody made up nor that of another dialog leads anywhere. */
    @ParameterizedTest
    @CsvSource({"Route: <sip:, Route: <sip:AA", "Call-ID: it, Call-ID: x", "tag=it-, tag=x-"})
    void route_of_another_dialog_is_answered_with_481(String original, String forged) throws Exception {
        try (StreamCaller caller = StreamCaller.of("TCP");
                StreamCaller client = registered("TCP")) {
            Dialog dialog = Dialog.begin("TCP", "TCP", caller, client);
            String bye = dialog.fromClient("BYE", 2);
            assertThat(bye).contains(original);
            client.send(bye.replaceFirst(original, forged));
            assertThat(received(client)).startsWith("SIP/2.0 481");
        }
    }

    /** A response that answers nothing which went through here is dropped, wherever its next Via points. */
    @Test
    void response_that_nobody_asked_for_goes_nowhere() throws Exception {
        try (StreamCaller caller = StreamCaller.of("TCP");
                StreamCaller client = registered("TCP")) {
            Dialog dialog = Dialog.begin("TCP", "TCP", caller, client);
            caller.send(dialog.fromCaller("INFO", 2));
            String info = received(client);
            String ok = SipText.response(info, 200, "", NOWHERE);
            client.send(ok.replaceFirst("(?s)(Via: .*?branch=\\S+?)(\r\n.*?Via: .*?);branch=\\w", "$1$2;branch=y"));
            client.send(ok.replace("200 Of", "202 Of"));
            assertThat(received(caller)).startsWith("SIP/2.0 202");
        }
    }

    private static String byeOfClient(String invite, String ok) {
        return "BYE sip:it@192.0.2.7 SIP/2.0\r\n" + SipText.routes(invite, false)
                + "Via: SIP/2.0/TCP 192.0.2.7;branch=z9hG4bKbye\r\nFrom: " + SipText.header(ok, "To")
                + "\r\nTo: " + SipText.header(ok, "From") + "\r\nCall-ID: " + SipText.header(ok, "Call-ID")
                + "\r\nCSeq: 5 BYE\r\nContent-Length: 0\r\n\r\n";
    }

    private static String received(StreamCaller at) throws IOException {
        return Objects.requireNonNull(at.receive());
    }

    private static String branch(String message) {
        return SipText.header(message, "Via").replaceFirst(".*branch=([^;]+).*", "$1");
    }

    private static StreamCaller registered(String transport) throws Exception {
        StreamCaller client = StreamCaller.of(transport);
        client.send(SipText.Call.start(transport, WildFly.SIP_PORT).request("OPTIONS", "alice", ""));
        assertThat(client.receive()).startsWith("SIP/2.0 200");
        return client;
    }

    /** A call that the client has answered. */
    private record Dialog(SipText.Call call, String transport, String invite, String ok) {
        static Dialog begin(String from, String to, StreamCaller caller, StreamCaller client) throws IOException {
            SipText.Call call = SipText.Call.start(from, WildFly.SIP_PORT);
            String headers = "\r\nX-Groups: " + NOWHERE + "|sip:alice@127.0.0.1:" + WildFly.SIP_PORT
                    + "\r\nX-Ring: 5\r\nX-Stay: yes\r\nX-Flow: " + to + " 127.0.0.1 " + client.localPort() + "\r\n";
            caller.send(call.request("INVITE", "fork", "").replaceFirst("\r\n", headers));
            String invite = received(client);
            assertThat(invite.split("Record-Route: ", -1)).hasSize(3);
            client.send(SipText.response(invite, 200, "client", NOWHERE));
            String ok = received(caller);
            assertThat(ok).startsWith("SIP/2.0 200");
            return new Dialog(call, to, invite, ok);
        }

        String fromCaller(String method, int sequence) {
            return call.request(method, NOWHERE, SipText.header(ok, "To"), sequence, "")
                    .replaceFirst("\r\n", "\r\n" + SipText.routes(ok, true));
        }

        String fromClient(String method, int sequence) {
            String target = SipText.header(invite, "Contact").replaceAll("[<>]", "");
            return call.request(method, target, SipText.header(ok, "From"), sequence, "")
                    .replaceFirst(
                            "Via: .*",
                            "Via: SIP/2.0/" + transport + " 192.0.2.7:5555;branch=z9hG4bK-client-" + method + sequence
                                    + ";rport")
                    .replaceFirst("\r\nFrom: .*", "\r\nFrom: " + SipText.header(ok, "To"))
                    .replaceFirst("Contact: .*", "Contact: <" + NOWHERE + ">")
                    .replaceFirst("\r\n", "\r\n" + SipText.routes(invite, false));
        }
    }
}
