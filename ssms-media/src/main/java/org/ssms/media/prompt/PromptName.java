package org.ssms.media.prompt;

import java.util.Set;

/** The catalogue: what there is to be heard in every language. */
public enum PromptName {
    /** Says that nobody is there, and not why; asks for a message and explains how to end it, as each greeting does. */
    GREETING("greeting"),
    GREETING_BUSY("greeting-busy"),
    GREETING_OUT_OF_OFFICE("greeting-out-of-office"),
    GREETING_NOT_ANSWERED("greeting-not-answered"),
    /** The tone after which recording starts. */
    BEEP("beep"),
    /** Confirms that the message has been stored. */
    STORED("stored"),
    /** Says that the message cannot be protected and so was not recorded. */
    UNAVAILABLE("unavailable"),
    GOODBYE("goodbye");

    public static final Set<PromptName> GREETINGS =
            Set.of(GREETING, GREETING_BUSY, GREETING_OUT_OF_OFFICE, GREETING_NOT_ANSWERED);

    private final String file;

    PromptName(String file) {
        this.file = file;
    }

    /** Its file's, without extension. */
    String file() {
        return file;
    }
}
