package org.ssms.sip.container;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContext;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.ssms.sip.container.application.CurrentApplication;
import org.ssms.sip.container.application.SipApplicationContext;
import org.ssms.sip.container.config.SipContainerConfig;
import org.ssms.sip.container.context.ApplicationContexts;
import org.ssms.sip.container.descriptor.ApplicationDescriptor;
import org.ssms.sip.container.management.SipApplicationBean;

/**
 * A running container. Whatever was started is noted, so that a stop, or a start that fails halfway, undoes exactly
 * that.
 */
final class SipContainer {
    private static final System.Logger LOG = System.getLogger(SipContainer.class.getName());

    private final Deque<Runnable> undo = new ArrayDeque<>();

    private SipContainer() {}

    /**
     * Starts the SIP side of a web application; to be called on its thread, inside its contexts.
     *
     * @throws IllegalStateException when it does not start; nothing is left behind then
     */
    static SipContainer start(ApplicationDescriptor descriptor, SipContainerConfig config, ServletContext web) {
        SipContainer container = new SipContainer();
        synchronized (SipContainer.class) {
            try {
                container.boot(descriptor, config, web);
                return container;
            } catch (Exception e) {
                container.stop();
                throw new IllegalStateException("the SIP container does not start: " + e.getMessage(), e);
            }
        }
    }

    /** The order is given by the dispatcher: application, start, connectors, in service. */
    private void boot(ApplicationDescriptor descriptor, SipContainerConfig config, ServletContext web)
            throws Exception {
        QuietLoggers quiet = new QuietLoggers();
        undo.push(quiet::release);
        ApplicationContexts contexts = new ApplicationContexts(
                lookup("java:comp/DefaultContextService", ContextService.class),
                CDI.current().getBeanManager());
        SharedStack stack =
                SharedStack.of(config, lookup("java:comp/DefaultManagedThreadFactory", ManagedThreadFactory.class));
        undo.push(stack::release);
        SipApplicationContext application = new SipApplicationContext(descriptor, web, contexts, stack.service());
        SipApplicationBean bean = SipApplicationBean.register(application, stack.service());
        undo.push(bean::unregister);
        CurrentApplication.add(application);
        undo.push(() -> CurrentApplication.remove(application));
        undo.push(application::destroy);
        application.load();
        CDI.current().select(RequestGate.class).stream().forEach(gate -> {
            stack.service().add(gate);
            undo.push(() -> stack.service().remove(gate));
        });
        stack.add(application);
        undo.push(() -> stack.remove(application));
        stack.open();
        undo.push(new Farewell(application, stack.service(), config.stopTimeout())::say);
        application.announceServlets();
        LOG.log(System.Logger.Level.INFO, "SIP application {0} is in service", descriptor.name());
    }

    @SuppressWarnings("BanJNDI") // constant names of the platform's own objects (Jakarta EE 10 Platform §EE.5.20)
    private static <T> T lookup(String name, Class<T> type) throws NamingException {
        return type.cast(new InitialContext().lookup(name));
    }

    void stop() {
        synchronized (SipContainer.class) {
            while (!undo.isEmpty()) {
                try {
                    undo.pop().run();
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "the SIP container does not stop cleanly", e);
                }
            }
        }
    }
}
