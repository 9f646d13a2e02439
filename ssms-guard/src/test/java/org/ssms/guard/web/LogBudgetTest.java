package org.ssms.guard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogBudgetTest {
    private static final int MEGABYTE = 1_000_000;

    private long now;
    private final List<String> leftOut = new ArrayList<>();
    private final LogBudget budget = new LogBudget(() -> now, (message, left) -> leftOut.add(left + " " + message));

    @Test
    void what_happens_now_and_then_is_written() {
        for (int minute = 0; minute < 1000; minute++) {
            assertThat(budget.isLoggable(record("a.b", "cut", new IOException("reset"))))
                    .isTrue();
            pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void one_kind_does_not_silence_another() {
        while (budget.isLoggable(record("a.b", "cut", null))) {
            assertThat(now).isZero();
        }
        assertThat(budget.isLoggable(record("a.b", "other", null))).isTrue();
        assertThat(budget.isLoggable(record("a.c", "cut", null))).isTrue();
        assertThat(budget.isLoggable(record("a.b", "cut", new IOException("reset"))))
                .isTrue();
    }

    @Test
    void all_kinds_together_write_less_than_a_megabyte_in_a_minute() {
        long written = 0;
        for (int i = 0; i < 600_000; i++) {
            String message = "kind " + i % 5000 + "x".repeat(200);
            String logger = i % 2 == 0 ? "a.b" : "org.ssms.web";
            written += budget.isLoggable(record(logger, message, null)) ? message.length() + 100 : 0;
            now += 100_000;
        }
        assertThat(Duration.ofNanos(now)).isEqualTo(Duration.ofMinutes(1));
        assertThat(written).isBetween(MEGABYTE / 2L, (long) MEGABYTE);
    }

    @Test
    void whoever_makes_the_server_talk_does_not_silence_us() {
        for (int i = 0; i < 100_000; i++) {
            budget.isLoggable(record("a.b", "kind " + i, null));
        }
        assertThat(budget.isLoggable(record("a.b", "one more", null))).isFalse();
        assertThat(budget.isLoggable(record("org.ssms.call", "SSMS-1001 look at this", null)))
                .isTrue();
    }

    @Test
    void what_was_not_written_is_counted() {
        int written = 0;
        while (budget.isLoggable(record("a.b", "cut", null))) {
            written++;
        }
        assertThat(written).isBetween(100, 1000);
        assertThat(budget.isLoggable(record("a.b", "cut", null))).isFalse();
        pass(Duration.ofSeconds(10));
        assertThat(budget.isLoggable(record("a.b", "cut", null))).isTrue();
        assertThat(leftOut).containsExactly("2 cut");
        assertThat(budget.isLoggable(record("a.b", "cut", null))).isTrue();
        assertThat(leftOut).hasSize(1);
    }

    @Test
    void what_is_larger_than_the_budget_of_its_kind_is_written_once_and_again_when_that_is_full() {
        LogRecord endless = record("org.ssms.call", "endless", deep(5));
        assertThat(budget.isLoggable(endless)).isTrue();
        assertThat(budget.isLoggable(endless)).isFalse();
        pass(Duration.ofSeconds(60));
        assertThat(budget.isLoggable(endless)).isFalse();
        pass(Duration.ofSeconds(4));
        assertThat(budget.isLoggable(endless)).isTrue();
        assertThat(leftOut).containsExactly("2 endless");
        assertThat(budget.isLoggable(record("org.ssms.call", "other", null))).isTrue();
    }

    /** As a recursion without end that is caught and thrown again: each trace has as many frames as the JVM keeps. */
    private static Throwable deep(int causes) {
        Throwable thrown = new StackOverflowError();
        for (int i = 0; i < causes; i++) {
            StackTraceElement[] trace = new StackTraceElement[1024];
            Arrays.fill(trace, new StackTraceElement("a.B", "c", "B.java", i));
            thrown.setStackTrace(trace);
            thrown = new IllegalStateException(thrown);
        }
        return thrown;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static LogRecord record(String logger, String message, @Nullable Throwable thrown) {
        LogRecord record = new LogRecord(Level.WARNING, message);
        record.setLoggerName(logger);
        record.setThrown(thrown);
        return record;
    }
}
