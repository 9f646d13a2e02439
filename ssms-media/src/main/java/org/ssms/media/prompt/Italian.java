package org.ssms.media.prompt;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** Ventuno; venerdì ventuno dicembre; alle quindici e cinque. */
final class Italian extends Speller {
    @Override
    List<String> thousands(int count) {
        return count == 1 ? List.of("1000") : join(cardinal(count, Form.ALONE), List.of("1000s"));
    }

    @Override
    List<String> calendarDay(LocalDate date) {
        int day = date.getDayOfMonth();
        return List.of(day == 1 ? "day-1" : String.valueOf(day), name(date.getMonth()));
    }

    @Override
    public List<String> time(LocalTime time) {
        List<String> hour = switch (time.getHour()) {
            case 0 -> List.of("at-midnight");
            case 1 -> List.of("at-one");
            default -> List.of("at", String.valueOf(time.getHour()));
        };
        return time.getMinute() == 0 ? hour : join(hour, List.of("and"), number(time.getMinute()));
    }
}
