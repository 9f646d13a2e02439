package org.ssms.media.prompt;

import java.nio.ByteBuffer;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.codec.G711;

/** Sound to be sent to a caller: 8 kHz mono, kept encoded for every codec. Immutable. */
public final class Prompt {
    private final String name;
    private final byte[] ulaw;
    private final byte[] alaw;

    private Prompt(String name, byte[] ulaw, byte[] alaw) {
        this.name = name;
        this.ulaw = ulaw;
        this.alaw = alaw;
    }

    /** Takes a copy of G.711 µ-law samples, 8 kHz mono. */
    public static Prompt ofUlaw(String name, byte[] ulaw) {
        byte[] alaw = new byte[ulaw.length];
        for (int i = 0; i < ulaw.length; i++) {
            alaw[i] = G711.linearToAlaw(G711.ulawToLinear(ulaw[i]));
        }
        return new Prompt(name, ulaw.clone(), alaw);
    }

    /** Encodes linear samples, 8 kHz mono. */
    public static Prompt ofLinear(String name, short[] pcm) {
        ByteBuffer ulaw = ByteBuffer.allocate(pcm.length);
        ByteBuffer alaw = ByteBuffer.allocate(pcm.length);
        AudioCodec.PCMU.encode(pcm, pcm.length, ulaw);
        AudioCodec.PCMA.encode(pcm, pcm.length, alaw);
        return new Prompt(name, ulaw.array(), alaw.array());
    }

    public String name() {
        return name;
    }

    /** Length in samples of 1/8000 s. */
    public int samples() {
        return ulaw.length;
    }

    /** Puts {@code count} samples from index {@code from}, encoded, at the position of {@code out}; does not allocate. */
    public void copyTo(ByteBuffer out, AudioCodec codec, int from, int count) {
        out.put(codec == AudioCodec.PCMU ? ulaw : alaw, from, count);
    }

    @Override
    public String toString() {
        return "Prompt[" + name + "]";
    }
}
