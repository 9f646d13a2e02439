package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.annotation.SipServlet;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallDesk;
import org.ssms.call.CallOutcome;
import org.ssms.call.Invitation;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.location.DiversionReason;
import org.ssms.sip.container.SipTasks;

/** SIP adapter of {@link CallDesk}: reads the request, asks the desk, writes the response. RFC 3261 §8.2, §13.3. */
@SipServlet(name = "voicemail", loadOnStartup = 1)
public class VoicemailServlet extends javax.servlet.sip.SipServlet {
    private static final long serialVersionUID = 1L;
    private static final int BAD_EXTENSION = 420;

    @Inject
    private transient CallDesk desk;

    @Inject
    private transient SipTasks tasks;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        switch (request.getMethod()) {
            case "ACK" -> doAck(request);
            case "CANCEL" -> doCancel(request);
            case "INVITE", "BYE", "OPTIONS", "INFO" -> {
                if (request.getHeader("Require") == null) {
                    super.doRequest(request);
                } else {
                    refuseExtension(request);
                }
            }
            default -> {
                SipServletResponse notAllowed = Replies.of(request, SipServletResponse.SC_METHOD_NOT_ALLOWED);
                notAllowed.setHeader("Allow", Replies.ALLOWED);
                notAllowed.send();
            }
        }
    }

    @Override
    protected void doInvite(SipServletRequest invite) throws IOException {
        if (!isSdpOrEmpty(invite)) {
            Replies.unsupportedMediaType(invite, Replies.SDP).send();
            return;
        }
        String callId = invite.getSession().getId();
        CallOutcome outcome = invite.isInitial()
                ? desk.invited(invitation(invite, callId), body(invite), new SipLeg(invite, tasks))
                : desk.reinvited(callId, body(invite));
        try {
            Replies.of(invite, outcome).send();
        } catch (IOException | RuntimeException e) {
            desk.aborted(callId);
            throw e;
        }
    }

    private Invitation invitation(SipServletRequest invite, String callId) {
        // the desk bounds every call; the session must outlive it
        invite.getApplicationSession().setExpires((int) desk.longestCall().toMinutes() + 1);
        Optional<String> user = RequestUser.of(invite.getRequestURI().toString());
        Address from = invite.getFrom();
        CallerIdentity caller = new CallerIdentity(
                from.getURI().toString(),
                Optional.ofNullable(from.getDisplayName()).orElse(""),
                IdentitySource.FROM,
                null);
        return new Invitation(
                callId,
                dialog(invite),
                invite.getInitialRemoteAddr(),
                user.orElse(""),
                DiversionReason.UNKNOWN,
                caller,
                null);
    }

    private static String dialog(SipServletRequest invite) {
        String toTag = invite.createResponse(SipServletResponse.SC_OK).getTo().getParameter("tag");
        return invite.getCallId() + ";to-tag=" + toTag + ";from-tag="
                + invite.getFrom().getParameter("tag");
    }

    @Override
    protected void doAck(SipServletRequest ack) throws IOException {
        desk.acknowledged(ack.getSession().getId(), body(ack));
    }

    @Override
    protected void doBye(SipServletRequest bye) {
        desk.ended(bye.getSession().getId())
                .thenRun(() -> tasks.submit(
                        bye.getApplicationSession(),
                        () -> Replies.of(bye, SipServletResponse.SC_OK).send()));
    }

    /** RFC 3261 §9.2: after the final response a CANCEL has no effect. The container has answered both requests. */
    @Override
    protected void doCancel(SipServletRequest cancel) {
        if (cancel.getSession().getState() != SipSession.State.CONFIRMED) {
            desk.ended(cancel.getSession().getId());
        }
    }

    @Override
    protected void doOptions(SipServletRequest options) throws IOException {
        boolean accepting = desk.accepting();
        SipServletResponse response =
                Replies.of(options, accepting ? SipServletResponse.SC_OK : SipServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Allow", Replies.ALLOWED);
        response.setHeader("Accept", Replies.SDP);
        response.setHeader("Accept-Encoding", "identity");
        if (!accepting) {
            Replies.retryAfter(response, desk.retryAfter());
        }
        response.send();
    }

    /** No info package is supported; an INFO without a body only asks whether the dialog lives (RFC 2976 §2.2). */
    @Override
    protected void doInfo(SipServletRequest info) throws IOException {
        if (info.getContentLength() > 0) {
            Replies.unsupportedMediaType(info, "").send();
        } else {
            Replies.of(info, SipServletResponse.SC_OK).send();
        }
    }

    /** RFC 3261 §8.2.2.3: we support no extension. */
    private static void refuseExtension(SipServletRequest request) throws IOException {
        SipServletResponse response = Replies.of(request, BAD_EXTENSION);
        request.getHeaders("Require").forEachRemaining(tag -> response.addHeader("Unsupported", tag));
        response.send();
    }

    private static boolean isSdpOrEmpty(SipServletMessage message) {
        if (message.getContentLength() <= 0) {
            return true;
        }
        String type = message.getContentType();
        String encoding = message.getHeader("Content-Encoding");
        return type != null
                && type.toLowerCase(Locale.ROOT).matches("\\s*application\\s*/\\s*sdp\\s*(;.*)?")
                && (encoding == null || encoding.equalsIgnoreCase("identity"));
    }

    private static byte @Nullable [] body(SipServletMessage message) throws IOException {
        return message.getContentLength() > 0 ? message.getRawContent() : null;
    }
}
