package org.ssms.player.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.player.Call;

class BeepDetectorTest {
    private static final int FRAME = 160;

    @ParameterizedTest
    @ValueSource(ints = {440, 800, 1000, 1400})
    void the_first_frame_after_a_tone_is_the_end_of_the_beep(int hertz) {
        BeepDetector detector = new BeepDetector();
        assertThat(hears(detector, companded(SoundFileTest.tone(hertz, 8000, 8000))))
                .isFalse();
        assertThat(detector.inTone()).isTrue();
        assertThat(detector.hear(new short[FRAME])).isTrue();
        assertThat(detector.hear(new short[FRAME])).isFalse();
    }

    @Test
    void speech_is_no_beep() throws Exception {
        assertThat(hears(new BeepDetector(), SoundFile.fromUlaw(Call.sample()))).isFalse();
    }

    @Test
    void a_click_of_a_tone_is_no_beep() {
        short[] click = Arrays.copyOf(Arrays.copyOf(SoundFileTest.tone(1000, 8000, 8000), 4 * FRAME), 8000);
        assertThat(hears(new BeepDetector(), click)).isFalse();
    }

    private static short[] companded(short[] samples) {
        return SoundFile.fromUlaw(SoundFile.toUlaw(samples));
    }

    private static boolean hears(BeepDetector detector, short[] samples) {
        boolean heard = false;
        for (int i = 0; i + FRAME <= samples.length; i += FRAME) {
            heard |= detector.hear(Arrays.copyOfRange(samples, i, i + FRAME));
        }
        return heard;
    }
}
