package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.annotation.SipServlet;
import org.jspecify.annotations.Nullable;
import org.ssms.call.Call;
import org.ssms.call.CallDesk;
import org.ssms.call.CallLeg;
import org.ssms.call.CallOutcome;
import org.ssms.call.Door;
import org.ssms.call.Invitation;
import org.ssms.call.StreamDesk;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.sip.InvitationReader.Listener;
import org.ssms.sip.InvitationReader.Player;
import org.ssms.sip.SdpBody.UnsupportedBodyException;
import org.ssms.sip.container.SipTasks;
import org.ssms.sip.header.DtmfInfo;
import org.ssms.sip.header.MalformedHeaderException;
import org.ssms.sip.header.SipFragment;
import org.ssms.sip.session.SessionTimerPolicy.Decision;

/**
 * SIP adapter of {@link CallDesk}, {@link StreamDesk} and {@link Call}: reads the request, asks the desk or the call,
 * writes the response. RFC 3261 §8.2, §13.3; RFC 3311 (UPDATE), RFC 4028 (session timers).
 */
@SipServlet(name = "voicemail", loadOnStartup = 1)
public class VoicemailServlet extends javax.servlet.sip.SipServlet {
    private static final long serialVersionUID = 1L;
    private static final Set<String> SUPPORTED = Set.of(SessionTimers.OPTION);

    @Inject
    private transient CallDesk desk;

    @Inject
    private transient StreamDesk streams;

    @Inject
    private transient Door door;

    @Inject
    private transient SessionCalls calls;

    @Inject
    private transient SipTasks tasks;

    @Inject
    private transient InvitationReader invitations;

