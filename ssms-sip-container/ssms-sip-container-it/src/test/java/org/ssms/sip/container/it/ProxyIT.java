package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that the test application proxies to phones, and at last to itself, where another of its servlets answers. */
@ExtendWith(ServerExtension.class)
class ProxyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String MAILBOX = "sip:alice@127.0.0.1:" + WildFly.SIP_PORT;
    private static final String TLS_MAILBOX = "sip:alice@127.0.0.1:" + WildFly.SIPS_PORT + ";transport=tls";

    private static List<String> targets(String groups, int ringSeconds) {
        return List.of("X-Groups: " + groups, "X-Ring: " + ringSeconds);
    }

    /**
     * The mailbox is the application itself: a spiral (RFC 3261 §16.3 step 4), which is no loop and no merged request.
     */
    private static void assertMailboxAnswers(Phone caller) throws IOException {
        String ok = caller.awaitFinal();
        assertThat(ok).startsWith("SIP/2.0 200").contains("X-Ejb: hello-ejb");
        assertThat(SipText.header(ok, "Record-Route")).isEmpty();
        assertThat(caller.hangUp(ok)).isEqualTo(200);
    }

    private static void awaitHeard(Leg leg, String... methods) throws Exception {
        Await.until(String.join(", ", methods), PATIENCE, () -> leg.heard().containsAll(List.of(methods)));
    }

    @Test
    void first_answer_wins_and_the_other_leg_is_cancelled() throws Exception {
        try (Leg ringing = Leg.answering("ringing", 180);
                Leg answering = Leg.answering("answering", 180, 200);
                Phone caller = new Phone()) {
            caller.invite("fork", targets(ringing.uri() + "," + answering.uri(), 20));
            String ok = caller.awaitFinal();
            assertThat(SipText.header(ok, "To")).endsWith("tag=answering");
            assertThat(caller.hangUp(ok)).isEqualTo(200);
            awaitHeard(ringing, "CANCEL", "ACK");
            awaitHeard(answering, "ACK", "BYE");
        }
    }

    /** Its 180 comes when the call has been answered elsewhere: only then may it be cancelled (RFC 3261 §9.1). */
    @Test
    void leg_that_rings_late_is_cancelled_then() throws Exception {
        try (Leg late = Leg.answering("late");
                Leg answering = Leg.answering("answering", 200);
                Phone caller = new Phone()) {
            caller.invite("fork", targets(late.uri() + "," + answering.uri(), 20));
            String ok = caller.awaitFinal();
            awaitHeard(late, "INVITE");
            late.answerInvite(180);
            awaitHeard(late, "CANCEL", "ACK");
            assertThat(caller.hangUp(ok)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {486, 603, 302, 480, 500})
    void failure_of_all_legs_leads_to_the_mailbox(int status) throws Exception {
        try (Leg first = Leg.answering("first", status);
                Leg second = Leg.answering("second", 180, status);
                Phone caller = new Phone()) {
            caller.invite("fork", targets(first.uri() + "|" + second.uri() + "|" + MAILBOX, 20));
            assertMailboxAnswers(caller);
            assertThat(first.invite()).isNotEmpty();
            assertThat(SipText.header(second.invite(), "Max-Forwards")).isEqualTo("69");
            assertThat(second.invite()).doesNotContain("Route:");
        }
    }

    @Test
    void legs_that_nobody_answers_are_cancelled_and_the_mailbox_answers(WildFly server) throws Exception {
        int before = server.management().noted("branch-408");
        try (Leg ringing = Leg.answering("ringing", 180);
                Leg silent = Leg.answering("silent");
                Phone caller = new Phone()) {
            caller.invite("fork", targets(ringing.uri() + "," + silent.uri() + "|" + MAILBOX, 1));
            assertMailboxAnswers(caller);
            awaitHeard(ringing, "CANCEL", "ACK");
            assertThat(caller.hearsNothingBut(200, 1_000)).isTrue();
            assertThat(server.management().noted("branch-408")).isEqualTo(before + 2);
        }
    }

    /** Without an ACK the mailbox repeats its 200, and the proxy passes it on although it is done with the call. */
    @Test
    void answer_that_is_not_acknowledged_comes_again() throws Exception {
        try (Leg busy = Leg.answering("busy", 486);
                Phone caller = new Phone()) {
            caller.invite("fork", targets(busy.uri() + "|" + MAILBOX, 20));
            String first = caller.awaitFinal();
            assertThat(caller.awaitFinal()).isEqualTo(first);
            assertThat(caller.hangUp(first)).isEqualTo(200);
        }
    }

    /** The caller's connection may be none of the connector on which the repetition comes, from this server itself. */
    @ParameterizedTest
    @CsvSource({"TCP, udp", "TLS, udp", "TCP, tls", "TLS, tls"})
    void answer_that_is_not_acknowledged_comes_again_on_the_connection_of_the_caller(String transport, String inside)
            throws Exception {
        SipText.Call call = SipText.Call.start(transport, WildFly.SIP_PORT);
        String mailbox = inside.equals("tls") ? TLS_MAILBOX : MAILBOX;
        String headers = "\r\nX-Groups: " + mailbox + "\r\nX-Ring: 20\r\n";
        try (StreamCaller caller = StreamCaller.of(transport)) {
            caller.send(call.request("INVITE", "fork", "").replaceFirst("\r\n", headers));
            assertThat(caller.receive()).startsWith("SIP/2.0 200").isEqualTo(caller.receive());
        }
    }

    @Test
    void unanswered_call_without_a_mailbox_ends_with_408() throws Exception {
        try (Leg ringing = Leg.answering("ringing", 180);
                Phone caller = new Phone()) {
            caller.invite("fork", targets(ringing.uri(), 1));
            assertThat(caller.awaitFinal()).startsWith("SIP/2.0 408");
            awaitHeard(ringing, "CANCEL", "ACK");
            assertThat(caller.hearsNothingBut(408, 600)).isTrue();
        }
    }

    @Test
    void caller_who_gives_up_hears_487_and_all_legs_are_cancelled(WildFly server) throws Exception {
        int before = server.management().noted("fork-cancelled");
        try (Leg one = Leg.answering("one", 180);
                Leg other = Leg.answering("other", 180);
                Phone caller = new Phone()) {
            caller.invite("fork", targets(one.uri() + "," + other.uri(), 20));
            caller.awaitProvisional(180);
            caller.awaitProvisional(180);
            caller.cancel();
            assertThat(caller.awaitFinal()).startsWith("SIP/2.0 487");
            awaitHeard(one, "CANCEL", "ACK");
            awaitHeard(other, "CANCEL", "ACK");
        }
        Await.until("doCancel", PATIENCE, () -> server.management().noted("fork-cancelled") == before + 1);
    }

    @Test
    void caller_who_gives_up_at_the_mailbox_hears_487_and_not_an_earlier_failure() throws Exception {
        try (Leg busy = Leg.answering("busy", 486);
                Phone caller = new Phone()) {
            caller.invite("fork", targets(busy.uri() + "|" + MAILBOX.replace("alice", "ring"), 20));
            caller.awaitProvisional(180);
            caller.cancel();
            assertThat(caller.awaitFinal()).startsWith("SIP/2.0 487");
        }
    }

    @ParameterizedTest
    @CsvSource({"486, 404, 404", "486, 603, 603", "503, 480, 480"})
    void best_failure_goes_back_when_nothing_is_left(int first, int second, int expected) throws Exception {
        try (Leg one = Leg.answering("one", first);
                Leg other = Leg.answering("other", second);
                Phone caller = new Phone()) {
            caller.invite("fork", targets(one.uri() + "," + other.uri(), 20));
            assertThat(caller.awaitFinal()).startsWith("SIP/2.0 " + expected);
        }
    }

    @Test
    void no_hops_left_is_answered_with_483() throws Exception {
        try (Leg leg = Leg.answering("leg", 200);
                Phone caller = new Phone()) {
            caller.invite("fork", List.of("X-Groups: " + leg.uri(), "X-Ring: 5", "Max-Forwards: 0"));
            assertThat(caller.awaitFinal()).startsWith("SIP/2.0 483");
            assertThat(leg.heard()).isEmpty();
        }
    }

    /** The contact is an address that nobody reaches; the phone is called where it called from. */
    @Test
    void flow_over_udp_is_used_instead_of_the_request_uri() throws Exception {
        try (Leg leg = Leg.answering("leg", 180, 200);
                Phone caller = new Phone()) {
            caller.invite(
                    "fork",
                    List.of(
                            "X-Groups: sip:leg@192.0.2.7:5555|" + MAILBOX,
                            "X-Ring: 5",
                            "X-Flow: UDP 127.0.0.1 " + leg.port()));
            assertThat(SipText.header(caller.awaitFinal(), "To")).endsWith("tag=leg");
            assertThat(leg.invite())
                    .startsWith("INVITE sip:leg@192.0.2.7:5555 ")
                    .doesNotContain("Route:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void connection_of_the_client_is_used_for_the_call_to_it(String transport) throws Exception {
        try (StreamCaller client = registered(transport);
                Phone caller = new Phone()) {
            caller.invite("fork", flow(transport, client.localPort()));
            String invite = Objects.requireNonNull(client.receive());
            assertThat(invite).startsWith("INVITE sip:client@192.0.2.7:5555 ").doesNotContain("Route:");
            client.send(SipText.response(invite, 200, "client", "sip:client@127.0.0.1:9"));
            assertThat(SipText.header(caller.awaitFinal(), "To")).endsWith("tag=client");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void connection_that_is_gone_is_a_leg_that_failed(String transport) throws Exception {
        StreamCaller client = registered(transport);
        client.hangUp();
        try (Phone caller = new Phone()) {
            caller.invite("fork", flow(transport, client.localPort()));
            assertMailboxAnswers(caller);
        }
    }

    private static List<String> flow(String transport, int port) {
        return List.of(
                "X-Groups: sip:client@192.0.2.7:5555|" + MAILBOX,
                "X-Ring: 5",
                "X-Flow: " + transport + " 127.0.0.1 " + port);
    }

    /** A client whose connection the server knows. */
    private static StreamCaller registered(String transport) throws Exception {
        StreamCaller client = StreamCaller.of(transport);
        SipText.Call call = SipText.Call.start(transport, WildFly.SIP_PORT);
        client.send(call.request("OPTIONS", "alice", ""));
        assertThat(client.receive()).startsWith("SIP/2.0 200");
        return client;
    }
}
