package org.ssms.protect.drm;

/** In which form a protected message reaches a player. */
public enum ProtectedFormat {
    /** A file: CENC in fragmented MP4. */
    CENC_FILE,
    /** A stream of stored SRTP packets. */
    SRTP_STREAM
}
