package org.ssms.call;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ssms.base.net.AddressBlock;
import org.ssms.call.CallOutcome.Reject;
import org.ssms.identity.digest.Source;
import org.ssms.mailbox.MailboxStatus;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.UserName;
import org.ssms.media.engine.MediaCall;
import org.ssms.media.sdp.AddressFamily;
import org.ssms.media.sdp.AudioNegotiator;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.Negotiation;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.recording.Caller;
import org.ssms.recording.PendingMessage;
import org.ssms.recording.Recorder;
import org.ssms.recording.WarmUp;

/**
 * Decides what happens to a call. The SIP adapter asks here and does as it is told; how a call goes on after its ACK is
 * written in {@link CallScript}. Refusals are answers, not exceptions. Methods may be called by any thread; only
 * {@link #invited} waits, for the database, and only for a call that {@link Admission} has let in.
 */
@Singleton
public class CallDesk {
    private static final System.Logger LOG = System.getLogger(CallDesk.class.getName());

    /** Code of a Warning header with free text (RFC 3261 §20.43). */
    private static final int MISCELLANEOUS_WARNING = 399;

    /** More than all states of {@link CallScript} but the recording may take together. */
    private static final Duration CALL_OVERHEAD = Duration.ofMinutes(10);

    private static final long FLUSH_BOUND_MILLIS = 500;
    private static final long SHUTDOWN_BOUND_SECONDS = 15;

    private final Facilities facilities;
    private final Mailboxes mailboxes;
    private final Recorder recorder;
    private final SecureRandom random;

    private final Admission admission;
    private final MessageQuota quota;
    private final Map<String, Up> calls = new ConcurrentHashMap<>();
    private final Set<VoicemailCall> unfinished = ConcurrentHashMap.newKeySet();
    private final CallStatistics statistics = new CallStatistics();

    private record Up(VoicemailCall call, Admission.Place place) {}

    @Inject
    CallDesk(
            Facilities facilities,
            Mailboxes mailboxes,
            Recorder recorder,
            SecureRandom random,
            WarmUp warmUp,
            Rehearsal rehearsal,
            Clock clock) {
        this.facilities = facilities;
        this.mailboxes = mailboxes;
        this.recorder = recorder;
        this.random = random;
        this.admission = new Admission(
                facilities.config().limits(),
                facilities.recording(),
                new Admission.Gauges(
                        () -> facilities.engine().counters().tickLatenessMicros(),
                        () -> facilities
                                .recording()
                                .storage()
                                .directory()
                                .toFile()
                                .getUsableSpace(),
                        () -> warmUp.isOver() && rehearsal.isOver()),
                facilities.blocking());
        this.quota = new MessageQuota(facilities.config().quota(), clock);
    }

    /** To be called once a second. */
    void sampleLoad() {
        admission.sample();
    }

    /**
     * An INVITE that opens a call. With an {@link CallOutcome.Answer} the call exists until {@link #ended}, or until
     * the desk has hung up.
     *
     * @param offer session description, null when the INVITE has none (delayed offer): then the ACK must answer ours
     */
    public CallOutcome invited(Invitation invitation, byte @Nullable [] offer, CallLeg leg) {
        Optional<UserName> user = UserName.parse(invitation.mailbox());
        if (user.isEmpty()) {
            return refuse(Refusal.UNKNOWN_MAILBOX);
        }
        Admission.Entry entry =
                admission.enter(calls.size(), invitation.asker(), user.get().value());
        if (entry instanceof Admission.Refused refused) {
            return refuse(refused.why());
        }
        Admission.Place place = ((Admission.Admitted) entry).place();
        CallOutcome outcome = Reject.of(500);
        try {
            outcome = switch (mailboxes.status(user.get().value())) {
                case UNKNOWN -> refuse(Refusal.UNKNOWN_MAILBOX);
                case DISABLED -> refuse(Refusal.DISABLED_MAILBOX);
                case OPEN ->
                    quota.isUsedUp(invitation, place.mailbox())
                            ? refuse(Refusal.MESSAGE_QUOTA)
                            : answer(invitation, place, offer, leg);
            };
            if (outcome instanceof CallOutcome.Answer) {
                statistics.countAnswered();
            }
            return outcome;
        } finally {
            if (outcome instanceof Reject) {
                place.left();
            }
        }
    }

