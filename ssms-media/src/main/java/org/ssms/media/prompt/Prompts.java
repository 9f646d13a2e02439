package org.ssms.media.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The prompts of one language. Immutable; load once and share. */
public final class Prompts {
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    private final Map<GreetingKind, Prompt> greetings;
    private final Prompt stored;
    private final Prompt unavailable;
    private final Prompt goodbye;
    private final Prompt beep = Prompt.ofLinear("beep", Tone.sine(1000, 300, -12));

    private Prompts(String language) {
        Map<GreetingKind, Prompt> spoken = new EnumMap<>(GreetingKind.class);
        for (GreetingKind kind : GreetingKind.values()) {
            spoken.put(kind, spoken(language, kind.promptName()));
        }
        greetings = Collections.unmodifiableMap(spoken);
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

    /** The greeting that says nothing about the reason. */
    public Prompt greeting() {
        return greeting(GreetingKind.DEFAULT);
    }

    /** Says why the subscriber is not there, asks for a message and explains how to end it. */
    public Prompt greeting(GreetingKind kind) {
        return Objects.requireNonNull(greetings.get(kind), "a greeting of each kind is loaded");
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
