package org.ssms.sip.container.it;

import jakarta.inject.Inject;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.annotation.SipListener;

/** Notes every event, each through an injected bean. */
@SipListener
public class Events implements SipApplicationSessionListener, SipServletListener, TimerListener {
    @Inject
    private Journal journal;

    @Inject
    private CallScope scope;

    @Override
    public void servletInitialized(SipServletContextEvent event) {
        journal.note("servlet-initialized-" + event.getSipServlet().getServletName());
    }

    @Override
    public void timeout(ServletTimer timer) {
        boolean freshScope = scope.callId() == null;
        scope.callId(timer.getId());
        journal.note("timer-" + timer.getInfo() + (freshScope ? "-in-own-scope" : "-in-foreign-scope"));
    }

    @Override
    public void sessionCreated(SipApplicationSessionEvent event) {
        journal.note("session-created");
    }

    @Override
    public void sessionDestroyed(SipApplicationSessionEvent event) {
        journal.note("session-destroyed");
    }

    @Override
    public void sessionExpired(SipApplicationSessionEvent event) {
        journal.note("session-expired");
    }

    @Override
    public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}
}
