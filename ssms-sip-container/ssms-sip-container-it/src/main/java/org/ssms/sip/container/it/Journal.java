package org.ssms.sip.container.it;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.ObjectName;

/** Counts what happened, by name. */
@ApplicationScoped
public class Journal implements JournalMXBean {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    @PostConstruct
    void register() {
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(this, name());
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name());
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectName name() throws JMException {
        return new ObjectName(NAME + ",id=" + System.identityHashCode(this));
    }

    public void note(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    @Override
    public Map<String, Integer> getCounts() {
        return Map.copyOf(counts);
    }
}
