package org.ssms.sip;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.annotation.SipListener;

/** Wakes {@link SessionTimers}. */
@SipListener
public class SessionTimerListener implements TimerListener {
    @Inject
    private SessionTimers timers;

    @Override
    public void timeout(ServletTimer timer) {
        if (timer.getInfo() instanceof SessionTimers.Due due) {
            SipSession session = timer.getApplicationSession().getSipSession(due.session());
            if (session != null) {
                try {
                    timers.due(session, due);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
