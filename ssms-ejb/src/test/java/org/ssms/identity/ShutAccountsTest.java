package org.ssms.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.guard.login.MadeAt;

class ShutAccountsTest {
    private static final MadeAt ANY = new MadeAt(0L, Instant.EPOCH);

    private long nanos = Long.MAX_VALUE - 1; // it may overflow
    private Map<String, Boolean> table = Map.of("bob", false, "carol", true);
    private boolean away;
    private int reads;
    private final ShutAccounts shut =
            new ShutAccounts(this::read, (name, made) -> read().containsKey(name), () -> nanos);

    private Map<String, Boolean> read() {
        reads++;
        if (away) {
            throw new IllegalStateException("planned");
        }
        return table;
    }

    @Test
    void who_is_disabled_is_shut_out_and_who_is_deleted_is_gone() {
        assertThat(shut.isShut("bob")).isTrue();
        assertThat(shut.isGone("bob")).isFalse();
        assertThat(shut.isShut("carol")).isTrue();
        assertThat(shut.isGone("carol")).isTrue();
        assertThat(shut.isShut("alice")).isFalse();
    }

    @Test
    void many_calls_cost_one_read_in_two_seconds_and_see_what_is_changed_then() {
        for (int i = 0; i < 1000; i++) {
            assertThat(shut.isShut("alice")).isFalse();
        }
        assertThat(reads).isEqualTo(1);
        table = Map.of("alice", false);
        nanos += Duration.ofMillis(1999).toNanos();
        assertThat(shut.isShut("alice")).isFalse();
        assertThat(shut.isShutNow("alice", ANY)).isTrue();
        nanos += Duration.ofMillis(1).toNanos();
        assertThat(shut.isShut("alice")).isTrue();
        assertThat(shut.isShut("bob")).isFalse();
    }

    @Test
    void while_the_database_is_away_what_was_known_stays_and_it_is_asked_no_more_often() {
        assertThat(shut.isShut("bob")).isTrue();
        away = true;
        nanos += Duration.ofSeconds(2).toNanos();
        for (int i = 0; i < 1000; i++) {
            assertThat(shut.isShut("bob")).isTrue();
        }
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void before_anything_is_known_nobody_is_let_through() {
        away = true;
        assertThatThrownBy(() -> shut.isShut("bob")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> shut.isGone("alice")).isInstanceOf(IllegalStateException.class);
        away = false;
        nanos += Duration.ofSeconds(1).toNanos();
        assertThat(shut.isShut("bob")).isTrue();
        assertThat(shut.isShut("alice")).isFalse();
    }

    @Test
    void before_anything_is_known_a_database_that_is_away_is_asked_once_a_second() {
        away = true;
        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> shut.isShut("bob")).isInstanceOf(IllegalStateException.class);
        }
        assertThat(reads).isEqualTo(1);
        nanos += Duration.ofSeconds(1).toNanos();
        assertThatThrownBy(() -> shut.isShut("bob")).isInstanceOf(IllegalStateException.class);
        assertThat(reads).isEqualTo(2);
    }

    /** The first calls of a server come at once. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_asks_while_it_is_read_for_the_first_time_waits_for_that_read(boolean succeeds) throws Exception {
        away = !succeeds;
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ShutAccounts slow = slow(reading, release, Duration.ofSeconds(10));
        FutureTask<Boolean> first = new FutureTask<>(() -> slow.isShut("bob"));
        FutureTask<Boolean> second = new FutureTask<>(() -> slow.isShut("bob"));
        Thread reader = new Thread(first);
        Thread waiter = new Thread(second);
        try {
            reader.start();
            await(reading);
            waiter.start();
            awaitThatWaits(waiter, second);
            release.countDown();
            for (FutureTask<Boolean> asked : List.of(first, second)) {
                if (succeeds) {
                    assertThat(asked.get(10, TimeUnit.SECONDS)).isTrue();
                } else {
                    assertThatThrownBy(() -> asked.get(10, TimeUnit.SECONDS))
                            .hasCauseInstanceOf(IllegalStateException.class);
                }
            }
            assertThat(reads).isEqualTo(1);
        } finally {
            release.countDown();
            reader.join();
            waiter.join();
        }
    }

    @Test
    void nobody_waits_for_long_for_who_reads_for_the_first_time() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ShutAccounts slow = slow(reading, release, Duration.ofMillis(1));
        FutureTask<Boolean> first = new FutureTask<>(() -> slow.isShut("bob"));
        Thread reader = new Thread(first);
        try {
            reader.start();
            await(reading);
            assertThatThrownBy(() -> slow.isShut("bob")).isInstanceOf(IllegalStateException.class);
            release.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(slow.isShut("bob")).isTrue();
        } finally {
            release.countDown();
            reader.join();
        }
    }

    private static void awaitThatWaits(Thread waiter, FutureTask<Boolean> asked) {
        long begun = System.nanoTime();
        while (waiter.getState() != Thread.State.TIMED_WAITING && !asked.isDone()) {
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(10));
            Thread.onSpinWait();
        }
    }

    private ShutAccounts slow(CountDownLatch reading, CountDownLatch release, Duration patience) {
        return new ShutAccounts(
                () -> {
                    reading.countDown();
                    await(release);
                    return read();
                },
                (name, made) -> false,
                () -> nanos,
                patience);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_read_that_takes_longer_than_it_is_good_for_is_not_begun_anew_by_the_next_who_asks() {
        ShutAccounts slow = new ShutAccounts(
                () -> {
                    nanos += Duration.ofSeconds(3).toNanos();
                    return read();
                },
                (name, made) -> false,
                () -> nanos);
        assertThat(slow.isShut("bob")).isTrue();
        assertThat(slow.isShut("bob")).isTrue();
        assertThat(reads).isEqualTo(1);
        nanos += Duration.ofSeconds(2).toNanos();
        slow.isShut("bob");
        slow.isShut("bob");
        assertThat(reads).isEqualTo(2);
    }
}
