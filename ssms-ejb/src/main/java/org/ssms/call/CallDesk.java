package org.ssms.call;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallOutcome.Reject;
import org.ssms.mailbox.MailboxStatus;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.UserName;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.recording.Caller;
import org.ssms.recording.PendingMessage;
import org.ssms.recording.Recorder;

/**
 * Decides what an INVITE that opens a call is answered; what comes later is the {@link Call}'s. Refusals are answers,
 * not exceptions. Methods may be called by any thread; they wait for the database, and only for a call that the
 * {@link Door} has let in.
 */
@Singleton
public class CallDesk {
    /**
     * More than all states of {@link CallScript} but the recordings may take together: some six minutes before the
     * first beep, with a hold; five in which menus may still be opened when the longest recording is over, and five of
     * menus; two menus more that are said to the end, and three pieces of work that take 40 s each.
     */
    private static final Duration CALL_OVERHEAD = Duration.ofMinutes(25);

    /** More than the ACK, the last state of {@link ListenScript} and the farewell may take. */
    private static final Duration LISTENING_OVERHEAD = Duration.ofMinutes(5);

    /**
     * One before the first menu, one or more while further menus may be opened, and one after the last of them; and
     * those that are listened to: as long as one takes no time of the menus, and one more that is begun at the end of
     * that time.
     */
    private static final int LONGEST_RECORDINGS = 5;

    private final Door door;
    private final OpenCalls calls;
    private final Facilities facilities;
    private final Mailboxes mailboxes;
    private final Recorder recorder;
    private final SecureRandom random;
    private final MessageQuota quota;

    @Inject
    CallDesk(
            Door door,
            OpenCalls calls,
            Facilities facilities,
            Mailboxes mailboxes,
            Recorder recorder,
            SecureRandom random,
            MessageQuota quota) {
        this.door = door;
        this.calls = calls;
        this.facilities = facilities;
        this.mailboxes = mailboxes;
        this.recorder = recorder;
        this.random = random;
        this.quota = quota;
    }

    /**
     * With an {@link CallOutcome.Answer} there is a call until one of its sides ends it.
     *
     * @param offer session description, null when the INVITE has none (delayed offer): then the ACK must answer ours
     */
    public CallOutcome invited(Invitation invitation, byte @Nullable [] offer, CallLeg leg) {
        Optional<UserName> user = UserName.parse(invitation.mailbox());
        if (user.isEmpty()) {
            return refuse(Refusal.UNKNOWN_MAILBOX);
        }
        String mailbox = user.get().value();
        Admission.Entry entry = door.enter(invitation.asker(), mailbox);
        if (entry instanceof Admission.Refused refused) {
            return refuse(refused.why());
        }
        Arrival arrival = new Arrival(invitation, ((Admission.Admitted) entry).place(), leg);
        CallOutcome outcome = orLeave(arrival, () -> switch (mailboxes.status(mailbox)) {
            case UNKNOWN -> refuse(Refusal.UNKNOWN_MAILBOX);
            case DISABLED -> refuse(Refusal.DISABLED_MAILBOX);
            case OPEN -> quota.isUsedUp(invitation, mailbox) ? refuse(Refusal.MESSAGE_QUOTA) : answer(arrival, offer);
        });
        if (outcome instanceof CallOutcome.Answer) {
            facilities.statistics().countAnswered();
        }
        return outcome;
    }

    /** As {@link #invited}, for an INVITE of the {@link Rehearsal}: taken before any other, and counted nowhere. */
    public CallOutcome rehearsed(Invitation invitation, byte @Nullable [] offer, CallLeg leg) {
        MailboxStatus unused = mailboxes.status(invitation.mailbox());
        Arrival arrival = new Arrival(invitation, door.rehearse(invitation.mailbox()), leg);
        return orLeave(arrival, () -> answer(arrival, offer));
    }

