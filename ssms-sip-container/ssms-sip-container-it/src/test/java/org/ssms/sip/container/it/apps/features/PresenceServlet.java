package org.ssms.sip.container.it.apps.features;

import jakarta.inject.Inject;
import java.io.IOException;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.URI;
import org.ssms.sip.container.SipFlow;

/** A notifier (RFC 6665): a NOTIFY after each SUBSCRIBE, and one when the time is over. Remembers the last
 *  REGISTER, and tells who registers which subscription ended last. */
@javax.servlet.sip.annotation.SipServlet(name = "presence")
@javax.servlet.sip.annotation.SipListener
public class PresenceServlet extends SipServlet implements TimerListener {
    private static final long serialVersionUID = 1L;
    private static final String TIMER = "timer";
    private static final String ENDED = "ended";

    @Inject
    private transient TimerService timers;

    /** Whom to reach, and how. */
    record Registered(URI contact, SipFlow flow) {}

    @Override
    protected void doSubscribe(SipServletRequest subscribe) throws IOException {
        int seconds = Math.max(0, subscribe.getExpires());
        SipServletResponse ok = subscribe.createResponse(SipServletResponse.SC_OK);
        ok.setExpires(seconds);
        ok.send();
        SipSession session = subscribe.getSession();
        if (session.getAttribute(TIMER) instanceof String id) {
            ServletTimer running = session.getApplicationSession().getTimer(id);
            if (running != null) {
                running.cancel();
            }
        }
        if (seconds == 0) {
            send(session, "terminated;reason=timeout");
            return;
        }
        ServletTimer timer =
                timers.createTimer(session.getApplicationSession(), seconds * 1_000L, false, session.getId());
        session.setAttribute(TIMER, timer.getId());
        send(session, "active;expires=" + seconds);
    }

    @Override
    public void timeout(ServletTimer timer) {
        SipSession session = timer.getApplicationSession().getSipSession((String) timer.getInfo());
        String callId = session.getCallId();
        try {
            send(session, "terminated;reason=timeout");
        } catch (IOException subscriberIsGone) {
            timer.getApplicationSession().invalidate();
        } finally {
            getServletContext().setAttribute(ENDED, callId);
        }
    }

    private static void send(SipSession session, String state) throws IOException {
        SipServletRequest notify = session.createRequest("NOTIFY");
        notify.setHeader("Event", "message-summary");
        notify.setHeader("Subscription-State", state);
        notify.setContent("Messages-Waiting: no\r\n", "application/simple-message-summary");
        notify.send();
    }

    @Override
    protected void doRegister(SipServletRequest register) throws ServletParseException, IOException {
        Address contact = register.getAddressHeader("Contact");
        getServletContext().setAttribute("registered", new Registered(contact.getURI(), SipFlow.of(register)));
        SipServletResponse ok = register.createResponse(SipServletResponse.SC_OK);
        ok.addHeader("Contact", register.getHeader("Contact"));
        if (getServletContext().getAttribute(ENDED) instanceof String ended) {
            ok.setHeader("X-Ended", ended);
        }
        ok.send();
    }
}
