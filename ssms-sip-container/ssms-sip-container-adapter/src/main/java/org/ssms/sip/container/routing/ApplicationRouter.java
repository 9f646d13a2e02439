package org.ssms.sip.container.routing;

import gov.nist.javax.sip.message.SIPRequest;
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
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;

/**
 * The default application router. With a {@link RoutingTable} a request visits the applications in the table's order
 * whose regular expression it matches: the first gets it from outside, the next when one sends it on (as a proxy, or as
 * the other leg of a B2BUA). What an application sends on its own behalf visits the others that are not marked as
 * inbound, and never itself. Without a table there is one application, and it gets every request from outside once.
 * What applications send, and none of them wants, leaves the container; what comes from outside never does.
 */
public final class ApplicationRouter implements SipApplicationRouter {
    /** Is never deployed: upstream answers 500, and sends nothing on. */
    private static final String NOBODY = "";

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
    public boolean accepts(SIPRequest request) {
        String text = RoutingTable.text(request);
        return steps(request.getMethod(), null).stream().anyMatch(step -> step.matches(text));
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

    /** @param state the {@link Visited} of the request, null for a new one */
    @Override
    public SipApplicationRouterInfo getNextApplication(
            @Nullable SipServletRequest request,
            SipApplicationRoutingRegion region,
            SipApplicationRoutingDirective directive,
            @Nullable SipTargetedRequestInfo target,
            @Nullable Serializable state) {
        if (request == null) {
            return to(null);
        }
        Visited visited = state instanceof Visited known ? known : new Visited(-1, beginner(request.getSession(false)));
        String beganBy = visited.beganBy();
        if (beganBy != null && table == null) {
            return to(null);
        }
        List<RoutingTable.Step> steps = steps(request.getMethod(), target);
        String text = RoutingTable.text((SIPRequest) ((MobicentsSipServletRequest) request).getMessage());
        for (int next = visited.step() + 1; next < steps.size(); next++) {
            RoutingTable.Step step = steps.get(next);
            if (step.matches(text) && (beganBy == null || step.isFor(beganBy))) {
                return step.info(request, new Visited(next, beganBy));
            }
        }
        return to(beganBy == null && visited.step() < 0 ? NOBODY : null);
    }

    private static @Nullable String beginner(@Nullable SipSession session) {
        return session == null ? null : session.getApplicationSession().getApplicationName();
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

    /** @param application null for out of the container */
    private static SipApplicationRouterInfo to(@Nullable String application) {
        return new SipApplicationRouterInfo(application, null, null, null, null, null);
    }

    /**
     * What a request has behind it.
     *
     * @param step number of the step, -1 before the first
     * @param beganBy application that has begun it, null when it came from outside
     */
    private record Visited(int step, @Nullable String beganBy) implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
