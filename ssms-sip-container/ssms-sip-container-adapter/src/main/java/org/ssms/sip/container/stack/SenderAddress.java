package org.ssms.sip.container.stack;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.text.ParseException;
import java.util.List;
import javax.sip.SipStack;
import javax.sip.header.RAckHeader;
import javax.sip.header.RSeqHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.JainSipUtils;
import org.ssms.sip.container.log.Redaction;

/**
 * Puts into the top Via of a request where it came from, so that its answers go there and nowhere else: {@code
 * received} is ours to say (RFC 3261 §18.2.1), and {@code maddr}, with which a sender names a third party, is not
 * followed. The port is that of the packet when {@code rport} is asked for (RFC 3581), or else that of the Via. A
 * request that says it came over UDP and did not, or the other way round, is dropped: it would be answered over the
 * wrong one. What upstream writes into messages to itself, and what belongs to other messages, does not come from
 * outside: an application could neither pass it on nor take it away.
 */
final class SenderAddress implements SIPMessageValve {
    private static final System.Logger LOG = System.getLogger(SenderAddress.class.getName());
    private static final String MADDR = "maddr";
    private static final String UDP = "UDP";
    private static final List<String> INTERNAL = List.of(
            JainSipUtils.INITIAL_REMOTE_ADDR_HEADER_NAME,
            JainSipUtils.INITIAL_REMOTE_PORT_HEADER_NAME,
            JainSipUtils.INITIAL_REMOTE_TRANSPORT_HEADER_NAME,
            RSeqHeader.NAME); // stands in responses

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        InetAddress source = request.getPeerPacketSourceAddress();
        Via via = request.getTopmostVia();
        if (source == null || via == null) {
            return via != null; // what this server sends to itself has come in already
        }
        if (via.getTransport().equalsIgnoreCase(UDP) != channel.getTransport().equalsIgnoreCase(UDP)) {
            return false;
        }
        removeForeign(request);
        try {
            via.removeParameter(MADDR);
            via.setParameter(Via.RECEIVED, source.getHostAddress());
            return true;
        } catch (ParseException e) {
            LOG.log(Level.DEBUG, "a Via is refused: " + Redaction.firstLine(e.getMessage()));
            return false;
        }
    }

    static void removeForeign(SIPRequest request) {
        INTERNAL.forEach(request::removeHeader);
        if (!request.getMethod().equals(Request.PRACK)) {
            request.removeHeader(RAckHeader.NAME);
        }
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return true;
    }

    @Override
    public void init(SipStack stack) {}

    @Override
    public void destroy() {}
}
