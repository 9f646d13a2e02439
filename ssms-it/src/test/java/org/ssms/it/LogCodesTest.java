package org.ssms.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Log codes mean in the documents what they mean in the code: code, level, place and words. */
class LogCodesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern IN_CODE = Pattern.compile("\"(SSMS-[1-9]\\d{3}) ");
    private static final Pattern LEVEL = Pattern.compile("\\b(ERROR|WARNING|INFO|DEBUG|TRACE)\\b");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (SSMS-\\d{4}) \\| ([a-z]+) \\| (.*) \\|$");
    private static final Pattern AREA = Pattern.compile("(?m)^\\| SSMS-(\\d\\d) \\| [^|]* \\| ([^|]*) \\|$");
    private static final Pattern ANY = Pattern.compile("SSMS-[1-9]\\d{3}");
    private static final Pattern QUOTED = Pattern.compile("(SSMS-[1-9]\\d{3}) \\(([^)]*)\\)");

    private final String guide = text(ROOT.resolve("docs/operations.md"));
    private final String architecture = text(ROOT.resolve("ARCHITECTURE.md"));

    /** Where a code is logged. */
    private record Place(String code, String level, String className) {
        boolean isBelow(String packages) {
            return Pattern.compile("`([^`]*)`")
                    .matcher(packages)
                    .results()
                    .anyMatch(name -> className.startsWith(name.group(1) + "."));
        }
    }

    @Test
    void every_code_has_one_row_with_its_level_and_the_other_way_round() {
        Map<String, Set<String>> logged = places().stream()
                .collect(Collectors.groupingBy(
                        Place::code,
                        TreeMap::new,
                        Collectors.mapping(Place::level, Collectors.toCollection(TreeSet::new))));
        assertThat(logged).hasSizeGreaterThan(20);
        List<String> rows = ROW.matcher(guide)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .sorted()
                .toList();
        assertThat(rows)
                .isEqualTo(logged.entrySet().stream()
                        .map(code -> code.getKey() + " " + String.join(" or ", code.getValue()))
                        .toList());
    }

    /** A code in another place of a text, or in a constant, would be seen by nobody here. */
    @Test
    void every_code_in_the_sources_begins_the_text_of_a_record() {
        assertThat(sources())
                .allSatisfy(file -> assertThat(ANY.matcher(text(file)).results().count())
                        .as(file.toString())
                        .isEqualTo(IN_CODE.matcher(text(file)).results().count()));
    }

    @Test
    void every_code_is_logged_in_the_packages_of_its_first_digits() {
        Map<String, String> areas =
                AREA.matcher(guide).results().collect(Collectors.toMap(area -> area.group(1), area -> area.group(2)));
        assertThat(places())
                .allSatisfy(place -> assertThat(
                                place.isBelow(areas.getOrDefault(place.code().substring(5, 7), "")))
                        .as(place + " among " + areas)
                        .isTrue());
    }

    @Test
    void the_architecture_names_codes_with_words_of_their_row() {
        Map<String, String> rows = ROW.matcher(guide)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(3), (one, other) -> one));
        List<MatchResult> quotes = QUOTED.matcher(architecture).results().toList();
        assertThat(quotes)
                .hasSizeGreaterThan(4)
                .allSatisfy(quote ->
                        assertThat(rows.get(quote.group(1))).as(quote.group()).contains(quote.group(2)));
        assertThat(ANY.matcher(architecture).results().map(MatchResult::group))
                .as("each with its words")
                .containsExactlyElementsOf(
                        quotes.stream().map(quote -> quote.group(1)).toList());
    }

    private static List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (Path file : sources()) {
            String text = text(file);
            Matcher code = IN_CODE.matcher(text);
            while (code.find()) {
                places.add(new Place(code.group(1), level(text, code.start()), className(text, file)));
            }
        }
        return places;
    }

    /** What the statement says before the code; a code in an exception is one for the log of errors. */
    private static String level(String text, int code) {
        int from = Stream.of(";", "{", "}")
                .mapToInt(end -> text.lastIndexOf(end, code))
                .max()
                .orElse(0);
        String statement = text.substring(Math.max(from, 0), code);
        Matcher level = LEVEL.matcher(statement);
        if (level.find()) {
            return level.group(1).toLowerCase(java.util.Locale.ROOT);
        }
        return statement.contains("throw new") ? "error" : "no level in" + statement.replaceAll("\\s+", " ");
    }

    private static String className(String text, Path file) {
        Matcher name = Pattern.compile("(?m)^package ([a-z.]+);").matcher(text);
        assertThat(name.find()).as(file.toString()).isTrue();
        return name.group(1) + "." + file.getFileName();
    }

    /** Of the modules of the project, the SIP container with its own included. */
    private static List<Path> sources() {
        try (Stream<Path> all = Files.find(
                ROOT,
                12,
                (path, file) -> file.isRegularFile()
                        && path.toString().endsWith(".java")
                        && path.toString().contains("/src/main/"))) {
            return all.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
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
