package org.ssms.license.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which PINs a subscriber may not choose, because they are guessed first (T11). There is no default one. */
public final class PinPolicy {
    public static final int SHORTEST = 6;
    public static final int LONGEST = 12;

    private static final Pattern PIN = Pattern.compile("[0-9]{" + SHORTEST + "," + LONGEST + "}");
    private static final int DIFFERENT = 3;
    private static final int FEW = 4;
    private static final Set<String> COMMON = read("forbidden-pins.txt");

    /** What is wrong with a PIN. */
    public enum Weakness {
        LENGTH,
        /**
         * One group of digits again and again, the same step from each digit to the next, or fewer than three
         * different ones: 123123, 234567, 000007.
         */
        PATTERN,
        /** A day, as people write it with two or four digits of the year. */
        DATE,
        /** Of the list {@code forbidden-pins.txt}. */
        COMMON,
        /** Has to do with the digits of the user's name, which often is his number. */
        OWN_NUMBER
    }

    private PinPolicy() {}

    /** Empty: that user may have it. */
    public static Optional<Weakness> weaknessOf(String pin, String username) {
        if (!PIN.matcher(pin).matches()) {
            return Optional.of(Weakness.LENGTH);
        }
        if (isRepeated(pin) || isSteps(pin) || pin.chars().distinct().count() < DIFFERENT) {
            return Optional.of(Weakness.PATTERN);
        }
        if (isDate(pin)) {
            return Optional.of(Weakness.DATE);
        }
        if (COMMON.contains(pin)) {
            return Optional.of(Weakness.COMMON);
        }
        String own = username.replaceAll("[^0-9]", "");
        boolean isOwn = own.contains(pin) || (own.length() >= FEW && pin.contains(own));
        return isOwn ? Optional.of(Weakness.OWN_NUMBER) : Optional.empty();
    }

    private static boolean isRepeated(String pin) {
        return IntStream.rangeClosed(1, pin.length() / 2)
                .anyMatch(group -> pin.substring(group).equals(pin.substring(0, pin.length() - group)));
    }

    private static boolean isSteps(String pin) {
        return IntStream.range(1, pin.length())
                        .map(i -> Math.floorMod(pin.charAt(i) - pin.charAt(i - 1), 10))
                        .distinct()
                        .count()
                == 1;
    }

    /** In whichever order of day, month and year. */
    private static boolean isDate(String pin) {
        return switch (pin.length()) {
            case 6 -> isDay(pin.substring(0, 4)) || isDay(pin.substring(2));
            case 8 ->
                (isDay(pin.substring(0, 4)) && isYear(pin.substring(4)))
                        || (isYear(pin.substring(0, 4)) && isDay(pin.substring(4)));
            default -> false;
        };
    }

    private static boolean isDay(String digits) {
        int first = Integer.parseInt(digits.substring(0, 2));
        int second = Integer.parseInt(digits.substring(2));
        int month = Math.min(first, second);
        return month >= 1 && month <= 12 && Math.max(first, second) <= 31;
    }

    private static boolean isYear(String digits) {
        return digits.startsWith("19") || digits.startsWith("20");
    }

    private static Set<String> read(String list) {
        try (InputStream in = PinPolicy.class.getResourceAsStream(list)) {
            if (in == null) {
                throw new IllegalStateException(list + " is missing");
            }
            return new String(in.readAllBytes(), US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .flatMap(line -> Pattern.compile(" ").splitAsStream(line))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
