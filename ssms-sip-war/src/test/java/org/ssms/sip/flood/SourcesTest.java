package org.ssms.sip.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.sip.flood.Sources.Share.NOTHING;
import static org.ssms.sip.flood.Sources.Share.REFUSAL;
import static org.ssms.sip.flood.Sources.Share.SERVICE;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final long SECOND = 1_000_000_000L;

    private final Sources sources = new Sources(10, 20, 3);

    private Map<Sources.Share, Integer> take(String address, int requests, long now) {
        Map<Sources.Share, Integer> shares = new EnumMap<>(Sources.Share.class);
        LongStream.range(0, requests).forEach(i -> shares.merge(sources.take(address, now), 1, Integer::sum));
        return shares;
    }

    @Test
    void a_burst_is_served_then_refused_then_ignored() {
        assertThat(take("192.0.2.1", 100, 0)).isEqualTo(Map.of(SERVICE, 20, REFUSAL, 10, NOTHING, 70));
    }

    @Test
    void a_steady_flood_gets_its_rate_and_no_more() {
        take("192.0.2.1", 100, 0);
        assertThat(take("192.0.2.1", 100, SECOND)).isEqualTo(Map.of(SERVICE, 10, REFUSAL, 10, NOTHING, 80));
    }

    @Test
    void a_quiet_source_has_its_burst_again() {
        take("192.0.2.1", 100, 0);
        assertThat(take("192.0.2.1", 20, 60 * SECOND)).isEqualTo(Map.of(SERVICE, 20));
    }

    @Test
    void a_clock_that_goes_back_gives_nothing() {
        take("192.0.2.1", 30, 10 * SECOND);
        assertThat(take("192.0.2.1", 1, 0)).isEqualTo(Map.of(NOTHING, 1));
    }

    @Test
    void sources_do_not_share() {
        take("192.0.2.1", 100, 0);
        assertThat(take("192.0.2.2", 1, 0)).isEqualTo(Map.of(SERVICE, 1));
    }

    @Test
    void addresses_of_one_ipv6_network_do() {
        take("2001:db8::1", 100, 0);
        assertThat(take("2001:db8:0:0:ffff::2", 1, 0)).isEqualTo(Map.of(NOTHING, 1));
        assertThat(take("2001:db8:0:1::1", 1, 0)).isEqualTo(Map.of(SERVICE, 1));
    }

    @Test
    void the_table_is_bounded_and_forgets_who_was_quiet_longest() {
        take("192.0.2.1", 100, 0);
        take("192.0.2.2", 100, 0);
        take("192.0.2.3", 100, 0);
        take("192.0.2.1", 1, 0);
        take("192.0.2.4", 1, 0);
        assertThat(sources.size()).isEqualTo(3);
        assertThat(take("192.0.2.1", 1, 0)).isEqualTo(Map.of(NOTHING, 1)); // remembered
        assertThat(take("192.0.2.2", 1, 0)).isEqualTo(Map.of(SERVICE, 1)); // forgotten
    }
}
