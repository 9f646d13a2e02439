package org.ssms.media.prompt;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.codec.G711;

/** Sound that is there as a whole, kept in µ-law. Immutable. */
public final class Prompt implements Sound {
    private static final byte[] ULAW_TO_ALAW = new byte[256];

    static {
        for (int code = 0; code < 256; code++) {
            ULAW_TO_ALAW[code] = G711.linearToAlaw(G711.ulawToLinear((byte) code));
        }
    }

    private final String name;
    private final byte[] ulaw;

    private Prompt(String name, byte[] ulaw) {
        this.name = name;
        this.ulaw = ulaw;
    }

    /** Takes a copy of G.711 µ-law samples, 8 kHz mono. */
    public static Prompt ofUlaw(String name, byte[] ulaw) {
        return new Prompt(name, ulaw.clone());
    }

    /** Encodes linear samples, 8 kHz mono. */
    public static Prompt ofLinear(String name, short[] pcm) {
        ByteBuffer ulaw = ByteBuffer.allocate(pcm.length);
        AudioCodec.PCMU.encode(pcm, pcm.length, ulaw);
        return new Prompt(name, ulaw.array());
    }

    /** One after the other. */
    public static Prompt joined(String name, List<Prompt> parts) {
        ByteBuffer all =
                ByteBuffer.allocate(parts.stream().mapToInt(Prompt::samples).sum());
        parts.forEach(part -> all.put(part.ulaw));
        return new Prompt(name, all.array());
    }

    public String name() {
        return name;
    }

    /** Length in samples of 1/8000 s. */
    public int samples() {
        return ulaw.length;
    }

    /**
     * Puts {@code count} samples from index {@code from}, encoded, at the position of {@code out}; does not allocate.
     */
    public void copyTo(ByteBuffer out, AudioCodec codec, int from, int count) {
        if (codec == AudioCodec.PCMU) {
            out.put(ulaw, from, count);
        } else {
            for (int i = from; i < from + count; i++) {
                out.put(ULAW_TO_ALAW[ulaw[i] & 0xff]);
            }
        }
    }

    @Override
    public int take(@Nullable ByteBuffer out, AudioCodec codec, int from, int most) {
        int count = Math.min(most, ulaw.length - from);
        if (out != null) {
            copyTo(out, codec, from, count);
        }
        return count;
    }

    @Override
    public boolean isOver(int taken) {
        return taken == ulaw.length;
    }

    @Override
    public String toString() {
        return "Prompt[" + name + "]";
    }
}
