package org.ssms.sip.container.routing;

import java.io.Serializable;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import org.jspecify.annotations.Nullable;

/**
 * Sends an initial request that came from outside to the one application, once. A request that the application itself
 * made has a session already and leaves the container.
 */
final class SingleApplicationRouter implements SipApplicationRouter {
    private static final String VISITED = "visited";
    private final List<String> applications = new CopyOnWriteArrayList<>();

    @Override
    public void init() {}

    @Override
    public void init(Properties properties) {}

    @Override
    public void destroy() {
        applications.clear();
    }

    @Override
    public void applicationDeployed(List<String> names) {
        applications.addAll(names);
    }

    @Override
    public void applicationUndeployed(List<String> names) {
        applications.removeAll(names);
    }

    @Override
    public SipApplicationRouterInfo getNextApplication(
            @Nullable SipServletRequest request,
            SipApplicationRoutingRegion region,
            SipApplicationRoutingDirective directive,
            @Nullable SipTargetedRequestInfo target,
            @Nullable Serializable state) {
        boolean fromApplication = request != null && request.getSession(false) != null;
        if (request == null || fromApplication || VISITED.equals(state) || applications.isEmpty()) {
            return outside();
        }
        String subscriber = request.getFrom().getURI().toString();
        return new SipApplicationRouterInfo(
                applications.get(0),
                SipApplicationRoutingRegion.NEUTRAL_REGION,
                subscriber,
                null,
                SipRouteModifier.NO_ROUTE,
                VISITED);
    }

    private static SipApplicationRouterInfo outside() {
        return new SipApplicationRouterInfo(null, null, null, null, null, null);
    }
}
