package org.ssms.call;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.UserName;
import org.ssms.media.engine.MediaCall;
import org.ssms.media.sdp.AudioNegotiator;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.Negotiation;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.recording.Caller;
import org.ssms.recording.Recorder;

/**
 * Decides what happens to a call. The SIP adapter asks here and does as it is told; how a call goes on after its ACK is
 * written in {@link CallScript}. Refusals are answers, not exceptions. Methods may be called by any thread; only
 * {@link #invited} waits, for the database.
 */
@Singleton
public class CallDesk {
    private static final System.Logger LOG = System.getLogger(CallDesk.class.getName());

    /** Code of a Warning header with free text (RFC 3261 §20.43). */
    private static final int MISCELLANEOUS_WARNING = 399;

    /** More than all states of {@link CallScript} but the recording may take together. */
    private static final Duration CALL_OVERHEAD = Duration.ofMinutes(10);

    private static final long FLUSH_BOUND_MILLIS = 500;
    private static final long SHUTDOWN_BOUND_SECONDS = 5;

    private final Facilities facilities;
    private final Mailboxes mailboxes;
    private final Recorder recorder;
    private final SecureRandom random;

    private final Map<String, VoicemailCall> calls = new ConcurrentHashMap<>();
    private final CallStatistics statistics = new CallStatistics();
    private volatile boolean draining;

    @Inject
    CallDesk(Facilities facilities, Mailboxes mailboxes, Recorder recorder, SecureRandom random) {
        this.facilities = facilities;
        this.mailboxes = mailboxes;
        this.recorder = recorder;
        this.random = random;
    }

    /**
     * An INVITE that opens a call. With an {@link CallOutcome.Answer} the call exists until {@link #ended}, or until the
     * desk has hung up.
     *
     * @param offer session description, null when the INVITE has none (delayed offer): then the ACK must answer ours
     */
    public CallOutcome invited(Invitation invitation, byte @Nullable [] offer, CallLeg leg) {
        if (draining) {
            return refuse(Refusal.DRAINING);
        }
        Optional<UserName> user = UserName.parse(invitation.mailbox());
        if (user.isEmpty()) {
            return refuse(Refusal.UNKNOWN_MAILBOX);
        }
        return switch (mailboxes.status(user.get().value())) {
            case UNKNOWN -> refuse(Refusal.UNKNOWN_MAILBOX);
            case DISABLED -> refuse(Refusal.DISABLED_MAILBOX);
            case OPEN -> answer(invitation, user.get(), offer, leg);
        };
    }

    private CallOutcome answer(Invitation invitation, UserName user, byte @Nullable [] offer, CallLeg leg) {
        SessionDescription remote;
        try {
            remote = offer == null ? null : SessionDescription.parse(offer);
        } catch (MalformedSdpException e) {
            return refuse(Refusal.MALFORMED_SDP, e);
        }
        MediaEvents mediaEvents = new MediaEvents();
        Optional<MediaCall> media = facilities.engine().open(mediaEvents);
        if (media.isEmpty()) {
            return refuse(Refusal.OVERLOAD);
        }
        SdpExchange sdp = new SdpExchange(new AudioNegotiator(
                facilities.config().rtp().bind(), media.get().localPort(), random.nextLong() >>> 2));
        CallOutcome outcome = negotiate(sdp, remote);
        if (outcome instanceof CallOutcome.Reject) {
            var unused = media.get().close();
            return outcome;
        }
        Caller caller = Caller.of(invitation.caller(), invitation.dialog());
        VoicemailCall call = new VoicemailCall(
                leg, recorder.prepare(user.value(), caller), media.get(), mediaEvents, sdp, facilities);
        enter(invitation.callId(), call);
        return outcome;
    }

    private void enter(String callId, VoicemailCall call) {
        calls.put(callId, call);
        var unused = call.released().whenComplete((done, failure) -> calls.remove(callId, call));
        statistics.countAnswered();
        call.tell(CallEvent.INVITED);
    }

    /**
     * The ACK of an INVITE or re-INVITE.
     *
     * @param answer its session description, null when it has none
     */
    public void acknowledged(String callId, byte @Nullable [] answer) {
        VoicemailCall call = calls.get(callId);
        if (call == null) {
            return;
        }
        if (call.sdp().acknowledged(answer)) {
            call.connect();
            call.tell(CallEvent.ACKNOWLEDGED);
        } else {
            call.tell(CallEvent.ABORTED);
        }
    }

