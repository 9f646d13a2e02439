package org.ssms.protect.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode as RFC 3711 §4.1.1 has it: the counter block starts at salt * 2^16 xor SSRC * 2^64 xor
 * index * 2^16. Made of single blocks under a cipher that is set up once, since a JCA counter mode cipher allocates and
 * expands its key anew for every packet. Not thread safe.
 */
final class AesCounterMode {
    private static final int BLOCK = 16;

    /** Blocks of key stream made at once; a packet of 20 ms needs ten. */
    private static final int BLOCKS = 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Cipher aes;

    /** The first half of the salt, and the second with two zero bytes behind it. */
    private long saltHigh;

    private long saltLow;
    private final byte[] counters = new byte[BLOCKS * BLOCK];
    private final byte[] keyStream = new byte[BLOCKS * BLOCK];

    /** Takes copies of key (16 bytes) and salt (14 bytes). */
    AesCounterMode(byte[] key, byte[] salt) {
        byte[] padded = Arrays.copyOf(salt, BLOCK);
        saltHigh = (long) LONG.get(padded, 0);
        saltLow = (long) LONG.get(padded, Long.BYTES);
        Arrays.fill(padded, (byte) 0);
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
        int block = 0;
        for (int done = 0; done < length; block += BLOCKS) {
            int chunk = Math.min(length - done, BLOCKS * BLOCK);
            keyStream(ssrc, index, block, (chunk + BLOCK - 1) / BLOCK);
            xorKeyStream(bytes, offset + done, chunk);
            done += chunk;
        }
    }

    private void keyStream(int ssrc, long index, int firstBlock, int blocks) {
        long high = saltHigh ^ Integer.toUnsignedLong(ssrc);
        long low = saltLow ^ (index << 16);
        for (int i = 0; i < blocks; i++) {
            LONG.set(counters, i * BLOCK, high);
            LONG.set(counters, i * BLOCK + Long.BYTES, low ^ ((firstBlock + i) & 0xffff));
        }
        try {
            aes.update(counters, 0, blocks * BLOCK, keyStream, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
    }

    private void xorKeyStream(byte[] bytes, int offset, int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            LONG.set(bytes, offset + i, (long) LONG.get(bytes, offset + i) ^ (long) LONG.get(keyStream, i));
        }
        for (; i < length; i++) {
            bytes[offset + i] ^= keyStream[i];
        }
    }

    /** Overwrites the salt and replaces the key. */
    void wipe() {
        saltHigh = 0;
        saltLow = 0;
        Arrays.fill(counters, (byte) 0);
        Arrays.fill(keyStream, (byte) 0);
        try {
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[BLOCK], "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the AES key cannot be replaced", e);
        }
    }
}
