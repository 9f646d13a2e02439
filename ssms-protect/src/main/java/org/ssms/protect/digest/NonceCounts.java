package org.ssms.protect.digest;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which nonce counts were used, so that a request cannot be replayed (RFC 7616 §3.4.5). Counts may overtake each other
 * by up to 64, as requests over UDP do. Bounded: when there are too many nonces, the one used first for longest is
 * forgotten, and with it every unused nonce that is not younger. Thread-safe.
 */
public final class NonceCounts {
    private final int capacity;
    private final Duration lifetime;
    private final Map<String, Used> nonces = new LinkedHashMap<>();
    private Instant forgottenUpTo = Instant.MIN;

    /** @param seen bit n: the count {@code highest - n} was used */
    private record Used(Instant issued, long highest, long seen) {}

    /** @param lifetime of a nonce, after which it need not be remembered */
    public NonceCounts(int capacity, Duration lifetime) {
        this.capacity = capacity;
        this.lifetime = lifetime;
    }

    /** Takes note of a use; false when it is a repetition or cannot be told from one. */
    public synchronized boolean use(String nonce, Instant issued, long count, Instant now) {
        @Nullable Used used = nonces.get(nonce);
        if (used != null) {
            @Nullable Used next = used(used, count);
            if (next == null) {
                return false;
            }
            nonces.put(nonce, next);
            return true;
        }
        if (!issued.isAfter(forgottenUpTo)) {
            return false;
        }
        nonces.put(nonce, new Used(issued, count, 1));
        forget(now);
        return true;
    }

    synchronized int size() {
        return nonces.size();
    }

    private static @Nullable Used used(Used used, long count) {
        long ahead = count - used.highest;
        if (ahead > 0) {
            long seen = ahead < Long.SIZE ? used.seen << ahead : 0;
            return new Used(used.issued, count, seen | 1);
        }
        if (-ahead >= Long.SIZE || (used.seen >>> -ahead & 1) != 0) {
            return null;
        }
        return new Used(used.issued, used.highest, used.seen | 1L << -ahead);
    }

    private void forget(Instant now) {
        Iterator<Used> oldest = nonces.values().iterator();
        while (oldest.hasNext()) {
            Instant issued = oldest.next().issued;
            boolean expired = !now.isBefore(issued.plus(lifetime));
            if (!expired && nonces.size() <= capacity) {
                return;
            }
            if (!expired && issued.isAfter(forgottenUpTo)) {
                forgottenUpTo = issued;
            }
            oldest.remove();
        }
    }
}
