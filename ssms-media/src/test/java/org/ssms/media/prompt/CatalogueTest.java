package org.ssms.media.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.codec.G711;

/** Texts and clips of all languages belong together, and sound alike. */
class CatalogueTest {
    private static final Path CLIPS = Path.of("src/main/resources/org/ssms/media/prompt");
    private static final LocalDate TODAY = LocalDate.of(2028, 1, 1); // 2028 has a February 29

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it"})
    void each_clip_is_that_of_the_present_text(String language) throws Exception {
        String sums = Prompts.catalogue(language).entrySet().stream()
                .map(entry -> "%s %s %s\n"
                        .formatted(
                                entry.getKey(),
                                sum((entry.getValue() + "\n").getBytes(UTF_8)),
                                sum(clip(language, entry.getKey()))))
                .collect(Collectors.joining());
        assertThat(Files.readString(Path.of("src/prompts", language + ".sums")))
                .as("run src/prompts/render.sh, and commit what it makes")
                .isEqualTo(sums);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it"})
    void there_is_no_clip_without_a_text(String language) throws IOException {
        try (Stream<Path> files = Files.list(CLIPS.resolve(language))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Prompts.catalogue(language).keySet().stream()
                            .map(name -> name + ".ulaw")
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it"})
    void all_clips_are_alike_loud_and_none_is_silent_or_clipped(String language) {
        Prompts.catalogue(language).forEach((name, text) -> {
            short[] pcm = linear(clip(language, name));
            assertThat(speechLevel(pcm)).as(name).isBetween(-22.0, -19.0);
            assertThat(peak(pcm)).as(name).isLessThan(29_000);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it"})
    void all_clips_are_as_long_as_their_text_takes(String language) {
        Prompts.catalogue(language).forEach((name, text) -> {
            double seconds = clip(language, name).length / 8000.0;
            assertThat(seconds).as(name).isBetween(0.08, 7.0);
            if (text.length() > 12) {
                assertThat(seconds / text.length()).as("a letter of " + name).isBetween(0.035, 0.09);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it"})
    void a_clip_begins_at_once(String language) {
        Prompts.catalogue(language).forEach((name, text) -> {
            short[] pcm = linear(clip(language, name));
            assertThat(peak(Arrays.copyOf(pcm, Math.min(pcm.length, 1200))))
                    .as(name)
                    .isGreaterThan(500);
        });
    }

    /** But for the words that its speller needs, every language says the same. */
    @Test
    void a_menu_speaks_every_language() {
        Set<String> english = sentences("en");
        assertThat(english).hasSizeGreaterThan(150).contains("to-send", "press-1", "not-by-phone");
        for (String language : List.of("de", "fr", "es", "it")) {
            assertThat(sentences(language)).as(language).isEqualTo(english);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it"})
    void what_is_spelled_has_a_prompt(String language) {
        assertThat(Prompts.catalogue(language).keySet()).containsAll(spelled(language));
    }

    private static Set<String> sentences(String language) {
        Set<String> names = new TreeSet<>(Prompts.catalogue(language).keySet());
        names.removeAll(spelled(language));
        return names;
    }

    /** All that its speller ever says. */
    private static Set<String> spelled(String language) {
        Speller speller = Speller.of(language);
        Set<String> names = new TreeSet<>(speller.digits("+0123"));
        for (int number = 0; number < 2200; number++) {
            names.addAll(speller.number(number));
            for (Counted what : Counted.values()) {
                names.addAll(speller.count(number, what));
            }
        }
        names.addAll(speller.number(Long.MAX_VALUE));
        for (int minute = 0; minute < 24 * 60; minute++) {
            names.addAll(speller.time(LocalTime.ofSecondOfDay(minute * 60L)));
            names.addAll(speller.duration(Duration.ofMinutes(minute)));
        }
        for (int day = -1; day < 400; day++) {
            names.addAll(speller.date(TODAY.plusDays(day), TODAY));
        }
        names.remove(Prompts.PAUSE);
        return names;
    }

    private static byte[] clip(String language, String name) {
        try {
            return Files.readAllBytes(CLIPS.resolve(language).resolve(name + ".ulaw"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String sum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static short[] linear(byte[] ulaw) {
        short[] pcm = new short[ulaw.length];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = G711.ulawToLinear(ulaw[i]);
        }
        return pcm;
    }

    /** RMS in dBFS of the 20 ms in which somebody speaks. */
    private static double speechLevel(short[] pcm) {
        double sum = 0;
        int count = 0;
        for (int from = 0; from + 160 <= pcm.length; from += 160) {
            double energy = 0;
            for (int i = from; i < from + 160; i++) {
                energy += (double) pcm[i] * pcm[i];
            }
            if (energy > 160 * 328.0 * 328) { // -40 dBFS
                sum += energy;
                count += 160;
            }
        }
        return 10 * Math.log10(sum / Math.max(1, count) / 32768 / 32768 + 1e-12);
    }

    private static int peak(short[] pcm) {
        int peak = 0;
        for (short sample : pcm) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }
}