    /** As {@link #invited}, for an INVITE of the {@link Rehearsal}: taken before any other, and counted nowhere. */
    public CallOutcome rehearsed(Invitation invitation, byte @Nullable [] offer, CallLeg leg) {
        MailboxStatus unused = mailboxes.status(invitation.mailbox());
        Admission.Place place = admission.rehearse(invitation.mailbox());
        CallOutcome outcome = answer(invitation, place, offer, leg);
        if (outcome instanceof Reject) {
            place.left();
        }
        return outcome;
    }

    private CallOutcome answer(Invitation invitation, Admission.Place place, byte @Nullable [] offer, CallLeg leg) {
        SessionDescription remote;
        try {
            remote = offer == null ? null : SessionDescription.parse(offer);
        } catch (MalformedSdpException e) {
            return refuse(Refusal.MALFORMED_SDP, e);
        }
        MediaEvents mediaEvents = new MediaEvents();
        AddressFamily family =
                Optional.ofNullable(remote).flatMap(AddressFamily::of).orElse(AddressFamily.IP4);
        Optional<MediaCall> media = facilities.engine().open(mediaEvents, family);
        if (media.isEmpty()) {
            return refuse(Refusal.OVERLOAD);
        }
        CallOutcome outcome = Reject.of(500);
        try {
            outcome = answer(invitation, place, remote, leg, callMedia(invitation, media.get(), mediaEvents));
            return outcome;
        } finally {
            if (outcome instanceof Reject) {
                var unused = media.get().close();
            }
        }
    }

    private CallOutcome answer(
            Invitation invitation,
            Admission.Place place,
            @Nullable SessionDescription remote,
            CallLeg leg,
            CallMedia media) {
        CallOutcome outcome = negotiate(media.sdp(), remote);
        if (outcome instanceof CallOutcome.Answer) {
            Caller caller = Caller.of(invitation.caller(), invitation.dialog());
            PendingMessage message = recorder.prepare(place.mailbox(), caller, invitation.chosen());
            enter(invitation.callId(), new Up(new VoicemailCall(invitation, leg, message, media, facilities), place));
        }
        return outcome;
    }

    private CallMedia callMedia(Invitation invitation, MediaCall media, MediaEvents events) {
        CallConfig.Rtp rtp = facilities.config().rtp();
        AddressBlock.parse(Source.of(invitation.source()).address())
                .map(AddressBlock::network)
                .ifPresent(host -> media.signalledFrom(host, rtp.maySendElsewhere(host)));
        AudioNegotiator negotiator = new AudioNegotiator(
                media.localAddress(),
                media.localPort(),
                random.nextLong() >>> 2,
                facilities.config().srtp(),
                random);
        return new CallMedia(media, events, new SdpExchange(negotiator));
    }

    private void enter(String callId, Up up) {
        VoicemailCall call = up.call();
        calls.put(callId, up);
        unfinished.add(call);
        var unused = call.released().whenComplete((done, failure) -> {
            up.place().left();
            calls.remove(callId, up);
        });
        var unusedToo = call.messageLeft()
                .thenRun(() -> quota.count(call.invitation(), up.place().mailbox()));
        var unusedThree = call.finished().whenComplete((done, failure) -> unfinished.remove(call));
        call.tell(CallEvent.INVITED);
    }

    /** Whether an ACK must bring the answer to an offer of ours; otherwise nobody asks what is in it. */
    public boolean expectsAnswer(String callId) {
        Up up = calls.get(callId);
        return up != null && up.call().sdp().offerPending();
    }

