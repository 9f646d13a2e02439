package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private final Rehearsal rehearsal = new Rehearsal(new SecureRandom());

    @Test
    void only_its_own_mark_is_known_and_only_until_it_is_over() {
        String mark = rehearsal.mark();
        assertThat(rehearsal.isMark(mark)).isTrue();
        assertThat(rehearsal.isMark(null)).isFalse();
        assertThat(rehearsal.isMark("")).isFalse();
        assertThat(rehearsal.isMark(new Rehearsal(new SecureRandom()).mark())).isFalse();
        assertThat(rehearsal.isOver()).isFalse();
        rehearsal.end(0, Duration.ZERO);
        assertThat(rehearsal.isMark(mark)).isFalse();
        assertThat(rehearsal.isOver()).isTrue();
    }
}
