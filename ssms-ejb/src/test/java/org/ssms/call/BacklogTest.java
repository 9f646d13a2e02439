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

class BacklogTest {
    private long nanos = Long.MAX_VALUE; // it may begin anywhere
    private final Queue<Runnable> workers = new ArrayDeque<>();

    @Test
    void the_delay_is_that_of_the_oldest_task_that_waits() {
        List<String> done = new ArrayList<>();
        Backlog backlog = new Backlog(workers::add, () -> nanos);
        backlog.execute(() -> done.add("first"));
        nanos += 200_000_000;
        backlog.execute(() -> done.add("second"));
        nanos += 50_000_000;
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
                () -> nanos);
        assertThatThrownBy(() -> backlog.execute(() -> {})).isInstanceOf(OutOfMemoryError.class);
        nanos += 1_000_000_000;
        assertThat(backlog.delay()).isZero();
    }

    @Test
    void refused_work_does_not_wait() {
        Backlog backlog = new Backlog(
                task -> {
                    throw new RejectedExecutionException("planned");
                },
                () -> nanos);
        assertThatThrownBy(() -> backlog.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        nanos += 1_000_000_000;
        assertThat(backlog.delay()).isZero();
    }
}
