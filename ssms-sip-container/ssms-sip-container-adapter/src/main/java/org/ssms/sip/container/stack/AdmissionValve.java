package org.ssms.sip.container.stack;

import gov.nist.javax.sip.SIPConstants;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.ssms.sip.container.RequestGate;
import org.ssms.sip.container.RequestGate.Arrival;
import org.ssms.sip.container.RequestGate.Verdict;
import org.ssms.sip.container.log.Redaction;

/** Asks the gates of the applications as soon as a request is parsed, before the stack makes a transaction of it. */
final class AdmissionValve implements SIPMessageValve {
    private static final System.Logger LOG = System.getLogger(AdmissionValve.class.getName());

    private final SipStackImpl stack;
    private final SipApplicationDispatcher dispatcher;
    private final StatelessAnswer answer;
    private final List<RequestGate> gates = new CopyOnWriteArrayList<>();

    AdmissionValve(SipStackImpl stack, SipApplicationDispatcher dispatcher) {
        this.stack = stack;
        this.dispatcher = dispatcher;
        this.answer = new StatelessAnswer(dispatcher);
    }

    void add(RequestGate gate) {
        gates.add(gate);
    }

    void remove(RequestGate gate) {
        gates.removeIf(other -> other == gate); // equals() of a CDI proxy asks a bean that may have ended
    }

    /** Whether a message is to be parsed. */
    boolean isRead(RequestGate.Packet packet) {
        for (RequestGate gate : gates) {
            try {
                if (!gate.reads(packet)) {
                    return false;
                }
            } catch (RuntimeException e) { // a gate that is broken must not close the server
                LOG.log(Level.DEBUG, "a request gate failed", Redaction.redacted(e));
            }
        }
        return true;
    }

    /** Whether some application believes that peer; not when its gate is broken. */
    boolean isBelieved(String address) {
        for (RequestGate gate : gates) {
            try {
                if (gate.believes(address)) {
                    return true;
                }
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "a request gate failed", Redaction.redacted(e));
            }
        }
        return false;
    }

    /**
     * False when the stack shall forget the request, also one of another SIP version (RFC 3261 §21.5.6). What this
     * server sends to itself has come in already.
     */
    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        if (!request.getRequestLine().getSipVersion().equals(SIPConstants.SIP_VERSION_STRING)) {
            refuse(request, channel, new Verdict.Refuse(Response.VERSION_NOT_SUPPORTED, Duration.ZERO));
            return false;
        }
        if (gates.isEmpty() || request.getPeerPacketSourceAddress() == null || isExpected(request)) {
            return true;
        }
        Arrival arrival = new Arrival(
                request.getMethod(),
                channel.getTransport().toUpperCase(Locale.ROOT),
                request.getPeerPacketSourceAddress().getHostAddress(),
                request.getPeerPacketSourcePort(),
                isRepetition(request));
        Verdict verdict = ask(arrival);
        if (verdict instanceof Verdict.Refuse refusal && !arrival.repetition()) {
            refuse(request, channel, refusal);
        }
        return verdict instanceof Verdict.Pass;
    }

    private void refuse(SIPRequest request, MessageChannel channel, Verdict.Refuse refusal) {
        SipProvider provider = channel.getMessageProcessor().getListeningPoint().getProvider();
        answer.send(provider, request, refusal.status(), refusal.retryAfter());
    }

    /** ACKs and what belongs to a dialog or, as a CANCEL does, to another request. */
    private boolean isExpected(SIPRequest request) {
        return switch (request.getMethod()) {
            case Request.ACK -> true;
            case Request.CANCEL -> stack.findCancelTransaction(request, true) != null;
            default -> request.getToTag() != null && stack.getDialog(request.getDialogId(true)) != null;
        };
    }

    private boolean isRepetition(SIPRequest request) {
        return stack.findTransaction(request, true) != null
                || stack.findPendingTransaction(request.getTransactionId()) != null;
    }

    private Verdict ask(Arrival arrival) {
        for (RequestGate gate : gates) {
            try {
                Verdict verdict = gate.admit(arrival);
                if (!(verdict instanceof Verdict.Pass)) {
                    return verdict;
                }
            } catch (RuntimeException e) { // a gate that is broken must not close the server
                LOG.log(Level.DEBUG, "a request gate failed", Redaction.redacted(e));
            }
        }
        return new Verdict.Pass();
    }

    /** False for a response to a request that this server has not sent (RFC 3261 §18.1.2): it would be passed on. */
    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        ViaHeader via = (ViaHeader) response.getHeader(ViaHeader.NAME);
        return via != null && !dispatcher.isViaHeaderExternal(via);
    }

    @Override
    public void init(SipStack ignored) {}

    @Override
    public void destroy() {
        gates.clear();
    }
}
