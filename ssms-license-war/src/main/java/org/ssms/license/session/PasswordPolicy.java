package org.ssms.license.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which passwords a user may not choose (NIST SP 800-63B §3.1.1.2): short ones, and what is guessed first. Nothing is
 * said of which kinds of characters they must have. Any sign is good, a blank, too; all are taken in NFKC.
 */
public final class PasswordPolicy {
    /** Characters; the fields of the pages, which count otherwise, have room for as many of any script. */
    public static final int LONGEST = 64;

    /** What is left of a password without the words that everybody tries must be worth a password by itself. */
    private static final int REST = 8;

    private static final int DIFFERENT = 5;
    /** Shorter ones are in many good passwords by chance. */
    private static final int SHORTEST_WORD = 4;

    private static final List<String> COMMON = read("forbidden-passwords.txt");
    /** Famous for being a good one, so it is none. */
    private static final String FAMOUS = "correcthorsebatterystaple";
    /** Keys in their order, and what counts up. */
    private static final List<String> ROWS = List.of(
            "abcdefghijklmnopqrstuvwxyz",
            "01234567890123456789",
            "qwertyuiop",
            "asdfghjkl",
            "zxcvbnm",
            "qwertzuiop",
            "yxcvbnm",
            "azertyuiop",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p");
    /** As many in a row are no word of anybody's. */
    private static final int RUN = 4;

    /** Shorter ones follow themselves in good passwords. */
    private static final int GROUP = 3;

    /** Signs that people write for letters. */
    private static final Map<Integer, Integer> LETTERS = Map.of(
            (int) '0', (int) 'o',
            (int) '1', (int) 'i',
            (int) '3', (int) 'e',
            (int) '4', (int) 'a',
            (int) '5', (int) 's',
            (int) '7', (int) 't',
            (int) '@', (int) 'a',
            (int) '$', (int) 's',
            (int) '!', (int) 'i');

    private final PasswordConfig config;

    /** What is wrong with a password. */
    public enum Weakness {
        TOO_SHORT,
        TOO_LONG,
        /** Has what is no character: a control, half of one, or one that Unicode does not know. */
        CHARACTERS,
        /** Few different characters, a group of them again and again, or rows of keys and numbers that count up. */
        PATTERN,
        /** Words of the list {@code forbidden-passwords.txt} with little else, or all of one that is guessed first. */
        COMMON,
        /** The user's own name, or that of the service, with little else but such words. */
        OWN_NAME
    }

    public PasswordPolicy(PasswordConfig config) {
        this.config = config;
    }

    public int shortest() {
        return config.shortest();
    }

    /** Empty: that user may have it. */
    public Optional<Weakness> weaknessOf(String password, String username) {
        String text = Normalizer.normalize(password, Normalizer.Form.NFKC);
        int length = text.codePointCount(0, text.length());
        if (length < config.shortest()) {
            return Optional.of(Weakness.TOO_SHORT);
        }
        if (length > LONGEST) {
            return Optional.of(Weakness.TOO_LONG);
        }
        if (text.codePoints().anyMatch(PasswordPolicy::isNone)) {
            return Optional.of(Weakness.CHARACTERS);
        }
        String folded = text.toLowerCase(Locale.ROOT);
        BitSet runs = runs(folded);
        boolean isRuns = !runs.isEmpty() && rest(folded, runs) < REST;
        if (folded.codePoints().distinct().count() < DIFFERENT || isRepeated(folded) || isRuns) {
            return Optional.of(Weakness.PATTERN);
        }
        if (isBlocked(folded)) {
            return Optional.of(Weakness.COMMON);
        }
        BitSet common = covered(folded, runs, COMMON);
        if (!common.equals(runs) && rest(folded, common) < REST) {
            return Optional.of(Weakness.COMMON);
        }
        BitSet all = covered(folded, common, own(username));
        return !all.equals(common) && rest(folded, all) < REST ? Optional.of(Weakness.OWN_NAME) : Optional.empty();
    }

    /** As it is, and without what stands between its letters and around them. */
    private boolean isBlocked(String text) {
        String letters = letters(text);
        return config.blocked().contains(text)
                || config.blocked().contains(letters)
                || FAMOUS.equals(letters)
                || FAMOUS.equals(letters(plain(text)));
    }

    private static String letters(String text) {
        return text.codePoints()
                .filter(Character::isLetter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isNone(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    /** A group from beginning to end; the last time it may be broken off. */
    private static boolean isRepeated(String text) {
        return IntStream.rangeClosed(1, text.length() / 2)
                .anyMatch(group -> text.substring(group).equals(text.substring(0, text.length() - group)));
    }

    /** Where a text has rows of keys, there or back, or one character again and again. */
    private static BitSet runs(String text) {
        BitSet runs = new BitSet();
        for (int from = 0; from + RUN <= text.length(); from++) {
            String part = text.substring(from, from + RUN);
            String back = new StringBuilder(part).reverse().toString();
            boolean isRow = ROWS.stream().anyMatch(row -> row.contains(part) || row.contains(back));
            if (isRow || part.chars().distinct().count() == 1) {
                runs.set(from, from + RUN);
            }
        }
        for (int group = 1; group <= text.length() / 2; group++) {
            addRepeated(text, group, runs);
        }
        return runs;
    }

    /** Where a group of so many characters follows itself. */
    private static void addRepeated(String text, int group, BitSet runs) {
        int same = 0;
        for (int at = group; at < text.length(); at++) {
            same = text.charAt(at) == text.charAt(at - group) ? same + 1 : 0;
            if (same >= Math.max(group, GROUP)) {
                runs.set(at - same - group + 1, at + 1);
            }
        }
    }

    private Set<String> own(String username) {
        Set<String> own = new HashSet<>(config.words());
        own.add(username.toLowerCase(Locale.ROOT));
        return own.stream()
                .flatMap(name -> Pattern.compile("[^\\p{L}\\p{N}]+").splitAsStream(name))
                .filter(name -> name.length() >= SHORTEST_WORD)
                .collect(Collectors.toSet());
    }

    /** What was covered before, and where such words are, also as people disguise them. */
    private static BitSet covered(String text, BitSet before, Collection<String> words) {
        BitSet covered = (BitSet) before.clone();
        for (String form : List.of(text, plain(text))) { // as long as each other
            for (String word : words) {
                for (int at = form.indexOf(word); at >= 0; at = form.indexOf(word, at + 1)) {
                    covered.set(at, at + word.length());
                }
            }
        }
        return covered;
    }

    /** How many letters and digits there are elsewhere, and how many different other signs. */
    private static long rest(String text, BitSet covered) {
        long letters = 0;
        Set<Integer> signs = new HashSet<>();
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            if (covered.get(at)) {
                continue;
            }
            if (Character.isLetterOrDigit(character)) {
                letters++;
            } else {
                signs.add(character);
            }
        }
        return letters + signs.size();
    }

    private static String plain(String text) {
        return text.codePoints()
                .map(c -> LETTERS.getOrDefault(c, c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static List<String> read(String list) {
        try (InputStream in = PasswordPolicy.class.getResourceAsStream(list)) {
            if (in == null) {
                throw new IllegalStateException(list + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .flatMap(line -> Pattern.compile(" ").splitAsStream(line))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
