package org.ssms.base.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;

class HourlyQuotaTest {
    private final SettableClock clock = new SettableClock();
    private final HourlyQuota quota = new HourlyQuota(6, clock);

    private void use(String name, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(quota.hasLeft(name)).isTrue();
            quota.take(name);
        }
    }

    @Test
    void each_name_has_its_own_and_refusals_are_counted() {
        use("alice", 6);
        assertThat(quota.hasLeft("alice")).isFalse();
        assertThat(quota.refused("alice")).isEqualTo(1);
        assertThat(quota.refused("alice")).isEqualTo(2);
        assertThat(quota.hasLeft("bob")).isTrue();
        use("bob", 6);
    }

    @Test
    void it_fills_up_evenly_and_never_beyond_an_hours() {
        use("alice", 6);
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(quota.hasLeft("alice")).isFalse();
        clock.advance(Duration.ofMillis(2));
        use("alice", 1);
        assertThat(quota.hasLeft("alice")).isFalse();
        clock.advance(Duration.ofDays(3));
        use("alice", 6);
        assertThat(quota.hasLeft("alice")).isFalse();
    }

    @Test
    void what_was_taken_beyond_it_is_owed_for_an_hour_at_most() {
        use("alice", 6);
        for (int i = 0; i < 100; i++) {
            quota.take("alice");
        }
        clock.advance(Duration.ofMinutes(69));
        assertThat(quota.hasLeft("alice")).isFalse();
        clock.advance(Duration.ofMinutes(2));
        use("alice", 1);
    }

    @Test
    void names_that_are_only_asked_about_displace_nobody() {
        use("alice", 6);
        for (int i = 0; i < 200_000; i++) {
            quota.hasLeft("stranger " + i);
        }
        assertThat(quota.hasLeft("alice")).isFalse();
    }

    @Test
    void a_clock_that_goes_back_gives_nothing_and_takes_nothing() {
        use("alice", 6);
        clock.advance(Duration.ofDays(-1));
        assertThat(quota.hasLeft("alice")).isFalse();
        clock.advance(Duration.ofMinutes(11));
        use("alice", 1);
    }

    @Test
    void names_are_forgotten_when_there_are_too_many() {
        use("alice", 6);
        for (int i = 0; i < 100_000; i++) {
            quota.take("stranger " + i);
        }
        use("alice", 6); // forgotten, and so it begins anew
    }
}
