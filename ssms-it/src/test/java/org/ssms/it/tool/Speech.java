package org.ssms.it.tool;

import java.util.SplittableRandom;
import org.ssms.player.audio.SoundFile;

/**
 * Something to say: syllables of a gliding voice with some noise in it. No two 20 ms of it are alike and none is
 * silent, so that a lost, doubled or shifted frame is seen. The same seed says the same.
 */
public final class Speech {
    private static final double SYLLABLE_SECONDS = 0.31;

    private Speech() {}

    /** u-law octets of that length. */
    public static byte[] ulaw(double seconds, long seed) {
        return SoundFile.toUlaw(linear(seconds, seed));
    }

    private static short[] linear(double seconds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        short[] samples = new short[(int) (seconds * SoundFile.RATE)];
        double phase = 0;
        for (int i = 0; i < samples.length; i++) {
            double t = (double) i / SoundFile.RATE;
            phase += 2 * Math.PI * (140 + 50 * Math.sin(2 * Math.PI * t / 2.7)) / SoundFile.RATE;
            double voice = 0;
            for (int harmonic = 1; harmonic <= 6; harmonic++) {
                voice += Math.sin(harmonic * phase) / harmonic;
            }
            double envelope = 0.3 + 0.7 * Math.abs(Math.sin(Math.PI * t / SYLLABLE_SECONDS));
            samples[i] = (short) (5000 * voice * envelope + 1500 * (random.nextDouble() - 0.5));
        }
        return samples;
    }
}
