package org.ssms.protect.key;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/** Key identifier (KID): names one message key. 16 bytes, big-endian; ISO/IEC 23001-7 §3.1. Not a secret. */
public record KeyId(UUID value) {
    public static final int BYTES = 16;

    private static final int TEXT_LENGTH = 36;

    /** A random (version 4) UUID: 122 unguessable bits. */
    public static KeyId generate(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        ByteBuffer words = ByteBuffer.wrap(bits);
        long most = (words.getLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long least = (words.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new KeyId(new UUID(most, least));
    }

    /**
     * Reads the canonical lower case form with four hyphens, and nothing else.
     *
     * @throws IllegalArgumentException when {@code text} is anything else; the message does not repeat it
     */
    public static KeyId parse(String text) {
        if (text.length() == TEXT_LENGTH) {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equals(text)) {
                return new KeyId(uuid);
            }
        }
        throw new IllegalArgumentException("not a key id");
    }

    /** Reads the next {@value #BYTES} bytes of {@code in} and advances it. */
    public static KeyId read(ByteBuffer in) {
        return new KeyId(new UUID(in.getLong(), in.getLong()));
    }

    public void writeTo(ByteBuffer out) {
        out.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    }

    /** A fresh array of {@value #BYTES} bytes. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        writeTo(bytes);
        return bytes.array();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
