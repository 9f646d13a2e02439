package org.ssms.sip.container.stack;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.HopImpl;
import java.text.ParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * A URI parameter that tells over which WebSocket a client is reached. The host in its Contact is invented and nothing
 * can be connected to (RFC 7118 §5), so the parameter is added to the Contact on arrival: requests inside the dialog
 * then find their way back over the same connection. It never makes a new connection. A REGISTER keeps its Contacts as
 * they are: a registrar remembers the flow itself.
 */
public final class FlowParameter {
    private static final String NAME = "flow";
    private static final Pattern FORM = Pattern.compile("(wss?):\\[?([0-9a-fA-F.:%]+?)]?:(\\d{1,5})");
    private static final int REDIRECTION = 300;

    private FlowParameter() {}

    /**
     * Marks the Contact of a message that came over a WebSocket.
     *
     * @param transport WS or WSS
     * @param address numeric, of the peer
     */
    public static void mark(SIPMessage message, String transport, String address, int port) throws ParseException {
        boolean register =
                ((CSeqHeader) message.getHeader(CSeqHeader.NAME)).getMethod().equals(Request.REGISTER);
        boolean refusal = message instanceof Response response && response.getStatusCode() >= REDIRECTION;
        if (!register
                && !refusal
                && message.getHeader(ContactHeader.NAME) instanceof ContactHeader contact
                && contact.getAddress().getURI() instanceof SipURI uri) {
            String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
            uri.setParameter(NAME, transport.toLowerCase(Locale.ROOT) + ":" + host + ":" + port);
        }
    }

    /** Where the parameter points to; null without one. */
    static @Nullable Hop hop(SipURI uri) {
        String flow = uri.getParameter(NAME);
        Matcher form = flow == null ? null : FORM.matcher(flow);
        return form != null && form.matches()
                ? new HopImpl(form.group(2), Integer.parseInt(form.group(3)), form.group(1))
                : null;
    }
}
