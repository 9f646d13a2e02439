package org.ssms.player.audio;

import java.math.BigInteger;

/**
 * Changes the sampling rate by a polyphase low-pass filter (windowed sinc), so that nothing above the new Nyquist
 * frequency folds down.
 */
final class Resampler {
    /** Zero crossings of the sinc on each side. */
    private static final int LOBES = 16;
    /** Share of the pass band below the lower Nyquist frequency. */
    private static final double ROLL_OFF = 0.92;

    private Resampler() {}

    static short[] to(int outRate, int inRate, short[] in) {
        if (outRate == inRate) {
            return in;
        }
        int divisor =
                BigInteger.valueOf(outRate).gcd(BigInteger.valueOf(inRate)).intValue();
        int up = outRate / divisor;
        int down = inRate / divisor;
        double[][] filter = filter(up, Math.min(1.0, (double) outRate / inRate) * ROLL_OFF);
        int half = filter[0].length / 2;
        short[] out = new short[(int) ((long) in.length * up / down)];
        for (int n = 0; n < out.length; n++) {
            long position = (long) n * down;
            int centre = (int) (position / up);
            double[] taps = filter[(int) (position % up)];
            double sum = 0;
            for (int k = 0; k < taps.length; k++) {
                int i = centre + k - half + 1;
                sum += i >= 0 && i < in.length ? taps[k] * in[i] : 0;
            }
            out[n] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum)));
        }
        return out;
    }

    /** One row of taps per phase, each with the sum 1. */
    private static double[][] filter(int phases, double cutoff) {
        int half = (int) Math.ceil(LOBES / cutoff);
        double[][] rows = new double[phases][2 * half];
        for (int phase = 0; phase < phases; phase++) {
            double sum = 0;
            for (int k = 0; k < 2 * half; k++) {
                double x = k - half + 1 - (double) phase / phases;
                double window = 0.5 + 0.5 * Math.cos(Math.PI * Math.max(-1, Math.min(1, x / half)));
                rows[phase][k] = sinc(x * cutoff) * window;
                sum += rows[phase][k];
            }
            for (int k = 0; k < 2 * half; k++) {
                rows[phase][k] /= sum;
            }
        }
        return rows;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
