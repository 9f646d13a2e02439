package org.ssms.sip.container.stack;

import gov.nist.javax.sip.ListeningPointImpl;
import gov.nist.javax.sip.stack.DefaultRouter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.text.ParseException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.mobicents.ext.javax.sip.dns.DNSAwareRouter;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/**
 * Chooses where a request goes as RFC 3261 §16.6 does, and takes the routes away again that only this container added:
 * upstream's, which holds the result of its look-up, and that of a {@link org.ssms.sip.container.SipFlow}. No peer gets
 * to see them. A flow over TCP or TLS is a connection that exists: when it is gone, nobody else is called on its port
 * (RFC 5626 §5.3). The stack creates it by its name.
 */
public final class FlowRouter extends DefaultRouter {
    /** Parameter of a route that stands for a flow and must not leave this server. */
    public static final String FLOW = "container-flow";

    /**
     * Where this thread was sent last, unresolved: nothing else may be connected to. A type that keeps no class loader.
     */
    private static final ThreadLocal<@Nullable InetSocketAddress> CHOSEN = new ThreadLocal<>();

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
        if (flow) {
            CHOSEN.remove();
        } else {
            CHOSEN.set(InetSocketAddress.createUnresolved(hop.getHost(), hop.getPort()));
        }
        return hop;
    }

    /**
     * A route that stands for a hop and is not seen outside.
     *
     * @param kind {@link #FLOW}, or {@link DNSAwareRouter#DNS_ROUTE} when a connection may be opened
     */
    public static RouteHeader route(Hop hop, String kind) throws ParseException {
        boolean ipv6 = hop.getHost().indexOf(':') >= 0 && !hop.getHost().startsWith("[");
        SipURI uri = SipFactoryImpl.addressFactory.createSipURI(null, ipv6 ? "[" + hop.getHost() + "]" : hop.getHost());
        uri.setPort(hop.getPort());
        uri.setTransportParam(hop.getTransport().toLowerCase(Locale.ROOT));
        uri.setLrParam();
        uri.setParameter(kind, "true");
        return SipFactoryImpl.headerFactory.createRouteHeader(SipFactoryImpl.addressFactory.createAddress(uri));
    }

    /**
     * Called before a connection is opened, on the thread that sends.
     *
     * @throws IOException when no request was sent to {@code peer}: a response is worth no connection (against RFC 3261
     *     §18.2.2, where a stranger has us connect), and a flow that is gone stays gone
     */
    static void checkConnect(InetSocketAddress peer) throws IOException {
        InetSocketAddress chosen = CHOSEN.get();
        if (chosen == null
                || chosen.getPort() != peer.getPort()
                || !List.of(InetAddress.getAllByName(chosen.getHostString())).contains(peer.getAddress())) {
            throw new IOException("the connection is gone");
        }
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
