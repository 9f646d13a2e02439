package org.ssms.protect.srtp;

import java.util.Arrays;
import javax.crypto.SecretKey;
import org.ssms.protect.key.DerivedKey;

/**
 * AES_CM_128_HMAC_SHA1_80 (RFC 3711) for one stored stream: one SSRC, roll-over counter 0, key derivation rate 0, no
 * MKI. Every sequence number may be protected once only; that is for the caller to keep. Not thread-safe.
 */
public final class SrtpProtector {
    public static final int TAG_BYTES = 10;

    static final int RTP_HEADER = 12;

    private static final byte[] ROLL_OVER_COUNTER = new byte[4];

    private final AesCounterMode cipher;
    private final HmacSha1 mac;

    /**
     * Derives the session keys.
     *
     * @param master key and salt for SRTP; read here only, stays the caller's to close
     */
    public SrtpProtector(DerivedKey master) {
        SecretKey masterKey = master.toAesKey();
        byte[] masterSalt = master.revealSalt();
        try {
            cipher = SrtpDirection.cipher(masterKey, masterSalt, 0);
            mac = SrtpDirection.tag(masterKey, masterSalt, 0);
        } finally {
            Arrays.fill(masterSalt, (byte) 0);
        }
    }

    /**
     * Encrypts the payload in place and appends the tag.
     *
     * @param packet RTP with a header of 12 bytes, from {@code offset}, and room for {@value #TAG_BYTES} bytes more
     * @param length of the RTP packet
     * @return length of the SRTP packet
     */
    public int protect(byte[] packet, int offset, int length) {
        int index = SrtpContext.int16(packet, offset + 2); // with roll-over counter 0 the sequence number
        int ssrc = SrtpContext.int32(packet, offset + 8);
        cipher.apply(ssrc, index, packet, offset + RTP_HEADER, length - RTP_HEADER);
        mac.update(packet, offset, length);
        mac.update(ROLL_OVER_COUNTER, 0, ROLL_OVER_COUNTER.length);
        System.arraycopy(mac.finish(), 0, packet, offset + length, TAG_BYTES);
        return length + TAG_BYTES;
    }

    /**
     * Checks the tag of what {@link #protect} made, and decrypts the payload in place.
     *
     * @param length of the SRTP packet
     * @return false when it is not authentic; then nothing is decrypted
     */
    boolean open(byte[] packet, int offset, int length) {
        int end = offset + length - TAG_BYTES;
        mac.update(packet, offset, end - offset);
        mac.update(ROLL_OVER_COUNTER, 0, ROLL_OVER_COUNTER.length);
        if (!mac.finishesWith(packet, end, TAG_BYTES)) {
            return false;
        }
        int index = SrtpContext.int16(packet, offset + 2);
        int ssrc = SrtpContext.int32(packet, offset + 8);
        cipher.apply(ssrc, index, packet, offset + RTP_HEADER, end - offset - RTP_HEADER);
        return true;
    }

    /** Replaces the keys. */
    public void wipe() {
        cipher.wipe();
        mac.wipe();
    }
}
