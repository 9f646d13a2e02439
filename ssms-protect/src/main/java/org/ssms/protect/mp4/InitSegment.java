package org.ssms.protect.mp4;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.ssms.protect.flac.FlacEncoder;
import org.ssms.protect.key.KeyId;

/**
 * The boxes before the first fragment: one audio track of FLAC under the {@code cenc} scheme. One method per box, named
 * by its four character code; each gives a flipped buffer with exactly one box. ISO/IEC 14496-12 unless said otherwise.
 */
final class InitSegment {
    static final int TRACK_ID = 1;
    static final int TIMESCALE = FlacEncoder.SAMPLE_RATE;
    static final int IV_BYTES = 8;

    /** "Common" system, whose data is the list of KIDs itself (W3C EME initialization data "cenc"). */
    private static final UUID COMMON_SYSTEM = UUID.fromString("1077efec-c0b2-4d02-ace3-3c1e52e2fb4b");

    private static final int LANGUAGE_UNDETERMINED = 0x55c4;
    private static final int SCHEME_VERSION = 0x0001_0000;

    private InitSegment() {}

    static ByteBuffer of(KeyId kid) {
        return join(ftyp(), moov(kid));
    }

    private static ByteBuffer ftyp() {
        return box("ftyp", code("iso6"), int32(1), code("iso6"), code("mp41"), code("dash"));
    }

    private static ByteBuffer moov(KeyId kid) {
        return box("moov", mvhd(), trak(kid), mvex(), pssh(kid));
    }

    private static ByteBuffer mvhd() {
        return fullBox(
                "mvhd",
                0,
                0,
                int32(0, 0), // creation and modification time: not told
                int32(TIMESCALE, 0), // duration: in the fragments
                int32(0x0001_0000), // rate 1.0
                int16(0x0100, 0), // volume 1.0
                int32(0, 0),
                matrix(),
                int32(0, 0, 0, 0, 0, 0),
                int32(TRACK_ID + 1)); // next track
    }

    private static ByteBuffer trak(KeyId kid) {
        return box("trak", tkhd(), mdia(kid));
    }

    private static ByteBuffer tkhd() {
        return fullBox(
                "tkhd",
                0,
                0x000003, // enabled, in movie
                int32(0, 0, TRACK_ID, 0, 0),
                int32(0, 0),
                int16(0, 0, 0x0100, 0), // layer, group, volume 1.0
                matrix(),
                int32(0, 0));
    }

    private static ByteBuffer mdia(KeyId kid) {
        return box("mdia", mdhd(), hdlr(), minf(kid));
    }

    private static ByteBuffer mdhd() {
        return fullBox("mdhd", 0, 0, int32(0, 0, TIMESCALE, 0), int16(LANGUAGE_UNDETERMINED, 0));
    }

    private static ByteBuffer hdlr() {
        return fullBox("hdlr", 0, 0, int32(0), code("soun"), int32(0, 0, 0), bytes(new byte[1])); // empty name
    }

    private static ByteBuffer minf(KeyId kid) {
        return box("minf", smhd(), dinf(), stbl(kid));
    }

    private static ByteBuffer smhd() {
        return fullBox("smhd", 0, 0, int16(0, 0));
    }

    private static ByteBuffer dinf() {
        return box("dinf", fullBox("dref", 0, 0, int32(1), fullBox("url ", 0, 1))); // 1: in this file
    }

    private static ByteBuffer stbl(KeyId kid) {
        return box(
                "stbl",
                fullBox("stsd", 0, 0, int32(1), enca(kid)),
                fullBox("stts", 0, 0, int32(0)),
                fullBox("stsc", 0, 0, int32(0)),
                fullBox("stsz", 0, 0, int32(0, 0)),
                fullBox("stco", 0, 0, int32(0)));
    }

    /** Protected audio sample entry. */
    private static ByteBuffer enca(KeyId kid) {
        return box(
                "enca",
                int16(0, 0, 0),
                int16(1), // data reference
                int32(0, 0),
                int16(1, 16, 0, 0), // channels, bits
                int32(TIMESCALE << 16),
                dfLa(),
                sinf(kid));
    }

    /** FLAC in ISO BMFF: the STREAMINFO block, marked as the last. */
    private static ByteBuffer dfLa() {
        byte[] info = FlacEncoder.streamInfo();
        return fullBox("dfLa", 0, 0, int32(0x8000_0000 | info.length), bytes(info));
    }

    private static ByteBuffer sinf(KeyId kid) {
        return box(
                "sinf",
                box("frma", code("fLaC")),
                fullBox("schm", 0, 0, code("cenc"), int32(SCHEME_VERSION)),
                box("schi", tenc(kid)));
    }

    /** Track encryption (ISO/IEC 23001-7 §8.2): protected, {@value #IV_BYTES} byte IVs, this KID. */
    private static ByteBuffer tenc(KeyId kid) {
        return fullBox("tenc", 0, 0, bytes(new byte[] {0, 0, 1, IV_BYTES}), bytes(kid.toBytes()));
    }

    private static ByteBuffer mvex() {
        return box("mvex", fullBox("trex", 0, 0, int32(TRACK_ID, 1, 0, 0, 0)));
    }

    /** Protection system specific header, version 1 (ISO/IEC 23001-7 §8.1): the KID, no data. */
    private static ByteBuffer pssh(KeyId kid) {
        ByteBuffer system = ByteBuffer.allocate(16)
                .putLong(COMMON_SYSTEM.getMostSignificantBits())
                .putLong(COMMON_SYSTEM.getLeastSignificantBits())
                .flip();
        return fullBox("pssh", 1, 0, system, int32(1), bytes(kid.toBytes()), int32(0));
    }

    private static ByteBuffer matrix() {
        return int32(0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000);
    }

    private static ByteBuffer fullBox(String type, int version, int flags, ByteBuffer... content) {
        return box(type, int32((version << 24) | flags), join(content));
    }

    private static ByteBuffer box(String type, ByteBuffer... content) {
        ByteBuffer body = join(content);
        return join(int32(8 + body.remaining()), code(type), body);
    }

    private static ByteBuffer join(ByteBuffer... parts) {
        int size = 0;
        for (ByteBuffer part : parts) {
            size += part.remaining();
        }
        ByteBuffer joined = ByteBuffer.allocate(size);
        for (ByteBuffer part : parts) {
            joined.put(part);
        }
        return joined.flip();
    }

    private static ByteBuffer code(String fourCharacters) {
        return bytes(fourCharacters.getBytes(US_ASCII));
    }

    private static ByteBuffer int32(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
        buffer.asIntBuffer().put(values);
        return buffer;
    }

    private static ByteBuffer int16(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.flip();
    }

    private static ByteBuffer bytes(byte[] content) {
        return ByteBuffer.wrap(content);
    }
}
