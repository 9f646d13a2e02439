package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that make no sense: they get their 4xx, and the log says nothing that an operator would look into. */
@ExtendWith(ServerExtension.class)
class OddRequestIT {
    private static final int MANY = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static String answer(StreamCaller caller, String request) throws IOException {
        caller.send(request);
        return Objects.requireNonNull(caller.receive());
    }

    /** A call that was answered and acknowledged, seen from its caller. */
    private record Dialog(SipText.Call call, String target, String to) {
        static Dialog open(StreamCaller caller) throws IOException {
            SipText.Call call = SipText.Call.start("TCP", WildFly.SIP_PORT);
            String ok = answer(caller, call.request("INVITE", "alice", "v=0\r\n"));
            Dialog dialog =
                    new Dialog(call, SipText.header(ok, "Contact").replaceAll("[<>]", ""), SipText.header(ok, "To"));
            caller.send(dialog.request("ACK", 1));
            return dialog;
        }

        String request(String method, int sequence) {
            return call.request(method, target, to, sequence, "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOTIFY", "PUBLISH", "SUBSCRIBE"})
    void event_without_a_name_is_a_bad_event(String method) throws Exception {
        try (StreamCaller caller = StreamCaller.tcp()) {
            String request = SipText.Call.start("TCP", WildFly.SIP_PORT).request(method, "alice", "");
            assertThat(answer(caller, request)).startsWith("SIP/2.0 489");
        }
    }

    /** RFC 3262 §3. */
    @Test
    void prack_that_no_response_waits_for_is_answered_with_481() throws Exception {
        try (StreamCaller caller = StreamCaller.tcp()) {
            Dialog dialog = Dialog.open(caller);
            assertThat(answer(caller, dialog.request("PRACK", 2))).startsWith("SIP/2.0 481");
            assertThat(answer(caller, dialog.request("BYE", 3))).startsWith("SIP/2.0 200");
        }
    }

    /** RFC 3261 §12.2.2, RFC 3262 §3: also when its answer was lost, and whatever the application would have done. */
    @ParameterizedTest
    @ValueSource(strings = {"INFO", "INVITE", "OPTIONS", "MESSAGE", "UPDATE", "PRACK"})
    void request_of_a_call_that_has_ended_is_answered_with_481_each_time(String method, WildFly server)
            throws Exception {
        int before = server.management().application().getServerTransactions();
        try (StreamCaller caller = StreamCaller.tcp()) {
            Dialog dialog = Dialog.open(caller);
            assertThat(answer(caller, dialog.request("BYE", 2))).startsWith("SIP/2.0 200");
            for (int sequence = 3; sequence < 6; sequence++) {
                String late = dialog.request(method, sequence);
                assertThat(answer(caller, late)).startsWith("SIP/2.0 481");
                if (method.equals("INVITE")) {
                    caller.send(SipText.sameTransaction(late, "ACK", ""));
                }
            }
        }
        Await.until(
                "no transaction is left",
                PATIENCE,
                () -> server.management().application().getServerTransactions() <= before);
    }

    /** What the container cannot even judge gets an answer, in a call and outside, and leaves nothing behind. */
    @Test
    void route_that_is_no_sip_uri_gets_an_answer(WildFly server) throws Exception {
        int before = server.management().application().getServerTransactions();
        try (StreamCaller caller = StreamCaller.tcp()) {
            SipText.Call outside = SipText.Call.start("TCP", WildFly.SIP_PORT);
            assertThat(answer(caller, routedByTelephone(outside.request("OPTIONS", "alice;proxy=a", ""))))
                    .startsWith("SIP/2.0 ");
            Dialog dialog = Dialog.open(caller);
            for (int sequence = 2; sequence < MANY; sequence++) {
                String request =
                        dialog.call().request("OPTIONS", dialog.target() + ";proxy=a", dialog.to(), sequence, "");
                assertThat(answer(caller, routedByTelephone(request))).startsWith("SIP/2.0 ");
            }
            assertThat(answer(caller, dialog.request("BYE", MANY))).startsWith("SIP/2.0 200");
        }
        Await.until(
                "no transaction is left",
                PATIENCE,
                () -> server.management().application().getServerTransactions() <= before);
    }

    private static String routedByTelephone(String request) {
        return request.replace("To: ", "Route: <tel:1>\r\nTo: ");
    }

    @Test
    void odd_requests_write_no_error_and_no_stack_trace(WildFly server) throws Exception {
        int before = server.logText().length();
        List<String[]> changes = List.of(
                new String[] {"CSeq: 1 OPTIONS", "CSeq: 1 INVITE"},
                new String[] {"CSeq: 1 OPTIONS", "CSeq: OPTIONS"},
                new String[] {"CSeq: 1 OPTIONS", "CSeq: 99999999999 OPTIONS"},
                new String[] {"Max-Forwards: 70", "Max-Forwards: many"},
                new String[] {"From: <sip:it@127.0.0.1>", "From: <sip:it@127.0.0.1"},
                new String[] {"Contact: ", "P-Asserted-Service: urn:urn-7:x\r\nContact: "},
                new String[] {"Contact: ", "P-Preferred-Service: urn:urn-7:x\r\nContact: "},
                new String[] {"Contact: ", "P-Charging-Vector: icid-value=\r\nContact: "},
                new String[] {"OPTIONS", "NOTIFY"},
                new String[] {"OPTIONS", "PUBLISH"},
                new String[] {"Contact: <sip:it@127.0.0.1:9", "Contact: <sip:it@"},
                new String[] {"To: ", "Route: <sip:127.0.0.1:9;lr;x=\r\nTo: "});
        try (DatagramSocket socket = new DatagramSocket()) {
            for (String[] change : changes) {
                for (int i = 0; i < MANY; i++) {
                    byte[] request = SipText.bytes(SipText.Call.start("UDP", WildFly.SIP_PORT)
                            .request("OPTIONS", "alice", "")
                            .replace(change[0], change[1]));
                    socket.send(new DatagramPacket(
                            request, request.length, InetAddress.getLoopbackAddress(), WildFly.SIP_PORT));
                }
            }
        }
        try (StreamCaller caller = StreamCaller.tcp()) {
            outOfOrder(caller);
        }
        assertThat(server.logText().substring(before))
                .doesNotContain("ERROR")
                .doesNotContain("\tat ")
                .hasSizeLessThan(20_000);
    }

    /** In a call, with a CSeq that was there already. */
    private static void outOfOrder(StreamCaller caller) throws IOException {
        Dialog dialog = Dialog.open(caller);
        assertThat(answer(caller, dialog.request("INVITE", 7))).startsWith("SIP/2.0 200");
        caller.send(dialog.request("ACK", 7));
        for (int i = 0; i < MANY; i++) {
            String old = dialog.request("INVITE", 2).replace("branch=z9hG4bK", "branch=z9hG4bK" + i);
            assertThat(answer(caller, old)).startsWith("SIP/2.0 5");
        }
        assertThat(answer(caller, dialog.request("BYE", 8))).startsWith("SIP/2.0 200");
    }
}
