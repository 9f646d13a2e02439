package org.ssms.sip.container.stack;

import gov.nist.javax.sip.message.SIPMessage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.SipFlow;

/**
 * How the callers of the calls that came last are reached, by Call-ID and tag of the caller: a call that is proxied to
 * this server itself does not say it any more. Thread-safe.
 */
public final class CallerFlows {
    private static final int MAX_CALLS = 10_000;

    private final Map<UUID, Way> ways = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Way> eldest) {
            return size() > MAX_CALLS;
        }
    };

    /** Where requests to a caller go. */
    public sealed interface Way {
        /** Where he says: he is believed. */
        record AsHeSays() implements Way {}

        /** Back where he came from, whatever he says. */
        record Back(SipFlow flow) implements Way {}
    }

    /** Remembers the way back to whoever sent {@code request}. */
    public void note(SIPMessage request, Way way) {
        synchronized (ways) {
            UUID key = key(request);
            ways.remove(key); // the newest now
            ways.put(key, way);
        }
    }

    /** Null when it was never known, or is known no more: nobody is believed for that. */
    public @Nullable Way of(SIPMessage request) {
        synchronized (ways) {
            return ways.get(key(request));
        }
    }

    /** Of 16 bytes, however long the sender makes his Call-ID. */
    private static UUID key(SIPMessage request) {
        String call = request.getCallId().getCallId() + "\n" + request.getFromTag();
        return UUID.nameUUIDFromBytes(call.getBytes(StandardCharsets.UTF_8));
    }
}
