package org.ssms.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ssms.protect.license.MinDrm;
import org.ssms.protect.license.Right;

/** The two languages say the same, and whatever is asked for is said. */
class PageWordsTest {
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d}");
    private static final Path PAGES = Path.of("src/main/webapp");

    private final ResourceBundle english = ResourceBundle.getBundle(PageWords.BUNDLE, Locale.ENGLISH);
    private final ResourceBundle german = ResourceBundle.getBundle(PageWords.BUNDLE, Locale.GERMAN);

    @Test
    void both_languages_have_the_same_texts_with_the_same_arguments() {
        assertThat(german.getLocale()).isEqualTo(Locale.GERMAN);
        assertThat(german.keySet()).isEqualTo(english.keySet()).hasSizeGreaterThan(100);
        assertThat(english.keySet()).allSatisfy(key -> {
            assertThat(arguments(german, key)).isEqualTo(arguments(english, key));
            assertThat(german.getString(key)).isNotBlank().doesNotContain("'");
            assertThat(english.getString(key)).isNotBlank().doesNotContain("'");
        });
    }

    @Test
    void every_text_that_a_page_or_script_names_is_there() throws IOException {
        Set<String> named = new TreeSet<>(named("\\bwords\\['([^']+)']", ".xhtml", ""));
        named.addAll(named("\\bsay\\('([a-zA-Z.-]+)'", ".js", "say."));
        named.addAll(named("\\bcount\\('([a-zA-Z.-]+)'", ".js", "say.").stream()
                .flatMap(name -> Stream.of(name + ".one", name + ".many"))
                .toList());
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(english.keySet()).containsAll(named);
    }

    @Test
    void every_right_and_level_of_the_catalogue_has_a_label() {
        for (Right<?> right : Right.catalogue()) {
            assertThat(english.getString("right." + right.name())).isNotBlank();
        }
        for (MinDrm level : MinDrm.values()) {
            assertThat(english.getString("level." + level.label())).isNotBlank();
        }
    }

    private static List<String> arguments(ResourceBundle words, String key) {
        return ARGUMENT.matcher(words.getString(key))
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }

    private static Set<String> named(String pattern, String suffix, String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(PAGES)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .flatMap(
                            file -> Pattern.compile(pattern).matcher(text(file)).results())
                    .map(found -> prefix + found.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
