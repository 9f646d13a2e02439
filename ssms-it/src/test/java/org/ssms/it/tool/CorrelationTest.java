package org.ssms.it.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ssms.player.audio.SoundFile;

class CorrelationTest {
    private static final short[] SAID = SoundFile.fromUlaw(Speech.ulaw(4, 7));

    @Test
    void who_heard_all_of_it_heard_all() {
        float[] heard = Correlation.floats(Arrays.copyOfRange(SAID, 1234, 1234 + 2 * SoundFile.RATE));
        assertThat(Correlation.shareHeard(heard, SAID)).isEqualTo(1);
    }

    @Test
    void who_heard_half_a_second_and_then_nothing_heard_little() {
        short[] heard = Arrays.copyOf(SAID, SoundFile.RATE / 2);
        assertThat(Correlation.shareHeard(Correlation.floats(Arrays.copyOf(heard, 2 * SoundFile.RATE)), SAID))
                .isEqualTo(0.25);
    }

    @Test
    void who_heard_noise_or_nobody_heard_nothing_of_it() {
        Random random = new Random(8); // fixed seed: a failure repeats
        float[] noise = new float[2 * SoundFile.RATE];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextFloat() - 0.5f;
        }
        assertThat(Correlation.shareHeard(noise, SAID)).isZero();
        assertThat(Correlation.shareHeard(new float[0], SAID)).isZero();
    }
}
