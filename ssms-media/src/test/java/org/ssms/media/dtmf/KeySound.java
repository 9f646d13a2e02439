package org.ssms.media.dtmf;

import java.util.Arrays;
import java.util.Random;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.codec.G711;

/** The sound of a keypad, as bad as it may be; 8 kHz. What is not set is as it should be. */
public final class KeySound {
    public static final String KEYS = "123A456B789C*0#D";

    private static final int[] HERTZ = {697, 770, 852, 941, 1209, 1336, 1477, 1633};
    private static final int MILLI = ToneReceiver.CLOCK_RATE / 1000;
    private static final double FULL_SCALE = 32124; // +3.17 dBm0

    private final Random random;
    private short[] pcm = new short[0];
    private int length;
    private double level = -12;
    private double twist;
    private double rowOff;
    private double columnOff;
    private double noise = 80;
    private AudioCodec codec = AudioCodec.PCMU;

    public KeySound(long seed) {
        random = new Random(seed);
    }

    /** dBm0 of the louder tone. */
    public KeySound level(double dbm0) {
        level = dbm0;
        return this;
    }

    /** By so many dB the column is louder than the row. */
    public KeySound twist(double decibels) {
        twist = decibels;
        return this;
    }

    /** In percent. */
    public KeySound off(double row, double column) {
        rowOff = row;
        columnOff = column;
        return this;
    }

    /** By so many dB it is softer than both tones together. */
    public KeySound noise(double decibels) {
        noise = decibels;
        return this;
    }

    public KeySound codec(AudioCodec law) {
        codec = law;
        return this;
    }

    public KeySound press(String keys, double toneMillis, double pauseMillis) {
        keys.chars().forEach(key -> tone((char) key, toneMillis).pause(pauseMillis));
        return this;
    }

    public KeySound tone(char key, double millis) {
        int index = KEYS.indexOf(key);
        return tones(HERTZ[index / 4] * (1 + rowOff / 100), HERTZ[4 + index % 4] * (1 + columnOff / 100), millis);
    }

    public KeySound tones(double row, double column, double millis) {
        double rowPhase = 2 * Math.PI * random.nextDouble();
        double columnPhase = 2 * Math.PI * random.nextDouble();
        int samples = (int) Math.round(millis * MILLI);
        for (int i = 0; i < samples; i++) {
            double angle = 2 * Math.PI * i / ToneReceiver.CLOCK_RATE;
            add(amplitude(-Math.max(0, twist)) * Math.sin(row * angle + rowPhase)
                    + amplitude(Math.min(0, twist)) * Math.sin(column * angle + columnPhase));
        }
        return this;
    }

    public KeySound pause(double millis) {
        for (int i = 0; i < Math.round(millis * MILLI); i++) {
            add(0);
        }
        return this;
    }

    private double amplitude(double decibels) {
        return FULL_SCALE * Math.pow(10, (level - 3.17 + decibels) / 20);
    }

    private void add(double sample) {
        double power = (square(amplitude(-Math.max(0, twist))) + square(amplitude(Math.min(0, twist)))) / 2;
        double noisy = sample + random.nextGaussian() * Math.sqrt(power) * Math.pow(10, -noise / 20);
        short linear = (short) Math.max(-32768, Math.min(32767, Math.round(noisy)));
        if (length == pcm.length) {
            pcm = Arrays.copyOf(pcm, 2 * length + 8000);
        }
        pcm[length++] = codec == AudioCodec.PCMU
                ? G711.ulawToLinear(G711.linearToUlaw(linear))
                : G711.alawToLinear(G711.linearToAlaw(linear));
    }

    private static double square(double x) {
        return x * x;
    }

    /** As they come from the codec. */
    public short[] pcm() {
        return Arrays.copyOf(pcm, length);
    }

    /** In packets of 20 ms, the last one filled up with silence. */
    public byte[][] packets() {
        byte[][] packets = new byte[(length + 159) / 160][160];
        for (int i = 0; i < 160 * packets.length; i++) {
            short sample = i < length ? pcm[i] : 0;
            packets[i / 160][i % 160] =
                    codec == AudioCodec.PCMU ? G711.linearToUlaw(sample) : G711.linearToAlaw(sample);
        }
        return packets;
    }
}
