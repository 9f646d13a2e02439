package org.ssms.media.prompt;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** Veintiuno; el viernes veintiuno de diciembre; a las tres y cinco de la tarde. */
final class Spanish extends Speller {
    @Override
    List<String> hundreds(int count, boolean more, Form form) {
        if (count == 1) {
            return List.of(more ? "100-and" : "100");
        }
        return List.of(form == Form.FEMININE ? count + "00-f" : count + "00");
    }

    @Override
    List<String> belowHundred(int number, Form form) {
        if (number > 30 && number % 10 > 0) {
            return join(List.of(number - number % 10 + "-and"), belowHundred(number % 10, form));
        }
        if (number != 1 && number != 21) {
            return List.of(String.valueOf(number));
        }
        return List.of(
                switch (form) {
                    case ALONE -> String.valueOf(number);
                    case MASCULINE -> number + "-m";
                    case FEMININE -> number + "-f";
                });
    }

    @Override
    Form form(Counted what) {
        return switch (what) {
            case HOUR, TIME, PLAY_LEFT -> Form.FEMININE;
            case SECOND, MINUTE, DAY, NEW_MESSAGE, SAVED_MESSAGE, SHARED_MESSAGE, MEMBER -> Form.MASCULINE;
        };
    }

    @Override
    List<String> calendarDay(LocalDate date) {
        int day = date.getDayOfMonth();
        return join(day == 1 ? List.of("day-1") : number(day), List.of(name(date.getMonth())));
    }

    @Override
    List<String> year(int year) {
        return join(List.of("year"), super.year(year));
    }

    @Override
    public List<String> time(LocalTime time) {
        int hour = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        return join(
                hour == 1 ? List.of("at-one") : List.of("at", String.valueOf(hour)),
                minutes(time.getMinute()),
                List.of(partOfDay(time.getHour())));
    }

    private List<String> minutes(int minute) {
        return switch (minute) {
            case 0 -> List.of();
            case 15 -> List.of("and", "quarter");
            case 30 -> List.of("and", "half");
            default -> join(List.of("and"), number(minute));
        };
    }

    private static String partOfDay(int hour) {
        if (hour == 0 || hour >= 21) {
            return "at-night";
        }
        if (hour < 6) {
            return "after-midnight";
        }
        if (hour < 12) {
            return "in-the-morning";
        }
        return hour == 12 ? "at-noon" : "in-the-afternoon";
    }
}
