package org.ssms.media.prompt;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
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
    /** Says that something went wrong. */
    ERROR,
    /** Says that nothing is left of the message. */
    CANCELLED,
    GOODBYE;

    public static final Set<PromptName> GREETINGS =
            Set.of(GREETING, GREETING_BUSY, GREETING_NOT_ANSWERED, GREETING_OUT_OF_OFFICE);

    /** Those after which the call ends, whether they were heard or not: they are said one or two at a time. */
    private static final Map<PromptName, Duration> FAREWELLS = Map.of(
            STORED, Duration.ofSeconds(5),
            UNAVAILABLE, Duration.ofSeconds(5),
            TRY_LATER, Duration.ofMillis(2500),
            ERROR, Duration.ofSeconds(5),
            CANCELLED, Duration.ofMillis(3500),
            GOODBYE, Duration.ofMillis(3500));

    /** What it may last: what is said in a state of a call must end within its limit. */
    public Duration longest() {
        return FAREWELLS.getOrDefault(this, Prompts.LONGEST);
    }

    /** What a prompt of a catalogue may last. */
    static Duration longest(String inCatalogue) {
        return FAREWELLS.entrySet().stream()
                .filter(farewell -> farewell.getKey().inCatalogue().equals(inCatalogue))
                .map(Map.Entry::getValue)
                .findAny()
                .orElse(Prompts.LONGEST);
    }

    /** As it stands in a catalogue: {@code greeting-busy}. */
    String inCatalogue() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
