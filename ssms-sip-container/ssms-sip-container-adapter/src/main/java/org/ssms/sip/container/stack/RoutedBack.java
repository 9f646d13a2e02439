package org.ssms.sip.container.stack;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransaction;
import java.util.Objects;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.mobicents.servlet.sip.core.dispatchers.MessageDispatcher;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.TransactionApplicationData;

/**
 * A request that an application has sent and another one here wants comes back over the network, with a Route that says
 * which application session it is of. Upstream then goes on in the list of the router where that session is, and behind
 * its end sends the request to whatever its URI names. The session stands in the To tag of every answer, so that
 * anybody can write such a Route. Believed is only the very request that a client transaction of that session is
 * sending now.
 */
final class RoutedBack {
    private final SipApplicationDispatcherImpl dispatcher;

    RoutedBack(SipApplicationDispatcherImpl dispatcher) {
        this.dispatcher = dispatcher;
    }

    /**
     * True for a request with such a Route, at whatever place, that is not being sent here. One of ours that comes
     * after the end of its transaction is among them: nobody waits for its answer, and from outside it has not come.
     */
    boolean isForged(SIPRequest request) {
        return isClaimed(request) && !isBeingSent(request);
    }

    /** Whether some Route says what only this container writes. */
    static boolean isClaimed(SIPRequest request) {
        RouteList routes = request.getRouteHeaders();
        return routes != null
                && routes.stream()
                        .map(route -> route.getAddress().getURI())
                        .anyMatch(uri -> isSaid(uri, MessageDispatcher.ROUTE_PARAM_DIRECTIVE)
                                || isSaid(uri, MessageDispatcher.ROUTE_PARAM_PREV_APPLICATION_NAME)
                                || isSaid(uri, MessageDispatcher.ROUTE_PARAM_PREV_APP_ID));
    }

    private static boolean isSaid(URI route, String name) {
        return route instanceof SipURI uri && uri.getParameter(name) != null;
    }

    private boolean isBeingSent(SIPRequest request) {
        SIPTransaction sending = ((SipStackImpl) dispatcher.getSipStack()).findTransaction(request, false);
        if (sending == null
                || !(sending.getRequest() instanceof SIPRequest sent)
                || !(sending.getApplicationData() instanceof TransactionApplicationData data)
                || data.getSipServletMessage() == null) {
            return false;
        }
        MobicentsSipSession session = data.getSipServletMessage().getSipSession();
        return session != null
                && isSame(
                        request,
                        sent,
                        session.getKey().getApplicationName(),
                        session.getKey().getApplicationSessionId());
    }

    /** @param sent by that application in that session, in the transaction that the branch of {@code received} names */
    static boolean isSame(SIPRequest received, SIPRequest sent, String application, String session) {
        Optional<SipURI> route = OwnRoutes.uri(received, 0);
        return received.getMethod().equals(sent.getMethod())
                && received.getRequestURI()
                        .toString()
                        .equals(sent.getRequestURI().toString())
                && received.getCallId().getCallId().equals(sent.getCallId().getCallId())
                && received.getCSeq().getSeqNumber() == sent.getCSeq().getSeqNumber()
                && Objects.equals(received.getFromTag(), sent.getFromTag())
                && route.map(SipURI::toString).equals(OwnRoutes.uri(sent, 0).map(SipURI::toString))
                && route.map(uri -> uri.getParameter(MessageDispatcher.ROUTE_PARAM_PREV_APPLICATION_NAME))
                        .equals(Optional.of(application))
                && route.map(uri -> uri.getParameter(MessageDispatcher.ROUTE_PARAM_PREV_APP_ID))
                        .equals(Optional.of(session));
    }
}
