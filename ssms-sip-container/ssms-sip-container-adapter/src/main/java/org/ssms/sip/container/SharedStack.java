package org.ssms.sip.container;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import javax.sip.PeerUnavailableException;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.application.SipApplicationContext;
import org.ssms.sip.container.config.InvalidConfigException;
import org.ssms.sip.container.config.SipContainerConfig;
import org.ssms.sip.container.routing.ApplicationRouter;
import org.ssms.sip.container.stack.SipStackService;

/**
 * The one stack of this class loader. The first SIP application starts it, the last one stops it: with the container's
 * jars in WEB-INF/lib these are the same, with the jars in the library directory of an EAR all its WARs share
 * connectors. Every method is called inside {@code synchronized (SipContainer.class)}.
 */
final class SharedStack {
    private static @Nullable SharedStack running;

    private final SipContainerConfig config;
    private final SipStackService service;
    private int applications;

    private SharedStack(SipContainerConfig config, SipStackService service) {
        this.config = config;
        this.service = service;
    }

    /**
     * The running stack, or a new one that is not started.
     *
     * @throws InvalidConfigException when it runs already with other connectors or another router
     */
    static SharedStack of(SipContainerConfig config, ManagedThreadFactory threads) throws PeerUnavailableException {
        SharedStack stack = running;
        if (stack == null) {
            stack = new SharedStack(config, new SipStackService(config, threads));
            router(stack.service).configure(config.applicationRouter());
            running = stack;
        } else if (!stack.config.connectors().equals(config.connectors())) {
            throw new InvalidConfigException(
                    SipContainerConfig.CONNECTORS, "differs from that of the application which started the container");
        } else if (!stack.config.applicationRouter().equals(config.applicationRouter())) {
            throw new InvalidConfigException(
                    SipContainerConfig.APPLICATION_ROUTER,
                    "differs from that of the application which started the container");
        }
        return stack;
    }

    private static ApplicationRouter router(SipStackService service) {
        return (ApplicationRouter) service.getSipApplicationDispatcher().getSipApplicationRouter();
    }

    SipStackService service() {
        return service;
    }

    /**
     * Makes a loaded application known to the dispatcher.
     *
     * @throws InvalidConfigException when nobody says in which order applications come
     */
    void add(SipApplicationContext application) {
        if (applications > 0 && config.applicationRouter().isEmpty()) {
            throw new InvalidConfigException(
                    SipContainerConfig.APPLICATION_ROUTER, "is needed, there is more than one SIP application");
        }
        service.getSipApplicationDispatcher().addSipApplication(application.getApplicationName(), application);
        applications++;
    }

    /** Opens the ports, once there is an application; those that come later find them open. */
    void open() {
        if (applications == 1) {
            service.start();
            service.openConnectors();
        }
    }

    void remove(SipApplicationContext application) {
        applications--;
        service.getSipApplicationDispatcher().removeSipApplication(application.getApplicationName());
    }

    /** Stops the stack when no application is left on it. */
    void release() {
        if (applications == 0) {
            running = null;
            service.stop();
        }
    }
}
