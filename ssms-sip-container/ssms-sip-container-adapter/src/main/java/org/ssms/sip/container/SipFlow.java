package org.ssms.sip.container;

import java.util.Locale;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.ssms.sip.container.stack.FlowRouter;

/**
 * The way a request came, and on which others can be sent to its sender: through the same address translator, over the
 * same connection (RFC 5626 §5.3, RFC 3581).
 *
 * @param transport {@code UDP}, {@code TCP}, {@code TLS}, {@code WS} or {@code WSS}
 * @param address numeric, an IPv6 address without brackets
 */
public record SipFlow(String transport, String address, int port) {
    /** The flow on which {@code request} arrived: of the last hop, whatever its Via and Contact say. */
    public static SipFlow of(SipServletRequest request) {
        String address = request.getRemoteAddr();
        boolean bracketed = address.startsWith("[");
        return new SipFlow(
                request.getTransport().toUpperCase(Locale.ROOT),
                bracketed ? address.substring(1, address.length() - 1) : address,
                request.getRemotePort());
    }

    /**
     * What to give to {@code pushRoute} of a request, as the last of its routes, so that it goes over this flow. The
     * request URI stays as it is, and the route is not seen outside.
     */
    public SipURI route(SipFactory factory) {
        SipURI route = factory.createSipURI(null, address.indexOf(':') < 0 ? address : "[" + address + "]");
        route.setPort(port);
        route.setTransportParam(transport.toLowerCase(Locale.ROOT));
        route.setLrParam(true);
        route.setParameter(FlowRouter.FLOW, "true");
        return route;
    }
}
