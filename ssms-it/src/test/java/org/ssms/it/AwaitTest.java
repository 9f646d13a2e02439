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
    void evidence_that_cannot_be_had_does_not_hide_the_wait() {
        assertThatThrownBy(() -> Await.until("a message", Duration.ZERO, Optional::empty, () -> {
                    throw new IOException("no copy");
                }))
                .hasMessageContaining("not within PT0S: a message")
                .hasMessageContaining("no copy");
    }
}
