package org.ssms.sip.container.stack;

import java.util.ListIterator;
import java.util.Optional;
import javax.sip.ListeningPoint;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.mobicents.servlet.sip.core.dispatchers.MessageDispatcher;

/** Several routes at the top of a request that all lead here are one (RFC 3261 §16.4): upstream takes but one away. */
final class OwnRoutes {
    private OwnRoutes() {}

    /**
     * Takes away all but the last of them, and that one, too, if upstream, which compares hosts by the letter, would
     * not know it. One in which an application or the container has put something stays, and those before it go.
     */
    static void leaveOne(Request request, SipApplicationDispatcherImpl dispatcher) {
        while (isOwn(request, 0, dispatcher) && leadsHere(request, 1, dispatcher)) {
            request.removeFirst(RouteHeader.NAME);
        }
        RouteHeader first = (RouteHeader) request.getHeader(RouteHeader.NAME);
        if (isOwn(request, 0, dispatcher) && dispatcher.isRouteExternal(first)) {
            request.removeFirst(RouteHeader.NAME);
        }
    }

    /** Whether the route at that place leads here and says no more. */
    static boolean isOwn(Request request, int place, SipApplicationDispatcherImpl dispatcher) {
        return leadsHere(request, place, dispatcher)
                && uri(request, place).filter(OwnRoutes::isOfApplication).isEmpty();
    }

    private static boolean leadsHere(Request request, int place, SipApplicationDispatcherImpl dispatcher) {
        return uri(request, place)
                .filter(uri -> !dispatcher.isExternal(
                        LocalInterfaces.canonical(uri.getHost()),
                        uri.getPort(),
                        uri.getTransportParam() == null ? ListeningPoint.UDP : uri.getTransportParam()))
                .isPresent();
    }

    /** Whether upstream wrote it: into the path of an application's dialog, or to lead a request back in here. */
    static boolean isOfApplication(SipURI route) {
        return route.getParameter(MessageDispatcher.RR_PARAM_APPLICATION_NAME) != null
                || route.getParameter(MessageDispatcher.ROUTE_PARAM_PREV_APPLICATION_NAME) != null;
    }

    /** The route at that place, counted from 0. */
    static Optional<SipURI> uri(Request request, int place) {
        ListIterator<?> routes = request.getHeaders(RouteHeader.NAME);
        for (int i = 0; i < place && routes.hasNext(); i++) {
            routes.next();
        }
        return routes.hasNext()
                        && routes.next() instanceof RouteHeader route
                        && route.getAddress().getURI() instanceof SipURI uri
                ? Optional.of(uri)
                : Optional.empty();
    }
}
