package org.ssms.media.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The audio codecs a call may use; payload types are the static ones of RFC 3551 §6. */
public enum AudioCodec {
    PCMU(0),
    PCMA(8);

    private final int payloadType;

    AudioCodec(int payloadType) {
        this.payloadType = payloadType;
    }

    public int payloadType() {
        return payloadType;
    }

    /** The codec of a static payload type, or null. */
    public static @Nullable AudioCodec ofPayloadType(int payloadType) {
        return switch (payloadType) {
            case 0 -> PCMU;
            case 8 -> PCMA;
            default -> null;
        };
    }

    /** The code of a silent sample. */
    public byte silence() {
        return this == PCMU ? (byte) 0xff : (byte) 0xd5;
    }

    /** Samples per second, which for these codecs is also the unit of RTP timestamps. */
    public int clockRate() {
        return 8000;
    }

    /**
     * Decodes the payload from its position to its limit, both left unchanged.
     *
     * @return the number of samples written to {@code pcm} from index 0
     * @throws IndexOutOfBoundsException when {@code pcm} is shorter than the payload
     */
    public int decode(ByteBuffer payload, short[] pcm) {
        int samples = payload.remaining();
        int position = payload.position();
        if (this == PCMU) {
            for (int i = 0; i < samples; i++) {
                pcm[i] = G711.ulawToLinear(payload.get(position + i));
            }
        } else {
            for (int i = 0; i < samples; i++) {
                pcm[i] = G711.alawToLinear(payload.get(position + i));
            }
        }
        return samples;
    }

    /** Encodes {@code pcm[0..samples)} at the position of {@code out} and advances it. */
    public void encode(short[] pcm, int samples, ByteBuffer out) {
        for (int i = 0; i < samples; i++) {
            out.put(this == PCMU ? G711.linearToUlaw(pcm[i]) : G711.linearToAlaw(pcm[i]));
        }
    }
}
