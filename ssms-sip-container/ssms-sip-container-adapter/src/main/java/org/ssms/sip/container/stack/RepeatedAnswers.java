package org.ssms.sip.container.stack;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPResponse;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.ssms.sip.container.log.Redaction;

/**
 * Passes the repetitions of a 2xx to a proxied INVITE on to the caller, without a transaction (RFC 3261 §16.7, end of
 * step 5): the one who answered repeats it until the caller's ACK arrives. Upstream drops them, as its session has
 * ended with the first. Only what went through here before is passed on.
 */
final class RepeatedAnswers {
    private static final System.Logger LOG = System.getLogger(RepeatedAnswers.class.getName());
    private static final int MAX_REMEMBERED = 10_000;

    private final SipApplicationDispatcher dispatcher;
    private final Set<String> answered = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    }));

    RepeatedAnswers(SipApplicationDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** True when the response was settled here. */
    boolean passedOn(ResponseEvent event) {
        SIPResponse response = (SIPResponse) event.getResponse();
        boolean proxied = response.getViaHeaders().size() > 1;
        boolean answer = response.getStatusCode() / 100 == 2
                && response.getCSeq().getMethod().equals(Request.INVITE);
        if (!answer || !proxied || event.getDialog() != null) {
            return false;
        }
        String branch = response.getTopmostVia().getBranch();
        if (event.getClientTransaction() != null) {
            answered.add(branch);
            return false;
        }
        if (!answered.contains(branch)) {
            return false;
        }
        SIPResponse onward = (SIPResponse) response.clone();
        onward.removeFirst(ViaHeader.NAME);
        passOn(dispatcher, onward);
        return true;
    }

    /** Sends a response to where its Via points to; the transport may be another one than that on which it came. */
    static void passOn(SipApplicationDispatcher dispatcher, SIPResponse response) {
        Via caller = response.getTopmostVia();
        try {
            LocalInterfaces.near(
                    caller.getReceived() == null ? caller.getHost() : caller.getReceived(),
                    () -> dispatcher
                            .getSipNetworkInterfaceManager()
                            .findMatchingListeningPoint(caller.getTransport(), false)
                            .getSipProvider()
                            .sendResponse(response));
        } catch (SipException e) {
            LOG.log(Level.DEBUG, "a response was not passed on: " + Redaction.firstLine(e.getMessage()));
        }
    }
}
