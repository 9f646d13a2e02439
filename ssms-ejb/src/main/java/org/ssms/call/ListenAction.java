package org.ssms.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.call.menu.Phrase;
import org.ssms.greeting.GreetingKind;
import org.ssms.mailbox.MessageView;

/** What {@link ListenScript} orders; {@link ListeningCall} does it. */
sealed interface ListenAction {
    /** Play these, one after the other, instead of what may be playing; the message from the place that is reached. */
    record Play(List<Phrase> phrases) implements ListenAction {}

    /**
     * Ask whether that is the PIN; {@link CallEvent.MailboxOpened} when it is.
     *
     * @param mailbox name, alias or number
     */
    record LogIn(String mailbox, String pin) implements ListenAction {
        /** Without the PIN. */
        @Override
        public String toString() {
            return "LogIn[" + mailbox + "]";
        }
    }

    /** Ask for a license for one play, from the beginning on; {@link CallEvent.MessageOpened} when there is one. */
    record Open(MessageView message) implements ListenAction {}

    /** Go to another place of the message: back, when it is negative. */
    record Move(Duration by) implements ListenAction {}

    /** From now on play messages at that speed. */
    record HearAt(Speed speed) implements ListenAction {}

    /** Ask what may be done with it; {@link CallEvent.RightsTold} says so. */
    record Ask(MessageView message) implements ListenAction {}

    /** Ask who has that number; {@link CallEvent.ReceiverFound} says so. */
    record FindReceiver(String number) implements ListenAction {}

    /**
     * {@link CallEvent.Simple#DONE} when it is, {@link CallEvent.Refused} when not.
     *
     * @param to name of a subscriber
     */
    record Forward(MessageView message, String to) implements ListenAction {}

    /**
     * {@link CallEvent.Simple#DONE} when it is, {@link CallEvent.Refused} when not.
     *
     * @param pin the one that he has
     */
    record ChangePin(String pin, String newPin) implements ListenAction {
        /** Without the PINs. */
        @Override
        public String toString() {
            return "ChangePin";
        }
    }

    /** Ask whether there is one of that kind; {@link CallEvent.GreetingFound} says so. */
    record FindGreeting(GreetingKind kind) implements ListenAction {}

    /** As {@link Play}, and record what is said from their end on, to be a greeting. */
    record RecordGreeting(List<Phrase> phrases, Duration longest) implements ListenAction {}

    /** Ask who has left it, as far as that is proved; {@link CallEvent.ReceiverFound} says so. */
    record FindSender(MessageView message) implements ListenAction {}

    /**
     * Prepare a message to somebody, with key and files; {@link CallEvent.Simple#RECORDING_OPENED} when they are there.
     *
     * @param to name of a subscriber
     */
    record OpenReply(String to) implements ListenAction {}

    /** As {@link Play}, and record what is said from their end on, into the message that is prepared. */
    record RecordReply(List<Phrase> phrases) implements ListenAction {}

    /**
     * As {@link Play}, and ask the phone to call who has left the message; {@link CallEvent.Simple#CONNECTED} or
     * NOT_CONNECTED tells what came of this one, {@link CallEvent.Refused} that there were too many.
     */
    record CallBack(MessageView message, List<Phrase> phrases) implements ListenAction {}

    /**
     * What was recorded last; {@link CallEvent.Simple#DONE} when it is, {@link CallEvent.Refused} when not.
     *
     * @param until see {@link org.ssms.greeting.GreetingView#until()}
     */
    record KeepGreeting(GreetingKind kind, @Nullable Instant until) implements ListenAction {}

    /** {@link CallEvent.Simple#DONE} when there is none any more, {@link CallEvent.Refused} when it stays. */
    record RemoveGreeting(GreetingKind kind) implements ListenAction {}

    /** {@link CallEvent.Simple#DONE} when it is. */
    record Delete(MessageView message) implements ListenAction {}

    /** The other way; {@link CallEvent.Simple#DONE} when it is. */
    record Restore(MessageView message) implements ListenAction {}

    /** What needs no more words. */
    enum Simple implements ListenAction {
        STOP_PROMPTS,
        /** {@link CallEvent.GreetingSpoken} when it has ended. */
        STOP_RECORDING,
        /** Into its mailbox; {@link CallEvent.Simple#STORED}, POSTPONED or NOTHING_RECORDED tells what became of it. */
        KEEP_REPLY,
        /** Destroy it; {@link CallEvent.Simple#CANCELLED}, or as {@link #KEEP_REPLY} when that cannot be. */
        CANCEL_REPLY,
        /** The call goes on without it: since the beep it is kept, before it nothing is left. Nobody is told. */
        LEAVE_REPLY,
        /** The play is over. */
        CLOSE,
        HANG_UP,
        /** Free port and timers; the last action of a call. */
        RELEASE
    }
}
