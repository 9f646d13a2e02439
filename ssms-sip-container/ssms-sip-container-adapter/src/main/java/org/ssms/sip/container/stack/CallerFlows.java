package org.ssms.sip.container.stack;

import gov.nist.javax.sip.message.SIPMessage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ssms.sip.container.SipFlow;

/**
 * The flows of the calls that came last, by Call-ID and tag of the caller: a call that is proxied to this server
 * itself has them no more. Thread-safe.
 */
public final class CallerFlows {
    private static final int MAX_CALLS = 10_000;

    private final Map<UUID, Optional<SipFlow>> flows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Optional<SipFlow>> eldest) {
            return size() > MAX_CALLS;
        }
    };

    /**
     * Remembers where {@code request} came from.
     *
     * @param flow empty when the caller is believed
     */
    public void note(SIPMessage request, Optional<SipFlow> flow) {
        synchronized (flows) {
            flows.put(key(request), flow);
        }
    }

    /** Empty when the caller is believed, or this server began the call itself. */
    public Optional<SipFlow> of(SIPMessage request) {
        synchronized (flows) {
            return flows.getOrDefault(key(request), Optional.empty());
        }
    }

    /** Of 16 bytes, however long the sender makes his Call-ID. */
    private static UUID key(SIPMessage request) {
        String call = request.getCallId().getCallId() + "\n" + request.getFromTag();
        return UUID.nameUUIDFromBytes(call.getBytes(StandardCharsets.UTF_8));
    }
}
