package org.ssms.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.rtp.MalformedPacketException;

class TelephoneEventTest {
    private final DtmfReceiver receiver = new DtmfReceiver();
    private int sequence = 65_530;

    @Test
    void parse_reads_the_fields() throws Exception {
        // event 11 (#), E set, R set, volume 10, duration 400
        assertThat(TelephoneEvent.parse(hex("0bca0190"))).isEqualTo(new TelephoneEvent(11, true, 10, 400));
        assertThat(TelephoneEvent.parse(hex("ff3fffff0000"))).isEqualTo(new TelephoneEvent(255, false, 63, 65535));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0b", "0b8a01"})
    void parse_rejects_short_payloads(String payload) {
        assertThatThrownBy(() -> TelephoneEvent.parse(hex(payload))).isInstanceOf(MalformedPacketException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "9, 9", "10, *", "11, #", "12, A", "15, D"})
    void events_0_to_15_are_the_keys(int event, char digit) {
        assertThat(new TelephoneEvent(event, false, 0, 0).digit()).isEqualTo(digit);
        assertThat(TelephoneEvent.of(digit, true, 160).event()).isEqualTo(event);
        assertThat(new TelephoneEvent(16, false, 0, 0).isDigit()).isFalse();
    }

    @Test
    void any_four_bytes_are_written_as_they_were_read_but_for_the_reserved_bit() throws Exception {
        Random random = new Random(4733); // fixed seed: a failure repeats
        byte[] bytes = new byte[4];
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(bytes);
            ByteBuffer out = ByteBuffer.allocate(4);
            TelephoneEvent.parse(ByteBuffer.wrap(bytes)).writeTo(out);
            bytes[1] &= (byte) 0xbf;
            assertThat(Arrays.equals(out.array(), bytes)).isTrue();
        }
    }

    @Test
    void a_key_is_reported_once_at_its_first_packet() {
        assertThat(press(1000, '5', 800)).isEqualTo("5");
    }

    @Test
    void lost_end_packets_do_not_matter() {
        assertThat(accept(1000, TelephoneEvent.of('1', false, 160))).isEqualTo('1');
        assertThat(accept(9000, TelephoneEvent.of('1', false, 160))).isEqualTo('1');
    }

    @Test
    void an_end_packet_alone_is_a_key() {
        assertThat(accept(1000, TelephoneEvent.of('#', true, 800))).isEqualTo('#');
        assertThat(accept(1000, TelephoneEvent.of('#', true, 800))).isEqualTo(DtmfReceiver.NONE);
    }

    @Test
    void packets_of_the_key_before_that_come_late_do_not_count() {
        assertThat(press(1000, '1', 800) + press(3000, '2', 800)).isEqualTo("12");
        assertThat(accept(1000, TelephoneEvent.of('1', true, 800))).isEqualTo(DtmfReceiver.NONE);
    }

    @Test
    void the_same_key_twice_is_two_keys() {
        assertThat(press(1000, '7', 800) + press(2600, '7', 800)).isEqualTo("77");
    }

    @ParameterizedTest
    @CsvSource({"1, #", "#, #"})
    void the_next_key_of_a_sender_whose_clock_stands_still_is_another_one(char first, char second) {
        assertThat(press(1000, first, 800) + press(1000, second, 800)).isEqualTo("" + first + second);
        sequence -= 3;
        assertThat(accept(1000, TelephoneEvent.of(second, false, 640)))
                .as("one that comes late")
                .isEqualTo(DtmfReceiver.NONE);
        sequence -= 9;
        assertThat(accept(1000, TelephoneEvent.of(first, true, 800)))
                .as("the end of the first, late")
                .isEqualTo(DtmfReceiver.NONE);
    }

    @Test
    void the_end_of_a_key_that_comes_late_does_not_end_the_next_one() {
        StringBuilder keys = new StringBuilder();
        int[] order = {0, 1, 2, 4, 3, 5}; // the clock stands still
        for (int number : order) {
            char key = number < 4 ? '1' : '2';
            sequence = number;
            keys.append(accept(1000, TelephoneEvent.of(key, number == 3, 800)));
        }
        assertThat(keys.toString().replace(String.valueOf(DtmfReceiver.NONE), ""))
                .isEqualTo("12");
    }

    @Test
    void a_key_held_for_longer_than_a_duration_can_say_is_one_key() {
        assertThat(accept(0, TelephoneEvent.of('3', false, 160))).isEqualTo('3');
        accept(0, TelephoneEvent.of('3', false, 0xffff));
        assertThat(accept(0xffff, TelephoneEvent.of('3', false, 160))).isEqualTo(DtmfReceiver.NONE);
    }

    @Test
    void timestamps_wrap() {
        assertThat(press(0xffff_ff00L, '1', 800) + press(2000, '2', 800)).isEqualTo("12");
    }

    @Test
    void a_clock_that_was_reset_far_back_still_gives_keys() {
        assertThat(press(1_000_000, '1', 800) + press(1000, '2', 800)).isEqualTo("12");
    }

    @Test
    void events_that_are_no_keys_are_not_reported() {
        assertThat(accept(0, new TelephoneEvent(32, false, 10, 160))).isEqualTo(DtmfReceiver.NONE);
    }

    @Test
    void the_time_of_a_key_is_known_while_it_lasts() {
        press(1000, '5', 800);
        assertThat(receiver.covers(999)).isFalse();
        assertThat(receiver.covers(1000)).isTrue();
        assertThat(receiver.covers(1799)).isTrue();
        assertThat(receiver.covers(1800)).isFalse();
        receiver.reset();
        assertThat(receiver.covers(1000)).isFalse();
    }

    /** As a sender does it, RFC 4733 §2.5.1: every 20 ms a longer event, and its end three times. */
    private String press(long timestamp, char digit, int duration) {
        StringBuilder heard = new StringBuilder();
        int ends = 0;
        for (int elapsed = 160; ends < 3; elapsed += 160) {
            boolean end = elapsed >= duration;
            ends += end ? 1 : 0;
            char key = accept(timestamp & 0xffff_ffffL, TelephoneEvent.of(digit, end, Math.min(elapsed, duration)));
            heard.append(key == DtmfReceiver.NONE ? "" : key);
        }
        return heard.toString();
    }

    /** The next packet of the sender. */
    private char accept(long timestamp, TelephoneEvent event) {
        return receiver.accept(timestamp, sequence++ & 0xffff, event);
    }

    private static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text));
    }
}
