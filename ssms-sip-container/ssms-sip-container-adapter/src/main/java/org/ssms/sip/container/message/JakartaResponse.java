package org.ssms.sip.container.message;

import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.io.IOException;
import java.util.ListIterator;
import java.util.Set;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.sip.Dialog;
import javax.sip.Transaction;
import javax.sip.TransactionState;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;
import org.ssms.sip.container.log.Redaction;

/** A SIP response with the method that Servlet 3.1 added, and whose send failures do not carry the message text. */
public final class JakartaResponse extends SipServletResponseImpl implements MobicentsSipServletResponse {
    private static final long serialVersionUID = 1L;
    private static final Set<TransactionState> OPEN =
            Set.of(TransactionState.CALLING, TransactionState.TRYING, TransactionState.PROCEEDING);

    /** For {@link java.io.Externalizable}, which the superclass implements. */
    public JakartaResponse() {}

    JakartaResponse(
            Response response,
            @Nullable SipFactoryImpl factory,
            Transaction transaction,
            MobicentsSipSession session,
            Dialog dialog,
            boolean hasBeenReceived,
            boolean isRetransmission) {
        super(response, factory, transaction, session, dialog, hasBeenReceived, isRetransmission);
    }

    @Override
    public void send(boolean reliably) throws IOException {
        try {
            super.send(reliably);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(Redaction.firstLine(e.getMessage()), e.getCause());
        }
        if (getMethod().equals(Request.BYE) && getTransaction() instanceof SIPServerTransaction bye) {
            endSession(bye);
        }
    }

    /**
     * A session ends with its dialog. Upstream keeps it over UDP for the half minute in which the BYE may come again
     * (RFC 3261 §17.2.2, timer J); but that one is answered by the stack, which needs no session for it. Ends after the
     * callback; not one that a proxy or another leg may still ask for, nor one with a request that has no answer yet,
     * such as a BYE of our own that has crossed this one.
     */
    private void endSession(SIPServerTransaction bye) {
        MobicentsSipSession session = getSipSession();
        if (session.isReadyToInvalidateInternal()
                && session.getProxy() == null
                && session.getB2buaHelper() == null
                && !hasOpenRequest(session)) {
            sipFactoryImpl
                    .getSipApplicationDispatcher()
                    .processTransactionTerminated(new TransactionTerminatedEvent(bye.getSipProvider(), bye));
        }
    }

    private static boolean hasOpenRequest(MobicentsSipSession session) {
        Set<Transaction> ongoing = session.getOngoingTransactions();
        return ongoing != null
                && ongoing.stream()
                        .map(Transaction::getState) // null before it is sent
                        .anyMatch(state -> state == null || OPEN.contains(state));
    }

    /** Also of headers that the stack does not know, as {@link JakartaRequest#getParameterableHeader}. */
    @Override
    public @Nullable Parameterable getParameterableHeader(String name) throws ServletParseException {
        if (JakartaRequest.isKnown(getMessage(), name)) {
            return super.getParameterableHeader(name);
        }
        Header header = getMessage().getHeader(name);
        return header == null ? null : JakartaRequest.parameterable(header);
    }

    @Override
    public ListIterator<Parameterable> getParameterableHeaders(String name) throws ServletParseException {
        return JakartaRequest.isKnown(getMessage(), name)
                ? super.getParameterableHeaders(name)
                : JakartaRequest.parameterables(getMessage().getHeaders(name));
    }

    @Override
    public @Nullable String getRemoteAddr() {
        String address = PacketSource.address(getMessage());
        return address == null ? super.getRemoteAddr() : address;
    }

    @Override
    public int getRemotePort() {
        return PacketSource.address(getMessage()) == null ? super.getRemotePort() : PacketSource.port(getMessage());
    }

    @Override
    public void setContentLengthLong(long length) {
        setContentLength(Math.toIntExact(length));
    }
}
