package org.ssms.it.inside;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import javax.servlet.sip.annotation.SipListener;
import org.ssms.sip.container.SipTasks;

/** Knows the SIP sessions of the application into whose archive a test puts it. */
@SipListener
public class OpenSessions implements SipSessionListener, OpenSessionsMXBean {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Set<SipSession> sessions = ConcurrentHashMap.newKeySet();

    @Inject
    private SipTasks tasks;

    @PostConstruct
    void begin() {
        try {
            server.registerMBean(this, name());
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void end() {
        try {
            server.unregisterMBean(name());
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectName name() throws JMException {
        return new ObjectName("org.ssms:type=OpenSessions");
    }

    @Override
    public void sessionCreated(SipSessionEvent event) {
        sessions.add(event.getSession());
    }

    @Override
    public void sessionReadyToInvalidate(SipSessionEvent event) {
        // the container invalidates it
    }

    @Override
    public void sessionDestroyed(SipSessionEvent event) {
        sessions.remove(event.getSession());
    }

    @Override
    public void invalidate() {
        for (SipSession session : sessions) {
            var unused = tasks.submit(session.getApplicationSession(), session::invalidate);
        }
    }
}
