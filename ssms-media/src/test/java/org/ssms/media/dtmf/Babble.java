package org.ssms.media.dtmf;

import java.util.Random;

/**
 * Sound like speech, without end: pulses of a gliding pitch, from deep men to small children, and noise, through four
 * formants that move; loud and soft. The same seed says the same.
 */
final class Babble {
    private static final int RATE = ToneReceiver.CLOCK_RATE;
    private static final int FORMANTS = 4;
    private static final double[] NARROWEST = {50, 60, 90, 120};

    /** How fast sounds go over into each other. */
    private static final double GLIDE = 1 / 400.0;

    private enum Kind {
        VOICED,
        VOICELESS,
        PAUSE
    }

    private final Random random;
    private final double[] formant = new double[FORMANTS];
    private final double[] formantTo = new double[FORMANTS];
    private final double[] bandwidth = new double[FORMANTS];
    private final double[] gain = {1, 0.8, 0.5, 0.3};
    private final double[] feedback = new double[FORMANTS];
    private final double[] decay = new double[FORMANTS];
    private final double[] last = new double[FORMANTS];
    private final double[] lastButOne = new double[FORMANTS];
    private double voice = 120;
    private double pitch = voice;
    private double pitchTo = voice;
    private double phase;
    private double loudness;
    private double loudnessTo;
    private Kind kind = Kind.PAUSE;
    private int left;

    Babble(long seed) {
        random = new Random(seed);
    }

    void say(short[] pcm) {
        for (int i = 0; i < pcm.length; i++) {
            if (left-- <= 0) {
                next();
            }
            if (i % 8 == 0) {
                glide();
            }
            double pulse = excitation();
            double sum = 4 * (random.nextDouble() - 0.5); // of the line
            for (int j = 0; j < FORMANTS; j++) {
                double out = (1 - decay[j]) * gain[j] * pulse
                        + 2 * decay[j] * feedback[j] * last[j]
                        - decay[j] * decay[j] * lastButOne[j];
                lastButOne[j] = last[j];
                last[j] = out;
                sum += j % 2 == 0 ? out : -out;
            }
            pcm[i] = (short) Math.max(-32768, Math.min(32767, sum));
        }
    }

    private double excitation() {
        return switch (kind) {
            case VOICED -> {
                phase += pitch / RATE;
                double breath = 0.006 * (random.nextDouble() - 0.5);
                if (phase < 1) {
                    yield breath * loudness;
                }
                phase -= 1;
                pitch *= 0.99 + 0.02 * random.nextDouble();
                yield loudness * (0.9 + 0.2 * random.nextDouble());
            }
            case VOICELESS -> 0.15 * loudness * (random.nextDouble() - 0.5);
            case PAUSE -> 0;
        };
    }

    private void glide() {
        pitch += (pitchTo - pitch) * 8 * GLIDE / 4;
        loudness += (loudnessTo - loudness) * 8 * GLIDE;
        for (int j = 0; j < FORMANTS; j++) {
            formant[j] += (formantTo[j] - formant[j]) * 8 * GLIDE;
            feedback[j] = Math.cos(2 * Math.PI * formant[j] / RATE);
            decay[j] = Math.exp(-Math.PI * bandwidth[j] / RATE);
        }
    }

    private void next() {
        int which = random.nextInt(10);
        kind = which < 7 ? Kind.VOICED : which < 9 ? Kind.VOICELESS : Kind.PAUSE;
        left = (int) (RATE * (0.05 + (kind == Kind.VOICED ? 0.25 : 0.1) * random.nextDouble()));
        if (random.nextInt(12) == 0) {
            voice = 75 * Math.pow(2, 2 * random.nextDouble()); // somebody else
        }
        pitchTo = voice * (0.8 + 0.5 * random.nextDouble());
        formantTo[0] = 250 + 650 * random.nextDouble();
        formantTo[1] = 800 + 1500 * random.nextDouble();
        formantTo[2] = 2200 + 700 * random.nextDouble();
        formantTo[3] = 3000 + 600 * random.nextDouble();
        for (int j = 0; j < FORMANTS; j++) {
            bandwidth[j] = NARROWEST[j] * (1 + random.nextDouble());
        }
        gain[1] = 0.3 + 1.2 * random.nextDouble();
        loudnessTo = 20_000 + 120_000 * random.nextDouble();
    }
}
