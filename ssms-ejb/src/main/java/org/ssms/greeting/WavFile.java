package org.ssms.greeting;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sound as a WAV file (RIFF, form WAVE) of one kind: PCM, 16 bit, 8 kHz, one channel, also as WAVE_FORMAT_EXTENSIBLE.
 * Whatever else there is, others decode better. No length in a file is believed before it was compared with what is
 * there, so that reading takes memory and time in proportion to the file, whatever it says.
 */
public final class WavFile {
    /** The longest greeting with its header fits, and the servers take no larger body. */
    public static final int MAX_BYTES = 1_000_000;

    private static final int RATE = 8000;
    private static final int RIFF = fourCharacters("RIFF");
    private static final int WAVE = fourCharacters("WAVE");
    private static final int FORMAT = fourCharacters("fmt ");
    private static final int DATA = fourCharacters("data");
    private static final int CHUNK_HEADER = 8;
    private static final int FORM_HEADER = 12;
    private static final int HEADER = 44;
    private static final int FORMAT_LENGTH = 16;
    private static final short PCM = 1;
    private static final short EXTENSIBLE = (short) 0xfffe;
    private static final int EXTENSIBLE_LENGTH = 40;
    /** Where an extensible format has the name of its encoding: a GUID that begins with the tag of a plain one. */
    private static final int SUBFORMAT = 24;

    private static final long SUBFORMAT_PCM = 0x0010_0000_0000_0001L;
    private static final long SUBFORMAT_REST = 0x719b_3800_aa00_0080L;

    private WavFile() {}

    /**
     * The samples of a file.
     *
     * @throws MalformedWavException when it is of another kind, larger than {@value #MAX_BYTES} bytes, or breaks its
     *     format
     */
    public static short[] read(byte[] file) throws MalformedWavException {
        require(file.length <= MAX_BYTES && file.length >= FORM_HEADER);
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int form = in.getInt();
        long length = Integer.toUnsignedLong(in.getInt());
        require(form == RIFF && in.getInt() == WAVE);
        require(length + CHUNK_HEADER <= file.length && length >= Integer.BYTES);
        in.limit((int) length + CHUNK_HEADER);
        return sound(in);
    }

    /** The first chunk of data; one that says the format must be before it. */
    private static short[] sound(ByteBuffer in) throws MalformedWavException {
        boolean isOurs = false;
        while (in.remaining() >= CHUNK_HEADER) {
            int name = in.getInt();
            long length = Integer.toUnsignedLong(in.getInt());
            require(length <= in.remaining());
            ByteBuffer chunk = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
            if (name == FORMAT) {
                requireOurs(chunk);
                isOurs = true;
            } else if (name == DATA) {
                require(isOurs && length % Short.BYTES == 0);
                short[] samples = new short[chunk.remaining() / Short.BYTES];
                chunk.asShortBuffer().get(samples);
                return samples;
            }
            in.position((int) Math.min(in.limit(), in.position() + length + length % 2));
        }
        throw new MalformedWavException();
    }

    private static void requireOurs(ByteBuffer format) throws MalformedWavException {
        require(format.remaining() >= FORMAT_LENGTH);
        require(format.getShort(0) == PCM || isExtensiblePcm(format));
        require(format.getShort(2) == 1); // channel
        require(format.getInt(4) == RATE);
        require(format.getShort(12) == Short.BYTES && format.getShort(14) == Short.SIZE);
    }

    private static boolean isExtensiblePcm(ByteBuffer format) {
        return format.getShort(0) == EXTENSIBLE
                && format.remaining() >= EXTENSIBLE_LENGTH
                && format.getLong(SUBFORMAT) == SUBFORMAT_PCM
                && format.getLong(SUBFORMAT + Long.BYTES) == SUBFORMAT_REST;
    }

    /**
     * Sound as such a file.
     *
     * @param samples at 8 kHz, one channel
     */
    public static byte[] write(short[] samples) {
        byte[] file = new byte[HEADER + samples.length * Short.BYTES];
        ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(RIFF).putInt(file.length - CHUNK_HEADER).putInt(WAVE);
        out.putInt(FORMAT).putInt(FORMAT_LENGTH);
        out.putShort(PCM).putShort((short) 1); // one channel
        out.putInt(RATE).putInt(RATE * Short.BYTES);
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

    private static void require(boolean holds) throws MalformedWavException {
        if (!holds) {
            throw new MalformedWavException();
        }
    }
}
