package org.ssms.call;

import java.util.List;
import org.ssms.media.prompt.PromptName;

/** What {@link CallScript} orders; {@link VoicemailCall} does it. */
sealed interface CallAction {
    /** Play these, one after the other, instead of what may be playing. */
    record Play(List<PromptName> prompts) implements CallAction {
        static Play of(PromptName... prompts) {
            return new Play(List.of(prompts));
        }
    }

    /** As {@link Play}, and let frames into the open files from their end on. */
    record RecordAfter(List<PromptName> prompts) implements CallAction {
        static RecordAfter of(PromptName... prompts) {
            return new RecordAfter(List.of(prompts));
        }
    }

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
        /** Withdraw the key and remove whatever was prepared. */
        LEAVE_NOTHING,
        HANG_UP,
        /** Free port and timers; the last action of a call. */
        RELEASE
    }
}
