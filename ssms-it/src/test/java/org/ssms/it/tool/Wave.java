package org.ssms.it.tool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.ssms.player.audio.SoundFile;

/** WAV files, 8 kHz mono, for programs that read nothing else. */
public final class Wave {
    private static final int HEADER = 44;
    private static final short LINEAR = 1;
    private static final short ULAW = 7;

    private Wave() {}

    /** 16-bit samples. */
    public static byte[] linear(short[] samples) {
        byte[] file = new byte[HEADER + samples.length * Short.BYTES];
        header(file, LINEAR, Short.BYTES).asShortBuffer().put(samples);
        return file;
    }

    /** What is in a file of 16-bit samples. */
    static float[] samples(byte[] file) {
        short[] samples = new short[(file.length - HEADER) / Short.BYTES];
        ByteBuffer.wrap(file, HEADER, samples.length * Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(samples);
        return Correlation.floats(samples);
    }

    /** G.711 octets as they are. */
    public static byte[] ulaw(byte[] octets) {
        byte[] file = new byte[HEADER + octets.length];
        header(file, ULAW, 1).put(octets);
        return file;
    }

    /** Writes the header; the buffer then stands behind it. */
    private static ByteBuffer header(byte[] file, short format, int width) {
        int data = file.length - HEADER;
        ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER - 8 + data);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort(format).putShort((short) 1).putInt(SoundFile.RATE).putInt(SoundFile.RATE * width);
        out.putShort((short) width).putShort((short) (8 * width));
        return out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data);
    }
}
