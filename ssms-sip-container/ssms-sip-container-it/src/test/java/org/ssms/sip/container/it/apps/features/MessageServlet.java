package org.ssms.sip.container.it.apps.features;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import javax.servlet.sip.AuthInfo;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.annotation.SipApplicationKey;

/**
 * Counts the messages to a user; those to {@code digest} are passed on to a server that asks for a password, those to
 * {@code registered} to the client that registered last.
 */
@javax.servlet.sip.annotation.SipServlet(name = "message")
public class MessageServlet extends SipServlet {
    private static final long serialVersionUID = 1L;
    private static final String INCOMING = "incoming";

    @Inject
    private transient SipFactory factory;

    /** Of the instance, with what was injected; other methods get new sessions. */
    @SipApplicationKey
    public String keyOf(SipServletRequest request) {
        String user = ((SipURI) request.getRequestURI()).getUser();
        boolean room = request.getMethod().equals("MESSAGE")
                && !List.of("digest", "registered").contains(user);
        return room ? factory.createSipURI(user, "room").toString() : request.getCallId();
    }

    @Override
    protected void doMessage(SipServletRequest message) throws ServletException, IOException {
        switch (((SipURI) message.getRequestURI()).getUser()) {
            case "digest" -> passOn(message);
            case "registered" -> proxy(message);
            default -> count(message);
        }
    }

    /** Over the connection from which the callee registered. */
    private void proxy(SipServletRequest message) throws IOException {
        var registered = (PresenceServlet.Registered) getServletContext().getAttribute("registered");
        try {
            Proxy proxy = message.getProxy();
            ProxyBranch branch =
                    proxy.createProxyBranches(List.of(registered.contact())).get(0);
            branch.getRequest().pushRoute(registered.flow().route(factory));
            proxy.startProxy();
        } catch (TooManyHopsException e) {
            message.createResponse(SipServletResponse.SC_TOO_MANY_HOPS).send();
        }
    }

    private static void count(SipServletRequest message) throws IOException {
        Object seen = message.getApplicationSession().getAttribute("seen");
        int count = seen == null ? 1 : (int) seen + 1;
        message.getApplicationSession().setInvalidateWhenReady(false); // there is no dialog that keeps it
        message.getApplicationSession().setAttribute("seen", count);
        SipServletResponse ok = message.createResponse(SipServletResponse.SC_OK);
        ok.setHeader("X-Seen", Integer.toString(count));
        ok.send();
    }

    private void passOn(SipServletRequest message) throws ServletException, IOException {
        SipServletRequest outgoing = factory.createRequest(
                message.getApplicationSession(), "MESSAGE", "sip:joe@127.0.0.1", "sip:server@127.0.0.1");
        outgoing.setRequestURI(
                factory.createURI(getServletConfig().getServletContext().getInitParameter("server")));
        outgoing.setContent("hello", "text/plain");
        outgoing.getSession().setHandler("message");
        outgoing.getSession().setAttribute(INCOMING, message);
        outgoing.send();
    }

    @Override
    protected void doResponse(SipServletResponse response) throws IOException {
        if (response.getProxy() != null) {
            return; // goes back by itself
        }
        boolean challenge = response.getStatus() == SipServletResponse.SC_UNAUTHORIZED
                || response.getStatus() == SipServletResponse.SC_PROXY_AUTHENTICATION_REQUIRED;
        if (challenge && response.getRequest().getHeader("Authorization") == null) {
            AuthInfo secret = factory.createAuthInfo();
            secret.addAuthInfo(response.getStatus(), "ssms.example", "joe", "opensesame");
            SipServletRequest again = response.getSession().createRequest("MESSAGE");
            again.setContent("hello", "text/plain");
            again.addAuthHeader(response, secret);
            again.send();
            return;
        }
        SipServletRequest incoming = (SipServletRequest) response.getSession().getAttribute(INCOMING);
        incoming.createResponse(response.getStatus()).send();
    }
}
