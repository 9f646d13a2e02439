package org.ssms.sip.container.stack;

import gov.nist.javax.sip.EventScanner;
import gov.nist.javax.sip.SipStackImpl;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sip.PeerUnavailableException;
import javax.sip.SipStack;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.header.WWWAuthenticateHeader;
import org.jspecify.annotations.Nullable;
import org.mobicents.ha.javax.sip.ReplicationStrategy;
import org.mobicents.javax.servlet.CongestionControlPolicy;
import org.mobicents.servlet.sip.JainSipUtils;
import org.mobicents.servlet.sip.SipConnector;
import org.mobicents.servlet.sip.annotation.ConcurrencyControlMode;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.mobicents.servlet.sip.core.SipService;
import org.mobicents.servlet.sip.core.message.OutboundProxy;
import org.mobicents.servlet.sip.startup.StaticServiceHolder;
import org.ssms.sip.container.RequestGate;
import org.ssms.sip.container.config.ConnectorConfig;
import org.ssms.sip.container.config.SipContainerConfig;
import org.ssms.sip.container.message.JakartaMessageFactory;

/**
 * The SIP stack with its dispatcher. Life: constructor, add the application to the dispatcher, {@link #start},
 * {@link #openConnectors}, {@link #stop}; the order is upstream's and other orders fail silently.
 */
public final class SipStackService implements SipService {
    /** What upstream allows once in a message, and RFC 3261 §7.3.1 and RFC 8760 §2.3 once per algorithm or realm. */
    private static final Set<String> REPEATABLE = Set.of(
            WWWAuthenticateHeader.NAME,
            ProxyAuthenticateHeader.NAME,
            AuthorizationHeader.NAME,
            ProxyAuthorizationHeader.NAME);

    private static final int NO_PORT = -1;
    private static final Duration LOOK_AT_CONNECTIONS = Duration.ofMillis(500);

    private final SipContainerConfig config;
    private final ManagedDispatcher dispatcher;
    private final SipStack stack;
    private final Connectors connectors;
    private final AdmissionValve admission;
    private final OpenConnections open;
    private final CallerFlows callers = new CallerFlows();

    /** What was asked of each gate; by identity, as equals() of a CDI proxy asks a bean that may have ended. */
    private final IdentityHashMap<RequestGate, Set<String>> names = new IdentityHashMap<>();

    /**
     * Makes the stack without opening a port.
     *
     * @param threads makes the threads that run the application's callbacks
     * @throws org.ssms.sip.container.config.InvalidConfigException when the key store cannot be used
     */
    public SipStackService(SipContainerConfig config, ThreadFactory threads) throws PeerUnavailableException {
        config.tls().ifPresent(TlsMaterial::check);
        JainSipUtils.SINGLETON_HEADER_NAMES.removeAll(REPEATABLE);
        this.config = config;
        StackLog.install();
        StaticServiceHolder.sipStandardService = this; // read by the constructor of the dispatcher's factory
        dispatcher = new ManagedDispatcher(threads);
        dispatcher.setSipService(this);
        dispatcher.getSipFactory().initialize("gov.nist", true);
        dispatcher.setDNSServerLocator(new HopLocator());
        stack = dispatcher.getSipFactory().getJainSipFactory().createSipStack(StackProperties.of(config));
        setUp(dispatcher);
        dispatcher.setSipStack(stack);
        dispatcher.init();
        connectors = new Connectors(stack, dispatcher);
        admission = new AdmissionValve((SipStackImpl) stack, dispatcher);
        open = new OpenConnections(config.connections(), System::nanoTime);
        ((ConnectorFactory) ((SipStackImpl) stack).getMessageProcessorFactory()).use(open, admission);
        dispatcher.every(LOOK_AT_CONNECTIONS, open::endOverdue);
        ((SipStackImpl) stack)
                .sipMessageValves.addAll(List.of(
                        new SenderAddress(),
                        new DialogRelay(dispatcher, admission),
                        admission,
                        new LatePracks((SipStackImpl) stack, dispatcher)));
    }

    /** Where the calls came from that may come back to this server. */
    public CallerFlows callerFlows() {
        return callers;
    }

    /** Whether the peer of that address is believed what it says about addresses. */
    public boolean isBelieved(String address) {
        return admission.isBelieved(address);
    }

    /** The connections of clients, and those that this server opened. */
    public OpenConnections connections() {
        return open;
    }

    /** Asks {@code gate} for each request from now on; all gates must let a request pass. */
    public synchronized void add(RequestGate gate) {
        Set<String> added = gate.ourNames().stream().flatMap(this::withPorts).collect(Collectors.toUnmodifiableSet());
        names.put(gate, added);
        added.forEach(dispatcher::addHostName);
        admission.add(gate);
    }

    /** Asks {@code gate} for nothing more, not even now: the bean that it was may have ended. */
    public synchronized void remove(RequestGate gate) {
        admission.remove(gate);
        Set<String> added = names.remove(gate);
        if (added != null) {
            added.stream()
                    .filter(name -> names.values().stream().noneMatch(others -> others.contains(name)))
                    .forEach(dispatcher::removeHostName);
        }
    }

