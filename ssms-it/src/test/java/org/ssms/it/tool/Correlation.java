package org.ssms.it.tool;

import java.util.Arrays;
import org.ssms.player.audio.SoundFile;

/** How alike two sounds are. */
public final class Correlation {
    private static final int HALF_SECOND = SoundFile.RATE / 2;
    private static final double ALIKE = 0.8;

    private Correlation() {}

    /**
     * Which part of the half seconds that a telephone heard, at 8 kHz, is of what another said again and again: where
     * that begins anew nothing is alike, and what comes late is stretched.
     *
     * @return 0 to 1
     */
    public static double shareHeard(float[] heard, short[] said) {
        float[] whole = floats(said);
        int alike = 0;
        int all = 0;
        for (int from = 0; from + HALF_SECOND <= heard.length; from += HALF_SECOND) {
            all++;
            alike += peak(Arrays.copyOfRange(heard, from, from + HALF_SECOND), whole) > ALIKE ? 1 : 0;
        }
        return all == 0 ? 0 : (double) alike / all;
    }

    /**
     * The highest normalised cross-correlation of {@code part} with any stretch of {@code whole}: 1 is the same but for
     * loudness, noise is near 0.
     */
    public static double peak(float[] part, float[] whole) {
        double own = energy(part, 0, part.length);
        double best = 0;
        double energy = energy(whole, 0, part.length);
        for (int lag = 0; lag + part.length <= whole.length; lag++) {
            double sum = 0;
            for (int i = 0; i < part.length; i++) {
                sum += (double) part[i] * whole[lag + i];
            }
            best = Math.max(best, sum / Math.sqrt(Math.max(own * energy, Double.MIN_NORMAL)));
            if (lag + part.length < whole.length) {
                energy += square(whole[lag + part.length]) - square(whole[lag]);
            }
        }
        return best;
    }

    public static float[] floats(short[] samples) {
        float[] floats = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            floats[i] = samples[i] / 32768f;
        }
        return floats;
    }

    private static double energy(float[] samples, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count && i < samples.length; i++) {
            sum += square(samples[i]);
        }
        return sum;
    }

    private static double square(float value) {
        return (double) value * value;
    }
}
