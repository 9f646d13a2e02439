package org.ssms.sip.container.it.apps.speeddial;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Knows who is meant by a short number: {@code X-Number-1} says it. */
@javax.servlet.sip.annotation.SipServlet(name = "speeddial")
public class SpeedDialServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Resource
    private transient SipFactory factory;

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        String target = invite.getHeader("X-Number-1");
        if (target == null) {
            invite.createResponse(SipServletResponse.SC_NOT_ACCEPTABLE_HERE).send();
            return;
        }
        Proxy proxy = invite.getProxy();
        proxy.setRecordRoute(false);
        proxy.setParallel(false);
        proxy.proxyTo(factory.createURI(target));
    }
}
