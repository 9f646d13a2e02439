package org.ssms.it.tool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.ssms.player.audio.SoundFile;

/** WAV files, 8 kHz mono, for programs that read nothing else. */
public final class Wave {
    static final int HEADER = 44;
    private static final short LINEAR = 1;
    private static final short ULAW = 7;

    private Wave() {}

    /** 16-bit samples. */
    public static byte[] linear(short[] samples) {
        ByteBuffer file = file(LINEAR, Short.BYTES, samples.length);
        file.asShortBuffer().put(samples);
        return file.array();
    }

    /** G.711 octets as they are. */
    public static byte[] ulaw(byte[] octets) {
        return file(ULAW, 1, octets.length).put(octets).array();
    }

    /** A header, behind which the buffer stands. */
    private static ByteBuffer file(short format, int width, int samples) {
        int data = samples * width;
        ByteBuffer file = ByteBuffer.allocate(HEADER + data).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER - 8 + data);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        file.putShort(format).putShort((short) 1).putInt(SoundFile.RATE).putInt(SoundFile.RATE * width);
        file.putShort((short) width).putShort((short) (8 * width));
        return file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data);
    }
}
