package org.ssms.media.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** The prompts of one language. Immutable; load once and share. */
public final class Prompts {
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    private final Prompt greeting;
    private final Prompt stored;
    private final Prompt unavailable;
    private final Prompt goodbye;
    private final Prompt beep = Prompt.ofLinear("beep", Tone.sine(1000, 300, -12));

    private Prompts(String language) {
        greeting = spoken(language, "greeting");
        stored = spoken(language, "stored");
        unavailable = spoken(language, "unavailable");
        goodbye = spoken(language, "goodbye");
    }

    /**
     * Reads the prompts of a language from the class path.
     *
     * @param language ISO 639 code, {@code en}
     * @throws IllegalArgumentException when there are no prompts in that language
     */
    public static Prompts load(String language) {
        if (!LANGUAGE.matcher(language).matches()) {
            throw new IllegalArgumentException("not a language code: " + language);
        }
        return new Prompts(language);
    }

    private static Prompt spoken(String language, String name) {
        try (InputStream sound = Prompts.class.getResourceAsStream(language + "/" + name + ".ulaw")) {
            if (sound == null) {
                throw new IllegalArgumentException("no prompt '" + name + "' in language " + language);
            }
            return Prompt.ofUlaw(name, sound.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
