package org.ssms.sip.container.it.apps.refer;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;

/** The referrer's session is an attribute of that of the call. */
@javax.servlet.sip.annotation.SipServlet(name = "refer")
public class ReferServlet extends SipServlet {
    private static final long serialVersionUID = 1L;
    private static final String REFERRER = "referrer";

    @Resource
    private transient SipFactory factory;

    @Override
    protected void doRefer(SipServletRequest refer) throws ServletException, IOException {
        refer.createResponse(SipServletResponse.SC_ACCEPTED).send();
        report(refer.getSession(), "active;expires=60", "SIP/2.0 100 Trying");
        SipApplicationSession call = factory.createApplicationSession();
        call.setAttribute(REFERRER, refer.getSession());
        factory.createRequest(
                        call,
                        "INVITE",
                        refer.getTo().getURI(),
                        refer.getAddressHeader("Refer-To").getURI())
                .send();
    }

    private static void report(SipSession referrer, String state, String fragment) throws IOException {
        SipServletRequest notify = referrer.createRequest("NOTIFY");
        notify.setHeader("Event", "refer");
        notify.setHeader("Subscription-State", state);
        notify.setContent(fragment, "message/sipfrag;version=2.0");
        notify.send();
    }

    @Override
    protected void doSuccessResponse(SipServletResponse response) throws IOException {
        if (response.getMethod().equals("INVITE")) {
            response.createAck().send();
            SipSession referrer = (SipSession) response.getApplicationSession().getAttribute(REFERRER);
            report(referrer, "terminated;reason=noresource", "SIP/2.0 200 OK");
        }
    }
}
