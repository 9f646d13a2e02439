package org.ssms.media.dtmf;

import java.util.Arrays;

/**
 * One block of linear samples after the other: which key its two tones are, if they are those of a key (ITU-T Q.23) and
 * there is next to nothing beside them. By Goertzel; blocks short enough for the shortest keys (Q.24) are too short to
 * tell frequencies by loudness, so they are told by how their phase runs on. Allocates nothing. Not thread safe.
 */
final class ToneBlock {
    /** At {@value #RATE} Hz: 12.75 ms. */
    static final int SAMPLES = 102;

    static final int RATE = 8000;

    /** No key: there are other sounds, or none. */
    static final int NONE = -1;

    private static final int HALF = SAMPLES / 2;
    private static final int GROUP = 4;
    private static final String KEYS = "123A456B789C*0#D";

    /** The rows of the keypad, then its columns. */
    private static final Tone[] TONES = {
        Tone.row(697),
        Tone.row(770),
        Tone.row(852),
        Tone.row(941),
        Tone.column(1209, 2),
        Tone.column(1336, 2),
        Tone.column(1477, 2),
        // over a block 3.5 % is more than half a turn, and looks as if it were less; within half of one it does not
        Tone.column(1633, Math.PI),
    };

    /** Of both tones together; some -40 dBm0. */
    private static final double SOFTEST = SAMPLES * 150.0 * 150;

    /**
     * The share of the two tones in the energy of the block. From 0.94 on keys behind noise of 15 dB are missed; down
     * to 0.88 hours of voices have no key in them, but for one as high and steady as nobody's.
     */
    private static final double PURE = 0.91;

    /** After so many the two tones are told apart to some 0.1 %. */
    private static final int ROUNDS = 3;

    /** A column is up to 4 dB louder than its row, or 8 dB softer; beside a louder tone it is measured 4 dB wrong. */
    private static final double COLUMN_LOUDER = ofDecibels(7);

    private static final double COLUMN_SOFTER = ofDecibels(-12);

    /** The other tones of the group are softer by that; some of both tones of the key is found in them, too. */
    private static final double OTHERS_SOFTER = ofDecibels(-4);

    /** The second harmonic is softer by that, that of a voice is not. */
    private static final double HARMONIC_SOFTER = ofDecibels(-7);

    /** What is a harmonic of one tone, closer to the other than this, would be that. */
    private static final int APART_HERTZ = 150;

    /** By so much a tone is louder in one block than in the next, if both are full of it. */
    private static final double STEADY = 1.6;

    /** A frequency, and how far its phase turns in half a block and in a whole one. */
    private static final class Tone {
        final int hertz;
        final double angle;
        final double cos;
        final double sin;
        final double halfCos;
        final double halfSin;
        final double wholeCos;
        final double wholeSin;
        final double leastCosine;

        private Tone(int hertz, double mostOff) {
            this.hertz = hertz;
            angle = 2 * Math.PI * hertz / RATE;
            cos = Math.cos(angle);
            sin = Math.sin(angle);
            halfCos = Math.cos(HALF * angle);
            halfSin = Math.sin(HALF * angle);
            wholeCos = Math.cos(SAMPLES * angle);
            wholeSin = Math.sin(SAMPLES * angle);
            leastCosine = Math.cos(mostOff);
        }

        /** 2.4 % off at most: 1.5 % must be a key, 3.5 % must not. */
        static Tone row(int hertz) {
            return new Tone(hertz, 2 * Math.PI * hertz / RATE * SAMPLES * 0.024);
        }

        /** @param mostOff by so much its phase may be off after a block */
        static Tone column(int hertz, double mostOff) {
            return new Tone(hertz, mostOff);
        }
    }

    private final short[] samples = new short[SAMPLES];
    private final double[] rest = new double[SAMPLES];
    private int filled;
    /** The phasor of each tone at the end of the block, at the end of its first half, and of the block before. */
    private final double[] re = new double[TONES.length];

    private final double[] im = new double[TONES.length];
    private final double[] halfRe = new double[TONES.length];
    private final double[] halfIm = new double[TONES.length];
    private final double[] beforeRe = new double[TONES.length];
    private final double[] beforeIm = new double[TONES.length];

