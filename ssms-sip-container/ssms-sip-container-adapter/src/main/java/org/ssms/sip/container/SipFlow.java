package org.ssms.sip.container;

import gov.nist.javax.sip.message.SIPRequest;
import jakarta.servlet.ServletException;
import java.text.ParseException;
import java.util.Locale;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import javax.sip.SipException;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.ssms.sip.container.stack.DialogPath;
import org.ssms.sip.container.stack.FlowRouter;
import org.ssms.sip.container.stack.SipStackService;

/**
 * The way a request came, and on which others can be sent to its sender: through the same address translator, over the
 * same connection (RFC 5626 §5.3, RFC 3581).
 *
 * @param transport {@code UDP}, {@code TCP}, {@code TLS}, {@code WS} or {@code WSS}
 * @param address numeric, an IPv6 address without brackets
 */
public record SipFlow(String transport, String address, int port) {
    private static final int SIP_PORT = 5060;

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
     * True when somebody who is to be reached at {@code contact} may be reached by this flow only, as far as can be
     * told: it is a connection, or a NAT stands between.
     */
    public boolean isNeededFor(URI contact) {
        return !transport.equals("UDP")
                || !(contact instanceof SipURI uri)
                || !uri.getHost().replaceAll("[\\[\\]]", "").equals(address)
                || port != (uri.getPort() < 0 ? SIP_PORT : uri.getPort());
    }

    /**
     * Keeps this server in the path of the dialog that a branch may begin: what both ends send later passes through,
     * over this flow to the one who is called, and back to where the INVITE came from (RFC 5626 §5.3). The application
     * hears nothing of it and needs no Record-Route of its own.
     *
     * @param branch not started, of a proxied INVITE; its request goes over this flow
     */
    public void stayInPath(ProxyBranch branch) throws ServletException {
        SipServletRequestImpl invite = (SipServletRequestImpl) branch.getProxy().getOriginalRequest();
        SipServletRequestImpl request = (SipServletRequestImpl) branch.getRequest();
        SipApplicationDispatcher dispatcher = invite.getSipSession()
                .getSipApplicationSession()
                .getSipContext()
                .getSipApplicationDispatcher();
        SipFlow caller = of(invite);
        try {
            DialogPath.record(
                    dispatcher.getSipNetworkInterfaceManager(),
                    (SIPRequest) request.getMessage(),
                    (SIPRequest) invite.getMessage(),
                    caller,
                    this,
                    ((SipStackService) dispatcher.getSipService()).isBelieved(caller.address()));
        } catch (SipException | ParseException e) {
            throw new ServletException("a Record-Route", e);
        }
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
