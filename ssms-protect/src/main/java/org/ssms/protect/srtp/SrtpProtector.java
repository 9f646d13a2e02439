package org.ssms.protect.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.ssms.protect.key.DerivedKey;

/**
 * The sender's side of AES_CM_128_HMAC_SHA1_80 (RFC 3711) for one SSRC, roll-over counter 0, key derivation rate 0, no
 * MKI. Every sequence number may be protected once only; that is for the caller to keep. Not thread-safe.
 */
public final class SrtpProtector {
    public static final int TAG_BYTES = 10;

    static final int RTP_HEADER = 12;

    private static final int LABEL_ENCRYPTION = 0;
    private static final int LABEL_AUTHENTICATION = 1;
    private static final int LABEL_SALT = 2;
    private static final int SALT_BYTES = 14;
    private static final byte[] ROLL_OVER_COUNTER = new byte[4];

    private final Cipher cipher;
    private final Mac mac;
    private SecretKey encryptionKey;
    private final byte[] salt;
    private final byte[] iv = new byte[16];
    private final byte[] tag = new byte[20];

    /**
     * Derives the session keys.
     *
     * @param master key and salt for SRTP; read here only, stays the caller's to close
     */
    public SrtpProtector(DerivedKey master) {
        byte[] masterSalt = master.revealSalt();
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            mac = Mac.getInstance("HmacSHA1");
            SecretKey masterKey = master.toAesKey();
            byte[] encryption = sessionKey(masterKey, masterSalt, LABEL_ENCRYPTION, 16);
            byte[] authentication = sessionKey(masterKey, masterSalt, LABEL_AUTHENTICATION, 20);
            salt = sessionKey(masterKey, masterSalt, LABEL_SALT, SALT_BYTES);
            encryptionKey = new SecretKeySpec(encryption, "AES");
            mac.init(new SecretKeySpec(authentication, "HmacSHA1"));
            Arrays.fill(encryption, (byte) 0);
            Arrays.fill(authentication, (byte) 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks AES or HMAC-SHA1", e);
        } finally {
            Arrays.fill(masterSalt, (byte) 0);
        }
    }

    /** RFC 3711 §4.3.1 and §4.3.3: the key stream of the master key from (salt xor label * 2^48) * 2^16. */
    static byte[] sessionKey(SecretKey masterKey, byte[] masterSalt, int label, int length)
            throws GeneralSecurityException {
        byte[] x = Arrays.copyOf(masterSalt, 16);
        x[7] ^= (byte) label;
        Cipher prf = Cipher.getInstance("AES/CTR/NoPadding");
        prf.init(Cipher.ENCRYPT_MODE, masterKey, new IvParameterSpec(x));
        return prf.doFinal(new byte[length]);
    }

    /**
     * Encrypts the payload in place and appends the tag.
     *
     * @param packet RTP with a header of 12 bytes, from {@code offset}, and room for {@value #TAG_BYTES} bytes more
     * @param length of the RTP packet
     * @return length of the SRTP packet
     */
    public int protect(byte[] packet, int offset, int length) {
        try {
            counterBlock(packet, offset);
            cipher.init(Cipher.ENCRYPT_MODE, encryptionKey, new IvParameterSpec(iv));
            int payload = offset + RTP_HEADER;
            cipher.doFinal(packet, payload, length - RTP_HEADER, packet, payload);
            mac.update(packet, offset, length);
            mac.update(ROLL_OVER_COUNTER);
            mac.doFinal(tag, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTP protection failed", e);
        }
        System.arraycopy(tag, 0, packet, offset + length, TAG_BYTES);
        return length + TAG_BYTES;
    }

    /** RFC 3711 §4.1.1: salt * 2^16 xor SSRC * 2^64 xor packet index * 2^16; the index is the sequence number here. */
    private void counterBlock(byte[] packet, int offset) {
        System.arraycopy(salt, 0, iv, 0, SALT_BYTES);
        iv[14] = 0;
        iv[15] = 0;
        for (int i = 0; i < 4; i++) {
            iv[4 + i] ^= packet[offset + 8 + i];
        }
        iv[12] ^= packet[offset + 2];
        iv[13] ^= packet[offset + 3];
    }

    /** Overwrites the salt and replaces the keys in cipher and MAC. */
    public void wipe() {
        Arrays.fill(salt, (byte) 0);
        Arrays.fill(iv, (byte) 0);
        encryptionKey = new SecretKeySpec(new byte[16], "AES");
        try {
            cipher.init(Cipher.ENCRYPT_MODE, encryptionKey, new IvParameterSpec(iv));
            mac.init(new SecretKeySpec(new byte[20], "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTP keys cannot be replaced", e);
        }
    }
}
