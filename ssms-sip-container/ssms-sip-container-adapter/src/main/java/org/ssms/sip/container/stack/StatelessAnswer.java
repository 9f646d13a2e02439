package org.ssms.sip.container.stack;

import gov.nist.javax.sip.header.RetryAfter;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.lang.System.Logger.Level;
import java.time.Duration;
import javax.sip.InvalidArgumentException;
import javax.sip.ObjectInUseException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.ssms.sip.container.log.Redaction;

/**
 * Refuses a request, where that is possible without a transaction: nothing is kept of it, and repetitions get the same
 * answer (RFC 3261 §8.2.7).
 */
final class StatelessAnswer {
    private static final System.Logger LOG = System.getLogger(StatelessAnswer.class.getName());

    private final SipApplicationDispatcher dispatcher;

    StatelessAnswer(SipApplicationDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** By the transaction that the stack has made already: nothing is kept of one that cannot send. */
    void send(ServerTransaction transaction, SIPRequest request, int status) {
        try {
            try {
                SIPResponse response = response(request, status);
                transaction.sendResponse(response);
                dispatcher.updateResponseStatistics(response, false);
            } catch (SipException | InvalidArgumentException | RuntimeException e) {
                LOG.log(Level.DEBUG, "a refusal was not sent: " + Redaction.firstLine(e.getMessage()));
                transaction.terminate();
            }
        } catch (ObjectInUseException e) {
            LOG.log(Level.DEBUG, "a transaction stays: " + Redaction.firstLine(e.getMessage()));
        }
    }

    private static SIPResponse response(SIPRequest request, int status) {
        SIPResponse response = request.createResponse(status);
        if (request.getToTag() == null) {
            response.setToTag(Integer.toHexString(request.getTransactionId().hashCode()));
        }
        return response;
    }

    /** @param retryAfter for the header of this name; none when zero */
    void send(SipProvider provider, SIPRequest request, int status, Duration retryAfter) {
        try {
            SIPResponse response = response(request, status);
            if (!retryAfter.isZero()) {
                RetryAfter header = new RetryAfter();
                header.setRetryAfter((int) Math.max(1, retryAfter.toSeconds()));
                response.setHeader(header);
            }
            provider.sendResponse(response);
            dispatcher.updateResponseStatistics(response, false);
        } catch (SipException | InvalidArgumentException e) {
            LOG.log(Level.DEBUG, "a refusal was not sent: " + Redaction.firstLine(e.getMessage()));
        }
    }
}
