package org.ssms.sip.container.message;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.HopImpl;
import java.text.ParseException;
import java.util.Set;
import javax.sip.SipException;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.ssms.sip.container.SipFlow;
import org.ssms.sip.container.stack.CallerFlows.Way;
import org.ssms.sip.container.stack.DialogPath;
import org.ssms.sip.container.stack.FlowRouter;
import org.ssms.sip.container.stack.SipStackService;

/**
 * Where requests inside a dialog go to a peer who is not believed: back over the flow on which his last INVITE,
 * REFER, SUBSCRIBE or UPDATE came and was answered, whatever Contact and Record-Route said (docs/adr/0016). They stay
 * in the message, so that a proxy at the other end of the flow can pass it on.
 */
public final class PeerFlow {
    private static final String ATTRIBUTE = "org.ssms.sip.container.flow";
    /** Methods that begin a dialog or move its target (RFC 3261 §12.2, RFC 3311 §5.1, RFC 3515 §2.4.4). */
    private static final Set<String> REFRESHING =
            Set.of(Request.INVITE, Request.REFER, Request.SUBSCRIBE, Request.UPDATE);

    private PeerFlow() {}

    /** Remembers the flow of a request that was received. */
    public static void note(JakartaRequest received) {
        MobicentsSipSession session = received.getSipSession();
        if (!REFRESHING.contains(received.getMethod()) || !session.isValidInternal()) {
            return;
        }
        SipApplicationDispatcher dispatcher =
                session.getSipApplicationSession().getSipContext().getSipApplicationDispatcher();
        SipStackService stack = (SipStackService) dispatcher.getSipService();
        SIPRequest request = (SIPRequest) received.getMessage();
        String address = PacketSource.address(request);
        Way way;
        if (address == null || !dispatcher.isExternal(address, PacketSource.port(request), received.getTransport())) {
            way = stack.callerFlows().of(request); // this server passed it on to itself
            if (way == null && request.getToTag() == null) {
                way = back(request, received); // to this server, which knows the way or has begun the call
            }
        } else {
            way = stack.isBelieved(address) ? new Way.AsHeSays() : back(request, received);
            stack.callerFlows().note(request, way);
        }
        if (way instanceof Way.Back back) {
            session.setAttribute(ATTRIBUTE, back.flow());
        } else if (way != null) {
            session.removeAttribute(ATTRIBUTE);
        }
    }

    private static Way back(SIPRequest request, JakartaRequest received) {
        return new Way.Back(DialogPath.answered(request, SipFlow.of(received)));
    }

    /** Sets the way of a request that is about to be sent. */
    static void apply(JakartaRequest sent) {
        SIPRequest request = (SIPRequest) sent.getMessage();
        MobicentsSipSession session = sent.getSipSession();
        if (request.getToTag() != null
                && session.getProxy() == null
                && session.isValidInternal()
                && session.getAttribute(ATTRIBUTE) instanceof SipFlow flow) {
            try {
                request.addFirst(
                        FlowRouter.route(new HopImpl(flow.address(), flow.port(), flow.transport()), FlowRouter.FLOW));
            } catch (ParseException | SipException e) {
                throw new IllegalStateException("a flow is no route", e);
            }
        }
    }
}
