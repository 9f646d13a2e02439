package org.ssms.sip.container.routing;

import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;

/** Found by the dispatcher through {@link java.util.ServiceLoader}; takes the place of the upstream router. */
public final class ApplicationRouterProvider extends SipApplicationRouterProvider {
    private final SipApplicationRouter router = new ApplicationRouter();

    @Override
    public SipApplicationRouter getSipApplicationRouter() {
        return router;
    }
}
