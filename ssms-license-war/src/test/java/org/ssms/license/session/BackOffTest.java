package org.ssms.license.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final BackOff backOff =
            new BackOff(new BackOff.Policy(2, SECOND, Duration.ofSeconds(5), Duration.ofMinutes(10), 3));

    @Test
    void the_first_failures_are_free() {
        fail("alice", 2);
        assertThat(backOff.remaining("alice", NOON)).isLessThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void each_failure_more_doubles_the_wait_up_to_the_longest() {
        fail("alice", 3);
        assertThat(backOff.remaining("alice", NOON)).isEqualTo(SECOND);
        fail("alice", 1);
        assertThat(backOff.remaining("alice", NOON)).isEqualTo(SECOND.multipliedBy(2));
        fail("alice", 1);
        assertThat(backOff.remaining("alice", NOON)).isEqualTo(SECOND.multipliedBy(4));
        fail("alice", 100);
        assertThat(backOff.remaining("alice", NOON)).isEqualTo(SECOND.multipliedBy(5));
    }

    @Test
    void the_wait_passes_with_time() {
        fail("alice", 4);
        assertThat(backOff.remaining("alice", NOON.plusSeconds(1))).isEqualTo(SECOND);
        assertThat(backOff.remaining("alice", NOON.plusSeconds(2))).isZero();
    }

    @Test
    void everything_is_forgiven_after_a_quiet_time() {
        fail("alice", 50);
        Instant later = NOON.plus(Duration.ofMinutes(10)).plusMillis(1);
        backOff.failed("alice", later);
        assertThat(backOff.remaining("alice", later)).isLessThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void a_failure_that_was_none_is_taken_back() {
        fail("alice", 3);
        backOff.takeBack("alice");
        assertThat(backOff.remaining("alice", NOON)).isLessThanOrEqualTo(Duration.ZERO);
        backOff.forgive("alice");
        backOff.takeBack("alice");
        fail("alice", 2);
        assertThat(backOff.remaining("alice", NOON)).isLessThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void only_so_many_keys_are_remembered_and_the_one_seen_last_stays() {
        fail("alice", 10);
        for (int i = 0; i < 1000; i++) {
            fail("user" + i, 10);
            assertThat(backOff.remaining("alice", NOON)).isPositive();
        }
        fail("one", 1);
        fail("two", 1);
        fail("three", 1);
        assertThat(backOff.remaining("alice", NOON)).isZero();
    }

    private void fail(String key, int times) {
        for (int i = 0; i < times; i++) {
            backOff.failed(key, NOON);
        }
    }
}
