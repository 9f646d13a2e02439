package org.ssms.protect.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode as RFC 3711 §4.1.1 has it: the counter block starts at salt * 2^16 xor SSRC * 2^64 xor index * 2^16.
 * Made of single blocks under a cipher that is set up once, since a JCA counter mode cipher allocates and expands its key
 * anew for every packet. Not thread safe.
 */
final class AesCounterMode {
    private static final int BLOCK = 16;

    /** Blocks of key stream made at once; a packet of 20 ms needs ten. */
    private static final int BLOCKS = 16;

    private final Cipher aes;
    private final byte[] salt;
    private final byte[] counters = new byte[BLOCKS * BLOCK];
    private final byte[] keyStream = new byte[BLOCKS * BLOCK];

    /** Takes copies of key (16 bytes) and salt (14 bytes). */
    AesCounterMode(byte[] key, byte[] salt) {
        this.salt = Arrays.copyOf(salt, BLOCK);
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks AES", e);
        }
    }

    /**
     * Encrypts or decrypts in place.
     *
     * @param index of the packet, 48 bit for SRTP, 31 bit for SRTCP
     */
    void apply(int ssrc, long index, byte[] bytes, int offset, int length) {
        int done = 0;
        for (int block = 0; done < length; block += BLOCKS) {
            int chunk = Math.min(length - done, BLOCKS * BLOCK);
            keyStream(ssrc, index, block, (chunk + BLOCK - 1) / BLOCK);
            for (int i = 0; i < chunk; i++) {
                bytes[offset + done + i] ^= keyStream[i];
            }
            done += chunk;
        }
    }

    private void keyStream(int ssrc, long index, int firstBlock, int blocks) {
        for (int i = 0; i < blocks; i++) {
            int at = i * BLOCK;
            System.arraycopy(salt, 0, counters, at, BLOCK);
            xor(counters, at + 4, Integer.toUnsignedLong(ssrc), 4);
            xor(counters, at + 8, index, 6);
            xor(counters, at + 14, firstBlock + i, 2);
        }
        try {
            aes.update(counters, 0, blocks * BLOCK, keyStream, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
    }

    private static void xor(byte[] bytes, int offset, long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[offset + i] ^= (byte) (value >>> (8 * (count - 1 - i)));
        }
    }

    /** Overwrites the salt and replaces the key. */
    void wipe() {
        Arrays.fill(salt, (byte) 0);
        Arrays.fill(counters, (byte) 0);
        Arrays.fill(keyStream, (byte) 0);
        try {
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[BLOCK], "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the AES key cannot be replaced", e);
        }
    }
}
