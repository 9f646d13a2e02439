package org.ssms.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimedSoundTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void t6_sound_comes_out_until_the_play_is_over_and_none_after_that() throws Exception {
        Deque<Instant> clock =
                new ArrayDeque<>(List.of(NOON.minusSeconds(1), NOON, NOON.plusMillis(1), NOON.plusMillis(1)));
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        TimedSound sound = new TimedSound(heard, clock::removeFirst, NOON);
        sound.write(new byte[] {1, 2});
        sound.write(3);
        assertThatThrownBy(() -> sound.write(new byte[] {4})).isInstanceOf(TimedSound.PlayOverException.class);
        assertThatThrownBy(() -> sound.write(5)).isInstanceOf(TimedSound.PlayOverException.class);
        assertThat(heard.toByteArray()).containsExactly(1, 2, 3);
    }
}
