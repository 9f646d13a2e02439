package org.ssms.web.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OnceAnHourTest {
    private long now = Long.MAX_VALUE - 5;
    private final OnceAnHour said = new OnceAnHour(() -> now);

    @Test
    void the_same_is_said_again_after_an_hour_and_another_thing_at_once() {
        assertThat(said.isDue("a")).isTrue();
        assertThat(said.isDue("a")).isFalse();
        assertThat(said.isDue("b")).isTrue();
        now += Duration.ofHours(1).toNanos() - 1;
        assertThat(said.isDue("a")).isFalse();
        now++;
        assertThat(said.isDue("a")).isTrue();
        assertThat(said.isDue("a")).isFalse();
        assertThat(said.isDue("b")).isTrue();
    }

    @Test
    void the_oldest_is_forgotten_when_there_are_too_many() {
        for (int i = 0; i < OnceAnHour.MOST; i++) {
            assertThat(said.isDue("file " + i)).isTrue();
        }
        assertThat(said.isDue("file 0")).isFalse();
        assertThat(said.isDue("one more")).isTrue();
        assertThat(said.isDue("file 1")).isFalse();
        assertThat(said.isDue("file 0")).isTrue();
    }
}
