package org.ssms.sip.container.routing;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
 * The default application router. With a {@link RoutingTable} a request visits the applications in the table's order:
 * the first gets it from outside, the next when one sends it on (as a proxy, or as the other leg of a B2BUA). Without a
 * table there is one application, and it gets every request once. What an application sends on its own behalf, and what
 * the last one sends on, leaves the container.
 */
public final class ApplicationRouter implements SipApplicationRouter {
    private final List<String> deployed = new CopyOnWriteArrayList<>();
    private volatile @Nullable RoutingTable table;

    /**
     * To be called before the first request.
     *
     * @param file the table; empty when there will be one application only
     * @throws org.ssms.sip.container.config.InvalidConfigException when the file cannot be used
     */
    public void configure(Optional<Path> file) {
        table = file.map(RoutingTable::read).orElse(null);
    }

    /** False when no application gets requests of this method from outside. */
    public boolean accepts(String method) {
        RoutingTable routing = table;
        return routing == null || !routing.steps(method).isEmpty();
    }

    @Override
    public void init() {}

    @Override
    public void init(Properties properties) {}

    @Override
    public void destroy() {
        deployed.clear();
    }

    @Override
    public void applicationDeployed(List<String> names) {
        deployed.addAll(names);
    }

    @Override
    public void applicationUndeployed(List<String> names) {
        deployed.removeAll(names);
    }

    /** @param state number of the step that the request has behind it, null for a new request */
    @Override
    public SipApplicationRouterInfo getNextApplication(
            @Nullable SipServletRequest request,
            SipApplicationRoutingRegion region,
            SipApplicationRoutingDirective directive,
            @Nullable SipTargetedRequestInfo target,
            @Nullable Serializable state) {
        boolean ofApplication = state == null && request != null && request.getSession(false) != null;
        if (request == null || ofApplication) {
            return outside();
        }
        int next = state instanceof Integer done ? done + 1 : 0;
        List<RoutingTable.Step> steps = steps(request.getMethod(), target);
        return next < steps.size() ? steps.get(next).info(request, next) : outside();
    }

    /** A request that names a session (JSR 289 §15.11) goes to the application of the session and to no other. */
    private List<RoutingTable.Step> steps(String method, @Nullable SipTargetedRequestInfo target) {
        RoutingTable routing = table;
        if (target != null) {
            return List.of(only(target.getApplicationName()));
        }
        return routing == null
                ? deployed.stream().limit(1).map(ApplicationRouter::only).toList()
                : routing.steps(method);
    }

    private static RoutingTable.Step only(String application) {
        return new RoutingTable.Step(
                application, "DAR:From", SipApplicationRoutingRegion.NEUTRAL_REGION, "", SipRouteModifier.NO_ROUTE);
    }

    private static SipApplicationRouterInfo outside() {
        return new SipApplicationRouterInfo(null, null, null, null, null, null);
    }
}
