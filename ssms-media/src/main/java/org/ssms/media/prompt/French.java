package org.ssms.media.prompt;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;

/** Vingt et un; vendredi vingt et un décembre; à quinze heures cinq. */
final class French extends Speller {
    /** In these "un" is heard: 71 and 91 end in "onze". */
    private static final Set<Integer> ENDING_IN_ONE = Set.of(1, 21, 31, 41, 51, 61, 81);
    /** Their last consonant is silent before another one. */
    private static final Set<Integer> SHORTENED = Set.of(6, 8, 10);

    /** The hours of a day are whole, as a number is bound to that word: "deux heures" has a z in it. */
    @Override
    List<String> several(long number, Counted what) {
        return what == Counted.HOUR && number < 24 ? List.of("hour-" + number) : super.several(number, what);
    }

    @Override
    List<String> belowHundred(int number, Form form) {
        if (form == Form.FEMININE && ENDING_IN_ONE.contains(number)) {
            return List.of(number + "-f");
        }
        return List.of(form != Form.ALONE && SHORTENED.contains(number) ? number + "-c" : String.valueOf(number));
    }

    @Override
    Form form(Counted what) {
        return switch (what) {
            case SECOND, MINUTE, HOUR, TIME, PLAY_LEFT -> Form.FEMININE;
            case DAY, NEW_MESSAGE, SAVED_MESSAGE, SHARED_MESSAGE, MEMBER -> Form.MASCULINE;
        };
    }

    @Override
    List<String> calendarDay(LocalDate date) {
        int day = date.getDayOfMonth();
        return List.of(day == 1 ? "day-1" : String.valueOf(day), name(date.getMonth()));
    }

    @Override
    public List<String> time(LocalTime time) {
        List<String> hour = List.of("at", "hour-" + time.getHour());
        int minute = time.getMinute();
        if (minute == 0) {
            return hour;
        }
        return join(hour, belowHundred(minute, ENDING_IN_ONE.contains(minute) ? Form.FEMININE : Form.ALONE));
    }
}
