package org.ssms.sip.container.application;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.TimerService;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.SipConnector;
import org.mobicents.servlet.sip.annotation.ConcurrencyControlMode;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.SipContextEvent;
import org.mobicents.servlet.sip.core.SipContextEventType;
import org.mobicents.servlet.sip.core.SipListeners;
import org.mobicents.servlet.sip.core.SipManager;
import org.mobicents.servlet.sip.core.SipService;
import org.mobicents.servlet.sip.core.security.SipDigestAuthenticator;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSessionsUtil;
import org.mobicents.servlet.sip.core.session.SipSessionsUtilImpl;
import org.mobicents.servlet.sip.core.timers.ProxyTimerService;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerService;
import org.mobicents.servlet.sip.listener.SipConnectorListener;
import org.mobicents.servlet.sip.message.SipFactoryFacade;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.ssms.sip.container.context.ApplicationContexts;
import org.ssms.sip.container.descriptor.ApplicationDescriptor;
import org.ssms.sip.container.log.Redaction;

/**
 * One SIP application as the dispatcher sees it.
 *
 * <p>Concurrency: the application session is the unit. The dispatcher calls {@link #enterSipApp} before it queues a
 * message and {@link #exitSipApp} on the thread that ran the callback, so callbacks of one application session never
 * overlap and keep their order. A session that an application looks up inside a callback is not locked, as waiting for
 * a second one while holding the first is how deadlocks are made; one that it creates there is, until the callback
 * ends: nobody else can hold that.
 */
public final class SipApplicationContext extends ApplicationState {
    private static final System.Logger LOG = System.getLogger(SipApplicationContext.class.getName());

    private final ServletContext servletContext;
    private final ApplicationContexts contexts;
    private final SipApplicationDispatcher dispatcher;
    private final SessionManager sessions;
    private final SipFactoryFacade factory;
    private final SipSessionsUtilImpl sessionsUtil;
    private final ApplicationTimers timers;
    private final SipDigestAuthenticator digest;
    private final Optional<Method> keyMethod;
    private SipListeners listeners;

    public SipApplicationContext(
            ApplicationDescriptor descriptor,
            ServletContext servletContext,
            ApplicationContexts contexts,
            SipService service) {
        super(descriptor.name());
        this.servletContext = SipServletContext.of(servletContext, this);
        this.contexts = contexts;
        this.dispatcher = service.getSipApplicationDispatcher();
        this.sessions = new SessionManager(this, dispatcher.getSipFactory(), contexts);
        this.factory = new SipFactoryFacade((SipFactoryImpl) dispatcher.getSipFactory(), this);
        this.sessionsUtil = new SipSessionsUtilImpl(this);
        this.timers = new ApplicationTimers(service, descriptor.name());
        this.digest = new DigestResponder(dispatcher.getSipFactory().getHeaderFactory());
        this.listeners = new Listeners(this, contexts);
        this.keyMethod = descriptor.keyMethod();
        apply(descriptor);
    }

    private void apply(ApplicationDescriptor descriptor) {
        setConcurrencyControlMode(ConcurrencyControlMode.SipApplicationSession); // before a servlet makes sessions
        setSipApplicationSessionTimeout(descriptor.sessionMinutes());
        if (descriptor.proxySeconds() > 0) {
            setProxyTimeout(descriptor.proxySeconds());
        }
        if (keyMethod.isPresent()) {
            setSipApplicationKeyMethod(ApplicationKeys.METHOD);
        }
        for (ApplicationDescriptor.SipServletInfo info : descriptor.servlets()) {
            getChildrenMap().put(info.name(), new ServletHolder(info, servletContext, contexts));
        }
        descriptor.listeners().forEach(c -> addSipApplicationListener(c.getName()));
        if (descriptor.mappings().isEmpty()) {
            descriptor.mainServlet().or(this::onlyServlet).ifPresent(this::setMainServlet);
        } else {
            descriptor.mappings().forEach(this::addSipServletMapping);
        }
    }

    private Optional<String> onlyServlet() {
        return getChildrenMap().size() == 1 ? getChildrenMap().keySet().stream().findFirst() : Optional.empty();
    }

    /** Sets the servlet context attributes of JSR 289 §4.7 and starts listeners, then servlets by load-on-startup. */
    public void load() throws ServletException {
        servletContext.setAttribute(SipServlet.SIP_FACTORY, factory);
        servletContext.setAttribute(SipServlet.TIMER_SERVICE, timers.servletTimers());
        servletContext.setAttribute(SipServlet.SIP_SESSIONS_UTIL, sessionsUtil);
        servletContext.setAttribute(SipServlet.SUPPORTED, List.of(dispatcher.getExtensionsSupported()));
        servletContext.setAttribute(SipServlet.SUPPORTED_RFCs, List.of(dispatcher.getRfcSupported()));
        servletContext.setAttribute("javax.servlet.sip.100rel", true);
        if (!listeners.loadListeners(findSipApplicationListeners(), getSipContextClassLoader())) {
            throw new ServletException("a SIP listener does not start, see the log");
        }
        List<MobicentsSipServlet> inOrder = getChildrenMap().values().stream()
                .sorted(Comparator.comparingInt(MobicentsSipServlet::getLoadOnStartup))
                .toList();
        for (MobicentsSipServlet servlet : inOrder) {
            ((ServletHolder) servlet).servlet();
        }
    }

    /** Ends timers, servlets and listeners; after the dispatcher has forgotten this application. */
    public void destroy() {
        timers.stop();
        getChildrenMap().values().forEach(s -> ((ServletHolder) s).destroy());
        listeners.clean();
    }

