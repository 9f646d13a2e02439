package org.ssms.sip.flood;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Registers {@link FloodMXBean} as long as the application runs. */
@WebListener
public class FloodManagement implements ServletContextListener {
    private static final System.Logger LOG = System.getLogger(FloodManagement.class.getName());

    @Inject
    private FloodGate gate;

    private @Nullable ObjectName registered;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            ObjectName name = new ObjectName("org.ssms", "type", "Flood");
            ManagementFactory.getPlatformMBeanServer().registerMBean(new View(gate), name);
            registered = name;
        } catch (JMException e) {
            throw new IllegalStateException("MXBean Flood was not registered", e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (registered != null) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
            } catch (JMException e) {
                LOG.log(System.Logger.Level.WARNING, "SSMS-7004 " + registered + " was not unregistered", e);
            }
        }
    }

    /** JMX sees the figures and nothing else. */
    private record View(FloodGate gate) implements FloodMXBean {
        @Override
        public long getPassed() {
            return gate.getPassed();
        }

        @Override
        public long getRefused() {
            return gate.getRefused();
        }

        @Override
        public long getDropped() {
            return gate.getDropped();
        }

        @Override
        public int getSources() {
            return gate.getSources();
        }
    }
}
