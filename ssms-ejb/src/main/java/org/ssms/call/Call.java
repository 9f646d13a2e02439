package org.ssms.call;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.CallOutcome.Reject;
import org.ssms.media.engine.MediaCall;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.Negotiation;
import org.ssms.media.sdp.SessionDescription;

/**
 * A call that is up, as the SIP session keeps it: what comes in its dialog is told here. What happens then is said by
 * the kinds of calls. Events come from SIP threads, the media loop, timers and workers; nobody waits for anybody, so
 * the media loop never blocks. What blocks is done by workers, one piece after the other. The public methods may be
 * called by any thread, also when the call is over.
 */
public abstract class Call {
    private static final System.Logger LOG = System.getLogger(Call.class.getName());

    private static final long FLUSH_BOUND_MILLIS = 500;

    /** Code of a Warning header with free text (RFC 3261 §20.43). */
    private static final int MISCELLANEOUS_WARNING = 399;

    private final Arrival arrival;
    private final CallMedia media;
    private final Facilities facilities;

    private final SerialExecutor events = new SerialExecutor();
    private final CallWork work; // in events only
    private final Alarm alarm; // in events only
    private CompletableFuture<?> bye = CompletableFuture.completedFuture(null); // in events only
    private boolean onHold; // in events only
    private volatile boolean isAcknowledged;
    private boolean prolonged; // in events only
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();

    /**
     * To be followed by {@link #begin()}, or by the end of the media.
     *
     * @param subject what the call works for, in the log
     */
    Call(String subject, Arrival arrival, CallMedia media, Facilities facilities) {
        this.arrival = arrival;
        this.media = media;
        this.facilities = facilities;
        this.work = new CallWork(facilities.blocking(), subject);
        this.alarm = new Alarm(facilities.timers(), events, () -> handle(Simple.TIMEOUT));
    }

    /** Something has happened; in the order in which it is told, and never two at once. */
    abstract void handle(CallEvent event);

    /** Whether a hold prolongs the present state: the caller is to hear what he has not heard yet. In events only. */
    abstract boolean waitsForCaller();

    abstract boolean isRecording();

    /** The INVITE is answered with 200. */
    final void begin() {
        media.events().deliverTo(this::tell);
        tell(Simple.INVITED);
    }

    final void tell(CallEvent event) {
        inTurn(() -> handle(event));
    }

    final void inTurn(Runnable task) {
        events.execute(task);
    }

    final Invitation invitation() {
        return arrival.invitation();
    }

    final CallLeg leg() {
        return arrival.leg();
    }

    final CallMedia media() {
        return media;
    }

    final SdpExchange sdp() {
        return media.sdp();
    }

    final Facilities facilities() {
        return facilities;
    }

    /**
     * Agrees on media; a refused offer changes nothing.
     *
     * @param offer null when there is none: then ours is answered by the ACK
     * @throws MalformedSdpException when the offer breaks the grammar of what matters to this kind of call
     */
    final CallOutcome negotiate(@Nullable SessionDescription offer) throws MalformedSdpException {
        return negotiate(offer, true);
    }

    /** @param withAck whether an ACK follows the answer */
    private CallOutcome negotiate(@Nullable SessionDescription offer, boolean withAck) throws MalformedSdpException {
        if (offer == null && !sdp().mayOffer()) {
            return refuse(new Negotiation.Refused(MISCELLANEOUS_WARNING, "an offer is needed"));
        }
        if (offer == null) {
            return new CallOutcome.Answer(this, sdp().offer());
        }
        Negotiation result = sdp().answer(offer);
        if (result instanceof Negotiation.Agreed agreed) {
            agreedOn(agreed, withAck);
            return new CallOutcome.Answer(this, agreed.local());
        }
        if (result instanceof Negotiation.Declined declined) {
            return new CallOutcome.Answer(this, declined.local());
        }
        return refuse((Negotiation.Refused) result);
    }

    private CallOutcome refuse(Negotiation.Refused why) {
        facilities.statistics().countRefused(Refusal.UNACCEPTABLE_MEDIA);
        return Reject.of(why);
    }

    /**
     * An offer is about to be answered so. By the thread that brought it.
     *
     * @param withAck whether an ACK follows: else what is agreed begins with the answer
     */
    void agreedOn(Negotiation.Agreed agreed, boolean withAck) {
        // the media engine is told what most calls need
    }

    /** Whether an ACK must bring the answer to an offer of ours; otherwise nobody asks what is in it. */
    public final boolean expectsAnswer() {
        return sdp().offerPending();
    }

    /** Whether an offer may come from us; otherwise a refresh by us must not be a re-INVITE (RFC 4028 §7.4). */
    public final boolean mayOffer() {
        return sdp().mayOffer();
    }

