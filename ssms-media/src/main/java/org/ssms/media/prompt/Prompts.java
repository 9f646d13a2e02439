package org.ssms.media.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The prompts of one language by name; their words are in its catalogue, {@code LANGUAGE.txt} beside this class.
 * Immutable; load once and share.
 */
public final class Prompts {
    /** ISO 639 codes of the languages that there are. */
    public static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "it");

    /** A third of a second without sound, to stand between others; in no catalogue. */
    public static final String PAUSE = "pause";

    /** What a prompt may last: those of a call must end within the limit of its state. */
    public static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Pattern ENTRY = Pattern.compile("([a-z0-9-]+) = (\\S.*)");
    private static final Prompt SILENCE = Prompt.ofLinear(PAUSE, Tone.silence(330));
    private static final Prompt BEEP = Prompt.ofLinear(PromptName.BEEP.inCatalogue(), Tone.sine(1000, 300, -12));

    private final Speller speller;
    private final Map<String, Prompt> prompts;

    private Prompts(Speller speller, Map<String, Prompt> spoken) {
        this.speller = speller;
        prompts = new HashMap<>(spoken);
        prompts.put(SILENCE.name(), SILENCE);
        prompts.put(BEEP.name(), BEEP);
    }

    /**
     * Reads the built-in prompts of a language from the class path.
     *
     * @param language ISO 639 code, {@code en}
     * @throws IllegalArgumentException when there are no prompts in that language
     */
    public static Prompts load(String language) {
        Speller speller = Speller.of(language);
        return new Prompts(speller, builtIn(language));
    }

    /**
     * Reads the prompts of a language from a folder of the operator's, {@code LANGUAGE/NAME.ulaw}. For each that is not
     * there or cannot be used the built-in one is taken; the log says what cannot be used, and why.
     *
     * @throws IllegalArgumentException when there are no prompts in that language
     */
    public static Prompts load(String language, Path folder) {
        Speller speller = Speller.of(language);
        Map<String, Prompt> spoken = builtIn(language);
        spoken.putAll(new PromptFolder(folder.resolve(language)).read(spoken.keySet()));
        return new Prompts(speller, spoken);
    }

    private static Map<String, Prompt> builtIn(String language) {
        Map<String, Prompt> spoken = new HashMap<>();
        for (String name : catalogue(language).keySet()) {
            spoken.put(name, Prompt.ofUlaw(name, resource(language + "/" + name + ".ulaw")));
        }
        return spoken;
    }

    /** Names with their words, in order. */
    static Map<String, String> catalogue(String language) {
        Map<String, String> texts = new LinkedHashMap<>();
        new String(resource(language + ".txt"), UTF_8)
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    Matcher entry = ENTRY.matcher(line);
                    if (!entry.matches() || texts.put(entry.group(1), entry.group(2)) != null) {
                        throw new IllegalStateException(language + ".txt: malformed, or there twice: " + line);
                    }
                });
        return texts;
    }

    private static byte[] resource(String name) {
        try (InputStream in = Prompts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says numbers and dates in the language of these prompts. */
    public Speller speller() {
        return speller;
    }

    /** Those of the catalogue, and the two that nobody speaks. */
    public Set<String> names() {
        return Collections.unmodifiableSet(prompts.keySet());
    }

    /**
     * One of {@link #names}.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public Prompt get(String name) {
        Prompt prompt = prompts.get(name);
        if (prompt == null) {
            throw new IllegalArgumentException("no prompt '" + name + "'");
        }
        return prompt;
    }

    public Prompt get(PromptName name) {
        return get(name.inCatalogue());
    }

    /** In that order. */
    public List<Prompt> get(List<PromptName> names) {
        return names.stream().map(this::get).toList();
    }
}
