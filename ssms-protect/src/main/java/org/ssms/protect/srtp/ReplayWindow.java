package org.ssms.protect.srtp;

/** Which packet indices of one stream have come, RFC 3711 §3.3.2: the last {@value #SIZE} before the highest one. */
final class ReplayWindow {
    static final int SIZE = 64;

    private long highest = -1;
    /** Bit i: the index i below the highest has come. */
    private long seen;

    /** The highest index that was {@link #accept}ed, or -1. */
    long highest() {
        return highest;
    }

    /** Whether an index is new and not too old to tell. */
    boolean isNew(long index) {
        long behind = highest - index;
        return behind < 0 || (behind < SIZE && (seen >>> behind & 1) == 0);
    }

    /** Notes that an authentic packet has come. */
    void accept(long index) {
        long ahead = index - highest;
        if (ahead > 0) {
            seen = ahead < SIZE && highest >= 0 ? seen << ahead | 1 : 1;
            highest = index;
        } else {
            seen |= 1L << -ahead;
        }
    }
}
