package org.ssms.greeting;

/**
 * Brings sound down to {@value #RATE} Hz. What that rate cannot hold is filtered out (windowed sinc), or it would fold
 * down.
 */
final class Downsampling {
    static final int RATE = 8000;

    /** Zero crossings of the sinc on each side. */
    private static final int LOBES = 16;

    /** Share of the pass band below the new Nyquist frequency. */
    private static final double ROLL_OFF = 0.92;

    /** Steps of the table from one zero crossing to the next. */
    private static final int STEPS = 256;

    private static final double[] KERNEL = kernel();

    private Downsampling() {}

    /** @param rate of {@code in}, in Hz, not less than {@value #RATE} */
    static short[] from(int rate, short[] in) {
        if (rate == RATE) {
            return in;
        }
        double step = (double) rate / RATE;
        double scale = ROLL_OFF / step;
        double reach = LOBES / scale;
        short[] out = new short[(int) ((long) in.length * RATE / rate)];
        for (int n = 0; n < out.length; n++) {
            double centre = n * step;
            int last = (int) Math.min(in.length - 1, centre + reach);
            double sum = 0;
            double weights = 0;
            for (int i = (int) Math.max(0, Math.ceil(centre - reach)); i <= last; i++) {
                double weight = KERNEL[(int) (Math.abs(i - centre) * scale * STEPS)];
                sum += weight * in[i];
                weights += weight;
            }
            out[n] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum / weights)));
        }
        return out;
    }

    /** One half: the other is the same. */
    private static double[] kernel() {
        double[] half = new double[LOBES * STEPS + 1];
        half[0] = 1;
        for (int i = 1; i < half.length; i++) {
            double x = Math.PI * i / STEPS;
            half[i] = Math.sin(x) / x * (0.5 + 0.5 * Math.cos(x / LOBES));
        }
        return half;
    }
}
