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

    /** A loop that is {@code 200 ms} behind leaves ticks out: with each tick a little too long it never was later. */
    @Test
    void a_loop_whose_ticks_are_too_long_is_the_later_the_longer_it_goes_on() {
        long now = work(0, 3000 * MILLI, 25 * MILLI);
        assertThat(meter.worst(now)).isGreaterThan(400 * MILLI);
    }

    /** Of what it does, as {@link MediaLoop#run} does it. */
    private long work(long planned, long until, long took) {
        long now = planned;
        while (now < until) {
            long next = now - planned > 200 * MILLI ? now + TICK : planned + TICK;
            meter.ticked(planned, now, next);
            now += took;
            planned = next;
            if (now < planned) {
                meter.slept(planned - now);
                now = planned;
            }
        }
        return now;
    }

    @Test
    void a_loop_that_sleeps_again_owes_nothing_soon() {
        long now = work(0, 60_000 * MILLI, 25 * MILLI);
        assertThat(meter.worst(now)).isLessThan(1500 * MILLI);
        now = work(now, now + 6000 * MILLI, 15 * MILLI);
        assertThat(meter.worst(now)).isZero();
    }

    @Test
    void one_stall_is_forgotten_as_soon_as_the_worst_of_its_second() {
        long stall = 600 * MILLI;
        meter.ticked(0, stall, stall + TICK);
        assertThat(meter.worst(stall)).isEqualTo(stall);
        long now = work(stall + TICK, stall + 2000 * MILLI, 5 * MILLI);
        assertThat(meter.worst(now)).isZero();
    }

    @Test
    void a_tick_that_does_not_come_counts_while_it_is_waited_for() {
        meter.ticked(0, 0, TICK);
        assertThat(meter.worst(TICK)).isZero();
        assertThat(meter.worst(TICK + 700 * MILLI)).isEqualTo(700 * MILLI);
    }
}
