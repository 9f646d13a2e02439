package org.ssms.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
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
}
