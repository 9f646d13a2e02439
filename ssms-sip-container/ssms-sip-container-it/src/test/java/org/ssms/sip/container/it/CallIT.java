package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls of all kinds; the sipp scenarios check the headers in which the application proves its injections. First comes
 * what looks for sessions that are left: those of others may be there for a minute.
 */
@ExtendWith(ServerExtension.class)
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CallIT {
    private static final int NEW_CONNECTIONS = 200;
    private static final int CALLS_AT_ONCE = 8;
    private static final int MANY = 200;
    private static final int FEW = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource(Sipp.Transport.class)
    void two_hundred_of_two_hundred_calls_succeed(Sipp.Transport transport) throws Exception {
        assertThat(Sipp.successfulCalls(new Sipp.Run("call", "alice", MANY), transport))
                .isEqualTo(MANY);
    }

    @Test
    void two_hundred_of_two_hundred_calls_succeed_over_tls() throws Exception {
        int successful = 0;
        try (StreamCaller caller = StreamCaller.tls("TLSv1.3")) {
            for (int i = 0; i < MANY; i++) {
                successful += tlsCall(caller) ? 1 : 0;
            }
        }
        assertThat(successful).isEqualTo(MANY);
    }

    private static boolean tlsCall(StreamCaller caller) throws Exception {
        SipText.Call call = SipText.Call.start("TLS", WildFly.SIPS_PORT);
        caller.send(call.request("INVITE", "alice", "v=0\r\n"));
        String ok = Objects.requireNonNull(caller.receive());
        String target = SipText.header(ok, "Contact").replaceAll("[<>]", "");
        String to = SipText.header(ok, "To");
        caller.send(call.request("ACK", target, to, 1, ""));
        caller.send(call.request("BYE", target, to, 2, ""));
        String bye = Objects.requireNonNull(caller.receive());
        return SipText.status(ok) == 200
                && SipText.header(ok, "X-Ejb").equals("hello-ejb")
                && SipText.header(ok, "X-Jndi").equals("hello-from-jndi")
                && SipText.header(ok, "X-Resource").equals("executor")
                && SipText.header(ok, "X-Scope").equals("own")
                && SipText.header(ok, "X-Local").equals("tls:127.0.0.1:" + WildFly.SIPS_PORT)
                && SipText.status(bye) == 200;
    }

    @Test
    void tls_1_2_is_spoken() throws Exception {
        try (StreamCaller caller = StreamCaller.tls("TLSv1.2")) {
            assertThat(tlsCall(caller)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, client, CN=trunk.example", "TLSv1.2, client, CN=trunk.example", "TLSv1.3, , unknown"})
    void certificate_of_the_client_reaches_the_application(String protocol, @Nullable String keystore, String name)
            throws Exception {
        Path shown = keystore == null ? null : WildFly.keystore(keystore);
        try (StreamCaller caller = StreamCaller.tls(protocol, shown)) {
            caller.send(SipText.Call.start("TLS", WildFly.SIPS_PORT).request("INVITE", "alice", ""));
            assertThat(SipText.header(Objects.requireNonNull(caller.receive()), "X-Peer"))
                    .isEqualTo(name);
        }
    }

    @Test
    void certificate_that_is_not_trusted_ends_the_connection() {
        assertThatThrownBy(() -> {
                    try (StreamCaller caller = StreamCaller.tls("TLSv1.2", WildFly.keystore("stranger"))) {
                        caller.receive();
                    }
                })
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void two_challenges_go_out_in_their_order() throws Exception {
        try (StreamCaller caller = StreamCaller.tcp()) {
            caller.send(SipText.Call.start("TCP", WildFly.SIP_PORT).request("REGISTER", "twice", ""));
            String challenge = Objects.requireNonNull(caller.receive());
            assertThat(challenge.lines().filter(line -> line.startsWith("WWW-Authenticate: ")))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("SHA-256"),
                            second -> assertThat(second).contains("MD5"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void first_messages_of_a_connection_may_belong_to_several_calls(String transport) throws Exception {
        for (int connection = 0; connection < NEW_CONNECTIONS; connection++) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < CALLS_AT_ONCE; i++) {
                requests.append(SipText.Call.start(transport, WildFly.SIP_PORT).request("OPTIONS", "alice", ""));
            }
            try (StreamCaller caller = StreamCaller.of(transport)) {
                caller.send(requests.toString());
                for (int i = 0; i < CALLS_AT_ONCE; i++) {
                    assertThat(caller.receive()).startsWith("SIP/2.0 ");
                }
            }
        }
    }

    @Test
    void tls_1_1_is_refused() {
        assertThatThrownBy(() -> StreamCaller.tls("TLSv1.1").close()).isInstanceOf(SSLException.class);
    }

    @ParameterizedTest(name = "{0} for {1} over {2}")
    @CsvSource({
        "cancel, ring, UDP", "cancel, ring, TCP",
        "redirect, redirect, UDP", "redirect, redirect, TCP",
        "failure, boom, UDP", "failure, boom, TCP",
        "options, anybody, UDP", "options, anybody, TCP",
        "call, later, UDP", "call, later, TCP",
        "hangup, hangup, UDP", "hangup, hangup, TCP"
    })
    void scenario_succeeds(String scenario, String user, Sipp.Transport transport) throws Exception {
        assertThat(Sipp.successfulCalls(new Sipp.Run(scenario, user, FEW), transport))
                .isEqualTo(FEW);
    }

    /** Callers acknowledge at once, all at the same time, never repeat an ACK, and count what they still get. */
    @Test
    void acknowledged_answers_are_not_repeated() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(MANY);
        try {
            List<Future<Integer>> repeated =
                    callers.invokeAll(Collections.nCopies(MANY, DatagramCaller::repeatedAnswersOfOneCall));
            for (Future<Integer> call : repeated) {
                assertThat(call.get()).isZero();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void cancel_is_told_to_the_application(WildFly server) throws Exception {
        int before = server.management().noted("cancelled");
        Sipp.successfulCalls(new Sipp.Run("cancel", "ring", FEW), Sipp.Transport.UDP);
        Await.until("the cancellations", PATIENCE, () -> server.management().noted("cancelled") == before + FEW);
    }

    @Test
    void servlet_timer_fires_in_a_request_scope_of_its_own(WildFly server) throws Exception {
        String fired = "timer-planned-in-own-scope";
        int before = server.management().noted(fired);
        assertThat(Sipp.successfulCalls(new Sipp.Run("call", "timer", FEW), Sipp.Transport.UDP))
                .isEqualTo(FEW);
        Await.until("the timers", PATIENCE, () -> server.management().noted(fired) == before + FEW);
    }

    @Test
    void servlet_initialized_is_announced_once(WildFly server) throws Exception {
        assertThat(server.management().noted("servlet-initialized-probe")).isEqualTo(1);
        assertThat(server.management().application().getConnectors())
                .extracting(connector -> connector.getTransport() + " " + connector.getState())
                .startsWith("udp OPEN", "tcp OPEN", "tls OPEN");
    }

    @Test
    @Order(1)
    void sessions_and_requests_are_counted_and_no_session_is_left(WildFly server) throws Exception {
        var application = server.management().application();
        long before = application.getRequestsProcessed();
        Sipp.successfulCalls(new Sipp.Run("call", "alice", FEW), Sipp.Transport.TCP);
        assertThat(application.getRequestsProcessed() - before).isGreaterThanOrEqualTo(3 * FEW);
        Await.until("the end of the sessions", Duration.ofSeconds(90), () -> application.getApplicationSessions() == 0);
    }

    /** Over UDP upstream kept it for half a minute, in case the BYE came again. */
    @Test
    @Order(2)
    void session_ends_with_its_call_and_a_bye_that_comes_again_is_answered_all_the_same(WildFly server)
            throws Exception {
        var application = server.management().application();
        Await.until("the end of others", Duration.ofSeconds(90), () -> application.getApplicationSessions() == 0);
        try (Phone phone = new Phone()) {
            phone.invite("alice", List.of());
            String ok = phone.awaitFinal();
            assertThat(application.getSipSessions()).isEqualTo(1);
            assertThat(phone.hangUp(ok)).isEqualTo(200);
            Await.until("the end of the session", Duration.ofSeconds(5), () -> application.getSipSessions() == 0);
            assertThat(application.getApplicationSessions()).isZero();
            assertThat(phone.hangUp(ok)).isEqualTo(200);
        }
    }

    /** Both hang up at the same time: the session must not end before the answer to its own BYE is there. */
    @Test
    void session_whose_own_bye_is_open_waits_for_the_answer(WildFly server) throws Exception {
        int before = server.management().noted("success-BYE");
        try (Phone phone = new Phone()) {
            phone.invite("hangup", List.of());
            String ok = phone.awaitFinal();
            phone.acknowledge(ok);
            String bye = phone.awaitRequest();
            phone.sendThrough("BYE", ok, 2, "");
            assertThat(SipText.status(phone.awaitAnswer("BYE"))).isEqualTo(200);
            phone.answer(bye, 200);
            Await.until("the answer", PATIENCE, () -> server.management().noted("success-BYE") == before + 1);
        }
    }
}