    /** Of the key with that index. */
    static char digit(int key) {
        return KEYS.charAt(key);
    }

    /** Takes samples until the block is whole; how many were taken. */
    int fill(short[] pcm, int from, int to) {
        int taken = Math.min(SAMPLES - filled, to - from);
        System.arraycopy(pcm, from, samples, filled, taken);
        filled += taken;
        return taken;
    }

    boolean isEmpty() {
        return filled == 0;
    }

    boolean isWhole() {
        return filled == SAMPLES;
    }

    /** What comes next does not follow what came. */
    void forget() {
        filled = 0;
        Arrays.fill(re, 0);
        Arrays.fill(im, 0);
    }

    /** Looks at the whole block, and begins the next; the index of the key in it, or {@link #NONE}. */
    int analyze() {
        filled = 0;
        System.arraycopy(re, 0, beforeRe, 0, re.length);
        System.arraycopy(im, 0, beforeIm, 0, im.length);
        double energy = energy();
        if (energy < SOFTEST) {
            Arrays.fill(re, 0);
            Arrays.fill(im, 0);
            return NONE;
        }
        for (int row = 0; row < GROUP; row++) {
            resonate(row, row + GROUP);
        }
        int row = loudest(0);
        int column = loudest(GROUP);
        return isKey(row, column, energy) ? row * GROUP + column - GROUP : NONE;
    }

    private double energy() {
        long sum = 0;
        for (short sample : samples) {
            sum += (long) sample * sample;
        }
        return sum;
    }

    /** Two at a time: neither waits for the other. */
    private void resonate(int row, int column) {
        double a = 2 * TONES[row].cos;
        double b = 2 * TONES[column].cos;
        double a1 = 0;
        double a2 = 0;
        double b1 = 0;
        double b2 = 0;
        for (int n = 0; n < SAMPLES; n++) {
            if (n == HALF) {
                halfRe[row] = a1 - a2 * TONES[row].cos;
                halfIm[row] = a2 * TONES[row].sin;
                halfRe[column] = b1 - b2 * TONES[column].cos;
                halfIm[column] = b2 * TONES[column].sin;
            }
            double sample = samples[n];
            double a0 = sample + a * a1 - a2;
            a2 = a1;
            a1 = a0;
            double b0 = sample + b * b1 - b2;
            b2 = b1;
            b1 = b0;
        }
        re[row] = a1 - a2 * TONES[row].cos;
        im[row] = a2 * TONES[row].sin;
        re[column] = b1 - b2 * TONES[column].cos;
        im[column] = b2 * TONES[column].sin;
    }

    private int loudest(int group) {
        int loudest = group;
        for (int i = group + 1; i < group + GROUP; i++) {
            loudest = power(i) > power(loudest) ? i : loudest;
        }
        return loudest;
    }

    private double power(int tone) {
        return re[tone] * re[tone] + im[tone] * im[tone];
    }

    private boolean isKey(int row, int column, double energy) {
        double low = power(row);
        double high = power(column);
        return high <= low * COLUMN_LOUDER
                && high >= low * COLUMN_SOFTER
                && isAlone(row, 0)
                && isAlone(column, GROUP)
                && runsOnWithin(column)
                && !hasHarmonic(column, 0)
                && !hasHarmonic(row, TONES[column].hertz)
                && restWithout(row, column) <= (1 - PURE) * energy;
    }

    /** The energy of what is left without both tones, which may be a little off their frequencies. */
    private double restWithout(int row, int column) {
        for (int n = 0; n < SAMPLES; n++) {
            rest[n] = samples[n];
        }
        for (int i = 0; i < ROUNDS; i++) {
            takeOut(row);
            takeOut(column);
        }
        double sum = 0;
        for (double sample : rest) {
            sum += sample * sample;
        }
        return sum;
    }

