package org.ssms.media.prompt;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** Twenty-one; Friday, December twenty-first; at three oh five P M. */
final class English extends Speller {
    @Override
    List<String> thousands(int count) {
        return join(cardinal(count, Form.ALONE), List.of("1000"));
    }

    @Override
    List<String> hundreds(int count, boolean more, Form form) {
        return List.of(String.valueOf(count), "100");
    }

    @Override
    List<String> belowHundred(int number, Form form) {
        return number <= 20 || number % 10 == 0
                ? List.of(String.valueOf(number))
                : List.of(String.valueOf(number - number % 10), String.valueOf(number % 10));
    }

    @Override
    List<String> calendarDay(LocalDate date) {
        int day = date.getDayOfMonth();
        String month = name(date.getMonth());
        return day <= 20 || day == 30
                ? List.of(month, "day-" + day)
                : List.of(month, String.valueOf(day - day % 10), "day-" + day % 10);
    }

    @Override
    public List<String> time(LocalTime time) {
        int minute = time.getMinute();
        if (minute == 0 && time.getHour() % 12 == 0) {
            return List.of("at", time.getHour() == 0 ? "midnight" : "noon");
        }
        List<String> hour = List.of("at", String.valueOf(time.getHour() % 12 == 0 ? 12 : time.getHour() % 12));
        List<String> half = List.of(time.getHour() < 12 ? "am" : "pm");
        if (minute == 0) {
            return join(hour, half);
        }
        return join(hour, minute < 10 ? List.of("oh") : List.of(), number(minute), half);
    }
}
