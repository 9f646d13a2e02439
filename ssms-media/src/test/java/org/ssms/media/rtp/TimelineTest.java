package org.ssms.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long SECOND = 1_000_000_000;

    private final Timeline timeline = new Timeline(8000);

    @Test
    void the_first_frame_is_at_zero_and_the_next_behind_it() {
        assertThat(timeline.place(12345, 0, 160, 0)).isZero();
        assertThat(timeline.place(12505, 1, 160, 0)).isEqualTo(160);
    }

    @Test
    void frames_of_any_length_keep_their_place() {
        timeline.place(0, 0, 80, 0);
        assertThat(timeline.place(80, 1, 480, 0)).isEqualTo(80);
        assertThat(timeline.place(560, 2, 240, 0)).isEqualTo(560);
    }

    @Test
    void timestamps_wrap() {
        timeline.place(0xffff_ff60L, 0, 160, 0);
        assertThat(timeline.place(0, 1, 160, 0)).isEqualTo(160);
    }

    @Test
    void a_lost_packet_leaves_its_time() {
        timeline.place(0, 0, 160, 0);
        assertThat(timeline.place(320, 2, 160, 0)).isEqualTo(320);
    }

    @Test
    void silence_suppression_leaves_the_time_that_went_by() {
        timeline.place(0, 0, 160, 0);
        assertThat(timeline.place(80_000, 1, 160, 10 * SECOND)).isEqualTo(80_000);
    }

    @Test
    void a_gap_longer_than_the_time_that_went_by_is_not_believed() {
        timeline.place(0, 0, 160, 0);
        assertThat(timeline.place(80_000, 1, 160, SECOND)).isEqualTo(160);
        assertThat(timeline.place(80_160, 2, 160, SECOND)).isEqualTo(320);
    }

    @Test
    void a_jump_of_the_timestamp_is_no_gap_when_neither_packets_nor_time_are_missing() {
        timeline.place(0, 0, 160, 0);
        assertThat(timeline.place(160 + 12_000, 1, 160, SECOND / 50)).isEqualTo(160);
        assertThat(timeline.place(320 + 12_000, 2, 160, SECOND / 25)).isEqualTo(320);
    }

    @Test
    void after_a_jump_lost_packets_keep_their_time() {
        timeline.place(0, 0, 160, 0);
        assertThat(timeline.place(0x8000_0000L, 3, 160, SECOND)).isEqualTo(480);
    }

    @Test
    void a_timestamp_that_runs_backwards_is_placed_behind_the_last_frame() {
        timeline.place(1000, 0, 160, 0);
        assertThat(timeline.place(1100, 1, 160, 0)).isEqualTo(160);
        assertThat(timeline.place(1260, 2, 160, 0)).isEqualTo(320);
    }

    @Test
    void a_stuck_timestamp_still_moves_the_timeline() {
        for (int i = 0; i < 10; i++) {
            assertThat(timeline.place(5, i, 160, 0)).isEqualTo(160L * i);
        }
    }

    @Test
    void many_gaps_cannot_bring_it_more_than_the_tolerance_ahead_of_the_clock() {
        long time = 0;
        for (int i = 0; i < 1000; i++) {
            time = timeline.place(8000L * i, i, 160, 0);
        }
        assertThat(time).isLessThanOrEqualTo(2 * 8000 + 1000 * 160);
    }
}
