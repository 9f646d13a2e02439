package org.ssms.sip.container.it.apps.targets;

import jakarta.annotation.Resource;
import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionsUtil;

/** Answers, says with which call a new one belongs together, and ends one that is replaced. */
@javax.servlet.sip.annotation.SipServlet(name = "targets")
public class TargetServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Resource
    private transient SipSessionsUtil sessions;

    @Override
    protected void doInvite(SipServletRequest invite) throws IOException {
        boolean replaces = invite.getHeader("Replaces") != null;
        SipSession other = sessions.getCorrespondingSipSession(invite.getSession(), replaces ? "Replaces" : "Join");
        SipServletResponse ok = invite.createResponse(SipServletResponse.SC_OK);
        if (other != null) {
            ok.setHeader("X-Other", other.getCallId());
            String session = other.getApplicationSession().getId();
            ok.setHeader(
                    "X-Together",
                    Boolean.toString(
                            session.equals(invite.getApplicationSession().getId())));
        }
        ok.send();
        if (other != null && replaces) {
            other.createRequest("BYE").send();
        }
    }

    @Override
    protected void doBye(SipServletRequest bye) throws IOException {
        bye.createResponse(SipServletResponse.SC_OK).send();
    }
}
