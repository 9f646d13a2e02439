package org.ssms.protect.srtp;

/** Crypto suites of live SRTP, RFC 4568 §6.2. SRTCP has a tag of 80 bit in both. */
public enum SrtpSuite {
    AES_CM_128_HMAC_SHA1_80(10),
    AES_CM_128_HMAC_SHA1_32(4);

    static final int MASTER_BYTES = 30;
    static final int RTCP_TAG_BYTES = 10;

    private final int tagBytes;

    SrtpSuite(int tagBytes) {
        this.tagBytes = tagBytes;
    }

    /** Of the authentication tag behind an RTP packet. */
    int tagBytes() {
        return tagBytes;
    }
}
