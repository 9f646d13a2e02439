package org.ssms.greeting;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.KeyId;

/** The greetings that were heard last, up to {@value #MOST_BYTES} bytes of them. A KID never names another. Thread-safe. */
final class GreetingCache {
    static final int MOST_BYTES = 16 << 20;

    private final Map<KeyId, byte[]> sounds = new LinkedHashMap<>(16, 0.75f, true);
    private int bytes;

    synchronized byte @Nullable [] get(KeyId kid) {
        return sounds.get(kid);
    }

    synchronized void put(KeyId kid, byte[] sound) {
        byte[] before = sounds.put(kid, sound);
        bytes += sound.length - (before == null ? 0 : before.length);
        var oldest = sounds.entrySet().iterator();
        while (bytes > MOST_BYTES && oldest.hasNext()) {
            bytes -= oldest.next().getValue().length;
            oldest.remove();
        }
    }
}