    /**
     * An INVITE within the call: hold, resume, another address. A refused one changes nothing.
     *
     * @param offer session description, null when the INVITE has none
     */
    public CallOutcome reinvited(String callId, byte @Nullable [] offer) {
        VoicemailCall call = calls.get(callId);
        if (call == null) {
            return CallOutcome.Reject.of(481);
        }
        if (call.sdp().offerPending()) {
            return CallOutcome.Reject.of(491);
        }
        try {
            CallOutcome outcome = negotiate(call.sdp(), offer == null ? null : SessionDescription.parse(offer));
            if (offer != null && outcome instanceof CallOutcome.Answer) {
                call.connect();
            }
            return outcome;
        } catch (MalformedSdpException e) {
            return refuse(Refusal.MALFORMED_SDP, e);
        }
    }

    private CallOutcome negotiate(SdpExchange sdp, @Nullable SessionDescription offer) {
        if (offer == null) {
            return new CallOutcome.Answer(sdp.offer());
        }
        Negotiation result = sdp.answer(offer);
        if (result instanceof Negotiation.Agreed agreed) {
            return new CallOutcome.Answer(agreed.local());
        }
        Negotiation.Refused refused = (Negotiation.Refused) result;
        statistics.countRefused(Refusal.UNACCEPTABLE_MEDIA);
        return CallOutcome.Reject.warning(Refusal.UNACCEPTABLE_MEDIA.status(), refused.warnCode(), refused.warnText());
    }

    /**
     * The caller has hung up or given up, or the dialog is gone. Unknown calls do no harm.
     *
     * @return completes when the last fragment of a recording is on its way to the disk, or after half a second; on the
     *     media loop or a timer, so what depends on it must not block
     */
    public CompletionStage<@Nullable Void> ended(String callId) {
        VoicemailCall call = calls.get(callId);
        if (call == null) {
            return CompletableFuture.completedFuture(null);
        }
        call.tell(CallEvent.HUNG_UP);
        CompletableFuture<@Nullable Void> flushed = new CompletableFuture<>();
        // not by a worker: the answer to a BYE must not queue behind the work of other calls
        Future<?> bound =
                facilities.timers().schedule(() -> flushed.complete(null), FLUSH_BOUND_MILLIS, TimeUnit.MILLISECONDS);
        call.released().thenRun(() -> {
            bound.cancel(false);
            flushed.complete(null);
        });
        return flushed;
    }

    /** We must end the call: its answer could not be sent, for example. Unknown calls do no harm. */
    public void aborted(String callId) {
        VoicemailCall call = calls.get(callId);
        if (call != null) {
            call.tell(CallEvent.ABORTED);
        }
    }

    /** From now on every INVITE is refused with 503; calls that are up go on. */
    public void drain() {
        draining = true;
    }

    public void resume() {
        draining = false;
    }

    /** Whether an INVITE has a chance; what to tell an OPTIONS. */
    public boolean accepting() {
        return !draining && calls.size() < facilities.config().calls().max();
    }

    /** What a caller is told to wait that we do not accept. */
    public Duration retryAfter() {
        return facilities.config().calls().retryAfter();
    }

    /** No call is longer, whatever the caller does. */
    public Duration longestCall() {
        return facilities.config().recording().max().plus(CALL_OVERHEAD);
    }

    public CallStatistics statistics() {
        return statistics;
    }

    /** Calls that are up. */
    public int currentCalls() {
        return calls.size();
    }

    public int recordingsInProgress() {
        return (int) calls.values().stream().filter(VoicemailCall::isRecording).count();
    }

    /**
     * Ends all calls and takes no more. What they have recorded is safe on disk afterwards and completed now or at the
     * next start. Waits, but not for long.
     */
    public void shutDown() {
        drain();
        List<VoicemailCall> up = List.copyOf(calls.values());
        up.forEach(call -> call.tell(CallEvent.ABORTED));
        CompletableFuture<?>[] released =
                up.stream().map(call -> call.released().toCompletableFuture()).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(released).get(SHUTDOWN_BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "SSMS-1005 not all calls ended in time");
        }
    }

    private CallOutcome refuse(Refusal reason) {
        statistics.countRefused(reason);
        return reason.status() == 503
                ? CallOutcome.Reject.retry(reason.status(), retryAfter())
                : CallOutcome.Reject.of(reason.status());
    }

    private CallOutcome refuse(Refusal reason, MalformedSdpException why) {
        statistics.countRefused(reason);
        return CallOutcome.Reject.warning(reason.status(), MISCELLANEOUS_WARNING, String.valueOf(why.getMessage()));
    }
}
