package org.ssms.media.prompt;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** Einundzwanzig; Freitag, den einundzwanzigsten Dezember; um fünfzehn Uhr fünf. */
final class German extends Speller {
    @Override
    List<String> belowHundred(int number, Form form) {
        return List.of(number == 1 && form != Form.ALONE ? "1-m" : String.valueOf(number));
    }

    @Override
    List<String> calendarDay(LocalDate date) {
        return List.of("day-" + date.getDayOfMonth(), name(date.getMonth()));
    }

    @Override
    public List<String> time(LocalTime time) {
        List<String> hour = join(List.of("at"), belowHundred(time.getHour(), Form.MASCULINE), List.of("oclock"));
        return time.getMinute() == 0 ? hour : join(hour, number(time.getMinute()));
    }
}
