package org.ssms.sip.container.stack;

import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import org.mobicents.servlet.sip.SipConnector;
import org.mobicents.servlet.sip.core.SipNetworkInterfaceManager;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.ssms.sip.container.SipFlow;

/**
 * Puts this server into the path of the dialog that a proxied INVITE may begin, with one Record-Route for the connector
 * of each end (RFC 5658): {@link DialogRelay} passes on what comes by them.
 */
public final class DialogPath {
    private static final int SIP_PORT = 5060;
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern NUMERIC = Pattern.compile(OCTET + "(\\." + OCTET + "){3}|\\[[0-9a-fA-F:.]+]");

    private DialogPath() {}

    /**
     * Adds the headers.
     *
     * @param branch the INVITE that goes to {@code callee}
     * @param invite as it came
     * @param caller where {@code invite} came from
     * @param believed whether the caller's Contact may be another address
     */
    public static void record(
            SipNetworkInterfaceManager connectors,
            SIPRequest branch,
            SIPRequest invite,
            SipFlow caller,
            SipFlow callee,
            boolean believed)
            throws SipException, ParseException {
        String token = PathToken.write(invite, back(invite, caller, believed), callee);
        boolean secure = branch.getRequestURI() instanceof SipURI uri && uri.isSecure();
        branch.addFirst(recordRoute(
                connectors,
                token,
                invite.getTopmostVia().getTransport(),
                invite.getLocalAddress().getHostAddress(),
                secure));
        branch.addFirst(recordRoute(connectors, token, callee.transport(), callee.address(), secure));
    }

    /**
     * Where requests to the caller go: back where the INVITE came from, over UDP to the port of its Via unless it asks
     * for that of the packet (RFC 3261 §18.2.2, RFC 3581). Proxies that stood before and do not stay are passed over,
     * when they are believed.
     */
    private static SipFlow back(SIPRequest invite, SipFlow caller, boolean believed) {
        boolean proxied = invite.getViaHeaders().size() > 1;
        if (believed
                && proxied
                && invite.getRecordRouteHeaders() == null
                && invite.getContactHeader().getAddress().getURI() instanceof SipURI contact
                && NUMERIC.matcher(contact.getHost()).matches()) {
            String transport = contact.getTransportParam() == null ? "UDP" : contact.getTransportParam();
            return new SipFlow(
                    transport.toUpperCase(Locale.ROOT),
                    contact.getHost().replaceAll("[\\[\\]]", ""),
                    port(contact.getPort()));
        }
        return answered(invite, caller);
    }

    /**
     * Where the answers to {@code request} go: over UDP to the port of its Via, unless it asks for that of the packet.
     *
     * @param caller where it came from
     */
    public static SipFlow answered(SIPRequest request, SipFlow caller) {
        Via via = request.getTopmostVia();
        return caller.transport().equals("UDP") && !via.hasParameter(Via.RPORT)
                ? new SipFlow("UDP", caller.address(), port(via.getPort()))
                : caller;
    }

    private static int port(int given) {
        return given < 0 ? SIP_PORT : given;
    }

    private static RecordRoute recordRoute(
            SipNetworkInterfaceManager connectors, String token, String transport, String near, boolean secure)
            throws ParseException {
        RecordRoute header = new RecordRoute();
        LocalInterfaces.<ParseException>near(near, () -> {
            SipConnector connector =
                    connectors.findMatchingListeningPoint(transport, false).getSipConnector();
            String address = connector.getIpAddress();
            SipURI uri = SipFactoryImpl.addressFactory.createSipURI(
                    token, address.indexOf(':') < 0 ? address : "[" + address + "]");
            uri.setPort(connector.getPort());
            uri.setSecure(secure);
            uri.setTransportParam(connector.getTransport().toLowerCase(Locale.ROOT));
            uri.setLrParam();
            header.setAddress(SipFactoryImpl.addressFactory.createAddress(uri));
        });
        return header;
    }
}
