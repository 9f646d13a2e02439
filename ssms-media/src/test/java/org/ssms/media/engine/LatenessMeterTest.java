package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenessMeterTest {
    private static final long MILLI = 1_000_000;
    private static final long TICK = 20 * MILLI;

    private final LatenessMeter meter = new LatenessMeter(0);

    @Test
    void it_shows_the_worst_of_the_last_second_and_forgets_it() {
        long planned = 0;
        for (; planned < 500 * MILLI; planned += TICK) {
            meter.ticked(planned, planned + MILLI, planned + TICK);
        }
        assertThat(meter.worst(planned)).isEqualTo(MILLI);
        meter.ticked(planned, planned + 150 * MILLI, planned + TICK);
        assertThat(meter.worst(planned + 150 * MILLI)).isEqualTo(150 * MILLI);
        for (long end = planned + 3000 * MILLI; planned < end; planned += TICK) {
            meter.ticked(planned, planned + MILLI, planned + TICK);
        }
        assertThat(meter.worst(planned)).isEqualTo(MILLI);
    }

    @Test
    void a_tick_that_does_not_come_counts_while_it_is_waited_for() {
        meter.ticked(0, 0, TICK);
        assertThat(meter.worst(TICK)).isZero();
        assertThat(meter.worst(TICK + 700 * MILLI)).isEqualTo(700 * MILLI);
    }
}
