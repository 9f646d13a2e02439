package org.ssms.sip.container.management;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.mobicents.servlet.sip.core.SipManager;
import org.ssms.sip.container.application.SipApplicationContext;
import org.ssms.sip.container.config.ConnectorConfig;
import org.ssms.sip.container.stack.SipStackService;

/** Reads the figures where they are kept; holds none itself. */
public final class SipApplicationBean implements SipApplicationMXBean {
    private static final System.Logger LOG = System.getLogger(SipApplicationBean.class.getName());

    private final SipApplicationContext application;
    private final SipStackService stack;
    private final ObjectName objectName;

    private SipApplicationBean(SipApplicationContext application, SipStackService stack) throws JMException {
        this.application = application;
        this.stack = stack;
        this.objectName = new ObjectName("org.ssms.sip.container:type=SipApplication,name="
                + ObjectName.quote(application.getApplicationName()));
    }

    /**
     * Makes the figures visible in JMX.
     *
     * @throws IllegalStateException when another deployment has an application of the same name
     */
    public static SipApplicationBean register(SipApplicationContext application, SipStackService stack)
            throws JMException {
        SipApplicationBean bean = new SipApplicationBean(application, stack);
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, bean.objectName);
        } catch (InstanceAlreadyExistsException e) {
            throw new IllegalStateException(
                    "there is a SIP application '" + application.getApplicationName() + "' on this server already", e);
        }
        return bean;
    }

    public void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(objectName);
        } catch (JMException e) {
            LOG.log(System.Logger.Level.WARNING, "JMX bean " + objectName + " is not unregistered", e);
        }
    }

    private SipManager sessions() {
        return application.getSipManager();
    }

    @Override
    public String getName() {
        return application.getApplicationName();
    }

    @Override
    public int getSipSessions() {
        return sessions().getActiveSipSessions();
    }

    @Override
    public int getApplicationSessions() {
        return sessions().getActiveSipApplicationSessions();
    }

    @Override
    public int getExpiredApplicationSessions() {
        return sessions().getExpiredSipApplicationSessions();
    }

    @Override
    public int getServerTransactions() {
        return stack.serverTransactions();
    }

    @Override
    public int getClientTransactions() {
        return stack.clientTransactions();
    }

    @Override
    public long getRequestsProcessed() {
        return stack.getSipApplicationDispatcher().getRequestsProcessed();
    }

    @Override
    public Map<String, Long> getRequestsProcessedByMethod() {
        return numbers(stack.getSipApplicationDispatcher().getRequestsProcessedByMethod());
    }

    @Override
    public long getResponsesProcessed() {
        return stack.getSipApplicationDispatcher().getResponsesProcessed();
    }

    @Override
    public Map<String, Long> getResponsesSentByClass() {
        return numbers(stack.getSipApplicationDispatcher().getResponsesSentByStatusCode());
    }

    @Override
    public List<ConnectorState> getConnectors() {
        List<ConnectorConfig> open = stack.openedConnectors();
        return stack.configuredConnectors().stream()
                .map(c -> new ConnectorState(
                        c.transport().token(), c.address(), c.port(), open.contains(c) ? "OPEN" : "CLOSED"))
                .toList();
    }

    @Override
    public int getConnections() {
        return stack.connections().size();
    }

    @Override
    public long getConnectionMemory() {
        return stack.connections().bytes();
    }

    @Override
    public long getConnectionsRefused() {
        return stack.connections().refused();
    }

    @Override
    public long getConnectionsEnded() {
        return stack.connections().ended();
    }

    private static Map<String, Long> numbers(Map<String, AtomicLong> counters) {
        Map<String, Long> numbers = new TreeMap<>();
        counters.forEach((key, counter) -> numbers.put(key, counter.get()));
        return numbers;
    }
}
