package org.ssms.media.prompt;

import java.util.Locale;
import java.util.Set;

/** The prompts that the course of a call names. */
public enum PromptName {
    /** Says whose mailbox it is, and not why nobody answers. */
    GREETING,
    GREETING_BUSY,
    GREETING_NOT_ANSWERED,
    GREETING_OUT_OF_OFFICE,
    /** Follows each greeting: asks for a message and explains how to end it. */
    LEAVE_MESSAGE,
    /** The tone after which recording starts; in no catalogue. */
    BEEP,
    /** Confirms that the message has been stored. */
    STORED,
    /** Says that the message cannot be protected and so was not recorded. */
    UNAVAILABLE,
    TRY_LATER,
    /** Says that nothing is left of the message. */
    CANCELLED,
    GOODBYE;

    public static final Set<PromptName> GREETINGS =
            Set.of(GREETING, GREETING_BUSY, GREETING_NOT_ANSWERED, GREETING_OUT_OF_OFFICE);

    /** As it stands in a catalogue: {@code greeting-busy}. */
    String inCatalogue() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
