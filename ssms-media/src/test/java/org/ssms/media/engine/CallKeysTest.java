package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.media.engine.CallKeys.Way.EVENTS;
import static org.ssms.media.engine.CallKeys.Way.SIGNALLING;
import static org.ssms.media.engine.CallKeys.Way.TONES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssms.media.engine.CallKeys.Way;

class CallKeysTest {
    private static final long MILLI = 1_000_000;

    private final LoopCounters counters = new LoopCounters();
    private final CallKeys keys = new CallKeys(counters, 0);
    private final StringBuilder told = new StringBuilder();
    private long now;

    @ParameterizedTest
    @EnumSource(Way.class)
    void each_press_is_told_of_who_has_one_way(Way way) {
        "11#1".chars().forEach(key -> press((char) key, way));
        assertThat(told).hasToString("11#1");
    }

    @Test
    void a_press_that_is_told_in_all_ways_is_one() {
        "1123".chars().forEach(key -> List.of(TONES, SIGNALLING, EVENTS).forEach(way -> press((char) key, way)));
        assertThat(told).hasToString("1123");
    }

    @Test
    void the_order_of_the_ways_may_change() {
        press('1', SIGNALLING);
        press('1', EVENTS);
        press('1', EVENTS);
        press('1', SIGNALLING);
        press('1', TONES);
        press('2', SIGNALLING);
        press('2', EVENTS);
        assertThat(told).hasToString("112");
    }

    /** As an INFO that was sent again. */
    @Test
    void presses_whose_better_way_comes_late_are_told_once() {
        press('1', TONES);
        press('2', TONES);
        press('1', SIGNALLING);
        press('2', SIGNALLING);
        press('2', SIGNALLING);
        assertThat(told).hasToString("122");
    }

    @Test
    void another_key_in_a_better_way_is_another_press() {
        press('1', TONES);
        press('2', SIGNALLING);
        now += 2000 * MILLI;
        press('2', EVENTS);
        assertThat(told).hasToString("122");
    }

    @Test
    void of_thousands_in_a_second_forty_and_then_twenty_a_second_are_told() {
        for (int i = 0; i < 5000; i++) {
            press('5', SIGNALLING);
            now -= 99 * MILLI + 800_000;
        }
        assertThat(told).hasSizeBetween(59, 62);
        assertThat(counters.ignored.get()).isEqualTo(5000 - told.length());
    }

    private void press(char key, Way way) {
        now += 100 * MILLI;
        if (keys.isPress(key, way, now)) {
            told.append(key);
        }
    }
}
