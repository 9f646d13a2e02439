package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilenceDetectorTest {
    private static final long MILLI = 1_000_000;
    private static final long LIMIT = 5000 * MILLI;

    private final Random random = new Random(3); // fixed seed: a failure repeats
    private final SilenceDetector detector = new SilenceDetector(LIMIT, 0);
    private final short[] frame = new short[480];
    private long now;

    @BeforeEach
    void start() {
        now = 0;
    }

    @Test
    void no_packets_at_all_are_silence() {
        assertThat(detector.isOver(LIMIT - 1)).isFalse();
        assertThat(detector.isOver(LIMIT)).isTrue();
    }

    @Test
    void digital_silence_and_comfort_noise_are_silence() {
        hear(2500, 0);
        hear(2500, -52);
        assertThat(detector.isOver(now)).isTrue();
    }

    @Test
    void speech_level_is_sound() {
        hear(60_000, -26);
        assertThat(detector.isOver(now)).isFalse();
    }

    @Test
    void quiet_speech_between_quiet_pauses_is_sound() {
        for (int i = 0; i < 20; i++) {
            hear(600, -40);
            hear(400, -60);
        }
        assertThat(detector.isOver(now)).isFalse();
    }

    @Test
    void silence_counts_from_the_last_sound() {
        hear(3000, -26);
        hear(4980, -70);
        assertThat(detector.isOver(now)).isFalse();
        hear(40, -70);
        assertThat(detector.isOver(now)).isTrue();
    }

    @Test
    void silence_counts_on_when_packets_stop_after_sound() {
        hear(3000, -26);
        assertThat(detector.isOver(now + LIMIT)).isTrue();
    }

    @Test
    void steady_hum_becomes_background() {
        hear(20_000, -42);
        assertThat(detector.isOver(now)).isTrue();
    }

    @Test
    void a_click_is_not_speech() {
        for (int i = 0; i < 10; i++) {
            hear(20, -10);
            hear(600, -70);
        }
        assertThat(detector.isOver(now)).isTrue();
    }

    @Test
    void long_frames_count_as_well() {
        for (int i = 0; i < 100; i++) {
            noise(480, -26);
            now += 60 * MILLI;
            detector.frame(frame, 480, now);
        }
        assertThat(detector.isOver(now)).isFalse();
    }

    @Test
    void a_key_press_is_activity() {
        detector.activity(3000 * MILLI);
        assertThat(detector.isOver(LIMIT)).isFalse();
    }

    private void hear(int millis, double dbfs) {
        for (int i = 0; i < millis; i += 20) {
            noise(160, dbfs);
            now += 20 * MILLI;
            detector.frame(frame, 160, now);
        }
    }

    private void noise(int samples, double dbfs) {
        double rms = dbfs == 0 ? 0 : 32768 * Math.pow(10, dbfs / 20);
        for (int i = 0; i < samples; i++) {
            frame[i] = (short) Math.max(-32768, Math.min(32767, random.nextGaussian() * rms));
        }
    }
}
