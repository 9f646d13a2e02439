package org.ssms.it.tool;

import java.util.SplittableRandom;
import org.ssms.player.audio.SoundFile;

/** The tones of a keypad (ITU-T Q.23), as a telephone line brings them. */
public final class Keypad {
    private static final String KEYS = "123A456B789C*0#D";
    private static final int[] HERTZ = {697, 770, 852, 941, 1209, 1336, 1477, 1633};
    /** Of the louder tone. */
    private static final double AMPLITUDE = 6000;
    /** As long as the shortest tone. */
    private static final int BLOCK = SoundFile.RATE * 40 / 1000;

    private Keypad() {}

    /** u-law octets of a key, with some silence around.
     *  @param twist by so many dB its column is louder than its row
     *  @param noise by so many dB the noise is softer than both tones */
    public static byte[] ulaw(char key, int millis, double twist, double noise) {
        SplittableRandom random = new SplittableRandom(key);
        double row = AMPLITUDE * decibels(-Math.max(0, twist));
        double column = AMPLITUDE * decibels(Math.min(0, twist));
        double hiss = Math.sqrt((row * row + column * column) / 2) * decibels(-noise) * Math.sqrt(12);
        short[] linear = new short[SoundFile.RATE / 5];
        for (int i = 0; i < linear.length; i++) {
            double angle = 2 * Math.PI * i / SoundFile.RATE;
            boolean pressed = i >= BLOCK && i < BLOCK + millis * SoundFile.RATE / 1000;
            double tones = row * Math.sin(row(key) * angle) + column * Math.sin(column(key) * angle);
            linear[i] = (short) ((pressed ? tones : 0) + hiss * (random.nextDouble() - 0.5));
        }
        return SoundFile.toUlaw(linear);
    }

    /** How loud the softer tone of a key is at most in any 40 ms, 1 when it is there as the louder ones of ours are. */
    public static double loudness(char key, short[] samples) {
        double most = 0;
        for (int from = 0; from + BLOCK <= samples.length; from += BLOCK / 4) {
            most = Math.max(most, Math.min(amplitude(samples, from, row(key)), amplitude(samples, from, column(key))));
        }
        return most / AMPLITUDE;
    }

    private static double amplitude(short[] samples, int from, int hertz) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < BLOCK; i++) {
            double angle = 2 * Math.PI * hertz * i / SoundFile.RATE;
            re += samples[from + i] * Math.cos(angle);
            im += samples[from + i] * Math.sin(angle);
        }
        return Math.hypot(re, im) * 2 / BLOCK;
    }

    private static int row(char key) {
        return HERTZ[KEYS.indexOf(key) / 4];
    }

    private static int column(char key) {
        return HERTZ[4 + KEYS.indexOf(key) % 4];
    }

    private static double decibels(double decibels) {
        return Math.pow(10, decibels / 20);
    }
}
