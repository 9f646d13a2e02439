package org.ssms.media.engine;

import java.util.concurrent.atomic.AtomicLong;

/** A total that one thread counts and all may read. */
final class Tally {
    private final AtomicLong total = new AtomicLong();

    /** Counting thread only: a plain read and an ordered write cost no bus lock per packet. */
    void add(long count) {
        total.lazySet(total.getPlain() + count);
    }

    long get() {
        return total.get();
    }
}
