package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gov.nist.javax.sip.message.SIPMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.sip.container.SipText;
import org.ssms.sip.container.config.ConnectionLimits;

class OpenConnectionsTest {
    private static final int MEMORY = 40_000;
    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            10,
            4,
            MEMORY,
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(120),
            Duration.ofSeconds(15));

    private long now = Long.MAX_VALUE - 1_000; // nanoTime may be anything, and wrap
    private final OpenConnections open = new OpenConnections(LIMITS, () -> now);

    private final class Wire implements ClientConnection.Wire {
        private boolean isClosed;
        private boolean writing;
        private boolean broken;

        @Override
        public boolean isOpen() {
            if (broken) {
                throw new IllegalStateException("planned failure");
            }
            return !isClosed;
        }

        @Override
        public boolean isWriting() {
            return writing;
        }

        @Override
        public void close() {
            isClosed = true;
            open.remove(this); // as a channel does
        }
    }

    private final Wire wire = new Wire();

    private ClientConnection client() {
        return client(wire, "192.0.2.1");
    }

    private ClientConnection client(Wire on, String source) {
        return open.add(on, on, source, true);
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
        open.endOverdue();
    }

    private static SIPMessage message(String firstLine, String method, String more) throws Exception {
        return message(firstLine, method, "sip:c@d", more);
    }

    private static SIPMessage message(String firstLine, String method, String to, String more) throws Exception {
        return SipText.message(firstLine + "\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
                + "To: <" + to + ">;tag=2\r\nCall-ID: call\r\nCSeq: 1 " + method + "\r\n" + more
                + "Content-Length: 0\r\n\r\n");
    }

    @Test
    void client_that_says_nothing_is_ended() {
        client();
        pass(19);
        assertThat(wire.isClosed).isFalse();
        pass(1);
        assertThat(wire.isClosed).isTrue();
        assertThat(open.ended()).isOne();
    }

    @Test
    void message_that_comes_by_and_by_is_ended_however_much_comes() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.worked(100);
        for (int i = 1; i < 30; i++) {
            client.holds(i);
            pass(1);
        }
        assertThat(wire.isClosed).isFalse();
        client.holds(30);
        pass(1);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void each_message_has_its_own_time() throws Exception {
        ClientConnection client = client();
        for (int i = 0; i < 10; i++) {
            client.arrived(100); // the end of one and the start of the next
            client.worked(100);
            client.holds(50);
            pass(20);
        }
        assertThat(wire.isClosed).isFalse();
    }

    @Test
    void unused_connection_is_ended_and_keep_alives_do_not_help() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("OPTIONS sip:x@y SIP/2.0", "OPTIONS", ""), false);
        for (int i = 0; i < 119; i++) {
            client.holds(0);
            pass(1);
        }
        assertThat(wire.isClosed).isFalse();
        pass(1);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void flow_of_a_registration_stays_as_long_as_that_lasts() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("SIP/2.0 200 OK", "REGISTER", "Contact: <sip:a@b>;expires=3600\r\n"), true);
        pass(3_599);
        assertThat(wire.isClosed).isFalse();
        pass(1);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void flow_without_a_registration_any_more_is_not_used() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("SIP/2.0 200 OK", "REGISTER", "Contact: <sip:a@b>\r\nExpires: 3600\r\n"), true);
        client.passed(message("SIP/2.0 200 OK", "REGISTER", ""), true);
        pass(120);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void registration_is_what_we_say_and_not_what_the_client_says() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("SIP/2.0 200 OK", "REGISTER", "Contact: <sip:a@b>;expires=3600\r\n"), false);
        pass(120);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void connection_of_a_call_stays_until_the_call_ends() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("SIP/2.0 200 OK", "INVITE", ""), true);
        client.passed(message("SIP/2.0 488 Not Acceptable Here", "INVITE", ""), true); // to a re-INVITE
        pass(10_000);
        assertThat(wire.isClosed).isFalse();
        client.passed(message("BYE sip:a@b SIP/2.0", "BYE", ""), true);
        pass(120);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void connection_of_a_call_that_was_refused_is_not_used() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("SIP/2.0 180 Ringing", "INVITE", ""), true);
        pass(150);
        assertThat(wire.isClosed).isFalse();
        client.passed(message("SIP/2.0 486 Busy Here", "INVITE", ""), true);
        pass(120);
        assertThat(wire.isClosed).isTrue();
    }

    /** Nobody has called, whatever the client answers. */
    @ParameterizedTest
    @ValueSource(strings = {"SIP/2.0 180 Ringing", "SIP/2.0 200 OK"})
    void response_that_answers_nothing_is_no_call(String junk) throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message(junk, "INVITE", ""), false);
        pass(120);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void call_that_this_server_began_is_up_when_the_client_takes_it() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("INVITE sip:a@b SIP/2.0", "INVITE", ""), true);
        client.passed(message("SIP/2.0 200 OK", "INVITE", ""), false);
        pass(10_000);
        assertThat(wire.isClosed).isFalse();
        client.passed(message("BYE sip:c@d SIP/2.0", "BYE", ""), false);
        pass(120);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void call_that_the_client_never_takes_is_none_after_a_while() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("INVITE sip:a@b SIP/2.0", "INVITE", ""), true);
        pass(180);
        client.passed(message("SIP/2.0 180 Ringing", "INVITE", ""), false);
        pass(180);
        assertThat(wire.isClosed).isFalse();
        pass(240);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void answer_that_is_repeated_after_the_end_begins_no_call() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("SIP/2.0 200 OK", "INVITE", ""), true);
        client.passed(message("BYE sip:a@b SIP/2.0", "BYE", ""), true);
        client.passed(message("SIP/2.0 200 OK", "INVITE", ""), true);
        pass(120);
        assertThat(wire.isClosed).isTrue();
    }

    /** Of a telephone with two lines, or of a proxy. */
    @ParameterizedTest
    @ValueSource(strings = {"SIP/2.0 401 Unauthorized", "SIP/2.0 403 Forbidden", "SIP/2.0 200 OK"})
    void answer_to_one_address_says_nothing_about_another_one(String answer) throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("SIP/2.0 200 OK", "REGISTER", "sip:a@b", "Contact: <sip:a@c>;expires=3600\r\n"), true);
        client.passed(message(answer, "REGISTER", "sip:other@b", ""), true);
        pass(3_599);
        assertThat(wire.isClosed).isFalse();
        pass(1);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void challenge_of_a_refresh_ends_no_registration() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("SIP/2.0 200 OK", "REGISTER", "Contact: <sip:a@b>;expires=3600\r\n"), true);
        client.passed(message("SIP/2.0 401 Unauthorized", "REGISTER", ""), true);
        pass(3_599);
        assertThat(wire.isClosed).isFalse();
    }

    @Test
    void client_that_takes_nothing_is_ended() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("SIP/2.0 200 OK", "INVITE", ""), true);
        wire.writing = true;
        pass(1);
        pass(14);
        assertThat(wire.isClosed).isFalse();
        pass(1);
        assertThat(wire.isClosed).isTrue();
    }

    @Test
    void client_that_takes_something_again_is_not() throws Exception {
        ClientConnection client = client();
        client.arrived(100);
        client.passed(message("SIP/2.0 200 OK", "INVITE", ""), true);
        for (int i = 0; i < 100; i++) {
            wire.writing = i % 10 != 0;
            client.writes(1_000);
            pass(1);
        }
        assertThat(wire.isClosed).isFalse();
    }

    @Test
    void what_a_client_does_not_take_is_bounded() {
        ClientConnection client = client();
        wire.writing = true;
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        client.writes(1_000);
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(wire.isClosed).isTrue();
        assertThat(open.bytes()).isLessThanOrEqualTo(MEMORY / 4 + 1_000);
    }

    @Test
    void one_source_gets_a_part_of_the_memory_and_leaves_the_rest_to_others() throws Exception {
        ClientConnection greedy = client();
        greedy.holds(MEMORY / 4);
        assertThatThrownBy(() -> greedy.holds(MEMORY / 4 + 1)).isInstanceOf(MalformedStreamException.class);
        Wire other = new Wire();
        open.add(other, other, "192.0.2.2", true).holds(MEMORY / 4);
    }

    @Test
    void of_one_source_the_connection_that_holds_most_is_closed() throws Exception {
        client().holds(MEMORY / 4);
        client(new Wire(), "192.0.2.1").holds(1);
        assertThat(wire.isClosed).isTrue();
        assertThat(open.bytes()).isOne();
    }

    @Test
    void all_sources_together_get_no_more_than_the_memory() throws Exception {
        List<Wire> greedy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Wire other = new Wire();
            client(other, "192.0.2.1" + i).holds(MEMORY / 4);
            greedy.add(other);
        }
        client().holds(1);
        assertThat(open.bytes()).isLessThanOrEqualTo(MEMORY);
        assertThat(wire.isClosed).isFalse();
        assertThat(greedy).filteredOn(other -> other.isClosed).hasSize(1);
    }

    @Test
    void whoever_holds_most_is_closed_when_the_memory_is_used_up() throws Exception {
        for (int i = 0; i < 20; i++) {
            client(new Wire(), "192.0.2.1" + i).holds(MEMORY / 20);
        }
        ClientConnection more = client();
        more.holds(MEMORY / 20 - 1); // one of those that hold more leaves
        assertThatThrownBy(() -> more.holds(MEMORY / 20 + 1)).isInstanceOf(MalformedStreamException.class);
        assertThat(open.bytes()).isLessThanOrEqualTo(MEMORY);
    }

    @Test
    void message_that_is_refused_for_want_of_memory_is_not_counted() throws Exception {
        ClientConnection client = client();
        client.arrived(MEMORY / 4);
        assertThatThrownBy(() -> client.arrived(1)).isInstanceOf(MalformedStreamException.class);
        wire.close();
        client.worked(MEMORY / 4);
        assertThat(open.bytes()).isZero();
    }

    /** A timer closes connections while they are read, and the stack gives some of them another socket. */
    @Test
    void connection_that_is_closed_holds_nothing_any_more() throws Exception {
        ClientConnection client = client();
        wire.close();
        assertThatThrownBy(() -> client.holds(100)).isInstanceOf(MalformedStreamException.class);
        assertThatThrownBy(() -> client.arrived(100)).isInstanceOf(MalformedStreamException.class);
        client.writes(100);
        assertThat(open.bytes()).isZero();
    }

    @Test
    void messages_that_wait_for_a_thread_count_even_when_the_connection_is_closed() throws Exception {
        ClientConnection client = client();
        client.arrived(5_000);
        client.holds(100);
        open.remove(wire);
        assertThat(open.bytes()).isEqualTo(5_000);
        client.worked(5_000);
        assertThat(open.bytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.%d", "2001:db8:0:%d::1"})
    void number_is_limited_by_source_and_in_total(String form) {
        String first = form.formatted(1);
        for (int i = 0; i < 4; i++) {
            assertThat(open.hasRoomFor(first, false)).isTrue();
            Wire other = new Wire();
            open.add(other, other, first, true);
        }
        assertThat(open.hasRoomFor(first, false)).isFalse();
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(open.hasRoomFor(form.formatted(2 + i), false)).isTrue();
                Wire other = new Wire();
                open.add(other, other, form.formatted(2 + i), true);
            }
        }
        assertThat(open.size()).isEqualTo(10);
        assertThat(open.hasRoomFor(form.formatted(2), false)).isFalse(); // nobody has more than its four would be
        assertThat(open.refused()).isEqualTo(2);
    }

    @Test
    void unused_connection_of_whoever_has_most_makes_room_for_somebody_else() throws Exception {
        List<Wire> greedy = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Wire other = new Wire();
            open.add(other, other, i < 4 ? "192.0.2.1" : "192.0.2.2" + i, true);
            greedy.add(other);
        }
        Objects.requireNonNull(open.get(greedy.get(0))).passed(message("SIP/2.0 200 OK", "INVITE", ""), true);
        assertThat(open.hasRoomFor("192.0.2.9", false)).isTrue();
        assertThat(greedy).filteredOn(wire -> wire.isClosed).hasSize(1);
        assertThat(greedy.subList(1, 4)).anyMatch(wire -> wire.isClosed);
    }

    /** Many sources with one connection each, as of a large IPv6 network. */
    @Test
    void oldest_unused_connection_of_many_sources_makes_room_for_a_source_that_has_none() throws Exception {
        List<Wire> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Wire other = new Wire();
            client(other, "192.0.2.2" + i);
            others.add(other);
            now++;
        }
        Objects.requireNonNull(open.get(others.get(0))).passed(message("SIP/2.0 200 OK", "INVITE", ""), true);
        assertThat(open.hasRoomFor("192.0.2.9", false)).isTrue();
        assertThat(others).filteredOn(other -> other.isClosed).containsExactly(others.get(1));
    }

    @Test
    void connection_that_is_used_makes_no_room() throws Exception {
        for (int i = 0; i < 10; i++) {
            Wire other = new Wire();
            open.add(other, other, i < 4 ? "192.0.2.1" : "192.0.2.2" + i, true)
                    .passed(message("SIP/2.0 200 OK", "INVITE", ""), true);
        }
        assertThat(open.hasRoomFor("192.0.2.9", false)).isFalse();
    }

    @Test
    void addresses_of_one_ipv6_network_are_one_source() {
        for (int i = 0; i < 4; i++) {
            Wire other = new Wire();
            open.add(other, other, "2001:db8::" + i, true);
        }
        assertThat(open.hasRoomFor("2001:db8::ffff:1", false)).isFalse();
        assertThat(open.hasRoomFor("2001:db8:0:1::1", false)).isTrue();
    }

    @Test
    void handshakes_of_one_source_follow_each_other_slowly() {
        int opened = 0;
        while (opened < 5_000 && open.hasRoomFor("192.0.2.1", true)) {
            client();
            wire.close();
            opened++;
        }
        assertThat(opened).isEqualTo(1_000);
        assertThat(open.hasRoomFor("192.0.2.2", true)).isTrue();
        now += Duration.ofMillis(100).toNanos();
        open.endOverdue(); // does not forget what the source has had
        assertThat(open.hasRoomFor("192.0.2.1", true)).isTrue();
        assertThat(open.hasRoomFor("192.0.2.1", true)).isTrue();
        assertThat(open.hasRoomFor("192.0.2.1", true)).isFalse();
        assertThat(open.hasRoomFor("192.0.2.1", false)).isTrue();
    }

    @Test
    void connection_that_cannot_be_looked_at_ends_no_deadline_of_others() {
        for (int i = 0; i < 5; i++) {
            Wire broken = new Wire();
            broken.broken = true;
            client(broken, "192.0.2.2");
        }
        client();
        pass(20);
        assertThat(wire.isClosed).isTrue();
        assertThat(open.size()).isZero();
    }

    @Test
    void what_is_closed_makes_room() {
        client();
        assertThat(open.size()).isOne();
        wire.isClosed = true;
        pass(0);
        assertThat(open.size()).isZero();
    }

    /**
     * A trunk that is silent for a minute is no reason to hang up, and connections that we opened take nobody's room.
     */
    @Test
    void connection_that_this_server_opened_may_be_silent_and_does_not_count() {
        for (int i = 0; i < 20; i++) {
            Wire other = new Wire();
            open.add(other, other, "192.0.2.9", false);
        }
        pass(1_000);
        assertThat(open.size()).isEqualTo(20);
        assertThat(open.hasRoomFor("192.0.2.1", false)).isTrue();
    }
}
