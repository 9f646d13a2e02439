package org.ssms.player.audio;

/**
 * Hears the beep of a voicemail: one steady tone of 400 to 2000 Hz for at least 120 ms, and then its end. Speech is
 * never that pure for that long. A sine obeys x[n] = 2 cos(w) x[n-1] - x[n-2]; the detector fits that one coefficient
 * to each frame and looks at what is left over.
 */
public final class BeepDetector {
    private static final int FRAMES = 6;
    private static final double MAX_RESIDUE = 0.02;
    private static final double MIN_POWER = 200 * 200;
    private static final double LOWEST = 2 * Math.cos(2 * Math.PI * 400 / 8000);
    private static final double HIGHEST = 2 * Math.cos(2 * Math.PI * 2000 / 8000);
    private static final double MAX_DRIFT = 0.03;

    private int run;
    private double coefficient;

    /** Hears the next frame, 8 kHz linear samples, usually 20 ms.
     *  @return true once, with the first frame after a beep */
    public boolean hear(short[] frame) {
        double fitted = fit(frame);
        if (Double.isNaN(fitted)) {
            boolean over = inTone();
            run = 0;
            return over;
        }
        run = run > 0 && Math.abs(fitted - coefficient) < MAX_DRIFT ? run + 1 : 1;
        coefficient = fitted;
        return false;
    }

    /** The last frames were a tone that is long enough for a beep. */
    public boolean inTone() {
        return run >= FRAMES;
    }

    /** 2 cos(w) of the frame when it is one pure tone, else NaN. */
    private static double fit(short[] x) {
        double cross = 0;
        double own = 0;
        double power = 0;
        for (int n = 2; n < x.length; n++) {
            double sum = x[n] + x[n - 2];
            cross += sum * x[n - 1];
            own += (double) x[n - 1] * x[n - 1];
            power += (double) x[n] * x[n];
        }
        if (power < MIN_POWER * x.length) {
            return Double.NaN;
        }
        double c = cross / own;
        double residue = 0;
        for (int n = 2; n < x.length; n++) {
            double left = x[n] - c * x[n - 1] + x[n - 2];
            residue += left * left;
        }
        return residue < MAX_RESIDUE * power && c < LOWEST && c > HIGHEST ? c : Double.NaN;
    }
}
