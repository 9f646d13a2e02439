package org.ssms.sip.container.application;

import org.mobicents.servlet.sip.core.SipService;
import org.mobicents.servlet.sip.core.timers.DefaultProxyTimerService;
import org.mobicents.servlet.sip.core.timers.DefaultSipApplicationSessionTimerService;
import org.mobicents.servlet.sip.core.timers.ProxyTimerService;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerService;
import org.mobicents.servlet.sip.core.timers.SipServletTimerService;
import org.mobicents.servlet.sip.core.timers.TimerServiceImpl;

/** The three timer services of an application, started and stopped together. */
record ApplicationTimers(
        SipServletTimerService servletTimers,
        ProxyTimerService proxyTimers,
        SipApplicationSessionTimerService sessionTimers) {

    ApplicationTimers(SipService service, String application) {
        this(
                new TimerServiceImpl(service, application),
                new DefaultProxyTimerService(application),
                new DefaultSipApplicationSessionTimerService(application));
    }

    /** Starts what has not started. */
    void start() {
        if (!servletTimers.isStarted()) {
            servletTimers.start();
        }
        if (!proxyTimers.isStarted()) {
            proxyTimers.start();
        }
        if (!sessionTimers.isStarted()) {
            sessionTimers.start();
        }
    }

    void stop() {
        servletTimers.stop();
        proxyTimers.stop();
        sessionTimers.stop();
    }
}
