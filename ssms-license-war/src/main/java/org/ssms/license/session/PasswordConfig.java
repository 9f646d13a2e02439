package org.ssms.license.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;

/**
 * What an operator may set about passwords.
 *
 * @param shortest characters
 * @param words in lower case: what everybody knows of this service, and tries first
 * @param blocked in lower case and NFKC: whole passwords of the operator's own list
 */
public record PasswordConfig(int shortest, Set<String> words, Set<String> blocked) {
    static final String BLOCK_LIST = "ssms.license.password.block-list";
    private static final int LEAST = 8;
    /** They are kept in memory. */
    private static final int MOST_BLOCKED = 1_000_000;

    public PasswordConfig {
        words = Set.copyOf(words);
        blocked = Set.copyOf(blocked);
    }

    public static PasswordConfig from(ConfigValues in) {
        return new PasswordConfig(
                in.number("ssms.license.password.shortest", LEAST, PasswordPolicy.LONGEST / 2),
                in.lowerCaseSet("ssms.license.password.words"),
                blocked(in.readableFileOrNone(BLOCK_LIST)));
    }

    /** A password in each line, in UTF-8. */
    private static Set<String> blocked(@Nullable Path list) {
        if (list == null) {
            return Set.of();
        }
        try (Stream<String> lines = Files.lines(list)) {
            Set<String> blocked = lines.filter(line -> !line.isBlank())
                    .limit(MOST_BLOCKED + 1L)
                    .map(line ->
                            Normalizer.normalize(line, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            ConfigValues.require(blocked.size() <= MOST_BLOCKED, BLOCK_LIST, "has more than a million passwords");
            return blocked;
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigException(BLOCK_LIST, "cannot be read: " + e.getMessage());
        }
    }
}