    /** As far as it stands on its own: what the other tone looks like there is left for the next round. */
    private void takeOut(int tone) {
        double angle = TONES[tone].angle + turn(tone) / HALF;
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double sumRe = 0;
        double sumIm = 0;
        double c = 1;
        double s = 0;
        for (double sample : rest) {
            sumRe += sample * c;
            sumIm += sample * s;
            double next = c * cos - s * sin;
            s = s * cos + c * sin;
            c = next;
        }
        sumRe *= 2.0 / SAMPLES;
        sumIm *= 2.0 / SAMPLES;
        c = 1;
        s = 0;
        for (int n = 0; n < SAMPLES; n++) {
            rest[n] -= sumRe * c + sumIm * s;
            double next = c * cos - s * sin;
            s = s * cos + c * sin;
            c = next;
        }
    }

    /** How far its phase is off in half a block. */
    private double turn(int tone) {
        double turnedRe = turnedHalfRe(tone);
        double turnedIm = turnedHalfIm(tone);
        double secondRe = re[tone] - turnedRe;
        double secondIm = im[tone] - turnedIm;
        return Math.atan2(turnedRe * secondIm - turnedIm * secondRe, turnedRe * secondRe + turnedIm * secondIm);
    }

    /** Whether the phase runs on from the first half of the block to the second as that of the tone. */
    private boolean runsOnWithin(int tone) {
        double turnedRe = turnedHalfRe(tone);
        double turnedIm = turnedHalfIm(tone);
        return turnedRe * (re[tone] - turnedRe) + turnedIm * (im[tone] - turnedIm) > 0;
    }

    private double turnedHalfRe(int tone) {
        return halfRe[tone] * TONES[tone].halfCos - halfIm[tone] * TONES[tone].halfSin;
    }

    private double turnedHalfIm(int tone) {
        return halfRe[tone] * TONES[tone].halfSin + halfIm[tone] * TONES[tone].halfCos;
    }

    private boolean isAlone(int tone, int group) {
        double most = power(tone) * OTHERS_SOFTER;
        for (int i = group; i < group + GROUP; i++) {
            if (i != tone && power(i) > most) {
                return false;
            }
        }
        return true;
    }

    private boolean hasHarmonic(int tone, int otherHertz) {
        int hertz = 2 * TONES[tone].hertz;
        if (Math.abs(hertz - otherHertz) < APART_HERTZ) {
            return false;
        }
        double twice = 4 * TONES[tone].cos * TONES[tone].cos - 2; // cos 2x = 2 cos² x - 1
        double s1 = 0;
        double s2 = 0;
        for (short sample : samples) {
            double s0 = sample + twice * s1 - s2;
            s2 = s1;
            s1 = s0;
        }
        return s1 * s1 + s2 * s2 - twice * s1 * s2 > power(tone) * HARMONIC_SOFTER;
    }

    /**
     * Whether both tones of a key were in the block before, too, as loud as in this one, and have only run on since.
     */
    boolean goesOn(int key) {
        return goesOnTone(key / GROUP) && goesOnTone(GROUP + key % GROUP);
    }

    private boolean goesOnTone(int tone) {
        Tone is = TONES[tone];
        double before = Math.hypot(beforeRe[tone], beforeIm[tone]);
        double now = Math.sqrt(power(tone));
        double turnedRe = beforeRe[tone] * is.wholeCos - beforeIm[tone] * is.wholeSin;
        double turnedIm = beforeRe[tone] * is.wholeSin + beforeIm[tone] * is.wholeCos;
        return before <= now * STEADY
                && now <= before * STEADY
                && turnedRe * re[tone] + turnedIm * im[tone] >= before * now * is.leastCosine;
    }

    /** How loud the tones of a key are in this block, by their amplitudes: of one that ends in it, in proportion. */
    double level(int key) {
        return Math.sqrt(power(key / GROUP)) + Math.sqrt(power(GROUP + key % GROUP));
    }

    /** As {@link #level}, in the block before. */
    double levelBefore(int key) {
        int row = key / GROUP;
        int column = GROUP + key % GROUP;
        return Math.hypot(beforeRe[row], beforeIm[row]) + Math.hypot(beforeRe[column], beforeIm[column]);
    }

    private static double ofDecibels(double decibels) {
        return Math.pow(10, decibels / 10);
    }
}
