package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.media.engine.SourceLatch.Verdict.ACCEPTED;
import static org.ssms.media.engine.SourceLatch.Verdict.BOUND;
import static org.ssms.media.engine.SourceLatch.Verdict.HELD;
import static org.ssms.media.engine.SourceLatch.Verdict.REFUSED;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceLatchTest {
    private static final long MILLI = 1_000_000;
    private static final int OWN = 99;
    private static final InetSocketAddress SDP = at("192.0.2.1", 4000);
    private static final InetSocketAddress SDP_HOST = at("192.0.2.1", 4002);
    private static final InetSocketAddress NAT = at("198.51.100.1", 4000);
    private static final InetSocketAddress ATTACKER = at("203.0.113.1", 4000);

    private final SourceLatch latch = new SourceLatch(OWN, 0);

    @BeforeEach
    void connect() {
        latch.signalled(SDP);
    }

    @Test
    void the_address_of_the_sdp_binds_at_once() {
        assertThat(judge(SDP, 1, 0, 0)).isEqualTo(BOUND);
        assertThat(judge(SDP, 1, 1, 20)).isEqualTo(ACCEPTED);
        assertThat(latch.bound()).isEqualTo(SDP);
    }

    @Test
    void once_bound_every_other_address_is_refused() {
        judge(SDP, 1, 0, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(judge(ATTACKER, 1, i, i * 20L)).isEqualTo(REFUSED);
            assertThat(judge(SDP_HOST, 2, i, i * 20L))
                    .as("somebody else behind it")
                    .isEqualTo(REFUSED);
        }
        assertThat(judge(SDP, 1, 1, 20_000)).isEqualTo(ACCEPTED);
    }

    @Test
    void another_port_of_the_caller_is_followed_when_the_bound_one_is_silent() {
        bindByProbation(NAT);
        InetSocketAddress moved = at("198.51.100.1", 4100);
        assertThat(latch.mayAccept(moved)).isTrue();
        for (int i = 11; i < 35; i++) { // the last of the bound one came at 200
            assertThat(judge(moved, 1, i, i * 20L)).isEqualTo(HELD);
        }
        assertThat(judge(moved, 1, 35, 700)).isEqualTo(BOUND);
        assertThat(latch.bound()).isEqualTo(moved);
        assertThat(judge(moved, 1, 36, 720)).isEqualTo(ACCEPTED);
    }

    @Test
    void another_port_is_not_followed_when_the_caller_stumbles() {
        bindByProbation(NAT);
        for (int i = 0; i < 200; i++) {
            assertThat(judge(at("198.51.100.1", 4100), 1, 11 + i, 500)).isEqualTo(HELD);
        }
        assertThat(judge(NAT, 1, 11, 510)).isEqualTo(ACCEPTED);
    }

    @Test
    void another_port_is_not_followed_while_the_bound_one_speaks() {
        bindByProbation(NAT);
        for (int i = 11; i < 500; i++) {
            assertThat(judge(NAT, 1, i, i * 20L)).isEqualTo(ACCEPTED);
            assertThat(judge(at("198.51.100.1", 4100), 1, i, i * 20L + 1)).isEqualTo(HELD);
        }
    }

    @Test
    void whoever_has_the_keys_is_followed_with_his_first_packet_after_a_pause() {
        judge(SDP, 1, 0, 0);
        assertThat(read(latch, SDP, 2, 700, true, 20 * MILLI)).isEqualTo(HELD);
        assertThat(read(latch, SDP, 2, 701, true, 60 * MILLI)).isEqualTo(BOUND);
        assertThat(read(latch, SDP_HOST, 3, 9, true, 120 * MILLI)).isEqualTo(BOUND);
        assertThat(latch.bound()).isEqualTo(SDP_HOST);
        assertThat(read(latch, ATTACKER, 3, 10, true, 200 * MILLI)).isEqualTo(REFUSED);
    }

    @Test
    void two_streams_of_one_who_has_the_keys_do_not_take_turns() {
        judge(SDP, 1, 0, 0);
        for (int i = 1; i < 100; i++) {
            assertThat(read(latch, SDP, 1, i, true, i * 20L * MILLI)).isEqualTo(ACCEPTED);
            assertThat(read(latch, SDP, 2, i, true, i * 20L * MILLI + 1)).isEqualTo(HELD);
            assertThat(read(latch, SDP_HOST, 1, i, true, i * 20L * MILLI + 2)).isIn(HELD, REFUSED);
        }
    }

    /** Somebody on the way may bring one packet of the caller here before it comes from him. */
    @Test
    void one_packet_with_the_keys_from_a_host_that_nobody_named_takes_no_call() {
        assertThat(read(latch, ATTACKER, 1, 0, true, 0)).isEqualTo(HELD);
        latch.signaller(NAT.getAddress());
        assertThat(read(latch, NAT, 1, 1, true, MILLI)).isEqualTo(BOUND);
        assertThat(read(latch, ATTACKER, 1, 2, true, 300 * MILLI)).isEqualTo(REFUSED);
    }

    @Test
    void whoever_has_the_keys_needs_no_probation() {
        latch.signaller(NAT.getAddress());
        assertThat(read(latch, NAT, 1, 0, true, 0)).isEqualTo(BOUND);
        assertThat(read(latch, SDP_HOST, 1, 1, true, 20 * MILLI)).as("better").isEqualTo(BOUND);
        assertThat(read(latch, NAT, 1, 2, true, 40 * MILLI)).isEqualTo(REFUSED);
    }

    @Test
    void another_source_binds_after_its_probation() {
        for (int i = 0; i < 10; i++) {
            assertThat(judge(NAT, 1, i, i * 20L)).isEqualTo(HELD);
            assertThat(judge(ATTACKER, 1, i, i * 20L)).isEqualTo(REFUSED);
        }
        assertThat(judge(NAT, 1, 10, 200)).isEqualTo(BOUND);
        assertThat(latch.bound()).isEqualTo(NAT);
        for (int i = 0; i < 100; i++) {
            assertThat(judge(ATTACKER, 1, i, 220 + i * 20L)).isEqualTo(REFUSED);
        }
        assertThat(judge(NAT, 1, 11, 2220)).isEqualTo(ACCEPTED);
    }

    @Test
    void a_stranger_who_was_heard_first_gives_way_to_the_address_of_the_sdp_and_never_comes_back() {
        bindByProbation(ATTACKER);
        assertThat(judge(SDP, 7, 0, 220)).isEqualTo(BOUND);
        assertThat(judge(SDP, 7, 1, 240)).isEqualTo(ACCEPTED);
        for (int i = 11; i < 500; i++) {
            assertThat(judge(ATTACKER, 1, i, i * 20L)).isEqualTo(REFUSED);
            assertThat(judge(SDP_HOST, 1, i, i * 20L)).isEqualTo(REFUSED);
        }
        assertThat(latch.bound()).isEqualTo(SDP);
        assertThat(latch.mayAccept(ATTACKER)).isFalse();
    }

    @Test
    void a_stranger_who_was_heard_first_gives_way_to_the_host_of_the_sdp_after_its_probation() {
        bindByProbation(ATTACKER);
        for (int i = 0; i < 10; i++) {
            assertThat(latch.mayAccept(SDP_HOST)).isTrue();
            assertThat(judge(SDP_HOST, 2, i, 220 + i * 20L)).isEqualTo(HELD);
            assertThat(judge(ATTACKER, 1, 11 + i, 225 + i * 20L)).isEqualTo(ACCEPTED);
            assertThat(judge(ATTACKER, 9, i, 226 + i * 20L)).isEqualTo(REFUSED);
        }
        assertThat(judge(SDP_HOST, 2, 10, 420)).isEqualTo(BOUND);
        assertThat(judge(ATTACKER, 1, 21, 425)).isEqualTo(REFUSED);
        assertThat(judge(SDP, 3, 0, 430)).as("better still").isEqualTo(BOUND);
        assertThat(judge(SDP_HOST, 2, 11, 440)).isEqualTo(REFUSED);
    }

    @Test
    void a_stranger_who_was_heard_first_gives_way_to_the_nat_from_which_the_call_is_signalled() {
        latch.signaller(NAT.getAddress());
        bindByProbation(ATTACKER);
        for (int i = 0; i < 10; i++) {
            assertThat(judge(NAT, 2, i, 220 + i * 20L)).isEqualTo(HELD);
            judge(ATTACKER, 1, 11 + i, 225 + i * 20L);
            assertThat(latch.hasCandidate()).as("what is held stays").isTrue();
        }
        assertThat(judge(NAT, 2, 10, 420)).isEqualTo(BOUND);
        for (int i = 11; i < 500; i++) {
            assertThat(judge(ATTACKER, 1, i, 400 + i * 20L)).isEqualTo(REFUSED);
        }
        assertThat(judge(SDP, 3, 0, 10_500)).as("better still").isEqualTo(BOUND);
    }

    @Test
    void one_stray_packet_does_not_bind_however_long_ago() {
        judge(NAT, 1, 0, 0);
        assertThat(judge(NAT, 1, 7000, 5000)).isEqualTo(HELD);
        assertThat(latch.bound()).isNull();
    }

    @Test
    void the_address_of_the_sdp_wins_during_the_probation_of_another() {
        judge(ATTACKER, 1, 0, 0);
        judge(ATTACKER, 1, 1, 20);
        assertThat(judge(SDP, 2, 0, 40)).isEqualTo(BOUND);
        assertThat(judge(ATTACKER, 1, 2, 300)).isEqualTo(REFUSED);
    }

    @Test
    void the_host_of_the_sdp_wins_over_a_stranger_who_came_first() {
        for (int i = 0; i < 20; i++) {
            judge(ATTACKER, 1, i, i * 9L);
            judge(SDP_HOST, 2, i, i * 9L + 5);
        }
        for (int i = 20; i < 40; i++) {
            judge(ATTACKER, 1, i, i * 20L);
            judge(SDP_HOST, 2, i, i * 20L);
        }
        assertThat(latch.bound()).isEqualTo(SDP_HOST);
    }

    @Test
    void a_candidate_that_falls_silent_gives_way() {
        judge(ATTACKER, 1, 0, 0);
        for (int i = 0; i < 30; i++) {
            judge(NAT, 1, i, 20 + i * 20L);
        }
        assertThat(latch.bound()).isEqualTo(NAT);
    }

    @Test
    void another_ssrc_is_refused_while_the_bound_one_speaks() {
        judge(SDP, 1, 0, 0);
        for (int i = 1; i < 500; i++) {
            assertThat(judge(SDP, 1, i, i * 20L)).isEqualTo(ACCEPTED);
            for (int burst = 0; burst < 5; burst++) {
                assertThat(judge(SDP, 2, 5 * i + burst, i * 20L)).isEqualTo(HELD);
            }
        }
    }

    @Test
    void another_ssrc_is_taken_when_the_bound_one_has_been_silent() {
        judge(SDP, 1, 0, 0);
        assertThat(judge(SDP, 2, 10, 20)).isEqualTo(HELD);
        assertThat(judge(SDP, 2, 11, 40)).isEqualTo(HELD);
        assertThat(judge(SDP, 2, 12, 60)).isEqualTo(BOUND);
        assertThat(judge(SDP, 1, 1, 80)).isEqualTo(HELD);
        assertThat(judge(SDP, 2, 13, 80)).isEqualTo(ACCEPTED);
    }

    @Test
    void our_own_packets_sent_back_are_refused() {
        assertThat(judge(SDP, OWN, 0, 0)).isEqualTo(REFUSED);
    }

    @Test
    void a_new_signalled_address_is_waited_for_and_hold_is_not() {
        judge(SDP, 1, 0, 0);
        latch.signalled(SDP);
        latch.signalled(at("0.0.0.0", 4000));
        assertThat(latch.bound()).isEqualTo(SDP);
        latch.signalled(NAT);
        assertThat(latch.bound()).isNull();
        assertThat(judge(SDP, 1, 1, 20)).as("has no answer yet").isEqualTo(ACCEPTED);
        assertThat(judge(NAT, 5, 0, 100)).isEqualTo(BOUND);
        assertThat(latch.bound()).isEqualTo(NAT);
        assertThat(judge(SDP, 1, 2, 120)).isEqualTo(REFUSED);
    }

    /** The phone sends from its old port until it has our answer, and from the new one with another SSRC. */
    @Test
    void a_caller_behind_a_nat_moves_to_another_port_however_long_our_answer_takes() {
        for (int roundTrip : new int[] {40, 180, 200, 400, 1000}) {
            SourceLatch moved = new SourceLatch(OWN, 0);
            moved.signalled(SDP);
            moved.signaller(NAT.getAddress());
            int time = 0;
            for (; time <= 400; time += 20) {
                read(moved, NAT, 1, time / 20, false, time * MILLI);
            }
            assertThat(moved.bound()).isEqualTo(NAT);
            moved.signalled(at("192.0.2.1", 4040));
            for (int end = time + roundTrip; time < end; time += 20) {
                assertThat(read(moved, NAT, 1, time / 20, false, time * MILLI)).isEqualTo(ACCEPTED);
            }
            InetSocketAddress next = at("198.51.100.1", 4100);
            for (int i = 0; i < 10; i++, time += 20) {
                assertThat(read(moved, next, 7, i, false, time * MILLI)).isEqualTo(HELD);
            }
            assertThat(read(moved, next, 7, 10, false, time * MILLI))
                    .as("after %s ms", roundTrip)
                    .isEqualTo(BOUND);
            assertThat(moved.bound()).isEqualTo(next);
        }
    }

    @Test
    void nobody_takes_the_place_of_a_caller_who_speaks_and_is_expected_to_move() {
        bindByProbation(NAT);
        latch.signalled(at("192.0.2.1", 4040));
        for (int i = 11; i < 500; i++) {
            assertThat(judge(ATTACKER, 9, i, i * 20L)).isIn(HELD, REFUSED);
            assertThat(judge(at("198.51.100.1", 4100), 9, i, i * 20L)).isIn(HELD, REFUSED);
            assertThat(judge(NAT, 1, i, i * 20L)).isIn(ACCEPTED, BOUND);
        }
        assertThat(latch.bound()).as("he has not moved").isEqualTo(NAT);
    }

    @Test
    void a_packet_that_comes_late_does_not_end_the_probation_of_the_next_port() {
        bindByProbation(NAT);
        InetSocketAddress moved = at("198.51.100.1", 4100);
        for (int i = 12; i < 20; i++) {
            assertThat(judge(moved, 1, i, i * 20L)).isEqualTo(HELD);
        }
        assertThat(latch.endsWithCandidate()).isTrue();
        assertThat(judge(NAT, 1, 11, 400)).isEqualTo(ACCEPTED);
        assertThat(latch.hasCandidate()).isTrue();
        for (int i = 20; i < 45; i++) {
            assertThat(judge(moved, 1, i, i * 20L)).isEqualTo(HELD);
        }
        assertThat(judge(moved, 1, 45, 900)).isEqualTo(BOUND);
    }

    @Test
    void at_the_end_nobody_is_believed_beside_whom_the_bound_one_speaks() {
        bindByProbation(NAT);
        for (int i = 11; i < 100; i++) {
            judge(NAT, 1, i, i * 20L);
            judge(at("198.51.100.1", 4100), 1, i, i * 20L + 1);
            assertThat(latch.endsWithCandidate()).isFalse();
        }
    }

    private void bindByProbation(InetSocketAddress source) {
        for (int i = 0; i <= 10; i++) {
            judge(source, 1, i, i * 20L);
        }
        assertThat(latch.bound()).isEqualTo(source);
    }

    /** The loop is late, and what came meanwhile is read in one go: that of another stream before the caller's. */
    @ParameterizedTest
    @ValueSource(longs = {100, 3000})
    void nobody_looks_quiet_because_he_has_not_been_read(long between) {
        for (InetSocketAddress other : List.of(SDP, SDP_HOST)) {
            SourceLatch late = new SourceLatch(OWN, 0);
            late.signalled(SDP);
            assertThat(late.judge(SDP, 1, 0, false, 0)).isEqualTo(BOUND);
            late.emptied(0);
            int otherSsrc = other.equals(SDP) ? 2 : 1;
            for (int turn = 1, number = 1; turn < 30; turn++, number += 5) {
                long now = turn * between * MILLI;
                for (int i = 0; i < 5; i++) {
                    assertThat(late.judge(other, otherSsrc, number + i, false, now))
                            .isEqualTo(HELD);
                }
                for (int i = 0; i < 5; i++) {
                    assertThat(late.judge(SDP, 1, number + i, false, now)).isEqualTo(ACCEPTED);
                }
                late.emptied(now);
            }
            assertThat(late.bound()).isEqualTo(SDP);
        }
    }

    @Test
    void who_has_the_keys_takes_no_turns_with_himself_either_when_he_is_read_late() {
        latch.judge(SDP, 1, 0, true, 0);
        latch.emptied(0);
        for (int i = 1; i < 100; i++) {
            long now = i * 100L * MILLI;
            assertThat(latch.judge(SDP, 2, i, true, now)).isEqualTo(HELD);
            assertThat(latch.judge(SDP, 1, i, true, now)).isEqualTo(ACCEPTED);
            latch.emptied(now);
        }
    }

    @Test
    void another_ssrc_is_followed_when_all_was_read_and_nothing_was_of_the_bound_one() {
        judge(SDP, 1, 0, 0);
        for (int i = 0; i < 5; i++) {
            assertThat(latch.judge(SDP, 2, 10 + i, false, 100 * MILLI)).isEqualTo(HELD);
        }
        latch.emptied(100 * MILLI);
        assertThat(latch.judge(SDP, 2, 15, false, 120 * MILLI)).isEqualTo(BOUND);
    }

    @Test
    void no_probation_goes_by_while_nobody_reads() {
        judge(ATTACKER, 1, 0, 0);
        assertThat(latch.judge(NAT, 1, 0, false, 1000 * MILLI))
                .as("the first may be there, too")
                .isEqualTo(REFUSED);
        for (int i = 1; i < 10; i++) {
            assertThat(latch.judge(ATTACKER, 1, i, false, 1000 * MILLI)).isEqualTo(HELD);
        }
        latch.emptied(1000 * MILLI);
        assertThat(latch.judge(ATTACKER, 1, 10, false, 1020 * MILLI)).isEqualTo(BOUND);
    }

    @Test
    void a_caller_who_is_read_late_after_a_re_invite_may_still_move() {
        bindByProbation(NAT);
        latch.signalled(at("192.0.2.1", 4040));
        judge(NAT, 1, 11, 220);
        assertThat(latch.judge(NAT, 1, 12, false, 3000 * MILLI)).isEqualTo(ACCEPTED);
        assertThat(latch.bound()).isNull();
        latch.emptied(3000 * MILLI);
        assertThat(latch.judge(NAT, 1, 13, false, 3020 * MILLI)).isEqualTo(BOUND);
    }

    @Test
    void who_is_expected_to_move_is_not_gone_because_he_has_not_been_read() {
        bindByProbation(NAT);
        latch.signalled(at("192.0.2.1", 4040));
        for (int i = 0; i < 10; i++) {
            assertThat(judge(ATTACKER, 9, i, 220 + i * 20L)).isEqualTo(HELD);
        }
        assertThat(judge(NAT, 1, 11, 420)).isEqualTo(ACCEPTED);
        assertThat(latch.judge(ATTACKER, 9, 10, false, 1000 * MILLI)).isEqualTo(HELD);
        assertThat(latch.judge(NAT, 1, 12, false, 1000 * MILLI)).isEqualTo(ACCEPTED);
    }

    @Test
    void at_the_end_nobody_is_believed_as_long_as_there_is_something_to_be_read() {
        bindByProbation(NAT);
        for (int i = 0; i < 4; i++) {
            latch.judge(at("198.51.100.1", 4100), 1, 11 + i, false, 400 * MILLI);
        }
        assertThat(latch.endsWithCandidate()).isFalse();
        latch.emptied(400 * MILLI);
        assertThat(latch.endsWithCandidate()).isTrue();
    }

    @Test
    void t16_nobody_but_who_signalling_names_takes_the_place_of_who_only_listens() {
        latch.signaller(NAT.getAddress());
        latch.expectsNothing(true);
        bindByProbation(NAT);
        latch.expectsNothing(false);
        assertThat(latch.bound()).isEqualTo(NAT);
    }

    @Test
    void t16_whoever_finds_the_port_of_who_only_listens_is_refused_however_long_he_sends() {
        latch.expectsNothing(true);
        for (int i = 0; i < 100; i++) {
            assertThat(judge(ATTACKER, 1, i, i * 20L)).isEqualTo(REFUSED);
        }
        assertThat(latch.hasCandidate()).isFalse();
        assertThat(judge(SDP, 2, 0, 2000)).isEqualTo(BOUND);
    }

    @Test
    void who_was_heard_before_stays_while_nothing_is_expected() {
        bindByProbation(NAT);
        latch.expectsNothing(true);
        assertThat(judge(NAT, 1, 11, 220)).isEqualTo(ACCEPTED);
        assertThat(judge(ATTACKER, 1, 12, 3000)).isEqualTo(REFUSED);
    }

    private SourceLatch.Verdict judge(InetSocketAddress source, int ssrc, int sequence, long millis) {
        return read(latch, source, ssrc, sequence, false, millis * MILLI);
    }

    /** A packet that is read as soon as it comes. */
    private static SourceLatch.Verdict read(
            SourceLatch latch, InetSocketAddress source, int ssrc, int sequence, boolean authentic, long now) {
        latch.emptied(now);
        return latch.judge(source, ssrc, sequence, authentic, now);
    }

    private static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(literal, port);
    }
}
