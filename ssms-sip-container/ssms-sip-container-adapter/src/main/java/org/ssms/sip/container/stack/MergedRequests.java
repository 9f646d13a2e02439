package org.ssms.sip.container.stack;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;

/**
 * Finds requests that arrive a second time on another path while the first is being processed (RFC 3261 §8.2.2.2). Not
 * merged are a request that this server sent to itself, which is a spiral, and one with another request URI, as an
 * application may be a proxy for several targets of one fork.
 */
final class MergedRequests {
    private static final int MAX_REMEMBERED = 10_000;

    /** In characters. Who makes his branch longer is not looked after: the memory is that of all. */
    private static final int LONGEST_ID = 255;

    private final SipApplicationDispatcherImpl dispatcher;
    private final Map<UUID, String> transactions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    MergedRequests(SipApplicationDispatcherImpl dispatcher) {
        this.dispatcher = dispatcher;
    }

    boolean isMerged(SIPRequest request) {
        return !hasBeenHere(request) && isRepeatedElsewhere(request);
    }

    private boolean hasBeenHere(SIPRequest request) {
        for (Via via : request.getViaHeaders()) {
            if (!dispatcher.isViaHeaderExternal(via)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRepeatedElsewhere(SIPRequest request) {
        UUID key = key(request);
        String id = request.getTransactionId();
        if (id.length() > LONGEST_ID) {
            return false;
        }
        synchronized (transactions) {
            String first = transactions.get(key);
            if (first != null && !first.equals(id) && isOngoing(first, request)) {
                return true;
            }
            transactions.put(key, id);
            return false;
        }
    }

    /** Of 16 bytes, however long the sender makes his Call-ID. */
    static UUID key(SIPRequest request) {
        String text = request.getRequestURI() + "\n" + request.getFromTag() + "\n"
                + request.getCallId().getCallId() + "\n" + request.getCSeq().getSeqNumber() + "\n"
                + request.getMethod();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * One that was challenged is not: some clients repeat it with credentials and forget to count up the CSeq. One
     * whose call is up is: the stack drops its transaction with the 2xx, which RFC 6026 §7.1 keeps for half a minute.
     */
    private boolean isOngoing(String transactionId, SIPRequest request) {
        SipStackImpl stack = (SipStackImpl) dispatcher.getSipStack();
        if (stack.findTransaction(transactionId, true) instanceof SIPServerTransaction transaction) {
            int status = transaction.getLastResponseStatusCode();
            return status != Response.UNAUTHORIZED && status != Response.PROXY_AUTHENTICATION_REQUIRED;
        }
        return stack.findPendingTransaction(transactionId) != null || stack.findMergedTransaction(request);
    }
}
