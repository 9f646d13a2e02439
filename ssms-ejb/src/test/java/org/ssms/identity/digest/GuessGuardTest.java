package org.ssms.identity.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.ssms.identity.TestClock;

class GuessGuardTest {
    private static final String HOME = "192.0.2.1";
    private static final String ATTACKER = "198.51.100.1";

    private final TestClock clock = new TestClock(Instant.parse("2026-11-23T08:00:00Z"));
    private final GuessGuard guard = new GuessGuard(clock);

    @Test
    void six_mistakes_are_free_and_then_the_wait_doubles() {
        fail("alice", ATTACKER, 6);
        assertThat(guard.attempt("alice", ATTACKER)).isZero();
        assertThat(guard.attempt("alice", ATTACKER)).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(guard.attempt("alice", ATTACKER)).isZero();
        assertThat(guard.attempt("alice", ATTACKER)).isEqualTo(Duration.ofSeconds(2));
        assertThat(guard.waitingPairs()).isEqualTo(1);
    }

    @Test
    void the_wait_grows_to_five_minutes_and_is_forgotten_in_time() {
        for (int i = 0; i < 40; i++) {
            clock.advance(guard.attempt("alice", ATTACKER));
        }
        guard.attempt("alice", ATTACKER);
        assertThat(guard.attempt("alice", ATTACKER)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(36));
        fail("alice", ATTACKER, 6);
        assertThat(guard.attempt("alice", ATTACKER)).isZero();
    }

    @Test
    void an_attacker_elsewhere_does_not_lock_the_user_out() {
        succeed("alice", HOME);
        for (int i = 0; i < 1000; i++) {
            guard.attempt("alice", "198.51.100." + i % 250);
        }
        assertThat(guard.attempt("alice", "203.0.113.9")).isPositive();
        assertThat(guard.attempt("alice", HOME)).isZero();
    }

    @Test
    void an_attacker_behind_the_same_nat_does_not_lock_the_user_out_with_other_names() {
        succeed("alice", HOME);
        for (int i = 0; i < 60; i++) {
            guard.attempt("user" + i, HOME);
        }
        assertThat(guard.attempt("bob", HOME)).isPositive();
        assertThat(guard.attempt("alice", HOME)).isZero();
        assertThat(guard.waitingSources()).isEqualTo(1);
    }

    @Test
    void a_right_password_forgives_its_own_pair_only() {
        fail("alice", HOME, 5);
        succeed("alice", HOME);
        fail("alice", HOME, 6);
        assertThat(guard.attempt("alice", HOME)).isZero();
    }

    @Test
    void an_own_account_does_not_buy_more_guesses() {
        for (int i = 0; i < 50; i++) {
            guard.attempt("victim" + i, ATTACKER);
            succeed("mallory", ATTACKER);
        }
        guard.attempt("victim50", ATTACKER);
        assertThat(guard.attempt("victim51", ATTACKER)).isPositive();
    }

    @Test
    void the_trust_in_a_source_ends_after_a_day() {
        succeed("alice", HOME);
        clock.advance(Duration.ofDays(1));
        for (int i = 0; i < 60; i++) {
            guard.attempt("user" + i, HOME);
        }
        assertThat(guard.attempt("alice", HOME)).isPositive();
    }

    @Test
    void an_ipv6_source_is_a_network() {
        assertThat(Source.of("2001:DB8::1%eth0"))
                .isEqualTo(new Source(
                        "2001:db8::1", Source.of("2001:db8:0:0:ffff::2").network()));
        assertThat(Source.of("2001:db8:0:1::1").network())
                .isNotEqualTo(Source.of("2001:db8::1").network());
        assertThat(Source.of("::ffff:192.0.2.1").network()).isEqualTo("192.0.2.1");
        assertThat(Source.of("[2001:db8::1]").address()).isEqualTo("2001:db8::1");
        assertThat(Source.of("nonsense").network()).isEqualTo("nonsense");
    }

    private void fail(String user, String source, int times) {
        for (int i = 0; i < times; i++) {
            guard.attempt(user, source);
        }
    }

    private void succeed(String user, String source) {
        assertThat(guard.attempt(user, source)).isZero();
        guard.succeeded(user, source);
    }
}
