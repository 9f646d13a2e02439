package org.ssms.perf;

import java.util.Random;
import org.ssms.media.codec.G711;

/** Ten seconds of sound that is as hard to compress as speech on a telephone, in pieces of 20 ms; always the same. */
final class Speech {
    static final int PACKET_SAMPLES = 160;
    static final int PACKETS = 500;

    private static final int RATE = 8000;
    private static final int HARMONICS = 5;

    private final byte[][] ulaw = new byte[PACKETS][PACKET_SAMPLES];
    private final short[][] pcm = new short[PACKETS][PACKET_SAMPLES];

    Speech() {
        Random noise = new Random(20_261_126);
        for (int i = 0; i < PACKETS * PACKET_SAMPLES; i++) {
            byte code = G711.linearToUlaw(sample((double) i / RATE, noise.nextGaussian()));
            ulaw[i / PACKET_SAMPLES][i % PACKET_SAMPLES] = code;
            pcm[i / PACKET_SAMPLES][i % PACKET_SAMPLES] = G711.ulawToLinear(code);
        }
    }

    /** Syllables of a voice around 140 Hz, and a little noise. */
    private static short sample(double seconds, double noise) {
        double loudness = Math.max(0, Math.sin(2 * Math.PI * 2.5 * seconds));
        double phase = 2 * Math.PI * (140 * seconds + 3 * Math.sin(2 * Math.PI * seconds / 3));
        double voice = 0;
        for (int k = 1; k <= HARMONICS; k++) {
            voice += Math.sin(k * phase) / k;
        }
        return (short) (5000 * loudness * voice + 80 * noise);
    }

    /** The payload of a packet in PCMU; not to be changed. */
    byte[] ulaw(int packet) {
        return ulaw[packet % PACKETS];
    }

    /** The linear samples of that packet; not to be changed. */
    short[] pcm(int packet) {
        return pcm[packet % PACKETS];
    }
}
