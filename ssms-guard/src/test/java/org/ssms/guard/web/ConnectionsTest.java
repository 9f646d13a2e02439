package org.ssms.guard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ssms.guard.web.Connections.Ends;
import org.ssms.guard.web.Connections.Limits;

class ConnectionsTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.1", 8443);
    private static final Object REQUEST = new Object();

    private long now;
    private final Connections connections = new Connections(
            new Limits(2, 3, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(120)), () -> now);

    @Test
    void a_source_has_no_more_connections_than_its_share() {
        assertThat(connections.admit(ends("192.0.2.7", 1), new Plug())).isTrue();
        assertThat(connections.admit(ends("192.0.2.7", 2), new Plug())).isTrue();
        assertThat(connections.admit(ends("192.0.2.7", 3), new Plug())).isFalse();
        assertThat(connections.admit(ends("192.0.2.8", 3), new Plug())).isTrue();
    }

    @Test
    void all_sources_together_have_no_more_than_there_are() {
        for (int host = 1; host <= 3; host++) {
            assertThat(connections.admit(ends("192.0.2." + host, 1), new Plug()))
                    .isTrue();
        }
        assertThat(connections.admit(ends("192.0.2.4", 1), new Plug())).isFalse();
    }

    @Test
    void what_is_closed_counts_no_more() {
        Plug first = new Plug();
        connections.admit(ends("192.0.2.7", 1), first);
        connections.admit(ends("192.0.2.7", 2), new Plug());
        first.close();
        assertThat(connections.admit(ends("192.0.2.7", 3), new Plug())).isTrue();
        assertThat(connections.admit(ends("192.0.2.7", 4), new Plug())).isFalse();
    }

    @Test
    void ports_that_are_used_again_count_once() {
        Plug first = new Plug();
        connections.admit(ends("192.0.2.7", 1), first);
        first.close();
        connections.admit(ends("192.0.2.7", 1), new Plug());
        assertThat(connections.admit(ends("192.0.2.7", 2), new Plug())).isTrue();
        assertThat(connections.size()).isEqualTo(2);
    }

    @Test
    void who_closes_the_door_closes_what_is_open() {
        Plug first = open(1);
        Plug second = open(2);
        first.close();
        assertThat(connections.all()).containsExactly(second);
    }

    @Test
    void who_says_nothing_is_closed_soon() {
        Plug silent = open(1);
        pass(10);
        assertThat(connections.overdue()).isEmpty();
        pass(1);
        assertThat(connections.overdue()).containsExactly(silent);
    }

    @Test
    void between_two_requests_there_is_more_time() {
        Plug plug = open(1);
        pass(9);
        connections.began(ends("192.0.2.7", 1), REQUEST);
        connections.ended(ends("192.0.2.7", 1), REQUEST);
        pass(60);
        assertThat(connections.overdue()).isEmpty();
        pass(1);
        assertThat(connections.overdue()).containsExactly(plug);
    }

    @Test
    void a_request_that_does_not_end_ends_its_connection_whatever_others_on_it_do() {
        Plug plug = open(1);
        connections.began(ends("192.0.2.7", 1), REQUEST);
        for (int second = 0; second < 120; second++) {
            Object other = new Object();
            connections.began(ends("192.0.2.7", 1), other);
            pass(1);
            connections.ended(ends("192.0.2.7", 1), other);
        }
        assertThat(connections.overdue()).isEmpty();
        pass(1);
        assertThat(connections.overdue()).containsExactly(plug);
    }

    @Test
    void a_released_connection_has_all_the_time_but_still_counts() {
        open(1);
        open(2);
        connections.release(ends("192.0.2.7", 1));
        connections.release(ends("192.0.2.7", 2));
        pass(100_000);
        assertThat(connections.overdue()).isEmpty();
        assertThat(connections.admit(ends("192.0.2.7", 3), new Plug())).isFalse();
    }

    @Test
    void a_stream_has_all_the_time_and_what_else_is_on_its_connection_has_not() {
        Plug plug = open(1);
        Ends ends = ends("192.0.2.7", 1);
        connections.began(ends, REQUEST);
        connections.streams(ends, REQUEST);
        pass(100_000);
        assertThat(connections.overdue()).isEmpty();
        connections.began(ends, "another");
        pass(121);
        assertThat(connections.overdue()).containsExactly(plug);
        connections.ended(ends, "another");
        assertThat(connections.overdue()).isEmpty();
        connections.ended(ends, REQUEST);
        pass(61);
        assertThat(connections.overdue()).containsExactly(plug);
    }

    @Test
    void a_condemned_connection_has_no_time_left() {
        Plug plug = open(1);
        open(2);
        connections.began(ends("192.0.2.7", 1), REQUEST);
        connections.condemn(ends("192.0.2.7", 1));
        assertThat(connections.overdue()).containsExactly(plug);
    }

    private Plug open(int port) {
        Plug plug = new Plug();
        assertThat(connections.admit(ends("192.0.2.7", port), plug)).isTrue();
        return plug;
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    private static Ends ends(String host, int port) {
        return new Ends(new InetSocketAddress(host, port), LOCAL);
    }

    private static final class Plug implements Channel {
        private boolean open = true;

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
