package org.ssms.sip.container.stack;

import java.util.ListIterator;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;

/** Several routes at the top of a request that all lead here are one (RFC 3261 §16.4): upstream takes but one away. */
final class OwnRoutes {
    private OwnRoutes() {}

    /** Takes away all but the last of them. One in which an application has put itself stays. */
    static void leaveOne(Request request, SipApplicationDispatcherImpl dispatcher) {
        while (isOwn(request, 0, dispatcher) && isOwn(request, 1, dispatcher)) {
            request.removeFirst(RouteHeader.NAME);
        }
    }

    /** Whether the route at that place leads here, and is of no application. */
    static boolean isOwn(Request request, int place, SipApplicationDispatcherImpl dispatcher) {
        ListIterator<?> routes = request.getHeaders(RouteHeader.NAME);
        for (int i = 0; i < place && routes.hasNext(); i++) {
            routes.next();
        }
        return routes.hasNext()
                && routes.next() instanceof RouteHeader route
                && route.getAddress().getURI() instanceof SipURI uri
                && uri.getParameter("appname") == null
                && !dispatcher.isRouteExternal(route);
    }
}
