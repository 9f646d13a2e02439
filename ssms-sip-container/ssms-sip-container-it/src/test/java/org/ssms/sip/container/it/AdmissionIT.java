package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application's gate is asked before anything is made of a request. */
@ExtendWith(ServerExtension.class)
class AdmissionIT {
    private static final int MANY = 500;

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void refusal_goes_back_on_the_connection_and_says_when_to_come_again(String transport) throws Exception {
        SipText.Call call = SipText.Call.start(transport, WildFly.SIP_PORT);
        try (StreamCaller caller = StreamCaller.of(transport)) {
            caller.send(call.request("REFUSED", "alice", "").replace(";rport", ""));
            assertThat(caller.receive()).startsWith("SIP/2.0 503").contains("Retry-After: 7\r\n");
        }
    }

    @Test
    void refusals_cost_no_transaction_and_no_session(WildFly server) throws Exception {
        var application = server.management().application();
        int transactions = application.getServerTransactions();
        int sessions = application.getApplicationSessions();
        try (StreamCaller caller = StreamCaller.tcp()) {
            for (int i = 0; i < MANY; i++) {
                caller.send(SipText.Call.start("TCP", WildFly.SIP_PORT).request("REFUSED", "alice", ""));
                assertThat(caller.receive()).startsWith("SIP/2.0 503");
            }
        }
        assertThat(application.getServerTransactions()).isLessThan(transactions + MANY / 10);
        assertThat(application.getApplicationSessions()).isLessThan(sessions + MANY / 10);
    }

    @Test
    void repeated_request_is_refused_with_the_same_tag() throws Exception {
        String request = SipText.Call.start("TCP", WildFly.SIP_PORT).request("REFUSED", "alice", "");
        try (StreamCaller caller = StreamCaller.tcp()) {
            caller.send(request);
            String first = SipText.header(Objects.requireNonNull(caller.receive()), "To");
            caller.send(request);
            assertThat(first)
                    .contains(";tag=")
                    .isEqualTo(SipText.header(Objects.requireNonNull(caller.receive()), "To"));
        }
    }

    @Test
    void dropped_request_is_not_answered_and_one_that_breaks_the_gate_is() throws Exception {
        try (StreamCaller caller = StreamCaller.tcp()) {
            caller.send(SipText.Call.start("TCP", WildFly.SIP_PORT).request("DROPPED", "alice", ""));
            caller.send(SipText.Call.start("TCP", WildFly.SIP_PORT).request("BROKEN", "alice", ""));
            String answer = Objects.requireNonNull(caller.receive());
            assertThat(SipText.header(answer, "CSeq")).isEqualTo("1 BROKEN");
            assertThat(answer).doesNotStartWith("SIP/2.0 503");
        }
    }

    /** A call that is up has been let in: what belongs to it passes also when the gate has become strict. */
    @Test
    void requests_of_a_call_that_is_up_are_not_asked_about(WildFly server) throws Exception {
        int invites = server.management().noted("gate-INVITE-UDP");
        int byes = server.management().noted("gate-BYE-UDP");
        try (Phone caller = new Phone()) {
            caller.invite("alice", List.of());
            assertThat(caller.hangUp(caller.awaitFinal())).isEqualTo(200);
        }
        assertThat(server.management().noted("gate-INVITE-UDP")).isEqualTo(invites + 1);
        assertThat(server.management().noted("gate-BYE-UDP")).isEqualTo(byes);
        assertThat(server.management().noted("gate-ACK-UDP")).isZero();
    }
}
