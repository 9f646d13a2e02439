package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.Databases;
import org.ssms.it.server.Leased;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;

/** Plays are leases: each is counted once or not at all, whatever is reported of it (T5, F5-55, F5-56). */
class LeaseIT {
    private static final String NONE_LEFT = "403 urn:ssms:plays-exhausted";

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber alice = Subscriber.of(server, "alice");
    private final Subscriber bob = Subscriber.of(server, "bob");

    @Test
    void f5_56_the_play_after_the_last_one_is_refused() throws Exception {
        Leased message = Leased.of(server, alice, 2);
        for (int left = 1; left >= 0; left--) {
            String lease = message.license();
            assertThat(message.report(lease, "started")).isEqualTo("204");
            assertThat(message.report(lease, "ended")).isEqualTo("204");
            assertThat(message.left()).isEqualTo(left);
        }
        assertThat(message.license()).isEqualTo(NONE_LEFT);
    }

    @Test
    void a_play_that_never_began_is_given_back_and_one_that_began_is_not() throws Exception {
        Leased message = Leased.of(server, alice, 1);
        String unheard = message.license();
        assertThat(message.license()).isEqualTo(NONE_LEFT);
        assertThat(message.report(unheard, "returned")).isEqualTo("204");
        assertThat(message.report(unheard, "returned")).isEqualTo("204");
        assertThat(message.left()).isEqualTo(1);
        String heard = message.license();
        assertThat(message.report(heard, "started")).isEqualTo("204");
        assertThat(message.report(heard, "returned")).isEqualTo("409 urn:ssms:lease-settled");
        assertThat(message.report(unheard, "started")).isEqualTo(NONE_LEFT);
        assertThat(message.left()).isZero();
        assertThat(audited(message))
                .containsExactly(
                        "LICENSE GRANTED null",
                        "LICENSE REFUSED PLAYS_EXHAUSTED",
                        "PLAY_RETURNED GRANTED null",
                        "LICENSE GRANTED null",
                        "PLAY_STARTED GRANTED null",
                        "PLAY_RETURNED REFUSED LEASE_SETTLED",
                        "PLAY_STARTED REFUSED PLAYS_EXHAUSTED");
    }

    @Test
    void a_limit_that_is_set_while_a_play_is_reserved_is_not_exceeded_by_giving_it_back() throws Exception {
        Leased message = Leased.of(server, alice, 5);
        String lease = message.license();
        message.limit(1);
        assertThat(message.report(lease, "returned")).isEqualTo("409 urn:ssms:lease-settled");
        assertThat(message.left()).isEqualTo(1);
    }

    @Test
    void t22_a_lease_of_somebody_else_is_like_one_that_never_was() throws Exception {
        Leased message = Leased.of(server, alice, 1);
        String lease = message.license();
        for (String unknown :
                List.of(lease, UUID.randomUUID().toString(), "x", lease.toUpperCase(java.util.Locale.ROOT))) {
            for (String report : List.of("started", "ended", "returned")) {
                assertThat(message.report(bob, unknown, report)).as(unknown).isEqualTo("404 urn:ssms:no-license");
            }
        }
        assertThat(bob.post("/license/v1/leases/" + lease + "/returned", "", "").statusCode())
                .isEqualTo(401);
        assertThat(message.left()).isZero();
    }

    @Test
    void t5_of_parallel_licenses_and_reports_exactly_the_plays_that_are_left_are_given() throws Exception {
        Leased message = Leased.of(server, alice, 3);
        alice.session();
        List<String> leases = AtOnce.answers(12, i -> message.license());
        assertThat(leases.stream().filter(NONE_LEFT::equals)).hasSize(9);
        String one = leases.stream()
                .filter(lease -> !NONE_LEFT.equals(lease))
                .findFirst()
                .orElseThrow();
        Map<String, Long> reports = AtOnce.counted(6, i -> message.report(one, "returned"));
        assertThat(reports).isEqualTo(Map.of("204", 6L));
        assertThat(message.left()).isEqualTo(1);
        assertThat(AtOnce.counted(6, i -> message.report(one, "started"))).isEqualTo(Map.of("204", 6L));
        assertThat(message.left()).isZero();
    }

    private List<String> audited(Leased message) throws Exception {
        return Databases.copyOf(server)
                .query(
                        "license",
                        "select event || ' ' || decision || ' ' || coalesce(reason, 'null') from license_audit"
                                + " where (event = 'LICENSE' or event like 'PLAY%') and message_id = ? order by id",
                        message.message().value());
    }
}
