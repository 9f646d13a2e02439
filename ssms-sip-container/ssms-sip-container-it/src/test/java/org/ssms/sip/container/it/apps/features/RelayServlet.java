package org.ssms.sip.container.it.apps.features;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;

/** A back-to-back user agent (JSR 289 §12) between a caller and the callee of its init parameter. */
public class RelayServlet extends SipServlet {
    private static final long serialVersionUID = 1L;
    private static final String ANSWER = "answer";

    @Inject
    private transient SipFactory factory;

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        SipServletRequest outgoing = invite.getB2buaHelper().createRequest(invite, true, null);
        outgoing.setRequestURI(factory.createURI(getServletConfig().getInitParameter("callee")));
        outgoing.send();
    }

    @Override
    protected void doResponse(SipServletResponse response) throws ServletException, IOException {
        if (!response.getMethod().equals("INVITE")) {
            return;
        }
        B2buaHelper helper = response.getRequest().getB2buaHelper();
        SipSession caller = helper.getLinkedSession(response.getSession());
        if (response.getStatus() == SipServletResponse.SC_OK) {
            caller.setAttribute(ANSWER, response);
        }
        SipServletResponse relayed =
                helper.createResponseToOriginalRequest(caller, response.getStatus(), response.getReasonPhrase());
        if (response.getContentLength() > 0) {
            relayed.setContent(response.getContent(), response.getContentType());
        }
        relayed.send();
    }

    @Override
    protected void doAck(SipServletRequest ack) throws IOException {
        // getPendingMessages forgets an answer with its transaction, which ends on a thread of its own
        ((SipServletResponse) ack.getSession().getAttribute(ANSWER)).createAck().send();
    }

    @Override
    protected void doBye(SipServletRequest bye) throws IOException {
        bye.createResponse(SipServletResponse.SC_OK).send();
        B2buaHelper helper = bye.getB2buaHelper();
        helper.createRequest(helper.getLinkedSession(bye.getSession()), bye, null)
                .send();
    }

    @Override
    protected void doCancel(SipServletRequest cancel) throws IOException {
        B2buaHelper helper = cancel.getB2buaHelper();
        helper.createCancel(helper.getLinkedSession(cancel.getSession())).send();
    }
}
