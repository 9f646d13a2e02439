package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.annotation.SipServlet;
import org.ssms.identity.DigestRequest;
import org.ssms.location.LocationConfig;
import org.ssms.location.LocationConfig.RoutingMode;
import org.ssms.sip.caller.Sender;
import org.ssms.sip.container.SipFlow;
import org.ssms.sip.routing.RequestTarget;
import org.ssms.sip.routing.TargetReader;

/**
 * Where every request outside a dialog comes in. It goes by method and Request-URI to the servlet that serves it, and
 * that servlet gets the rest of the dialog; what we do not serve is refused here. RFC 3261 §8.2.1, §8.2.2, §16.3.
 */
@SipServlet(name = "entry", loadOnStartup = 1)
public class EntryServlet extends javax.servlet.sip.SipServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient LocationConfig config;

    @Inject
    private transient TargetReader targets;

    @Inject
    private transient CallerGate gate;

    @Inject
    private transient OwnBranch ownBranch;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        if (!request.isInitial()) {
            return; // the CANCEL of a request that was refused here
        }
        RequestTarget target = targets.read(request.getRequestURI().toString());
        switch (request.getMethod()) {
            case "INVITE", "REGISTER", "OPTIONS" -> {
                int refusal = refusal(target);
                if (refusal == 0) {
                    dispatch(request, target);
                } else {
                    Replies.of(request, refusal).send();
                }
            }
            default -> Replies.notAllowed(request).send();
        }
    }

    private static int refusal(RequestTarget target) {
        if (target instanceof RequestTarget.Malformed) {
            return SipServletResponse.SC_BAD_REQUEST;
        }
        if (target instanceof RequestTarget.UnknownScheme) {
            return SipServletResponse.SC_UNSUPPORTED_URI_SCHEME;
        }
        return target instanceof RequestTarget.Foreign ? SipServletResponse.SC_NOT_FOUND : 0;
    }

    private void dispatch(SipServletRequest request, RequestTarget target) throws ServletException, IOException {
        switch (request.getMethod()) {
            case "REGISTER" -> handOver(request, "registrar");
            case "OPTIONS" -> handOver(request, "options");
            default -> call(request, target);
        }
    }

    private void call(SipServletRequest invite, RequestTarget target) throws ServletException, IOException {
        if (target instanceof RequestTarget.Stream) {
            stream(invite, target);
            return;
        }
        Optional<CallAtHand> known = ownBranch.read(invite, target);
        if (known.isEmpty()) {
            Optional<Sender> sender = gate.admit(invite);
            if (sender.isEmpty()) {
                return; // it has its answer
            }
            known = Optional.of(
                    new CallAtHand(target, sender.get(), SipFlow.of(invite).address()));
        }
        if (invite.getHeader("Route") != null && !known.get().sender().trusted()) {
            Replies.of(invite, SipServletResponse.SC_FORBIDDEN).send(); // we relay for trunks only
            return;
        }
        known.get().attachTo(invite);
        handOver(invite, isOfHisOwn(invite, target, known.get()) ? "voicemail" : servletFor(target));
    }

    /** Whoever brings it, a trunk, too: only its reader gets a message. */
    private void stream(SipServletRequest invite, RequestTarget target) throws ServletException, IOException {
        Optional<String> reader = gate.authenticate(invite, DigestRequest.Kind.PROXY);
        if (reader.isPresent()) {
            new CallAtHand(
                            target,
                            Sender.subscriber(reader.get()),
                            SipFlow.of(invite).address())
                    .attachTo(invite);
            handOver(invite, "voicemail");
        }
    }

    /** A subscriber calls himself: he wants his mailbox. */
    private boolean isOfHisOwn(SipServletRequest invite, RequestTarget target, CallAtHand call) {
        return target instanceof RequestTarget.Subscriber
                && !Headers.divertedCall(invite).isDiverted()
                && call.sender()
                        .subscriber()
                        .filter(caller ->
                                gate.isAddressOf(invite.getRequestURI().toString(), caller))
                        .isPresent();
    }

    private String servletFor(RequestTarget target) {
        if (target instanceof RequestTarget.Subscriber subscriber) {
            boolean proxy = config.routing().modeOf(subscriber.called().domain()) == RoutingMode.PROXY;
            return proxy ? "proxy" : "redirect";
        }
        return "voicemail";
    }

    private static void handOver(SipServletRequest request, String servlet) throws ServletException, IOException {
        request.getSession().setHandler(servlet);
        request.getRequestDispatcher(servlet).forward(request, null);
    }
}
