package org.ssms.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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

    /** Sequence numbers begin again after 65,536 packets, some 22 minutes of speech. */
    @Test
    void a_key_is_not_late_when_the_sequence_numbers_have_gone_round() {
        assertThat(press(1000, '1', 800)).isEqualTo("1");
        sequence += 65_536 - 40;
        assertThat(press(1000 + 65_496 * 160L, '1', 800)).isEqualTo("1");
        sequence += 65_536 - 40;
        assertThat(press(1000 + 2 * 65_496 * 160L, '2', 800)).isEqualTo("2");
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
        assertThat(keys(keys)).isEqualTo("12");
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

    /** Phones that count on with the timestamp of each packet, and with the duration, or not with that. */
    @ParameterizedTest
    @CsvSource({
        "160, grows",
        "160, lags",
        "160, stays",
        "160, zero",
        "240, grows",
        "240, zero",
        "400, grows",
        "400, lags"
    })
    void a_timestamp_that_moves_within_a_key_makes_no_second_one_of_it(int step, String durations) {
        StringBuilder heard = new StringBuilder();
        for (int press = 0; press < 3; press++) {
            int start = 1000 + press * (5 * step + 320);
            for (int i = 0; i < 7; i++) {
                int duration = List.of((i + 1) * step, i * step, step, 0)
                        .get(List.of("grows", "lags", "stays", "zero").indexOf(durations));
                heard.append(accept(start + Math.min(i, 4) * step, TelephoneEvent.of('8', i > 3, duration)));
            }
        }
        assertThat(keys(heard)).isEqualTo("888");
    }

    @Test
    void ends_whose_timestamp_moves_are_no_keys() {
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            heard.append(accept(1000 + i * 160, TelephoneEvent.of('8', i > 4, Math.min(i, 5) * 160)));
        }
        assertThat(keys(heard)).isEqualTo("8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "11"})
    void a_clock_that_steps_back_between_keys_takes_none(String pressed) {
        assertThat(press(50_000, pressed.charAt(0), 800) + press(49_000, pressed.charAt(1), 800))
                .isEqualTo(pressed);
        sequence -= 9;
        assertThat(accept(50_000, TelephoneEvent.of(pressed.charAt(0), true, 800)))
                .as("late")
                .isEqualTo(DtmfReceiver.NONE);
    }

    /** RFC 4733 §2.5.1.3; packets are lost at every place, also around the end of a segment. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 7, 12})
    void a_key_held_for_a_minute_is_one_key(int lostTogether) {
        StringBuilder heard = new StringBuilder();
        for (int elapsed = 160, packet = 0; elapsed < 60 * 8000; elapsed += 160, packet++) {
            boolean lost = packet % 40 < lostTogether && packet > 0;
            int segment = (elapsed - 1) / 0xffff;
            TelephoneEvent event = TelephoneEvent.of('5', false, elapsed - segment * 0xffff);
            char key = lost ? DtmfReceiver.NONE : accept(1000 + segment * 0xffffL, event);
            sequence += lost ? 1 : 0;
            heard.append(key);
        }
        assertThat(keys(heard)).isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "11", "1#1"})
    void a_key_without_an_end_of_the_one_before_is_another_one(String pressed) {
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < pressed.length(); i++) {
            for (int elapsed = 160; elapsed <= 800; elapsed += 160) {
                heard.append(accept(1000 + i * 1200, TelephoneEvent.of(pressed.charAt(i), false, elapsed)));
            }
        }
        assertThat(keys(heard)).isEqualTo(pressed);
    }

    @Test
    void events_that_are_no_keys_change_nothing_for_those_that_are() {
        assertThat(accept(1000, TelephoneEvent.of('1', false, 160))).isEqualTo('1');
        for (int event = 16; event < 256; event++) {
            assertThat(accept(2000 + event, new TelephoneEvent(event, event % 2 == 0, 10, 160)))
                    .isEqualTo(DtmfReceiver.NONE);
        }
        assertThat(accept(1000, TelephoneEvent.of('1', true, 800))).isEqualTo(DtmfReceiver.NONE);
        assertThat(receiver.timestamp()).isEqualTo(1000);
    }

    @Test
    void any_packets_give_no_key_or_their_own() {
        Random random = new Random(2833); // fixed seed: a failure repeats
        int keys = 0;
        for (int i = 0; i < 200_000; i++) {
            TelephoneEvent event =
                    new TelephoneEvent(random.nextInt(18), random.nextInt(4) == 0, 10, random.nextInt(0x10000));
            sequence += random.nextInt(4) == 0 ? random.nextInt(0x10000) : 0;
            char key = accept(random.nextInt(3) == 0 ? random.nextLong() & 0xffff_ffffL : i * 160L, event);
            assertThat(key == DtmfReceiver.NONE || (event.isDigit() && key == event.digit()))
                    .isTrue();
            keys += key == DtmfReceiver.NONE ? 0 : 1;
        }
        assertThat(keys).isGreaterThan(10_000);
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

    private static String keys(StringBuilder heard) {
        return heard.toString().replace(String.valueOf(DtmfReceiver.NONE), "");
    }

    /** The next packet of the sender. */
    private char accept(long timestamp, TelephoneEvent event) {
        return receiver.accept(timestamp, sequence++ & 0xffff, event);
    }

    private static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text));
    }
}
