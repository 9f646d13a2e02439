package org.ssms.call;

import java.util.List;
import org.ssms.call.menu.Phrase;
import org.ssms.media.prompt.PromptName;
import org.ssms.protect.license.UsageRights;

/** What {@link CallScript} orders; {@link VoicemailCall} does it. */
sealed interface CallAction {
    /** Play these, one after the other, instead of what may be playing. */
    record Play(List<Phrase> phrases) implements CallAction {
        static Play of(PromptName... prompts) {
            return new Play(Phrase.of(prompts));
        }
    }

    /** As {@link Play}, and let frames into the open files from their end on. */
    record RecordAfter(List<Phrase> phrases) implements CallAction {
        static RecordAfter of(PromptName... prompts) {
            return new RecordAfter(Phrase.of(prompts));
        }
    }

    /** Say what follows in this language. */
    record Speak(String language) implements CallAction {}

    /** Make this hold, beside what else does; {@link CallEvent.Chosen} when it does. */
    record Choose(UsageRights confirmed) implements CallAction {}

    /**
     * Prepare another message in which this holds, with a key and files of its own, for what the caller says instead;
     * {@link CallEvent.Simple#RENEWED} when it is there.
     */
    record Renew(UsageRights confirmed) implements CallAction {}

    /**
     * Ask for the message that the caller has left before, by its control code; {@link CallEvent.Found} when there is
     * one.
     */
    record LookUp(String code) implements CallAction {
        /** Without the code. */
        @Override
        public String toString() {
            return "LookUp";
        }
    }

    /** Let the owner of that message do no more than this; {@link CallEvent.Limited} when it holds. */
    record Limit(UsageRights rights) implements CallAction {}

    /** What needs no more words. */
    enum Simple implements CallAction {
        /** Bring the message key to the license server. */
        DEPOSIT_KEY,
        STOP_PROMPTS,
        /** Open the protected files. */
        OPEN_RECORDING,
        /**
         * End the recording with its last fragment on disk, then bring it into the mailbox; one without a frame leaves
         * nothing.
         */
        KEEP_RECORDING,
        /** Let no frames into the open files until they are to be recorded again. */
        PAUSE_RECORDING,
        /**
         * Leave nothing of the message, and go on with the one that was prepared;
         * {@link CallEvent.Simple#FORMER_DROPPED} when that is certain.
         */
        DROP_FORMER,
        /** End the recording and leave nothing of it. */
        CANCEL_RECORDING,
        /** Withdraw the key and remove whatever was prepared. */
        LEAVE_NOTHING,
        HANG_UP,
        /** Take the message that was found back; {@link CallEvent.Simple#RECALLED} when that is done. */
        RECALL,
        /** Free port and timers; the last action of a call. */
        RELEASE
    }
}
