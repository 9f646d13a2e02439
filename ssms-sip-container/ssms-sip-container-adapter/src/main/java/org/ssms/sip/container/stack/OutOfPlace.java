package org.ssms.sip.container.stack;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.header.extensions.JoinHeader;
import gov.nist.javax.sip.header.extensions.ReplacesHeader;
import gov.nist.javax.sip.message.SIPRequest;
import java.time.Duration;
import java.util.Set;
import javax.sip.Dialog;
import javax.sip.DialogState;
import javax.sip.RequestEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipProvider;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.EventHeader;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.mobicents.servlet.sip.core.dispatchers.MessageDispatcher;
import org.ssms.sip.container.routing.ApplicationRouter;

/**
 * Refuses what has no place: requests of a dialog that does not exist (RFC 3261 §12.2.2) and CANCELs of nothing (§9.2)
 * with 481, merged requests (§8.2.2.2) with 482, INVITEs without a Contact (§8.1.1.8) with 400, what concerns events
 * and names none with 489; ACKs of no dialog are dropped. What says that it comes from an application here, and does
 * not ({@link RoutedBack}), gets 481, too. The dispatcher would send the former on to the host of their request URI:
 * for strangers, an open relay and DNS look-ups of their choice.
 */
final class OutOfPlace {
    private static final Set<String> ONLY_IN_DIALOGS =
            Set.of(Request.ACK, Request.BYE, Request.INFO, Request.PRACK, Request.UPDATE);
    private static final Set<String> MAY_START_DIALOGS =
            Set.of(Request.INVITE, Request.NOTIFY, Request.REFER, Request.SUBSCRIBE);

    /** RFC 6665 §8.1.1, RFC 3903 §4; upstream fails without it. */
    private static final Set<String> NEED_EVENT = Set.of(Request.NOTIFY, Request.PUBLISH, Request.SUBSCRIBE);

    private final SipApplicationDispatcherImpl dispatcher;
    private final MergedRequests merged;
    private final RoutedBack routedBack;
    private final StatelessAnswer answer;

    OutOfPlace(SipApplicationDispatcherImpl dispatcher) {
        this.dispatcher = dispatcher;
        this.answer = new StatelessAnswer(dispatcher);
        this.merged = new MergedRequests(dispatcher);
        this.routedBack = new RoutedBack(dispatcher);
    }

    /** True when the request was settled here. */
    boolean refused(RequestEvent event) {
        SIPRequest request = (SIPRequest) event.getRequest();
        if (request.getMethod().equals(Request.CANCEL)) {
            return refusedUnless(findsCancelled(request), event, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
        if (!request.getMethod().equals(Request.ACK) && routedBack.isForged(request)) {
            return refusedUnless(false, event, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
        if (isTakenForSubsequent(request) && (request.getToTag() == null || !hasDialog(event))) {
            return refusedUnless(false, event, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
        if (request.getMethod().equals(Request.INVITE) && request.getContactHeader() == null) {
            return refusedUnless(false, event, Response.BAD_REQUEST);
        }
        if (NEED_EVENT.contains(request.getMethod()) && request.getHeader(EventHeader.NAME) == null) {
            return refusedUnless(false, event, Response.BAD_EVENT);
        }
        if (request.getToTag() == null && !ONLY_IN_DIALOGS.contains(request.getMethod())) {
            return refusedUnless(isWanted(request), event, Response.NOT_FOUND)
                    || refusedUnless(!merged.isMerged(request), event, Response.LOOP_DETECTED);
        }
        boolean inDialog = hasDialog(event);
        if (claimsDialog(request) || event.getDialog() != null) {
            return refusedUnless(inDialog, event, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
        return refusedUnless(inDialog || isWanted(request), event, Response.NOT_FOUND);
    }

    /** Nobody can make anything of it. */
    void failed(RequestEvent event) {
        boolean unused = refusedUnless(false, event, Response.SERVER_INTERNAL_ERROR);
    }

    /** By an application, also as that which has the call that the request names (RFC 3891, RFC 3911). */
    private boolean isWanted(SIPRequest request) {
        SipStackImpl stack = (SipStackImpl) dispatcher.getSipStack();
        return ((ApplicationRouter) dispatcher.getSipApplicationRouter()).accepts(request)
                || (request.getHeader(ReplacesHeader.NAME) instanceof ReplacesHeader replaced
                        && replaced.getToTag() != null
                        && replaced.getFromTag() != null
                        && stack.getReplacesDialog(replaced) != null)
                || (request.getHeader(JoinHeader.NAME) instanceof JoinHeader joined
                        && joined.getToTag() != null
                        && joined.getFromTag() != null
                        && stack.getJoinDialog(joined) != null);
    }

    private boolean refusedUnless(boolean hasPlace, RequestEvent event, int status) {
        SIPRequest request = (SIPRequest) event.getRequest();
        if (!hasPlace && !request.getMethod().equals(Request.ACK)) {
            ServerTransaction transaction = event.getServerTransaction();
            if (transaction == null) {
                answer.send((SipProvider) event.getSource(), request, status, Duration.ZERO);
            } else { // which would swallow all repetitions for ever
                answer.send(transaction, request, status);
            }
        }
        return !hasPlace;
    }

    private boolean findsCancelled(SIPRequest cancel) {
        return ((SipStackImpl) dispatcher.getSipStack()).findCancelTransaction(cancel, true) != null;
    }

    private static boolean claimsDialog(SIPRequest request) {
        String method = request.getMethod();
        return ONLY_IN_DIALOGS.contains(method) || (MAY_START_DIALOGS.contains(method) && request.getToTag() != null);
    }

    /**
     * One that has ended counts for a BYE only, as the two of both sides may cross: anything else would wait for its
     * session, which is being ended, and might get no answer.
     */
    private boolean hasDialog(RequestEvent event) {
        Dialog dialog = event.getDialog();
        boolean isAlive = dialog != null
                && (!DialogState.TERMINATED.equals(dialog.getState())
                        || event.getRequest().getMethod().equals(Request.BYE));
        return isAlive || isProxied(event.getRequest());
    }

    /** By upstream, whatever its method and tags: it sends on what no session is found for. */
    private boolean isTakenForSubsequent(Request request) {
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        return route != null
                && route.getAddress().getURI() instanceof SipURI
                && (isOfProxy(route.getAddress().getURI()) || isOfProxy(request.getRequestURI()))
                && !dispatcher.isRouteExternal(route);
    }

    private static boolean isOfProxy(URI uri) {
        return uri instanceof SipURI sip && sip.getParameter(MessageDispatcher.RR_PARAM_PROXY_APP) != null;
    }

    /** A proxying application keeps no dialog; it put itself into the route with its name and session. */
    private boolean isProxied(Request request) {
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        return route != null
                && route.getAddress().getURI() instanceof SipURI uri
                && uri.getParameter("app_id") != null
                && uri.getParameter("appname") != null
                && dispatcher.getApplicationNameFromHash(uri.getParameter("appname")) != null
                && !dispatcher.isRouteExternal(route);
    }
}
