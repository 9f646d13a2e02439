package org.ssms.protect.srtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ssms.protect.key.KeyId;

/** The file of stored packets: its constants, and what can be done to it without a key. */
public final class StoredSrtp {
    /** Length and time in front of each packet. */
    public static final int RECORD_HEADER = 6;

    public static final int FIRST_SEQUENCE_NUMBER = 1;

    private StoredSrtp() {}

    /** The SSRC of a track: the low 32 bits of the KID, and the track number xored into them. */
    public static int ssrc(KeyId kid, int track) {
        return (int) kid.value().getLeastSignificantBits() ^ track;
    }

    /**
     * The payload type of the packets of a file.
     *
     * @throws MalformedSrtpException when there is no packet
     */
    public static int payloadType(Path file) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(StoredSrtpWriter.MAX_PACKET);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!new StoredSrtpReader(channel, StoredSrtpWriter.MAX_PACKET).next(packet)) {
                throw new MalformedSrtpException(0, "no packet");
            }
            return packet.get(1) & 0x7f;
        }
    }

    /**
     * Cuts a torn tail off and forces the file to disk; makes an empty file where none is. Idempotent.
     *
     * @return bytes of whole packets that are left
     */
    public static long finalise(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long whole = wholeBytes(channel);
            channel.truncate(whole);
            channel.force(true);
            return whole;
        }
    }

    private static long wholeBytes(FileChannel channel) throws IOException {
        StoredSrtpReader reader = new StoredSrtpReader(channel);
        ByteBuffer packet = ByteBuffer.allocate(StoredSrtpReader.MAX_PACKET);
        try {
            while (reader.next(packet)) {
                // counts
            }
        } catch (MalformedSrtpException torn) {
            // the end of what can be kept
        }
        return reader.position();
    }
}
