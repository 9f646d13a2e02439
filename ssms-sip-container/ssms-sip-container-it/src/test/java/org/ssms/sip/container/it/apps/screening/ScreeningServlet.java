package org.ssms.sip.container.it.apps.screening;

import java.io.IOException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.annotation.SipApplicationKey;

/** Marks calls and sends them on; answers PUBLISH out of a session that is found by its key. */
public class ScreeningServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    /** Static, and in the application's contexts all the same. */
    @SipApplicationKey
    public static String keyOf(SipServletRequest request) {
        boolean inContext = Thread.currentThread().getContextClassLoader() == ScreeningServlet.class.getClassLoader();
        String user = ((SipURI) request.getRequestURI()).getUser();
        return request.getMethod().equals("PUBLISH") && inContext ? user : request.getCallId();
    }

    @Override
    protected void doInvite(SipServletRequest invite) throws IOException {
        if (!invite.isInitial()) {
            return;
        }
        invite.addHeader("X-Screened", getServletConfig().getInitParameter("mark"));
        try {
            Proxy proxy = invite.getProxy();
            // a PRACK comes through a proxying application only now and then: upstream may see it before it waits for
            // it
            proxy.setRecordRoute(invite.getHeader("Supported") == null);
            proxy.proxyTo(invite.getRequestURI());
        } catch (TooManyHopsException e) {
            invite.createResponse(SipServletResponse.SC_TOO_MANY_HOPS).send();
        }
    }

    @Override
    protected void doPublish(SipServletRequest publish) throws IOException {
        Object seen = publish.getApplicationSession().getAttribute("seen");
        int count = seen == null ? 1 : (int) seen + 1;
        publish.getApplicationSession().setInvalidateWhenReady(false); // there is no dialog that keeps it
        publish.getApplicationSession().setAttribute("seen", count);
        SipServletResponse ok = publish.createResponse(SipServletResponse.SC_OK);
        ok.setHeader("X-Seen", Integer.toString(count));
        ok.send();
    }
}
