package org.ssms.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.mailbox.MessageView;
import org.ssms.protect.license.UsageRights;

/** What can happen in a call, as far as its script is concerned. */
sealed interface CallEvent {
    /**
     * The caller presses a key.
     *
     * @param key one of 0-9 * # A-D
     */
    record Digit(char key) implements CallEvent {
        /** Without the key, which may be part of a PIN. */
        @Override
        public String toString() {
            return "Digit";
        }
    }

    /**
     * What the caller has confirmed holds.
     *
     * @param rights as he has confirmed them
     * @param ofOwner what comes of that: less where the called party or the domain allow less
     */
    record Chosen(UsageRights rights, UsageRights ofOwner) implements CallEvent {}

    /**
     * There is a message with the code that the caller has said.
     *
     * @param heard when its owner has heard it; null: he has not
     * @param ofOwner what the owner may do with it; null: its caller has taken it back
     * @param members of the list for which it was left; 0: for one owner
     * @param heardBy how many of them have heard it
     */
    record Found(@Nullable Instant heard, @Nullable UsageRights ofOwner, int members, int heardBy)
            implements CallEvent {}

    /**
     * The message that was found is shortened.
     *
     * @param ofOwner what its owner may do from now on
     */
    record Limited(UsageRights ofOwner) implements CallEvent {}

    /**
     * The caller has said the PIN of a mailbox.
     *
     * @param messages the oldest first
     * @param deleted those that may be restored
     * @param others what others have forwarded to its owner, the oldest first; null: nobody can say
     */
    record MailboxOpened(
            List<MessageView> messages,
            List<MessageView> deleted,
            @Nullable List<Forwarded> others) implements CallEvent {}

    /**
     * There is a license for one play.
     *
     * @param end when nothing of it may be heard any more; null: never
     * @param isAnswerable whether a reply would reach its sender
     * @param isCallable whether the phone of who hears it may be asked to call its sender
     */
    record MessageOpened(Duration length, @Nullable Instant end, boolean isAnswerable, boolean isCallable)
            implements CallEvent {}

    /**
     * There is none.
     *
     * @param type of the problem, for example {@code urn:ssms:expired}; empty: nobody knows
     */
    record MessageRefused(String type) implements CallEvent {}

    /** Who has the number that was said, or has left the message; null: nobody of whom we know. */
    record ReceiverFound(@Nullable String name) implements CallEvent {}

    /**
     * What was ordered is not done.
     *
     * @param type of the problem, or the name of another reason; empty: nobody knows
     */
    record Refused(String type) implements CallEvent {}

    /** Whether there is a greeting of the kind that was asked for, also one that has ended. */
    record GreetingFound(boolean isThere) implements CallEvent {}

    /** What a subscriber has said is there, so long. */
    record GreetingSpoken(Duration length) implements CallEvent {}

    /** What may be done with a message; null: nobody knows. */
    record RightsTold(@Nullable UsageRights rights) implements CallEvent {}

    /**
     * An offer asks for what is stored from that place on.
     *
     * @param withAck whether an ACK follows its answer
     */
    record Sought(Duration place, boolean withAck) implements CallEvent {}

    /** Whether the listener is on hold from now on. */
    record Held(boolean on) implements CallEvent {}

    /** What needs no more words. */
    enum Simple implements CallEvent {
        /** The INVITE is answered with 200. */
        INVITED,
        ACKNOWLEDGED,
        FIRST_MEDIA,
        /** What {@link CallAction.Play} ordered last was heard to its end. */
        PROMPTS_ENDED,
        /** The license server has confirmed the key. */
        KEY_DEPOSITED,
        KEY_REFUSED,
        /** There is a code by which the caller controls the message. */
        CODE_GIVEN,
        /** The protected files are open. */
        RECORDING_OPENED,
        RECORDING_REFUSED,
        /** Silence, or the longest time is reached. */
        RECORDING_ENDED,
        /** The files take no more: a full disk, for example. */
        RECORDING_FAILED,
        /** The message is durably in the mailbox. */
        STORED,
        /** The message is safe on disk and will be stored as soon as that is possible. */
        POSTPONED,
        /** Nothing was recorded, nothing is kept. */
        NOTHING_RECORDED,
        /** The rest of what is recorded cannot be heard by its caller. */
        NOT_HEARD,
        /** What the caller has confirmed last cannot be made to hold. */
        CHOICE_FAILED,
        /** Another message may take the place of this one. */
        RENEWED,
        /** It has, and nothing is left of this one. */
        FORMER_DROPPED,
        /** None may, and this one stays. */
        RENEWAL_FAILED,
        /** Nothing is left of the message. */
        CANCELLED,
        /** The message that was found is taken back. */
        RECALLED,
        /** There is no message with that code. */
        CODE_WRONG,
        /** Codes are looked at later, as too many were wrong. */
        CODES_NOT_LOOKED_AT,
        /** That may not be done with the message that was found. */
        CONTROL_REFUSED,
        /** Nobody knows what became of it: the license server is away. */
        CONTROL_FAILED,
        /** That is not the PIN of that mailbox. */
        PIN_WRONG,
        /** PINs are looked at later, as too many were wrong. */
        PINS_NOT_LOOKED_AT,
        /** It cannot be found out whether it is: the license server is away. */
        NOT_LOGGED_IN,
        /** The phone of who listens speaks with whom it was to call. */
        CONNECTED,
        /** It does not, or would not call. */
        NOT_CONNECTED,
        /** All packets of the stream that was ordered last were sent, and had their time. */
        STREAM_ENDED,
        /** What was ordered is done. */
        DONE,
        /** It is not. */
        NOT_DONE,
        /** The time of the present state is over. */
        TIMEOUT,
        /** We must end the call now: its media cannot be agreed, or the server goes down. */
        ABORTED,
        /** BYE or CANCEL by the caller, or the dialog is gone. */
        HUNG_UP
    }
}
