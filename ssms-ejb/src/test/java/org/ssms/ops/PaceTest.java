package org.ssms.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final List<Runnable> waiting = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private long nanos = -5;
    private int done;
    private boolean full;
    private final Pace pace = new Pace(
            Duration.ofSeconds(1),
            () -> nanos,
            (deed, delay) -> {
                if (full) {
                    throw new RejectedExecutionException("planned");
                }
                waiting.add(deed);
                delays.add(delay);
            },
            () -> done++);

    private void runAll() {
        List<Runnable> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(Runnable::run);
    }

    @Test
    void a_thousand_who_ask_are_served_at_once_and_then_a_second_later() {
        for (int i = 0; i < 1000; i++) {
            pace.ask();
        }
        assertThat(delays).containsExactly(Duration.ZERO);
        runAll();
        assertThat(done).isEqualTo(1);
        nanos += Duration.ofMillis(300).toNanos();
        for (int i = 0; i < 1000; i++) {
            pace.ask();
        }
        assertThat(delays).containsExactly(Duration.ZERO, Duration.ofMillis(700));
        nanos += Duration.ofMillis(700).toNanos();
        runAll();
        assertThat(done).isEqualTo(2);
        nanos += Duration.ofHours(1).toNanos();
        pace.ask();
        assertThat(delays).endsWith(Duration.ZERO);
    }

    @Test
    void who_could_not_be_served_keeps_nobody_else_from_it() {
        full = true;
        assertThatThrownBy(pace::ask).isInstanceOf(RejectedExecutionException.class);
        full = false;
        pace.ask();
        runAll();
        assertThat(done).isEqualTo(1);
    }

    @Test
    void while_it_takes_long_no_second_thread_begins_and_it_is_done_once_more() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger beginnings = new AtomicInteger();
        Pace slow = new Pace(
                Duration.ofSeconds(1),
                () -> nanos,
                (deed, delay) -> {
                    waiting.add(deed);
                    delays.add(delay);
                },
                () -> {
                    beginnings.incrementAndGet();
                    begun.countDown();
                    await(release);
                });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            slow.ask();
            Future<?> first = thread.submit(waiting.remove(0));
            await(begun);
            for (int i = 0; i < 1000; i++) {
                slow.ask();
            }
            assertThat(waiting).as("threads that would wait for the first").isEmpty();
            release.countDown();
            first.get(10, TimeUnit.SECONDS);
        } finally {
            release.countDown();
            thread.shutdownNow();
        }
        assertThat(delays).containsExactly(Duration.ZERO, Duration.ofSeconds(1));
        runAll();
        assertThat(beginnings).hasValue(2);
        assertThat(waiting).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_fails_is_done_again_when_somebody_asks() {
        Pace failing = new Pace(Duration.ofSeconds(1), () -> nanos, (deed, delay) -> waiting.add(deed), () -> {
            done++;
            throw new IllegalStateException("planned");
        });
        failing.ask();
        assertThatThrownBy(this::runAll).isInstanceOf(IllegalStateException.class);
        failing.ask();
        assertThatThrownBy(this::runAll).isInstanceOf(IllegalStateException.class);
        assertThat(done).isEqualTo(2);
    }
}
