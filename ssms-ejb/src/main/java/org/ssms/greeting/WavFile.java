package org.ssms.greeting;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;

/**
 * Sound as a WAV file (RIFF, form WAVE): PCM of 8, 16, 24 and 32 bit, float of 32 bit, A-law and mu-law, also as
 * WAVE_FORMAT_EXTENSIBLE. No length in a file is believed before it was compared with what is there, so that reading
 * takes memory and time in proportion to the file, whatever it says.
 */
public final class WavFile {
    /** The longest greeting with its header fits, and the servers take no larger body. */
    public static final int MAX_BYTES = 1_000_000;

    private static final int RIFF = fourCharacters("RIFF");
    private static final int WAVE = fourCharacters("WAVE");
    private static final int FORMAT = fourCharacters("fmt ");
    private static final int DATA = fourCharacters("data");
    private static final int CHUNK_HEADER = 8;
    private static final int FORM_HEADER = 12;
    private static final int HEADER = 44;
    private static final int MAX_CHANNELS = 2;
    private static final int MAX_RATE = 96_000;

    private WavFile() {}

    /**
     * The sound of a file, at 8 kHz with one channel.
     *
     * @throws MalformedWavException when it is larger than {@value #MAX_BYTES} bytes, breaks its format, or has more
     *     than two channels, a rate not in 8 to 96 kHz, or an encoding that is not named above
     */
    public static short[] read(byte[] file) throws MalformedWavException {
        require(file.length <= MAX_BYTES, "The file is too large.");
        require(file.length >= FORM_HEADER, "This is no WAV file.");
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int form = in.getInt();
        long length = Integer.toUnsignedLong(in.getInt());
        require(form == RIFF && in.getInt() == WAVE, "This is no WAV file.");
        require(length + CHUNK_HEADER <= file.length && length >= Integer.BYTES, "The WAV file is cut off.");
        in.limit((int) length + CHUNK_HEADER);
        return sound(in);
    }

    /** The first chunk of data, in the format of the chunk before it. */
    private static short[] sound(ByteBuffer in) throws MalformedWavException {
        Format format = null;
        while (in.remaining() >= CHUNK_HEADER) {
            int name = in.getInt();
            long length = Integer.toUnsignedLong(in.getInt());
            require(length <= in.remaining(), "The WAV file is cut off.");
            ByteBuffer chunk = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
            if (name == FORMAT) {
                format = Format.read(chunk);
            } else if (name == DATA) {
                return sound(format, chunk);
            }
            in.position((int) Math.min(in.limit(), in.position() + length + length % 2));
        }
        throw new MalformedWavException("There is no sound in the WAV file.");
    }

    private static short[] sound(@Nullable Format format, ByteBuffer data) throws MalformedWavException {
        if (format == null) {
            throw new MalformedWavException("The WAV file does not say its format first.");
        }
        require(data.remaining() % format.frame() == 0, "The WAV file ends within a sample.");
        return Downsampling.from(format.rate, mono(format.channels, format.encoding.decode(data)));
    }

