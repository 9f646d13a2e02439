package org.ssms.sip.container.it.apps.handler;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Answers what is forwarded to it, and says so in a call that it gets to handle. */
@javax.servlet.sip.annotation.SipServlet(name = "second")
public class SecondServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doInvite(SipServletRequest invite) throws IOException {
        SipServletResponse ok = invite.createResponse(SipServletResponse.SC_OK);
        ok.setHeader("X-Passed", String.valueOf(invite.getAttribute("passed")));
        ok.send();
    }

    @Override
    protected void doAck(SipServletRequest ack) throws IOException {
        SipServletRequest message = ack.getSession().createRequest("MESSAGE");
        message.setContent("acknowledged to the second", "text/plain");
        message.send();
    }

    @Override
    protected void doBye(SipServletRequest bye) throws IOException {
        bye.createResponse(SipServletResponse.SC_OK).send();
    }
}
