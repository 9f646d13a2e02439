package org.ssms.media.engine;

/**
 * Tells for how long nobody has spoken. A frame is sound when its energy is well above the background; the background
 * is tracked, but a frame above {@link #ALWAYS_SOUND} is sound whatever the background and one below {@link
 * #NEVER_SOUND} (comfort noise, line noise) never. Time goes by the clock, so packets that stay away are silence. Not
 * thread safe.
 */
final class SilenceDetector {
    /** Mean square of a sine-free -48 dBFS RMS. */
    static final double NEVER_SOUND = meanSquare(-48);

    static final double ALWAYS_SOUND = meanSquare(-36);

    /** 9 dB above the background. */
    private static final double ABOVE_BACKGROUND = 8;

    /** The background estimate rises by about 6 dB per second of sound and falls within a few frames. */
    private static final double RISE_PER_SAMPLE = 1.4 / 8000;

    private static final double FALL = 0.25;

    /** A click is not speech: sound has to last 40 ms. */
    private static final int MIN_SOUND_SAMPLES = 320;

    private final long limitNanos;
    private long lastSound;
    private int soundSamples;
    private double background = NEVER_SOUND / ABOVE_BACKGROUND;

    SilenceDetector(long limitNanos, long now) {
        this.limitNanos = limitNanos;
        lastSound = now;
    }

    static double meanSquare(double dbfs) {
        return 32768.0 * 32768.0 * Math.pow(10, dbfs / 10);
    }

    void frame(short[] pcm, int samples, long now) {
        double energy = energy(pcm, samples);
        double threshold = Math.max(NEVER_SOUND, Math.min(background * ABOVE_BACKGROUND, ALWAYS_SOUND));
        soundSamples = energy > threshold ? soundSamples + samples : 0;
        if (soundSamples >= MIN_SOUND_SAMPLES) {
            lastSound = now;
        }
        if (energy < background) {
            background += (energy - background) * FALL;
        } else {
            background = Math.min(background * (1 + RISE_PER_SAMPLE * samples), energy);
        }
        background = Math.max(1, background);
    }

    /** The caller did something else than speak, such as pressing a key. */
    void activity(long now) {
        lastSound = now;
    }

    boolean isOver(long now) {
        return now - lastSound >= limitNanos;
    }

    private static double energy(short[] pcm, int samples) {
        long sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += (long) pcm[i] * pcm[i];
        }
        return samples == 0 ? 0 : (double) sum / samples;
    }
}
