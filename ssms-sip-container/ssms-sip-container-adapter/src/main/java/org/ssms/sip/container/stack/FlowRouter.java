package org.ssms.sip.container.stack;

import gov.nist.javax.sip.ListeningPointImpl;
import gov.nist.javax.sip.stack.DefaultRouter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.mobicents.ext.javax.sip.dns.DNSAwareRouter;

/**
 * Chooses where a request goes as RFC 3261 §16.6 does, and takes the routes away again that only this container added:
 * upstream's, which holds the result of its look-up, and that of a {@link org.ssms.sip.container.SipFlow}. No peer gets
 * to see them. A flow over TCP or TLS is a connection that exists: when it is gone, nobody else is called on its port
 * (RFC 5626 §5.3). The stack creates it by its name.
 */
public final class FlowRouter extends DefaultRouter {
    /** Parameter of a route that stands for a flow and must not leave this server. */
    public static final String FLOW = "container-flow";

    private final SipStack stack;

    public FlowRouter(SipStack stack, String outboundProxy) {
        super(stack, outboundProxy);
        this.stack = stack;
    }

    @Override
    public Hop getNextHop(Request request) throws SipException {
        Hop hop = super.getNextHop(request);
        boolean flow = false;
        SipURI route = firstRoute(request);
        while (route != null && isInternal(route)) {
            flow |= route.getParameter(FLOW) != null;
            request.removeFirst(RouteHeader.NAME);
            route = firstRoute(request);
        }
        if (flow && !isUp(hop)) {
            throw new SipException("the flow to " + hop + " is gone");
        }
        return hop;
    }

    private static @Nullable SipURI firstRoute(Request request) {
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        return route != null && route.getAddress().getURI() instanceof SipURI uri ? uri : null;
    }

    private static boolean isInternal(SipURI route) {
        return route.getParameter(FLOW) != null || route.getParameter(DNSAwareRouter.DNS_ROUTE) != null;
    }

    private boolean isUp(Hop hop) throws SipException {
        InetAddress peer = addressOf(hop);
        boolean connecting = false;
        Iterator<?> points = stack.getListeningPoints();
        while (points.hasNext()) {
            ListeningPointImpl point = (ListeningPointImpl) points.next();
            if (point.getTransport().equalsIgnoreCase(hop.getTransport())
                    && point.getMessageProcessor() instanceof ConnectorFactory.Connections connections) {
                connecting = true;
                if (connections.reaches(peer, hop.getPort())) {
                    return true;
                }
            }
        }
        return !connecting;
    }

    private static InetAddress addressOf(Hop hop) throws SipException {
        try {
            return InetAddress.getByName(hop.getHost());
        } catch (UnknownHostException e) {
            throw new SipException("the flow has no address", e);
        }
    }
}