    /**
     * As {@link #invited}, for who calls to hear his messages.
     *
     * @param owner canonical name of the mailbox; null: the caller says which one. It proves nothing
     */
    public CallOutcome called(Invitation invitation, @Nullable String owner, byte @Nullable [] offer, CallLeg leg) {
        // listeners take no place from who leaves a message, nor the callers of a trunk from each other
        String counted = owner == null
                ? "heard by " + invitation.asker().name() + " for " + invitation.oneOfMany()
                : "heard by " + owner;
        Admission.Entry entry = door.enterToListen(invitation.asker(), counted);
        if (entry instanceof Admission.Refused refused) {
            return refuse(refused.why());
        }
        Arrival arrival = new Arrival(invitation, ((Admission.Admitted) entry).place(), leg);
        CallOutcome outcome = orLeave(
                arrival,
                () -> answer(
                        arrival, offer, conversation(), media -> new ListeningCall(arrival, media, facilities, owner)));
        if (outcome instanceof CallOutcome.Answer) {
            facilities.statistics().countAnswered();
        }
        return outcome;
    }

    static CallOutcome orLeave(Arrival arrival, Supplier<CallOutcome> decision) {
        CallOutcome outcome = Reject.of(500);
        try {
            outcome = decision.get();
            return outcome;
        } finally {
            if (outcome instanceof Reject) {
                arrival.place().finished();
            }
        }
    }

    private CallOutcome answer(Arrival arrival, byte @Nullable [] offer) {
        CallGreeting greeting = CallGreeting.of(
                facilities.greetings(), arrival.mailbox(), arrival.invitation().reason());
        return answer(arrival, offer, conversation(), media -> {
            VoicemailCall call = new VoicemailCall(arrival, media, facilities, prepare(arrival), greeting);
            call.whenRecorded(() -> quota.count(arrival.invitation(), arrival.mailbox()));
            return call;
        });
    }

    private CallMedia.Kind conversation() {
        return CallMedia.conversation(facilities.config().srtp(), random);
    }

    /**
     * Answers an INVITE that was let in.
     *
     * @param negotiated what is negotiated
     * @param kind makes the call when there is a port for it
     */
    CallOutcome answer(
            Arrival arrival, byte @Nullable [] offer, CallMedia.Kind negotiated, Function<CallMedia, Call> kind) {
        try {
            return answer(arrival, offer == null ? null : SessionDescription.parse(offer), negotiated, kind);
        } catch (MalformedSdpException e) {
            facilities.statistics().countRefused(Refusal.MALFORMED_SDP);
            return Reject.of(e);
        }
    }

    private CallOutcome answer(
            Arrival arrival,
            @Nullable SessionDescription remote,
            CallMedia.Kind negotiated,
            Function<CallMedia, Call> kind)
            throws MalformedSdpException {
        Optional<CallMedia> media =
                CallMedia.open(facilities, arrival.invitation().source(), remote, negotiated);
        if (media.isEmpty()) {
            return refuse(Refusal.OVERLOAD);
        }
        CallOutcome outcome = Reject.of(500);
        try {
            Call call = kind.apply(media.get());
            outcome = call.negotiate(remote);
            if (outcome instanceof CallOutcome.Answer) {
                calls.add(call);
                call.begin();
            }
            return outcome;
        } finally {
            if (outcome instanceof Reject) {
                var unused = media.get().call().close();
            }
        }
    }

    private PendingMessage prepare(Arrival arrival) {
        Invitation invitation = arrival.invitation();
        Caller caller = Caller.of(invitation.caller(), invitation.dialog());
        return recorder.prepare(arrival.mailbox(), caller, invitation.chosen());
    }

    CallOutcome refuse(Refusal reason) {
        facilities.statistics().countRefused(reason);
        return reason.status() == 503 ? Reject.retry(reason.status(), door.retryAfter()) : Reject.of(reason.status());
    }

    /** No call is longer, whatever the caller does. */
    public Duration longestCall() {
        Duration leaving = facilities
                .recording()
                .limits()
                .max()
                .multipliedBy(LONGEST_RECORDINGS)
                .plus(CALL_OVERHEAD);
        Duration listening = ListenScript.LONGEST.plus(LISTENING_OVERHEAD);
        return leaving.compareTo(listening) < 0 ? listening : leaving;
    }
}
