package org.ssms.sip.container.routing;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * The default application router. With a {@link RoutingTable} a request visits the applications in the table's order whose
 * regular expression it matches: the first gets it from outside, the next when one sends it on (as a proxy, or as the
 * other leg of a B2BUA). What an application sends on its own behalf visits the others that are not marked as inbound.
 * Without a table there is one application, and it gets every request from outside once. What nobody wants, or the last
 * one sends on, leaves the container.
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

    /** False when no application wants {@code request} from outside: it would be sent on to whatever its URI names. */
    public boolean accepts(Request request) {
        RoutingTable routing = table;
        return routing == null || routing.steps(request.getMethod()).stream().anyMatch(step -> step.matches(request));
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
        if (request == null) {
            return outside();
        }
        SipSession session = request.getSession(false);
        boolean ofApplication = state == null && session != null;
        if (ofApplication && table == null) {
            return outside();
        }
        List<RoutingTable.Step> steps = steps(request.getMethod(), target);
        for (int next = state instanceof Integer done ? done + 1 : 0; next < steps.size(); next++) {
            RoutingTable.Step step = steps.get(next);
            if (step.matches(request) && !(ofApplication && isNotForOthers(step, session))) {
                return step.info(request, next);
            }
        }
        return outside();
    }

    /** Marked as inbound, or the one that has begun the request. */
    private static boolean isNotForOthers(RoutingTable.Step step, SipSession session) {
        return step.inbound()
                || step.application().equals(session.getApplicationSession().getApplicationName());
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
                application,
                "DAR:From",
                SipApplicationRoutingRegion.NEUTRAL_REGION,
                "",
                SipRouteModifier.NO_ROUTE,
                true,
                Pattern.compile(""));
    }

    private static SipApplicationRouterInfo outside() {
        return new SipApplicationRouterInfo(null, null, null, null, null, null);
    }
}
