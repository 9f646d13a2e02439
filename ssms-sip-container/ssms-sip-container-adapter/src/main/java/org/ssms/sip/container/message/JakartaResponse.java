package org.ssms.sip.container.message;

import java.io.IOException;
import javax.sip.Dialog;
import javax.sip.Transaction;
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
