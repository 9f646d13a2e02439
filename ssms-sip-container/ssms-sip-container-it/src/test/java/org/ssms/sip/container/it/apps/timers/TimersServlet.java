package org.ssms.sip.container.it.apps.timers;

import jakarta.annotation.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.annotation.SipListener;

/**
 * Answers when the timer of a new session fires, which must be after the callback that has made both; hangs up when a
 * timer of the call has fired three times.
 */
@SipListener
@javax.servlet.sip.annotation.SipServlet(name = "timers")
public class TimersServlet extends SipServlet implements TimerListener {
    private static final long serialVersionUID = 1L;
    private static final Duration WHILE = Duration.ofMillis(200);
    private static final int TIMES = 3;

    @Resource
    private transient SipFactory factory;

    @Resource
    private transient TimerService timers;

    @Override
    protected void doInvite(SipServletRequest invite) {
        List<String> order = new CopyOnWriteArrayList<>();
        SipApplicationSession made = factory.createApplicationSession();
        made.setAttribute("invite", invite);
        made.setAttribute("order", order);
        timers.createTimer(made, 1, false, "once");
        LockSupport.parkNanos(WHILE.toNanos());
        order.add("callback");
    }

    @Override
    protected void doAck(SipServletRequest ack) {
        timers.createTimer(
                ack.getApplicationSession(),
                20,
                20,
                false,
                false,
                ack.getSession().getId());
    }

    @Override
    @SuppressWarnings("unchecked") // our own attribute
    public void timeout(ServletTimer timer) {
        SipApplicationSession session = timer.getApplicationSession();
        try {
            if (timer.getInfo().equals("once")) {
                List<String> order = (List<String>) session.getAttribute("order");
                order.add("timer");
                SipServletRequest invite = (SipServletRequest) session.getAttribute("invite");
                SipServletResponse ok = invite.createResponse(SipServletResponse.SC_OK);
                ok.setHeader("X-Order", String.join(" ", order));
                ok.send();
                session.invalidate();
            } else {
                repeated(timer, session.getSipSession((String) timer.getInfo()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void repeated(ServletTimer timer, SipSession call) throws IOException {
        Integer before = (Integer) call.getAttribute("fired");
        int fired = before == null ? 1 : before + 1;
        call.setAttribute("fired", fired);
        if (fired == TIMES) {
            timer.cancel();
            call.createRequest("BYE").send();
        }
    }
}