    private static short[] mono(int channels, short[] samples) {
        if (channels == 1) {
            return samples;
        }
        short[] mixed = new short[samples.length / channels];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (short) ((samples[2 * i] + samples[2 * i + 1]) / 2);
        }
        return mixed;
    }

    /**
     * Sound as a file of PCM, 16 bit.
     *
     * @param samples at 8 kHz, one channel
     */
    public static byte[] write(short[] samples) {
        byte[] file = new byte[HEADER + samples.length * Short.BYTES];
        ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(RIFF).putInt(file.length - CHUNK_HEADER).putInt(WAVE);
        out.putInt(FORMAT).putInt(16);
        out.putShort((short) 1).putShort((short) 1); // PCM, one channel
        out.putInt(Downsampling.RATE).putInt(Downsampling.RATE * Short.BYTES);
        out.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
        out.putInt(DATA).putInt(samples.length * Short.BYTES);
        out.asShortBuffer().put(samples);
        return file;
    }

    /** As the little-endian number that these four are. */
    private static int fourCharacters(String name) {
        return ByteBuffer.wrap(name.getBytes(US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }

    private static void require(boolean holds, String otherwise) throws MalformedWavException {
        if (!holds) {
            throw new MalformedWavException(otherwise);
        }
    }

    /** How samples are written. */
    private enum Encoding {
        PCM_8(1, 8) {
            @Override
            short next(ByteBuffer data) {
                return (short) (((data.get() & 0xff) - 128) << 8);
            }
        },
        PCM_16(1, 16) {
            @Override
            short next(ByteBuffer data) {
                return data.getShort();
            }
        },
        PCM_24(1, 24) {
            @Override
            short next(ByteBuffer data) {
                data.get();
                return data.getShort();
            }
        },
        PCM_32(1, 32) {
            @Override
            short next(ByteBuffer data) {
                return (short) (data.getInt() >> 16);
            }
        },
        FLOAT(3, 32) {
            @Override
            short next(ByteBuffer data) {
                float value = Math.max(-1f, Math.min(1f, data.getFloat())); // what is no number stays none
                return (short) Math.round(value * Short.MAX_VALUE); // and is silence then
            }
        },
        ALAW(6, 8) {
            @Override
            short[] decode(ByteBuffer data) {
                return g711(AudioCodec.PCMA, data);
            }
        },
        ULAW(7, 8) {
            @Override
            short[] decode(ByteBuffer data) {
                return g711(AudioCodec.PCMU, data);
            }
        };

        private final int tag;
        private final int bits;

        Encoding(int tag, int bits) {
            this.tag = tag;
            this.bits = bits;
        }

        short next(ByteBuffer data) {
            throw new UnsupportedOperationException(name());
        }

        short[] decode(ByteBuffer data) {
            short[] samples = new short[data.remaining() / (bits / Byte.SIZE)];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = next(data);
            }
            return samples;
        }

        private static short[] g711(AudioCodec codec, ByteBuffer data) {
            short[] samples = new short[data.remaining()];
            codec.decode(data, samples);
            return samples;
        }

        static Encoding of(int tag, int bits) throws MalformedWavException {
            for (Encoding encoding : values()) {
                if (encoding.tag == tag && encoding.bits == bits) {
                    return encoding;
                }
            }
            throw new MalformedWavException("The WAV file is compressed in a way that is not understood here.");
        }
    }

    /** What the chunk {@code fmt} says. */
    private record Format(Encoding encoding, int channels, int rate) {
        private static final int LENGTH = 16;
        private static final int EXTENSIBLE = 0xfffe;
        private static final int EXTENSIBLE_LENGTH = 40;
        /** Where the name of the encoding is then; its first two bytes are the tag. */
        private static final int SUBFORMAT = 24;

        static Format read(ByteBuffer chunk) throws MalformedWavException {
            require(chunk.remaining() >= LENGTH, "The WAV file does not say its format.");
            int tag = Short.toUnsignedInt(chunk.getShort(0));
            if (tag == EXTENSIBLE) {
                require(chunk.remaining() >= EXTENSIBLE_LENGTH, "The WAV file does not say its format.");
                tag = Short.toUnsignedInt(chunk.getShort(SUBFORMAT));
            }
            int channels = Short.toUnsignedInt(chunk.getShort(2));
            int rate = chunk.getInt(4);
            Encoding encoding = Encoding.of(tag, Short.toUnsignedInt(chunk.getShort(14)));
            require(channels >= 1 && channels <= MAX_CHANNELS, "The WAV file must have one or two channels.");
            require(rate >= Downsampling.RATE && rate <= MAX_RATE, "The WAV file must have 8 to 96 kHz.");
            Format format = new Format(encoding, channels, rate);
            require(Short.toUnsignedInt(chunk.getShort(12)) == format.frame(), "The WAV file contradicts itself.");
            return format;
        }

        int frame() {
            return channels * encoding.bits / Byte.SIZE;
        }
    }
}
