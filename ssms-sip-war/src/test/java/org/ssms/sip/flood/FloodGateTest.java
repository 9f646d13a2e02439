package org.ssms.sip.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.ssms.sip.container.RequestGate.Arrival;
import org.ssms.sip.container.RequestGate.Packet;
import org.ssms.sip.container.RequestGate.Verdict;

class FloodGateTest {
    private final FloodGate gate = new FloodGate(
            new FloodConfig(1, 2, 10),
            Duration.ofSeconds(7),
            arrival -> arrival.remoteAddress().equals("192.0.2.99"),
            address -> address.equals("192.0.2.99"),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    private Verdict invite(String source) {
        return gate.admit(new Arrival("INVITE", "UDP", source, 5060, false));
    }

    @Test
    void what_is_too_much_is_refused_with_a_time_to_wait_then_dropped() {
        assertThat(invite("192.0.2.1")).isEqualTo(new Verdict.Pass());
        assertThat(invite("192.0.2.1")).isEqualTo(new Verdict.Pass());
        assertThat(invite("192.0.2.1")).isEqualTo(new Verdict.Refuse(503, Duration.ofSeconds(7)));
        assertThat(invite("192.0.2.1")).isEqualTo(new Verdict.Drop());
        assertThat(gate.getPassed()).isEqualTo(2);
        assertThat(gate.getRefused()).isEqualTo(1);
        assertThat(gate.getDropped()).isEqualTo(1);
        assertThat(gate.getSources()).isEqualTo(1);
    }

    @Test
    void a_trunk_passes_always_and_is_not_remembered() {
        for (int i = 0; i < 100; i++) {
            assertThat(invite("192.0.2.99")).isEqualTo(new Verdict.Pass());
        }
        assertThat(gate.getSources()).isZero();
    }

    private boolean reads(String source, int bytes) {
        return gate.reads(new Packet("UDP", source, 5060, bytes));
    }

    @Test
    void what_is_read_is_limited_by_bytes_before_anybody_knows_what_it_is() {
        int large = 0;
        while (reads("192.0.2.1", 60_000)) {
            large++;
        }
        int small = 0;
        while (reads("192.0.2.2", 600)) {
            small++;
        }
        assertThat(large).isBetween(1, small / 20);
        assertThat(gate.getDropped()).isEqualTo(2);
    }

    @Test
    void forged_datagrams_take_nothing_from_whom_they_name() {
        while (reads("192.0.2.1", 60_000) || !(invite("192.0.2.1") instanceof Verdict.Drop)) {
            // until nothing is left
        }
        assertThat(gate.reads(new Packet("TLS", "192.0.2.1", 5061, 600))).isTrue();
        assertThat(gate.admit(new Arrival("INVITE", "TLS", "192.0.2.1", 5061, false)))
                .isEqualTo(new Verdict.Pass());
    }

    @Test
    void a_trunk_is_read_and_believed() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(reads("192.0.2.99", 60_000)).isTrue();
        }
        assertThat(gate.believes("192.0.2.99")).isTrue();
        assertThat(gate.believes("192.0.2.1")).isFalse();
    }
}
