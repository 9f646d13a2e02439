package org.ssms.sip.container.stack;

import java.lang.System.Logger.Level;
import java.text.ParseException;
import java.util.Set;
import java.util.UUID;
import javax.sip.RequestEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.ssms.sip.container.log.Redaction;
import org.ssms.sip.container.routing.ApplicationRouter;

/**
 * Answers requests of a dialog that does not exist with 481 (RFC 3261 §12.2.2), drops such ACKs, and answers requests that
 * no application wants with 404. The dispatcher would send them all on to the host of their request URI: for strangers, an
 * open relay and DNS look-ups of their choice.
 */
final class OutOfDialog {
    private static final System.Logger LOG = System.getLogger(OutOfDialog.class.getName());
    private static final Set<String> ONLY_IN_DIALOGS =
            Set.of(Request.ACK, Request.BYE, Request.INFO, Request.PRACK, Request.UPDATE);
    private static final Set<String> MAY_START_DIALOGS =
            Set.of(Request.INVITE, Request.NOTIFY, Request.REFER, Request.SUBSCRIBE);

    private final SipApplicationDispatcherImpl dispatcher;

    OutOfDialog(SipApplicationDispatcherImpl dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** True when the request was settled here. */
    boolean refused(RequestEvent event) {
        Request request = event.getRequest();
        if (event.getDialog() != null || isProxied(request)) {
            return false;
        }
        if (claimsDialog(request)) {
            if (!request.getMethod().equals(Request.ACK)) {
                refuse((SipProvider) event.getSource(), request, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            }
            return true;
        }
        if (isUnrouted(request.getMethod())) {
            refuse((SipProvider) event.getSource(), request, Response.NOT_FOUND);
            return true;
        }
        return false;
    }

    /** True when no application wants it. */
    private boolean isUnrouted(String method) {
        return !method.equals(Request.CANCEL)
                && !((ApplicationRouter) dispatcher.getSipApplicationRouter()).accepts(method);
    }

    private static boolean claimsDialog(Request request) {
        String method = request.getMethod();
        return ONLY_IN_DIALOGS.contains(method)
                || (MAY_START_DIALOGS.contains(method) && to(request).getTag() != null);
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

    private void refuse(SipProvider provider, Request request, int status) {
        try {
            Response response = SipFactoryImpl.messageFactory.createResponse(status, request);
            ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
            if (to.getTag() == null) {
                to.setTag(UUID.randomUUID().toString());
            }
            provider.sendResponse(response);
            dispatcher.updateResponseStatistics(response, false);
        } catch (SipException | ParseException e) {
            LOG.log(Level.DEBUG, "a refusal was not sent: " + Redaction.firstLine(e.getMessage()));
        }
    }

    private static ToHeader to(Request request) {
        return (ToHeader) request.getHeader(ToHeader.NAME);
    }
}