    /**
     * What the {@code @SipApplicationKey} method says: the key of the session that a request belongs to, null for a new
     * one (JSR 289 §18.2.5).
     *
     * @throws Exception what the method threw
     */
    @Nullable
    String keyOf(SipServletRequest request) throws Exception {
        Method method = keyMethod.orElseThrow();
        AtomicReference<@Nullable String> key = new AtomicReference<>();
        contexts.run(() -> key.set((String) method.invoke(targetOf(method), request)));
        return key.get();
    }

    private @Nullable SipServlet targetOf(Method method) throws ServletException {
        if (Modifier.isStatic(method.getModifiers())) {
            return null;
        }
        ServletHolder holder = servletOf(method.getDeclaringClass());
        if (holder == null) {
            throw new ServletException(method + " is neither static nor of a SIP servlet");
        }
        return holder.servlet();
    }

    @Nullable
    ServletHolder servletOf(Class<?> type) {
        return getChildrenMap().values().stream()
                .map(ServletHolder.class::cast)
                .filter(s -> s.type() == type)
                .findFirst()
                .orElse(null);
    }

    /**
     * Runs {@code work} on this thread as a callback of {@code session}: its lock held, the application's contexts
     * around it.
     *
     * @throws IllegalStateException when the session has ended
     */
    public void inSession(MobicentsSipApplicationSession session, ApplicationContexts.Body work) throws Exception {
        enterSipApp(session, null, false, true);
        try {
            if (!session.isValidInternal()) {
                throw new IllegalStateException("the application session has ended");
            }
            contexts.run(work);
        } finally {
            exitSipApp(session, null);
        }
    }

    /**
     * Takes the lock of the application session.
     *
     * @param fromInside true when an application looks a session up inside a callback; see the class comment
     */
    @Override
    public void enterSipApp(
            @Nullable MobicentsSipApplicationSession session,
            @Nullable MobicentsSipSession sipSession,
            boolean fromInside,
            boolean containerManaged) {
        if (!fromInside && session != null) {
            SessionLock.take(session);
        }
    }

    @Override
    public void exitSipApp(@Nullable MobicentsSipApplicationSession session, @Nullable MobicentsSipSession sipSession) {
        if (session != null) {
            SessionLock.giveBack(session);
        }
    }

    @Override
    public void enterSipContext() {
        Thread.currentThread().setContextClassLoader(getSipContextClassLoader());
    }

    @Override
    public void exitSipContext(ClassLoader previous) {
        Thread.currentThread().setContextClassLoader(previous);
    }

    /**
     * Upstream announces the servlets on start, too, when no connector is open; {@link #announceServlets} does it here.
     */
    @Override
    public boolean notifySipContextListeners(SipContextEvent event) {
        servletContext.setAttribute(SipServlet.OUTBOUND_INTERFACES, dispatcher.getOutboundInterfaces());
        try {
            if (event.getEventType() == SipContextEventType.SERVLET_INITIALIZED) {
                timers.start();
            } else {
                announceConnector(event.getEventType(), (SipConnector) event.getEventObject());
            }
            return true;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a SIP listener failed", Redaction.redacted(e));
            return false;
        }
    }

    /** Tells the listeners that the application is in service: connectors are open, and it may call. */
    public void announceServlets() {
        for (MobicentsSipServlet servlet : getChildrenMap().values()) {
            for (SipServletListener listener : listeners.getSipServletsListeners()) {
                announce(servlet, listener);
            }
        }
    }

    private void announce(MobicentsSipServlet servlet, SipServletListener listener) {
        try {
            listener.servletInitialized(
                    new SipServletContextEvent(servletContext, ((ServletHolder) servlet).servlet()));
        } catch (ServletException | RuntimeException e) { // the others hear of it all the same
            LOG.log(System.Logger.Level.WARNING, "a SIP listener failed", Redaction.redacted(e));
        }
    }

    private void announceConnector(Object type, SipConnector connector) {
        for (SipConnectorListener listener : listeners.getSipConnectorListeners()) {
            if (type == SipContextEventType.SIP_CONNECTOR_ADDED) {
                listener.sipConnectorAdded(connector);
            } else if (type == SipContextEventType.SIP_CONNECTOR_REMOVED) {
                listener.sipConnectorRemoved(connector);
            }
        }
    }

    @Override
    public String getApplicationNameHashed() {
        return dispatcher.getHashFromApplicationName(getApplicationName());
    }

    @Override
    public SipListeners getListeners() {
        return listeners;
    }

    @Override
    public void setListeners(SipListeners replacement) {
        listeners = replacement;
    }

    @Override
    public SipManager getSipManager() {
        return sessions;
    }

    @Override
    public SipApplicationDispatcher getSipApplicationDispatcher() {
        return dispatcher;
    }

    @Override
    public SipFactory getSipFactoryFacade() {
        return factory;
    }

    @Override
    public MobicentsSipSessionsUtil getSipSessionsUtil() {
        return sessionsUtil;
    }

    @Override
    public TimerService getTimerService() {
        return timers.servletTimers();
    }

    @Override
    public ProxyTimerService getProxyTimerService() {
        return timers.proxyTimers();
    }

    @Override
    public SipApplicationSessionTimerService getSipApplicationSessionTimerService() {
        return timers.sessionTimers();
    }

    @Override
    public ServletContext getServletContext() {
        return servletContext;
    }

    @Override
    public String getPath() {
        return servletContext.getContextPath();
    }

    @Override
    public ClassLoader getSipContextClassLoader() {
        return servletContext.getClassLoader();
    }

    @Override
    public SipDigestAuthenticator getDigestAuthenticator() {
        return digest;
    }
}
