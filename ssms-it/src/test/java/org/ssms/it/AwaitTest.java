package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    @Test
    void the_first_value_is_given_and_failures_before_it_are_forgotten() {
        Iterator<Optional<String>> answers =
                List.of(Optional.<String>empty(), Optional.of("there")).iterator();
        assertThat(Await.until("it", Duration.ofMinutes(1), answers::next)).isEqualTo("there");
    }

    @Test
    void a_wait_in_vain_says_how_often_it_asked_what_failed_and_what_was_seen() {
        IOException away = new IOException("away");
        assertThatThrownBy(() -> Await.until(
                        "a message",
                        Duration.ZERO,
                        () -> {
                            throw away;
                        },
                        () -> "the list answered 503"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not within PT0S: a message; asked 1 times, which failed 1 times; the list answered 503")
                .hasCause(away);
    }

    @Test
    void who_was_asked_in_time_may_answer_late() {
        assertThat(Await.until("it", MOMENT, () -> late(Optional.of("there")))).isEqualTo("there");
    }

    @Test
    void nobody_is_asked_when_the_time_is_over() {
        assertThatThrownBy(() -> Await.until("it", MOMENT, () -> late(Optional.empty())))
                .hasMessageContaining("asked 1 times");
    }

    @Test
    void a_condition_that_does_not_come_true_says_what_was_seen() {
        assertThatThrownBy(() -> Await.untilTrue("it", Duration.ZERO, () -> false, () -> "only that"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("only that");
    }

    private static Optional<String> late(Optional<String> answer) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin <= MOMENT.toNanos()) {
            Thread.onSpinWait();
        }
        return answer;
    }

    @Test
    void evidence_that_cannot_be_had_does_not_hide_the_wait() {
        assertThatThrownBy(() -> Await.until("a message", Duration.ZERO, Optional::empty, () -> {
                    throw new IOException("no copy");
                }))
                .hasMessageContaining("not within PT0S: a message")
                .hasMessageContaining("no copy");
    }
}
