package org.ssms.sip.container.it.apps.features;

import java.io.IOException;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Rings reliably (RFC 3262), lets the caller change the early session (RFC 3311), then answers. */
@javax.servlet.sip.annotation.SipServlet(name = "reliable")
public class ReliableServlet extends SipServlet {
    private static final long serialVersionUID = 1L;
    private static final String INVITE = "invite";

    @Override
    protected void doInvite(SipServletRequest invite) throws IOException {
        SipServletResponse progress = invite.createResponse(SipServletResponse.SC_SESSION_PROGRESS);
        progress.setContent("v=0\r\n", "application/sdp");
        invite.getSession().setAttribute(INVITE, invite);
        try {
            progress.sendReliably();
        } catch (Rel100Exception e) {
            invite.createResponse(SipServletResponse.SC_EXTENSION_REQUIRED).send();
        }
    }

    @Override
    protected void doPrack(SipServletRequest prack) throws IOException {
        prack.createResponse(SipServletResponse.SC_OK).send();
    }

    @Override
    protected void doUpdate(SipServletRequest update) throws IOException {
        SipServletResponse changed = update.createResponse(SipServletResponse.SC_OK);
        changed.setContent("v=0\r\n", "application/sdp");
        changed.send();
        SipServletRequest invite = (SipServletRequest) update.getSession().getAttribute(INVITE);
        invite.createResponse(SipServletResponse.SC_OK).send();
    }

    @Override
    protected void doBye(SipServletRequest bye) throws IOException {
        bye.createResponse(SipServletResponse.SC_OK).send();
    }
}
