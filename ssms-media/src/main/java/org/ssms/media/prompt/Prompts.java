package org.ssms.media.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The prompts of one language. Immutable; load once and share. */
public final class Prompts {
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
    private static final Prompt BEEP = Prompt.ofLinear(PromptName.BEEP.file(), Tone.sine(1000, 300, -12));

    private final Map<PromptName, Prompt> prompts = new EnumMap<>(PromptName.class);

    private Prompts(String language) {
        for (PromptName name : PromptName.values()) {
            prompts.put(name, name == PromptName.BEEP ? BEEP : spoken(language, name.file()));
        }
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

    public Prompt get(PromptName name) {
        return Objects.requireNonNull(prompts.get(name), "each of the catalogue is loaded");
    }

    /** In that order. */
    public List<Prompt> get(List<PromptName> names) {
        return names.stream().map(this::get).toList();
    }
}