    /**
     * The ACK of an INVITE or re-INVITE.
     *
     * @param answer its session description, null when it has none, or none is expected
     */
    public final void acknowledged(byte @Nullable [] answer) {
        arrival.place().acknowledged();
        if (sdp().acknowledged(answer)) {
            isAcknowledged = true;
            connect();
            tell(Simple.ACKNOWLEDGED);
        } else {
            tell(Simple.ABORTED);
        }
    }

    /**
     * An INVITE within the call: hold, resume, another address. A refused one changes nothing.
     *
     * @param offer session description, null when the INVITE has none
     */
    public final CallOutcome reinvited(byte @Nullable [] offer) {
        return changed(offer, true);
    }

    /** As {@link #reinvited}, for an UPDATE (RFC 3311): no ACK follows. */
    public final CallOutcome updated(byte[] offer) {
        return changed(offer, false);
    }

    /** Before the ACK of the call nothing is sent, whatever is agreed until then (T17). */
    private CallOutcome changed(byte @Nullable [] offer, boolean withAck) {
        if (isOver()) {
            return CallOutcome.NO_CALL;
        }
        if (sdp().offerPending()) {
            return Reject.of(491);
        }
        try {
            CallOutcome outcome = negotiate(offer == null ? null : SessionDescription.parse(offer), withAck);
            if (offer != null && isAcknowledged && outcome instanceof CallOutcome.Answer) {
                connect();
            }
            return outcome;
        } catch (MalformedSdpException e) {
            facilities.statistics().countRefused(Refusal.MALFORMED_SDP);
            return Reject.of(e);
        }
    }

    /** Lets the media flow as agreed; again after each change. */
    private void connect() {
        boolean held = sdp().begin(media.call());
        inTurn(() -> {
            onHold = held;
            prolong();
            held(held);
        });
    }

    /** Whether the caller is on hold from now on. In events only. */
    void held(boolean on) {
        // the media engine lets a prompt wait by itself
    }

    /** Our description as it is agreed, to be repeated by a refresh (RFC 4028 §7.4); empty when the call is over. */
    public final Optional<SessionDescription> localDescription() {
        return isOver() ? Optional.empty() : Optional.ofNullable(sdp().local());
    }

    /**
     * The caller presses a key of which an INFO tells; that the media tell it, too, makes no second one.
     *
     * @param key one of 0-9 * # A-D
     */
    public final void pressed(char key) {
        media.call().press(key);
    }

    /**
     * The caller has hung up or given up, or the dialog is gone.
     *
     * @return completes when the last fragment of a recording is on its way to the disk, or after half a second; on the
     *     media loop or a timer, so what depends on it must not block
     */
    public final CompletionStage<@Nullable Void> ended() {
        if (isOver()) {
            return over;
        }
        tell(Simple.HUNG_UP);
        CompletableFuture<@Nullable Void> flushed = new CompletableFuture<>();
        // not by a worker: the answer to a BYE must not queue behind the work of other calls
        Future<?> bound =
                facilities.timers().schedule(() -> flushed.complete(null), FLUSH_BOUND_MILLIS, TimeUnit.MILLISECONDS);
        var unused = over.thenRun(() -> {
            bound.cancel(false);
            flushed.complete(null);
        });
        return flushed;
    }

    /**
     * We must end the call: its answer could not be sent, its session timer has run out (RFC 4028 §10), the server
     * goes down. What is recorded is kept, the leg is told to hang up.
     */
    public final void aborted() {
        tell(Simple.ABORTED);
    }

    /** For how long the present state may last from now on; then {@link Simple#TIMEOUT}. In events only. */
    final void allow(Duration limit) {
        alarm.set(limit);
        prolong();
    }

    /**
     * Once in a call, who is on hold while a prompt is due has that long from then to come back and to hear the rest;
     * the resume and the next hold change nothing.
     */
    private void prolong() {
        if (onHold && !prolonged && waitsForCaller()) {
            prolonged = true;
            alarm.set(MediaCall.LONGEST_HOLD);
        }
    }

    /** For workers. In events only. */
    final CallWork work() {
        return work;
    }

    final void hangUp() {
        bye = arrival.leg().hangUp().toCompletableFuture();
    }

    /** Frees port and timers; the last thing to do in a call. */
    final void release() {
        alarm.stop();
        sdp().close();
        media.call().close().whenComplete((reception, failure) -> {
            LOG.log(DEBUG, "SSMS-1008 call {0} is over: {1}", invitation().dialog(), reception);
            arrival.place().left();
            over.complete(null);
        });
        var unused = CompletableFuture.allOf(work.done(), over, bye).whenComplete((done, failure) -> {
            arrival.place().finished();
            finished.complete(null);
        });
    }

    /** Whether the last fragment of a recording is written, and the port free. */
    final boolean isOver() {
        return over.isDone();
    }

    /**
     * Completes when nothing is left to do for the call: its BYE is on its way, its message is in the mailbox,
     * postponed, or never was.
     */
    final CompletionStage<@Nullable Void> finished() {
        return finished;
    }
}
