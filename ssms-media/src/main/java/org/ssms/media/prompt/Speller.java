package org.ssms.media.prompt;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says values in one language, as names of its prompts one after the other. Has no state.
 *
 * <p>Numbers below a hundred are prompts of their own, but where a language puts them together from whole words.
 */
public abstract sealed class Speller permits English, German, French, Spanish, Italian {
    /** Of a greater number only that it is more. */
    static final int MOST = 999_999;

    /** What a number does with its last words. */
    enum Form {
        /** It counts nothing. */
        ALONE,
        MASCULINE,
        FEMININE
    }

    /**
     * The speller of a language.
     *
     * @param language ISO 639 code, {@code en}
     * @throws IllegalArgumentException when there is none
     */
    public static Speller of(String language) {
        return switch (language) {
            case "en" -> new English();
            case "de" -> new German();
            case "fr" -> new French();
            case "es" -> new Spanish();
            case "it" -> new Italian();
            default -> throw new IllegalArgumentException("no prompts in language " + language);
        };
    }

    /** A number that counts nothing: at least 0. */
    public final List<String> number(long number) {
        return number(number, Form.ALONE);
    }

    /** So many of it: "no plays left", "one play left", "two plays left". */
    public final List<String> count(long number, Counted what) {
        String none = what.none();
        if (number == 0 && none != null) {
            return List.of(none);
        }
        return number == 1 ? List.of(what.one()) : several(number, what);
    }

    /** 0 or at least 2. */
    List<String> several(long number, Counted what) {
        return join(number(number, form(what)), List.of(what.many()));
    }

    /** Each digit for itself, with a pause after every three; also a number with its plus. */
    public final List<String> digits(String digits) {
        List<String> names = new ArrayList<>();
        int run = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (run > 0 && run % 3 == 0) {
                names.add(Prompts.PAUSE);
            }
            if (digit == '+') {
                names.add("plus");
            } else if (digit >= '0' && digit <= '9') {
                names.add(String.valueOf(digit));
                run++;
            } else {
                throw new IllegalArgumentException("neither a digit nor a plus");
            }
        }
        return names;
    }

    /** The two greatest units, rounded down: "two minutes five seconds"; at least a second. */
    public final List<String> duration(Duration duration) {
        if (duration.toDays() > 0) {
            return units(duration.toDays(), Counted.DAY, duration.toHoursPart(), Counted.HOUR);
        }
        if (duration.toHours() > 0) {
            return units(duration.toHours(), Counted.HOUR, duration.toMinutesPart(), Counted.MINUTE);
        }
        if (duration.toMinutes() > 0) {
            return units(duration.toMinutes(), Counted.MINUTE, duration.toSecondsPart(), Counted.SECOND);
        }
        return count(Math.max(1, duration.toSeconds()), Counted.SECOND);
    }

    private List<String> units(long great, Counted greater, int small, Counted smaller) {
        List<String> names = count(great, greater);
        return small == 0 ? names : join(names, count(small, smaller));
    }

    /** "Today", or the day of the week and of the month, and the year when it is another one. */
    public final List<String> date(LocalDate date, LocalDate today) {
        if (date.equals(today)) {
            return List.of("today");
        }
        if (date.equals(today.minusDays(1))) {
            return List.of("yesterday");
        }
        if (date.equals(today.plusDays(1))) {
            return List.of("tomorrow");
        }
        List<String> day = join(List.of(name(date.getDayOfWeek())), calendarDay(date));
        return date.getYear() == today.getYear() ? day : join(day, year(date.getYear()));
    }

    /** When on that day: "at three P M". */
    public abstract List<String> time(LocalTime time);

    public final List<String> moment(LocalDateTime moment, LocalDate today) {
        return join(date(moment.toLocalDate(), today), time(moment.toLocalTime()));
    }

    /** Day and month. */
    abstract List<String> calendarDay(LocalDate date);

    List<String> year(int year) {
        return number(year);
    }

    private List<String> number(long number, Form form) {
        if (number < 0) {
            throw new IllegalArgumentException("below zero: " + number);
        }
        return number <= MOST ? cardinal((int) number, form) : join(List.of("more-than"), cardinal(MOST, form));
    }

    final List<String> cardinal(int number, Form form) {
        List<String> names = new ArrayList<>();
        int rest = number % 1000;
        if (number >= 1000) {
            names.addAll(thousands(number / 1000));
        }
        if (rest >= 100) {
            names.addAll(hundreds(rest / 100, rest % 100 > 0, form));
        }
        if (rest % 100 > 0 || number == 0) {
            names.addAll(belowHundred(rest % 100, form));
        }
        return names;
    }

    /** 1 to 999 thousands: "thousand", "two thousand". */
    List<String> thousands(int count) {
        return count == 1 ? List.of("1000") : join(cardinal(count, Form.MASCULINE), List.of("1000"));
    }

    /**
     * 1 to 9 hundreds: "hundred", "two hundred".
     *
     * @param more whether something below a hundred follows
     */
    List<String> hundreds(int count, boolean more, Form form) {
        return count == 1 ? List.of("100") : List.of(String.valueOf(count), "100");
    }

    List<String> belowHundred(int number, Form form) {
        return List.of(String.valueOf(number));
    }

    /** That of the word for it. */
    Form form(Counted what) {
        return Form.MASCULINE;
    }

    static String name(Enum<?> dayOrMonth) {
        return dayOrMonth.name().toLowerCase(Locale.ROOT);
    }

    @SafeVarargs
    static List<String> join(List<String>... parts) {
        List<String> names = new ArrayList<>();
        for (List<String> part : parts) {
            names.addAll(part);
        }
        return List.copyOf(names);
    }
}
