package org.ssms.media.sdp;

import java.util.Optional;

/** The crypto suites of RFC 4568 §6.2 that we speak. Both have a master key of 128 and a salt of 112 bit. */
public enum SrtpSuite {
    AES_CM_128_HMAC_SHA1_80,
    AES_CM_128_HMAC_SHA1_32;

    /** Bytes of master key and salt behind each other. */
    public static final int MASTER_BYTES = 30;

    static Optional<SrtpSuite> of(String name) {
        for (SrtpSuite suite : values()) {
            if (suite.name().equals(name)) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }
}