    @Inject
    private transient SessionTimers timers;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        switch (request.getMethod()) {
            case "ACK" -> doAck(request);
            case "CANCEL" -> doCancel(request);
            case "NOTIFY" -> doNotify(request);
            case "INVITE", "UPDATE", "BYE", "OPTIONS", "INFO" -> {
                List<String> unsupported = Headers.unknownOptions(request, "Require", SUPPORTED);
                if (unsupported.isEmpty()) {
                    super.doRequest(request);
                } else {
                    Replies.badExtension(request, unsupported).send();
                }
            }
            default -> Replies.notAllowed(request).send();
        }
    }

    @Override
    protected void doInvite(SipServletRequest invite) throws IOException {
        negotiate(
                invite,
                offer -> invite.isInitial() ? invited(invite, offer) : Replies.of(invite, reinvited(invite, offer)));
    }

    /** An UPDATE without a body only refreshes the session. */
    @Override
    protected void doUpdate(SipServletRequest update) throws IOException {
        negotiate(
                update,
                offer -> offer == null
                        ? Replies.of(update, SipServletResponse.SC_OK)
                        : Replies.of(update, updated(update, offer)));
    }

    private static CallOutcome updated(SipServletRequest update, byte[] offer) {
        return SessionCalls.of(update.getSession())
                .map(call -> call.updated(offer))
                .orElse(CallOutcome.NO_CALL);
    }

    private static CallOutcome reinvited(SipServletRequest request, byte @Nullable [] offer) {
        return SessionCalls.of(request.getSession())
                .map(call -> call.reinvited(offer))
                .orElse(CallOutcome.NO_CALL);
    }

    private SipServletResponse invited(SipServletRequest invite, byte @Nullable [] offer) throws IOException {
        Optional<Player> player = invitations.player(invite);
        if (player.isPresent()) {
            return answered(
                    invite,
                    leg -> streams.invited(
                            player.get().invitation(), player.get().wanted(), offer, leg));
        }
        Optional<Listener> listener = invitations.listener(invite);
        if (listener.isPresent()) {
            return answered(
                    invite,
                    leg -> desk.called(
                            listener.get().invitation(), listener.get().owner(), offer, leg));
        }
        Optional<Invitation> invitation;
        try {
            invitation = invitations.read(invite);
        } catch (MalformedLicenseException e) {
            return Replies.badRequest(invite, InvitationReader.RIGHTS + ": " + e.getMessage());
        }
        if (invitation.isEmpty()) {
            return Replies.of(invite, SipServletResponse.SC_NOT_FOUND);
        }
        return answered(
                invite,
                leg -> invitations.isRehearsed(invite)
                        ? desk.rehearsed(invitation.get(), offer, leg)
                        : desk.invited(invitation.get(), offer, leg));
    }

    private SipServletResponse answered(SipServletRequest invite, Function<CallLeg, CallOutcome> decision)
            throws IOException {
        // the desk bounds every call; the session must outlive it
        invite.getApplicationSession().setExpires((int) desk.longestCall().toMinutes() + 1);
        timers.learn(invite);
        CallOutcome outcome = decision.apply(new SipLeg(invite, tasks));
        if (outcome instanceof CallOutcome.Answer answer) {
            calls.keep(invite.getSession(), answer.call());
        }
        return Replies.of(invite, outcome);
    }

    /** What is asked when the session timer is agreed. */
    private interface Question {
        SipServletResponse ask(byte @Nullable [] offer) throws IOException;
    }

    private void negotiate(SipServletRequest request, Question question) throws IOException {
        byte[] offer;
        try {
            offer = sdp(request);
        } catch (UnsupportedBodyException e) {
            Replies.unsupportedMediaType(request, Replies.BODIES).send();
            return;
        }
        Decision timer;
        try {
            timer = timers.decide(request);
        } catch (MalformedHeaderException e) {
            Replies.of(request, SipServletResponse.SC_BAD_REQUEST).send();
            return;
        }
        if (timer instanceof Decision.TooShort tooShort) {
            Replies.intervalTooSmall(request, tooShort.minSeconds()).send();
            return;
        }
        send(question.ask(offer), timer);
    }

    private void send(SipServletResponse response, Decision timer) throws IOException {
        try {
            if (response.getStatus() == SipServletResponse.SC_OK) {
                timers.answer(response, timer);
            }
            response.send();
        } catch (IOException | RuntimeException e) {
            SessionCalls.of(response.getSession()).ifPresent(Call::aborted);
            throw e;
        }
    }

    @Override
    protected void doAck(SipServletRequest ack) throws IOException {
        Optional<Call> call = SessionCalls.of(ack.getSession());
        if (call.isEmpty()) {
            return;
        }
        byte[] answer = null;
        try {
            answer = call.get().expectsAnswer() ? sdp(ack) : null;
        } catch (UnsupportedBodyException e) {
            // nothing answers an ACK: a call without the media that it needs ends
        }
        call.get().acknowledged(answer);
    }

    @Override
    protected void doBye(SipServletRequest bye) {
        CompletionStage<?> flushed = SessionCalls.of(bye.getSession())
                .<CompletionStage<?>>map(Call::ended)
                .orElse(CompletableFuture.completedFuture(null));
        SessionCalls.forget(bye.getSession());
        flushed.thenRun(() -> tasks.submit(
                bye.getApplicationSession(),
                () -> Replies.of(bye, SipServletResponse.SC_OK).send()));
    }

    /** RFC 3261 §9.2: after the final response a CANCEL has no effect. The container has answered both requests. */
    @Override
    protected void doCancel(SipServletRequest cancel) {
        if (cancel.getSession().getState() != SipSession.State.CONFIRMED) {
            SessionCalls.forget(cancel.getSession());
        }
    }

    @Override
    protected void doOptions(SipServletRequest options) throws IOException {
        OptionsServlet.answer(options, door).send();
    }

    /**
     * No info package is supported (RFC 6086), only the older habit of telling a key. An INFO without a body only asks
     * whether the dialog lives (RFC 2976 §2.2).
     */
    @Override
    protected void doInfo(SipServletRequest info) throws IOException {
        Optional<Call> call = SessionCalls.of(info.getSession());
        if (call.isEmpty()) {
            Replies.of(info, SipServletResponse.SC_CALL_LEG_DONE).send();
        } else if (info.getContentLength() <= 0) {
            Replies.of(info, SipServletResponse.SC_OK).send();
        } else if (!DtmfInfo.isDtmf(info.getContentType(), info.getHeader("Content-Encoding"))) {
            Replies.unsupportedMediaType(info, DtmfInfo.TYPES).send();
        } else {
            pressed(info, call.get()).send();
        }
    }

    private static SipServletResponse pressed(SipServletRequest info, Call call) throws IOException {
        try {
            char key = DtmfInfo.key(info.getRawContent());
            if (key != DtmfInfo.NONE) {
                call.pressed(key);
            }
            return Replies.of(info, SipServletResponse.SC_OK);
        } catch (MalformedHeaderException e) {
            return Replies.badRequest(info, "INFO: " + e.getMessage());
        }
    }

    /** Only what a phone tells of a REFER of ours is taken for which somebody waits (RFC 3515 §2.4.4, §2.4.6). */
    @Override
    protected void doNotify(SipServletRequest notify) throws IOException {
        @Nullable String event = notify.getHeader("Event");
        if (!SipFragment.isOfRefer(event)) {
            Replies.notAllowed(notify).send();
            return;
        }
        byte[] body = notify.getContentLength() > 0 ? notify.getRawContent() : new byte[0];
        try {
            int status = SipFragment.status(notify.getContentType(), body);
            boolean isAwaited = Referrals.of(notify.getSession()).notified(SipFragment.id(event), status);
            Replies.of(notify, isAwaited ? SipServletResponse.SC_OK : SipServletResponse.SC_CALL_LEG_DONE)
                    .send();
        } catch (MalformedHeaderException e) {
            Replies.badRequest(notify, "NOTIFY: " + e.getMessage()).send();
        }
    }

    /** Of our own requests only refreshes and REFER matter; a BYE may be answered as it likes. */
    @Override
    protected void doResponse(SipServletResponse response) throws IOException {
        if (response.getMethod().equals("REFER") && response.getStatus() >= 300) {
            Referrals.of(response.getSession()).answered(response.getHeader("CSeq"), response.getStatus());
        }
        boolean refresh =
                response.getMethod().equals("UPDATE") || response.getMethod().equals("INVITE");
        if (refresh && response.getStatus() >= 200) {
            timers.refreshed(response);
        }
    }

    private static byte @Nullable [] sdp(SipServletMessage message) throws IOException, UnsupportedBodyException {
        byte[] body = message.getContentLength() > 0 ? message.getRawContent() : new byte[0];
        return SdpBody.find(message.getContentType(), message.getHeader("Content-Encoding"), body);
    }
}
