package org.ssms.web.mail;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said once, and again after an hour, however often it happens: a client tries again at once. Knows the
 * last {@value #MOST} things. Thread-safe.
 */
final class OnceAnHour {
    static final int MOST = 1000;

    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();

    private final LongSupplier nanoTime;
    /** When each was said, the oldest first. */
    private final Map<String, Long> said = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    OnceAnHour(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether it is to be said now. Then it is not for an hour. */
    synchronized boolean isDue(String what) {
        long now = nanoTime.getAsLong();
        @Nullable Long before = said.get(what);
        if (before != null && now - before < HOUR_NANOS) {
            return false;
        }
        said.remove(what); // so that it becomes the newest
        said.put(what, now);
        return true;
    }
}