    /**
     * The ACK of an INVITE or re-INVITE.
     *
     * @param answer its session description, null when it has none, or none is expected
     */
    public void acknowledged(String callId, byte @Nullable [] answer) {
        Up up = calls.get(callId);
        if (up == null) {
            return;
        }
        up.place().acknowledged();
        VoicemailCall call = up.call();
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
        Up up = calls.get(callId);
        if (up == null) {
            return Reject.of(481);
        }
        VoicemailCall call = up.call();
        if (call.sdp().offerPending()) {
            return Reject.of(491);
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

    /** Our description as it is agreed, to be repeated by a refresh (RFC 4028 §7.4); empty when the call is over. */
    public Optional<SessionDescription> localDescription(String callId) {
        return Optional.ofNullable(calls.get(callId)).map(up -> up.call().sdp().local());
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
        return Reject.warning(Refusal.UNACCEPTABLE_MEDIA.status(), refused.warnCode(), refused.warnText());
    }

    /**
     * The caller has hung up or given up, or the dialog is gone. Unknown calls do no harm.
     *
     * @return completes when the last fragment of a recording is on its way to the disk, or after half a second; on the
     *     media loop or a timer, so what depends on it must not block
     */
    public CompletionStage<@Nullable Void> ended(String callId) {
        Up up = calls.get(callId);
        if (up == null) {
            return CompletableFuture.completedFuture(null);
        }
        VoicemailCall call = up.call();
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

    /**
     * We must end the call: its answer could not be sent, its session timer has run out (RFC 4028 §10). What is
     * recorded is kept, the leg is told to hang up. Unknown calls do no harm.
     */
    public void aborted(String callId) {
        Up up = calls.get(callId);
        if (up != null) {
            up.call().tell(CallEvent.ABORTED);
        }
    }

    /** From now on every INVITE is refused with 503; calls that are up go on. */
    public void drain() {
        admission.drain();
    }

    /** Ends {@link #drain()}. */
    public void resume() {
        admission.resume();
    }

    public DeskState state() {
        Refusal obstacle = admission.obstacle(calls.size()).orElse(null);
        if (obstacle == null) {
            return DeskState.ACCEPTING;
        }
        return switch (obstacle) {
            case DRAINING -> unfinished.isEmpty() ? DeskState.DRAINED : DeskState.DRAINING;
            case STARTING -> DeskState.STARTING;
            case STORAGE_FULL -> DeskState.STORAGE_FULL;
            default -> DeskState.OVERLOADED;
        };
    }

    /** Whether an INVITE has a chance; what to tell an OPTIONS. */
    public boolean accepting() {
        return state() == DeskState.ACCEPTING;
    }

    /**
     * Whether the node is worth asking: also when its storage is full, as messages can be heard, deleted, and phones
     * called all the same.
     */
    public boolean isReady() {
        DeskState state = state();
        return state == DeskState.ACCEPTING || state == DeskState.STORAGE_FULL;
    }

    /** What a caller is told to wait that we do not accept. */
    public Duration retryAfter() {
        return facilities.config().limits().retryAfter();
    }

    /** No call is longer, whatever the caller does. */
    public Duration longestCall() {
        return facilities.recording().limits().max().plus(CALL_OVERHEAD);
    }

    public CallStatistics statistics() {
        return statistics;
    }

    /** Calls that are up. */
    public int currentCalls() {
        return calls.size();
    }

    public int recordingsInProgress() {
        return (int)
                calls.values().stream().filter(up -> up.call().isRecording()).count();
    }

    /** Calls whose ACK is not there yet. */
    public int halfOpenCalls() {
        return admission.halfOpen();
    }

    /** How long work for calls, such as the deposit of a key, waits for a thread at the moment. */
    public Duration workDelay() {
        return admission.workDelay();
    }

    /**
     * Ends all calls with BYE and takes no more. Harmless when repeated.
     *
     * @return completes when every BYE is on its way and what the calls have recorded is in the mailboxes or, where
     *     that is not possible, safe on disk to be completed at the next start; what depends on it must not block
     */
    public CompletionStage<@Nullable Void> stop() {
        drain();
        calls.values().forEach(up -> up.call().tell(CallEvent.ABORTED));
        CompletableFuture<?>[] finished = unfinished.stream()
                .map(call -> call.finished().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(finished).thenApply(all -> null);
    }

    /** As {@link #stop()}, and waits for it, for {@value #SHUTDOWN_BOUND_SECONDS} seconds at most. */
    public void shutDown() {
        try {
            stop().toCompletableFuture().get(SHUTDOWN_BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "SSMS-1005 not all calls ended in time");
        }
    }

    private CallOutcome refuse(Refusal reason) {
        statistics.countRefused(reason);
        return reason.status() == 503 ? Reject.retry(reason.status(), retryAfter()) : Reject.of(reason.status());
    }

    private CallOutcome refuse(Refusal reason, MalformedSdpException why) {
        statistics.countRefused(reason);
        return Reject.warning(reason.status(), MISCELLANEOUS_WARNING, String.valueOf(why.getMessage()));
    }
}
