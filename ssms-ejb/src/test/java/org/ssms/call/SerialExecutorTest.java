package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private final SerialExecutor serial = new SerialExecutor();

    @Test
    void a_task_brought_by_a_task_runs_after_it() {
        List<String> order = new ArrayList<>();
        serial.execute(() -> {
            serial.execute(() -> order.add("inner"));
            order.add("outer");
        });
        assertThat(order).containsExactly("outer", "inner");
    }

    @Test
    void a_failing_task_does_not_stop_the_next() {
        List<String> order = new ArrayList<>();
        serial.execute(() -> {
            throw new IllegalStateException("planned");
        });
        serial.execute(() -> order.add("next"));
        assertThat(order).containsExactly("next");
    }

    @Test
    void an_error_of_a_task_does_not_stop_the_next() {
        List<String> order = new ArrayList<>();
        serial.execute(() -> {
            throw new AssertionError("planned");
        });
        serial.execute(() -> order.add("next"));
        assertThat(order).containsExactly("next");
    }

    @Test
    void an_error_of_the_machine_is_handed_on_when_all_tasks_have_run() throws Exception {
        List<Object> order = new ArrayList<>();
        Error planned = new OutOfMemoryError("planned");
        Thread thread = new Thread(() -> {
            serial.execute(() -> {
                serial.execute(() -> order.add("next"));
                throw planned;
            });
            order.add("back");
        });
        thread.setUncaughtExceptionHandler((self, fatal) -> order.add(fatal));
        thread.start();
        thread.join();
        serial.execute(() -> order.add("last"));
        assertThat(order).containsExactly("next", planned, "back", "last");
    }

    @Test
    void each_of_a_list_is_run_whatever_another_one_throws() {
        List<Object> order = new ArrayList<>();
        Error planned = new OutOfMemoryError("planned");
        List<Runnable> tasks = List.of(
                () -> {
                    throw new IllegalStateException("planned");
                },
                () -> order.add("second"),
                () -> {
                    throw planned;
                },
                () -> order.add("last"));
        assertThatThrownBy(() -> SerialExecutor.runEach(tasks)).isSameAs(planned);
        assertThat(order).containsExactly("second", "last");
    }

    @Test
    void tasks_of_many_threads_run_one_at_a_time_and_none_is_lost() {
        int[] count = {0}; // not synchronised: the executor must do
        IntStream.range(0, 100_000).parallel().forEach(i -> serial.execute(() -> count[0]++));
        assertThat(count[0]).isEqualTo(100_000);
    }
}
