package org.ssms.sip.container.it.apps.handler;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/**
 * Gets each initial request: keeps those with {@code X-Own}, whose further requests go to the other one, and forwards
 * the rest.
 */
@javax.servlet.sip.annotation.SipServlet(name = "first")
public class FirstServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        Parameterable own = invite.getParameterableHeader("X-Own");
        if (own == null) {
            invite.setAttribute("passed", "attribute");
            getServletContext().getNamedDispatcher("second").forward(invite, null);
            return;
        }
        String refused;
        try {
            invite.getSession().setHandler("third");
            refused = "not refused";
        } catch (ServletException e) {
            refused = "refused";
        }
        invite.getSession().setHandler("second");
        SipServletResponse ok = invite.createResponse(SipServletResponse.SC_OK);
        ok.setHeader("X-Third", refused);
        ok.setHeader("X-Tone", own.getValue() + " " + own.getParameter("tone"));
        ok.send();
    }
}
