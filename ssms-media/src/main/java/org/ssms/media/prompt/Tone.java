package org.ssms.media.prompt;

/** Tones made of arithmetic, 8 kHz. */
final class Tone {
    private static final int RATE = 8000;
    private static final int RAMP = RATE / 100;

    private Tone() {}

    static short[] silence(int millis) {
        return new short[RATE * millis / 1000];
    }

    /**
     * A sine with ramps of 10 ms, so that it does not click.
     *
     * @param peak amplitude of the sine relative to full scale, in dB, negative
     */
    static short[] sine(double hertz, int millis, double peak) {
        short[] pcm = new short[RATE * millis / 1000];
        double amplitude = 32767 * Math.pow(10, peak / 20);
        for (int i = 0; i < pcm.length; i++) {
            double ramp = Math.min(1, Math.min(i, pcm.length - 1 - i) / (double) RAMP);
            pcm[i] = (short) Math.round(amplitude * ramp * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        return pcm;
    }
}
