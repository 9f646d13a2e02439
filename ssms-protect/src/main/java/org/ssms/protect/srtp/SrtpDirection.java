package org.ssms.protect.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One direction of an SRTP session: the session keys of one master key (RFC 3711 §4.3, key derivation rate 0) and the
 * streams that are protected by them. Not thread safe.
 */
final class SrtpDirection {
    /** Sources that one master key is believed to protect; only authentic packets make a new one. */
    static final int MAX_STREAMS = 8;

    private static final int MASTER_KEY_BYTES = 16;
    private static final int SALT_BYTES = 14;
    private static final int RTCP_LABELS = 3;

    /** State of one synchronization source. */
    static final class Stream {
        private final int ssrc;
        final ReplayWindow rtp = new ReplayWindow();
        final ReplayWindow rtcp = new ReplayWindow();

        Stream(int ssrc) {
            this.ssrc = ssrc;
        }
    }

    final AesCounterMode rtpCipher;
    final HmacSha1 rtpTag;
    final AesCounterMode rtcpCipher;
    final HmacSha1 rtcpTag;
    private final Stream[] streams = new Stream[MAX_STREAMS];
    private int known;
    /** Stands for a source of which nothing authentic has come. */
    private final Stream unknown = new Stream(0);

    SrtpDirection(byte[] master) {
        if (master.length != SrtpSuite.MASTER_BYTES) {
            throw new IllegalArgumentException("wrong size of an SRTP master key and salt");
        }
        SecretKey key = new SecretKeySpec(master, 0, MASTER_KEY_BYTES, "AES");
        byte[] salt = Arrays.copyOfRange(master, MASTER_KEY_BYTES, SrtpSuite.MASTER_BYTES);
        rtpCipher = cipher(key, salt, 0);
        rtpTag = tag(key, salt, 0);
        rtcpCipher = cipher(key, salt, RTCP_LABELS);
        rtcpTag = tag(key, salt, RTCP_LABELS);
        Arrays.fill(salt, (byte) 0);
    }

    /** Of RTP with {@code labels} 0, of RTCP with {@value #RTCP_LABELS}. */
    static AesCounterMode cipher(SecretKey master, byte[] masterSalt, int labels) {
        byte[] key = sessionKey(master, masterSalt, labels, 16);
        byte[] salt = sessionKey(master, masterSalt, labels + 2, SALT_BYTES);
        try {
            return new AesCounterMode(key, salt);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(salt, (byte) 0);
        }
    }

    /** As {@link #cipher}. */
    static HmacSha1 tag(SecretKey master, byte[] masterSalt, int labels) {
        byte[] key = sessionKey(master, masterSalt, labels + 1, HmacSha1.BYTES);
        try {
            return new HmacSha1(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** RFC 3711 §4.3.1 and §4.3.3: the key stream of the master key from (salt xor label * 2^48) * 2^16. */
    static byte[] sessionKey(SecretKey master, byte[] masterSalt, int label, int length) {
        byte[] x = Arrays.copyOf(masterSalt, 16);
        x[7] ^= (byte) label;
        try {
            Cipher prf = Cipher.getInstance("AES/CTR/NoPadding");
            prf.init(Cipher.ENCRYPT_MODE, master, new IvParameterSpec(x));
            return prf.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks AES", e);
        }
    }

    /** The state of a source, to be read; that of a new one when nothing authentic of it has come. */
    Stream stream(int ssrc) {
        for (int i = 0; i < known; i++) {
            if (streams[i].ssrc == ssrc) {
                return streams[i];
            }
        }
        return unknown;
    }

    /** Whether a packet of that state can be noted. */
    boolean hasRoom(Stream stream) {
        return stream != unknown || known < MAX_STREAMS;
    }

    /** The state of a source, to be changed: something authentic has come or is sent. */
    Stream authentic(Stream stream, int ssrc) {
        if (stream != unknown) {
            return stream;
        }
        Stream added = new Stream(ssrc);
        streams[known++] = added;
        return added;
    }

    void wipe() {
        rtpCipher.wipe();
        rtpTag.wipe();
        rtcpCipher.wipe();
        rtcpTag.wipe();
    }
}
