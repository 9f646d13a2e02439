package org.ssms.greeting;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.KeyId;

/**
 * The greetings that were heard last, up to {@value #MOST_BYTES} bytes of them, and none for longer than an hour:
 * another node may have destroyed it. A KID never names another. Thread-safe.
 */
final class GreetingCache {
    static final int MOST_BYTES = 16 << 20;
    static final Duration LONGEST = Duration.ofHours(1);

    private final Clock clock;
    private final Map<KeyId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private int bytes;

    private static final class Entry {
        final byte[] sound;
        final Instant since;

        Entry(byte[] sound, Instant since) {
            this.sound = sound;
            this.since = since;
        }
    }

    GreetingCache(Clock clock) {
        this.clock = clock;
    }

    synchronized byte @Nullable [] get(KeyId kid) {
        Entry entry = entries.get(kid);
        return entry == null || isOld(entry) ? null : entry.sound;
    }

    private boolean isOld(Entry entry) {
        return entry.since.plus(LONGEST).isBefore(clock.instant());
    }

    synchronized void put(KeyId kid, byte[] sound) {
        forget(kid);
        entries.put(kid, new Entry(sound, clock.instant()));
        bytes += sound.length;
        var oldest = entries.entrySet().iterator();
        while (bytes > MOST_BYTES && oldest.hasNext()) {
            bytes -= oldest.next().getValue().sound.length;
            oldest.remove();
        }
    }

    synchronized void forget(KeyId kid) {
        Entry before = entries.remove(kid);
        bytes -= before == null ? 0 : before.sound.length;
    }

    synchronized void forgetOld() {
        entries.entrySet().removeIf(entry -> {
            boolean isOld = isOld(entry.getValue());
            bytes -= isOld ? entry.getValue().sound.length : 0;
            return isOld;
        });
    }
}