    /** As upstream looks for it: another server may have the same name, and another port. */
    private Stream<String> withPorts(String name) {
        return Stream.concat(Stream.of(NO_PORT), config.connectors().stream().map(ConnectorConfig::port))
                .map(port -> name + ":" + port);
    }

    /** Timers of RFC 3261 §17 in milliseconds; callbacks on our threads; upstream's memory guard off. */
    private static void setUp(ManagedDispatcher dispatcher) {
        dispatcher.setBaseTimerInterval(500); // T1
        dispatcher.setT2Interval(4_000);
        dispatcher.setT4Interval(5_000);
        dispatcher.setTimerDInterval(32_000);
        dispatcher.setCongestionControlCheckingInterval(-1);
        dispatcher.setCongestionControlPolicyByName(CongestionControlPolicy.ErrorResponse.toString());
        dispatcher.setGatherStatistics(true);
        dispatcher.setConcurrencyControlMode(ConcurrencyControlMode.SipApplicationSession);
        dispatcher.setBypassRequestExecutor(false);
        dispatcher.setBypassResponseExecutor(false);
    }

    public void start() {
        dispatcher.start();
    }

    /**
     * Opens the ports in the order of the configuration and takes requests from then on.
     *
     * @throws org.ssms.sip.container.config.InvalidConfigException naming the connector whose port cannot be opened
     */
    public void openConnectors() {
        config.connectors().forEach(connectors::open);
        dispatcher.putInService();
    }

    /** Closes the ports, ends all threads of the stack and drops what is static. Also after a start that failed. */
    public void stop() {
        connectors.closeAll();
        EventScanner scanner = ((SipStackImpl) stack).getEventScanner();
        dispatcher.stop();
        scanner.forceStop();
        interruptEventScanner();
        StaticServiceHolder.sipStandardService = null;
    }

    /** The scanner looks at its stop flag only after an event; left alone, its thread would hold this class loader. */
    private static void interruptEventScanner() {
        ClassLoader ours = SipStackService.class.getClassLoader();
        Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("EventScannerThread") && t.getContextClassLoader() == ours)
                .forEach(Thread::interrupt);
    }

    /** Connectors that are open now. */
    public List<ConnectorConfig> openedConnectors() {
        return connectors.opened();
    }

    public List<ConnectorConfig> configuredConnectors() {
        return config.connectors();
    }

    public int clientTransactions() {
        return ((SipStackImpl) stack).getClientTransactionTableSize();
    }

    public int serverTransactions() {
        return ((SipStackImpl) stack).getServerTransactionTableSize();
    }

    @Override
    public SipApplicationDispatcherImpl getSipApplicationDispatcher() {
        return dispatcher;
    }

    @Override
    public void setSipApplicationDispatcher(SipApplicationDispatcher replacement) {
        throw new UnsupportedOperationException("the dispatcher is fixed");
    }

    @Override
    public SipStack getSipStack() {
        return stack;
    }

    @Override
    public @Nullable SipConnector findSipConnector(String transport) {
        for (SipConnector connector : findSipConnectors()) {
            if (connector.getTransport().equalsIgnoreCase(transport)) {
                return connector;
            }
        }
        return null;
    }

    @Override
    public SipConnector[] findSipConnectors() {
        return connectors.sipConnectors();
    }

    @Override
    public String getMobicentsSipServletMessageFactoryClassName() {
        return JakartaMessageFactory.class.getName();
    }

    @Override
    public void setMobicentsSipServletMessageFactoryClassName(String name) {}

    @Override
    public boolean isHttpFollowsSip() {
        return false;
    }

    @Override
    public @Nullable String getJvmRoute() {
        return null;
    }

    @Override
    public @Nullable OutboundProxy getOutboundProxy() {
        return null;
    }

    /** Size of a pool of the superclass that nothing uses, see {@link ManagedDispatcher#getAsynchronousExecutor}. */
    @Override
    public int getDispatcherThreadPoolSize() {
        return 1;
    }

    @Override
    public int getCanceledTimerTasksPurgePeriod() {
        return 0;
    }

    @Override
    public boolean isDialogPendingRequestChecking() {
        return false;
    }

    @Override
    public boolean isMd5ContactUserPart() {
        return false;
    }

    @Override
    public ReplicationStrategy getReplicationStrategy() {
        return ReplicationStrategy.ConfirmedDialog;
    }

    @Override
    public int getTagHashMaxLength() {
        return 0;
    }

    @Override
    public int getCallIdMaxLength() {
        return 0;
    }

    @Override
    public @Nullable String getDnsResolverClass() {
        return null;
    }

    @Override
    public int getDnsTimeout() {
        return 1;
    }

    @Override
    public void stopGracefully(long milliseconds) {}

    @Override
    public String getProxyTimerServiceImplementationType() {
        return "Default";
    }

    @Override
    public String getSasTimerServiceImplementationType() {
        return "Default";
    }
}
