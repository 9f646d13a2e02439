package org.ssms.license.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginGuardTest {
    private static final String HOST = "192.0.2.1";

    private final SettableClock clock = new SettableClock();
    private final LoginGuard guard = new LoginGuard(clock);

    @Test
    void guessing_one_user_s_password_from_many_addresses_is_slowed_down() {
        for (int i = 0; i < 6; i++) {
            assertThat(guard.admit("alice", "192.0.2." + i)).isZero();
        }
        assertThat(guard.admit("alice", "198.51.100.1")).isPositive();
        assertThat(guard.admit("bob", "198.51.100.1")).isZero();
    }

    @Test
    void guessing_many_users_passwords_from_one_address_is_slowed_down() {
        for (int i = 0; i < 51; i++) {
            assertThat(guard.admit("user" + i, HOST)).isZero();
        }
        assertThat(guard.admit("alice", HOST)).isPositive();
        assertThat(guard.admit("alice", "198.51.100.1")).isZero();
    }

    @Test
    void attempts_at_the_same_time_count_before_their_passwords_are_checked() {
        int admitted = 0;
        for (int i = 0; i < 100; i++) {
            admitted += guard.admit("alice", HOST).isZero() ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(6);
    }

    @Test
    void a_success_forgives_the_user_and_does_not_count_for_the_address() {
        for (int i = 0; i < 500; i++) {
            assertThat(guard.admit("alice", HOST)).isZero();
            guard.succeeded("alice", HOST);
        }
    }

    @Test
    void a_success_does_not_forgive_the_address_its_failures_with_others() {
        for (int i = 0; i < 50; i++) {
            guard.admit("user" + i, HOST);
        }
        assertThat(guard.admit("mallory", HOST)).isZero();
        guard.succeeded("mallory", HOST);
        assertThat(guard.admit("victim1", HOST)).isZero();
        assertThat(guard.admit("victim2", HOST)).isPositive();
    }

    @Test
    void the_wait_ends() {
        for (int i = 0; i < 6; i++) {
            guard.admit("alice", HOST);
        }
        clock.advance(guard.admit("alice", HOST));
        assertThat(guard.admit("alice", HOST)).isZero();
    }

    @Test
    void addresses_of_one_ipv6_network_count_together() {
        for (int i = 0; i < 51; i++) {
            guard.admit("user" + i, "2001:db8:0:1::" + Integer.toHexString(i));
        }
        assertThat(guard.admit("alice", "2001:db8:0:1:ffff::1")).isPositive();
        assertThat(guard.admit("alice", "2001:db8:0:2::1")).isZero();
    }

    @Test
    void a_flood_of_forged_tokens_does_not_flood_the_audit() {
        int recorded = 0;
        for (int i = 0; i < 10_000; i++) {
            recorded += guard.isWorthRecording(HOST) ? 1 : 0;
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(recorded).isLessThan(60);
    }
}
