package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;

class BacklogTest {
    private final SettableClock clock = new SettableClock();
    private final Queue<Runnable> workers = new ArrayDeque<>();

    @Test
    void the_delay_is_that_of_the_oldest_task_that_waits() {
        List<String> done = new ArrayList<>();
        Backlog backlog = new Backlog(workers::add, clock);
        backlog.execute(() -> done.add("first"));
        clock.advance(Duration.ofMillis(200));
        backlog.execute(() -> done.add("second"));
        clock.advance(Duration.ofMillis(50));
        assertThat(backlog.delay()).isEqualTo(Duration.ofMillis(250));
        workers.remove().run();
        assertThat(backlog.delay()).isEqualTo(Duration.ofMillis(50));
        workers.remove().run();
        assertThat(backlog.delay()).isZero();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void work_that_no_thread_could_be_made_for_does_not_wait() {
        Backlog backlog = new Backlog(
                task -> {
                    throw new OutOfMemoryError("planned: unable to create native thread");
                },
                clock);
        assertThatThrownBy(() -> backlog.execute(() -> {})).isInstanceOf(OutOfMemoryError.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(backlog.delay()).isZero();
    }

    @Test
    void refused_work_does_not_wait() {
        Backlog backlog = new Backlog(
                task -> {
                    throw new RejectedExecutionException("planned");
                },
                clock);
        assertThatThrownBy(() -> backlog.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(backlog.delay()).isZero();
    }
}
