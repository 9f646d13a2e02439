package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;

class SpokenGreetingTest {
    private static final int FRAME = 160;

    private final SpokenGreeting spoken = new SpokenGreeting(Duration.ofSeconds(2));

    private void frame(long time, int level) {
        short[] pcm = new short[FRAME];
        Arrays.fill(pcm, (short) level);
        ByteBuffer payload = ByteBuffer.allocate(FRAME);
        AudioCodec.PCMU.encode(pcm, FRAME, payload);
        spoken.frame(time, 0, payload.flip(), pcm, FRAME);
    }

    @Test
    void quiet_before_and_behind_what_is_said_is_cut_but_for_a_quarter_of_a_second() {
        for (int time = 0; time < 16_000; time += FRAME) {
            frame(time, time >= 8000 && time < 9600 ? -8000 : 3);
        }
        assertThat(spoken.length()).isEqualTo(Duration.ofMillis(200));
        assertThat(spoken.samples()).hasSize(1600 + 2 * 2000);
        assertThat(Math.abs(spoken.samples()[2000] + 8000)).isLessThan(256);
        assertThat(Math.abs(spoken.samples()[1999])).isLessThan((short) 8);
        assertThat(spoken.sound().samples()).isEqualTo(5600);
    }

    @Test
    void where_a_packet_is_lost_there_is_silence() {
        frame(0, 4000);
        frame(2 * FRAME, 4000);
        assertThat(spoken.samples()).hasSize(3 * FRAME);
        assertThat(spoken.samples()[FRAME + 1]).isZero();
    }

    @Test
    void what_comes_behind_the_longest_time_is_left_out() {
        frame(15_900, 4000);
        frame(16_000, 4000);
        frame(Long.MAX_VALUE, 4000);
        assertThat(spoken.length()).isEqualTo(Duration.ofMillis(12));
    }

    @Test
    void of_who_says_nothing_nothing_is_there() {
        assertThat(spoken.length()).isZero();
        frame(0, 100);
        assertThat(spoken.length()).isZero();
        assertThat(spoken.samples()).isEmpty();
    }
}
