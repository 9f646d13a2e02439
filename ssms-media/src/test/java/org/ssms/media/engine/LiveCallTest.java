package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.codec.G711;
import org.ssms.media.dtmf.TelephoneEvent;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.Direction;
import org.ssms.media.sdp.SrtpKeys;
import org.ssms.media.sdp.SrtpSuite;

/** A call without its loop: packets and time come from the test. */
class LiveCallTest {
    private static final long MILLI = 1_000_000;
    private static final InetSocketAddress CALLER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
    private static final InetSocketAddress CALLER_RTCP = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4001);
    private static final InetSocketAddress ATTACKER = new InetSocketAddress("127.0.0.2", 4000);
    private static final RecordingLimits LIMITS = new RecordingLimits(Duration.ofSeconds(60), Duration.ofSeconds(5));
    private static final byte LOUD = 0x10;
    private static final PacketProtection.Factory NO_SRTP = keys -> {
        throw new AssertionError("no keys");
    };

    private long now;
    private final List<String> events = new ArrayList<>();
    private final LoopContext loop = new LoopContext(() -> now, new PortPool(16384, 16400), new SecureRandom());
    private final RecordedSink sink = new RecordedSink();
    private DatagramChannel channel;
    private LiveCall call;

    @BeforeEach
    void open() throws IOException {
        channel = DatagramChannel.open();
        call = new LiveCall(sockets(channel), new Events(events), loop, new RtpSource(1, 0, 0));
        call.connect(flow(AudioCodec.PCMU, Direction.SENDRECV), NO_SRTP);
    }

    @AfterEach
    void close() {
        call.close();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void the_timeline_starts_with_the_first_frame_after_record() {
        audio(100, 16_000);
        call.record(sink, LIMITS);
        audio(101, 16_160);
        audio(102, 16_320);
        audio(104, 16_640);
        audio(105, 16_800);
        RecordingStats stats = stop();

        assertThat(sink.times).containsExactly(0L, 160L, 480L, 640L);
        assertThat(sink.sequenceOffsets).containsExactly(0, 1, 3, 4);
        assertThat(stats).isEqualTo(new RecordingStats(800, 4, 1, 0, 0));
        assertThat(sink.ends).isEqualTo(1);
        assertThat(loop.counters().lost.get()).isEqualTo(1);
    }

    @Test
    void frames_are_handed_on_as_received_with_their_samples() {
        call.record(sink, LIMITS);
        audio(0, 0);
        assertThat(sink.payloads.toByteArray()).hasSize(160).containsOnly(LOUD);
        assertThat(sink.pcm).hasSize(160).containsOnly(G711.ulawToLinear(LOUD));
    }

    @Test
    void a_codec_that_changes_while_recording_is_brought_back_to_the_first() {
        call.record(sink, LIMITS);
        audio(0, 0);
        call.connect(flow(AudioCodec.PCMA, Direction.SENDRECV), NO_SRTP);
        byte alaw = G711.linearToAlaw(G711.ulawToLinear(LOUD));
        deliver(CALLER, packet(1, 160, 8, payload(alaw)));
        byte back = G711.linearToUlaw(G711.alawToLinear(alaw));
        assertThat(sink.payloads.toByteArray()).hasSize(320).endsWith(payload(back));
    }

    @Test
    void key_presses_are_reported_and_leave_a_gap_instead_of_audio() {
        call.record(sink, LIMITS);
        audio(0, 0);
        for (int i = 1; i <= 5; i++) {
            deliver(CALLER, packet(2 * i - 1, 160, 101, event('5', false, i * 160)));
            deliver(CALLER, packet(2 * i, 160 * i, 0, payload(LOUD))); // the tone, sent beside the events
        }
        deliver(CALLER, packet(11, 160, 101, event('5', true, 800)));
        audio(12, 960);
        assertThat(events).containsExactly("media", "digit 5");
        assertThat(sink.times).containsExactly(0L, 960L);
        assertThat(sink.sequenceOffsets).containsExactly(0, 12);
        assertThat(stop().lost()).isZero();
    }

    @Test
    void injected_packets_are_counted_and_never_recorded() {
        call.record(sink, LIMITS);
        for (int i = 0; i < 50; i++) {
            audio(i, i * 160);
            deliver(ATTACKER, packet(i + 1, i * 160 + 160, 0, payload((byte) 0x7f)));
            deliver(CALLER, packet(2, i + 1, i * 160 + 160, 0, payload((byte) 0x7f)));
            now += 20 * MILLI;
        }
        assertThat(stop()).isEqualTo(new RecordingStats(8000, 50, 0, 0, 0));
        assertThat(sink.payloads.toByteArray()).containsOnly(LOUD);
        assertThat(loop.counters().foreign.get()).isEqualTo(100);
    }

    /** What comes in 100 ms is read in one go, or that of a second when the loop is late. */
    @ParameterizedTest
    @CsvSource({"2, 4000, 5", "2, 4000, 50", "51966, 4002, 5", "51966, 4002, 50", "3, 4002, 50"})
    void an_injector_whose_packets_are_read_before_the_callers_is_not_recorded(int ssrc, int port, int packets) {
        InetSocketAddress injector = new InetSocketAddress(CALLER.getAddress(), port);
        byte[] injected = payload((byte) 0x7f);
        call.record(sink, LIMITS);
        audio(0, 0);
        int sent = 1;
        for (int turn = 0; turn < 10; turn++) {
            now += packets * 20L * MILLI;
            for (int i = 0; i < 4; i++) {
                call.received(packet(ssrc, sent + i, (sent + i) * 160, 0, injected), injector, now);
            }
            for (int i = 0; i < packets; i++, sent++) {
                call.received(packet(ssrc, sent + 4, (sent + 4) * 160, 0, injected), injector, now);
                call.received(packet(sent, sent * 160, 0, payload(LOUD)), CALLER, now);
            }
            call.emptied(now);
            call.tick(now, now);
        }
        assertThat(stop()).isEqualTo(new RecordingStats(sent * 160L, sent, 0, 0, 0));
        assertThat(sink.payloads.toByteArray()).containsOnly(LOUD);
        assertThat(loop.counters().foreign.get()).isEqualTo(10L * (4 + packets));
    }

    @Test
    void nobody_is_silent_because_he_has_not_been_read() {
        call.record(sink, LIMITS);
        audio(0, 0);
        now += 6000 * MILLI; // the loop was late, and one turn was too short for all that had come
        call.received(packet(1, 160, 0, payload((byte) 0xff)), CALLER, now);
        call.tick(now, now);
        assertThat(sink.ends).isZero();
        call.emptied(now);
        call.tick(now, now);
        assertThat(events).containsExactly("media", "end SILENCE");
    }

    @Test
    void nothing_is_missing_because_it_has_not_been_read() {
        call.record(sink, LIMITS);
        audio(0, 0);
        call.received(packet(2, 320, 0, payload(LOUD)), CALLER, now);
        now += 500 * MILLI; // there was more to read than one turn takes
        call.tick(now, now);
        call.received(packet(1, 160, 0, payload(LOUD)), CALLER, now);
        assertThat(stop()).isEqualTo(new RecordingStats(480, 3, 0, 0, 0));
    }

    @Test
    void a_call_is_brisk_unless_it_only_records_a_caller_who_is_known() {
        assertThat(call.isBrisk()).as("nobody was heard").isTrue();
        audio(0, 0);
        assertThat(call.isBrisk()).as("nothing is recorded").isTrue();
        call.recordAfter(List.of(Prompt.ofUlaw("beep", new byte[480])), sink, LIMITS);
        tickFor(Duration.ofMillis(60));
        assertThat(call.isBrisk()).as("beep").isTrue();
        tickFor(Duration.ofMillis(40));
        assertThat(events).containsExactly("media", "played beep");
        assertThat(call.isBrisk()).as("no sound yet").isTrue();
        audio(1, 160);
        assertThat(call.isBrisk()).isFalse();

        deliver(CALLER, packet(2, 700, 0, 0, payload(LOUD)));
        assertThat(call.isBrisk()).as("on probation").isTrue();
        for (int i = 2; i < 5; i++) {
            audio(i, i * 160);
        }
        assertThat(call.isBrisk()).isFalse();

        call.received(packet(5, 800, 0, payload(LOUD)), CALLER, now);
        assertThat(call.isBrisk()).as("there may be more").isTrue();
        call.emptied(now);
        assertThat(call.isBrisk()).isFalse();

        call.play(List.of(Prompt.ofUlaw("hello", new byte[480])));
        assertThat(call.isBrisk()).as("prompt").isTrue();
        tickFor(Duration.ofMillis(100));
        assertThat(call.isBrisk()).isFalse();

        call.connect(new AudioFlow(AudioCodec.PCMU, 101, ATTACKER, Direction.SENDRECV, 20), NO_SRTP);
        assertThat(call.isBrisk()).as("expected to move").isTrue();
        stop();
        assertThat(call.isBrisk()).as("nothing is recorded").isTrue();
    }

    @Test
    void another_ssrc_of_the_caller_loses_no_speech() {
        call.record(sink, LIMITS);
        for (int i = 0; i < 50; i++) {
            audio(i, i * 160);
            now += 20 * MILLI;
        }
        for (int i = 0; i < 50; i++) {
            deliver(CALLER, packet(2, 700 + i, 99_000 + i * 160, 0, payload(LOUD)));
            now += 20 * MILLI;
        }
        assertThat(stop()).isEqualTo(new RecordingStats(16_000, 100, 0, 0, 0));
        assertThat(loop.counters().foreign.get()).isZero();
    }

    /** A re-INVITE names another address, and the packets come from behind a NAT as before. */
    @ParameterizedTest
    @ValueSource(ints = {40, 160, 1600})
    void an_address_that_changes_loses_no_speech(int samples) {
        InetSocketAddress nat = new InetSocketAddress("127.0.0.3", 5000);
        call.record(sink, LIMITS);
        int sent = 0;
        for (; sent < 3; sent++) {
            deliver(CALLER, packet(sent, sent * samples, 0, payload(samples)));
            now += samples * MILLI / 8;
        }
        call.connect(new AudioFlow(AudioCodec.PCMU, 101, ATTACKER, Direction.SENDRECV, 20), NO_SRTP);
        for (; sent < 100; sent++) {
            deliver(nat, packet(sent, sent * samples, 0, payload(samples)));
            now += samples * MILLI / 8;
        }
        assertThat(stop().samples()).isEqualTo(100L * samples);
        assertThat(sink.payloads.size()).isEqualTo(100 * samples);
    }

    /** The phone goes on sending from its old port until it has our answer to its re-INVITE. */
    @ParameterizedTest
    @ValueSource(ints = {2, 9, 10, 20, 50})
    void a_port_that_changes_behind_a_nat_loses_no_speech(int onTheWay) {
        InetSocketAddress before = new InetSocketAddress("127.0.0.3", 5000);
        InetSocketAddress after = new InetSocketAddress("127.0.0.3", 5002);
        call.signaller(before.getAddress(), false);
        call.record(sink, LIMITS);
        int sent = 0;
        for (; sent < 50; sent++) {
            speak(before, 3, sent);
        }
        InetSocketAddress next = new InetSocketAddress(CALLER.getAddress(), 4040);
        call.connect(new AudioFlow(AudioCodec.PCMU, 101, next, Direction.SENDRECV, 20), NO_SRTP);
        for (; sent < 50 + onTheWay; sent++) {
            speak(before, 3, sent);
        }
        for (; sent < 150; sent++) {
            speak(after, 2, sent);
        }
        assertThat(stop().samples()).isEqualTo(150L * 160);
        assertThat(sink.payloads.size()).isEqualTo(150 * 160);
        assertThat(loop.counters().foreign.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whose_port_changes_and_who_hangs_up_has_said_all(boolean hangsUp) {
        call.record(sink, LIMITS);
        for (int i = 0; i < 20; i++) {
            speak(CALLER, 3, i == 19 ? 20 : i);
        }
        InetSocketAddress moved = new InetSocketAddress(CALLER.getAddress(), 4040);
        for (int i = 21; i < 41; i++) {
            speak(moved, 3, i);
            if (i == 30) {
                deliver(CALLER, packet(3, 19, 19 * 160, 0, payload(LOUD))); // late
            }
        }
        if (hangsUp) {
            call.close();
        } else {
            stop();
        }
        assertThat(sink.payloads.size()).isEqualTo(41 * 160);
        assertThat(loop.counters().foreign.get()).isZero();
    }

    @Test
    void whose_port_changes_and_who_is_silent_then_has_said_all() {
        call.record(sink, LIMITS);
        for (int i = 0; i < 20; i++) {
            speak(CALLER, 3, i);
        }
        InetSocketAddress moved = new InetSocketAddress(CALLER.getAddress(), 4040);
        for (int i = 20; i < 40; i++) {
            speak(moved, 3, i);
        }
        tickFor(Duration.ofSeconds(6));
        assertThat(events).containsExactly("media", "end SILENCE");
        assertThat(sink.payloads.size()).isEqualTo(40 * 160);
        assertThat(sink.ends).isEqualTo(1);
    }

    @Test
    void what_was_said_before_the_end_of_the_beep_is_not_recorded_later() {
        Prompt beep = Prompt.ofUlaw("beep", new byte[480]);
        audio(0, 0);
        call.recordAfter(List.of(beep), sink, LIMITS);
        for (int i = 0; i < 40; i++) { // another SSRC of the caller; the beep is over at 60 ms
            if (i < 3) {
                call.tick(now, now);
            }
            deliver(CALLER, packet(2, i, i * 160, 0, payload(LOUD)));
            now += 20 * MILLI;
        }
        assertThat(stop().samples()).isEqualTo(37 * 160);
    }

    @Test
    void of_those_on_probation_only_who_is_believed_is_recorded_and_little_is_kept() {
        call.connect(
                new AudioFlow(AudioCodec.PCMU, 101, new InetSocketAddress("127.0.0.9", 9), Direction.SENDRECV, 20),
                NO_SRTP);
        call.record(sink, LIMITS);
        for (int i = 0; i < 500; i++) {
            deliver(ATTACKER, packet(9, i * 100, 0, 0, payload((byte) 0x7f))); // never in sequence
        }
        int kept = HeldPackets.MOST_BYTES / (160 + HeldPackets.OVERHEAD_BYTES);
        assertThat(loop.counters().foreign.get()).isEqualTo(500 - kept);
        now += 1000 * MILLI;
        for (int i = 0; i < 30; i++) {
            audio(i, i * 160);
            now += 20 * MILLI;
        }
        assertThat(stop()).isEqualTo(new RecordingStats(4800, 30, 0, 0, 0));
        assertThat(sink.payloads.toByteArray()).containsOnly(LOUD);
    }

    @Test
    void a_broken_key_takes_nothing_from_what_comes_with_it() {
        call.record(sink, LIMITS);
        audio(0, 0);
        now += 100 * MILLI;
        deliver(CALLER, packet(2, 10, 0, 101, new byte[1]));
        deliver(CALLER, packet(2, 11, 0, 0, payload(LOUD)));
        deliver(CALLER, packet(2, 12, 160, 0, payload(LOUD)));
        assertThat(sink.times).hasSize(3);
        assertThat(loop.counters().malformed.get()).isEqualTo(1);
    }

    @Test
    void sound_behind_a_key_is_kept_although_the_clock_stood_still() {
        call.record(sink, LIMITS);
        audio(0, 0);
        for (int i = 1; i <= 5; i++) {
            deliver(CALLER, packet(i, 160, 101, event('5', i > 3, 8000)));
        }
        for (int i = 6; i < 16; i++) {
            audio(i, 160 + (i - 6) * 160);
        }
        assertThat(events).containsExactly("media", "digit 5");
        assertThat(sink.times).hasSize(11);
    }

    @Test
    void another_key_with_the_same_timestamp_is_another_key() {
        deliver(CALLER, packet(0, 160, 101, event('1', false, 400)));
        deliver(CALLER, packet(1, 160, 101, event('1', true, 800)));
        deliver(CALLER, packet(2, 160, 101, event('1', true, 800)));
        deliver(CALLER, packet(3, 160, 101, event('#', false, 400)));
        deliver(CALLER, packet(4, 160, 101, event('#', true, 800)));
        assertThat(events).containsExactly("media", "digit 1", "digit #");
    }

    @Test
    void a_sprayer_who_is_heard_before_the_caller_loses_the_call_to_him() {
        call.record(sink, LIMITS);
        for (int i = 0; i < 15; i++) {
            deliver(ATTACKER, packet(9, i, i * 160, 0, payload((byte) 0x7f)));
            now += 20 * MILLI;
        }
        assertThat(events).containsExactly("media");
        sink.payloads.reset();
        for (int i = 0; i < 50; i++) {
            audio(i, i * 160);
            deliver(ATTACKER, packet(9, 15 + i, (15 + i) * 160, 0, payload((byte) 0x7f)));
            now += 20 * MILLI;
        }
        stop();
        assertThat(sink.payloads.toByteArray()).hasSize(8000).containsOnly(LOUD);
    }

    @Test
    void digits_of_a_stranger_are_not_heard() {
        audio(0, 0);
        deliver(ATTACKER, packet(1, 160, 101, event('#', true, 800)));
        assertThat(events).containsExactly("media");
    }

    @Test
    void before_connect_nothing_is_taken() throws IOException {
        try (DatagramChannel other = DatagramChannel.open()) {
            LiveCall unconnected = new LiveCall(sockets(other), new Events(events), loop, new RtpSource(1, 0, 0));
            unconnected.received(packet(0, 0, 0, payload(LOUD)), CALLER, now);
            assertThat(events).isEmpty();
            assertThat(loop.counters().foreign.get()).isEqualTo(1);
        }
    }

    @Test
    void on_hold_nothing_is_recorded() {
        call.record(sink, LIMITS);
        audio(0, 0);
        call.connect(
                new AudioFlow(AudioCodec.PCMU, 101, new InetSocketAddress("0.0.0.0", 4000), Direction.INACTIVE, 20),
                NO_SRTP);
        audio(1, 160);
        assertThat(sink.times).containsExactly(0L);
        assertThat(loop.counters().ignored.get()).isEqualTo(1);
    }

    @Test
    void a_prompt_begins_when_hold_ends() {
        InetSocketAddress nowhere = new InetSocketAddress("0.0.0.0", 4000);
        for (Direction direction : List.of(Direction.INACTIVE, Direction.RECVONLY)) {
            call.connect(new AudioFlow(AudioCodec.PCMU, 101, nowhere, direction, 20), NO_SRTP);
            call.play(List.of(Prompt.ofUlaw("hello", new byte[480])));
            tickFor(Duration.ofSeconds(5));
            assertThat(events).isEmpty();
            call.connect(flow(AudioCodec.PCMU, Direction.SENDRECV), NO_SRTP);
            tickFor(Duration.ofMillis(100));
            assertThat(events).containsExactly("played hello");
            events.clear();
        }
    }

    /** As most phones put on hold: {@code a=sendonly}. */
    @Test
    void neither_greeting_nor_beep_passes_unheard_while_music_comes_and_nothing_is_recorded_before() {
        audio(0, 0);
        call.connect(flow(AudioCodec.PCMU, Direction.RECVONLY), NO_SRTP);
        call.recordAfter(List.of(Prompt.ofUlaw("beep", new byte[480])), sink, LIMITS);
        for (int i = 1; i < 500; i++) {
            audio(i, i * 160); // music
            tickFor(Duration.ofMillis(20));
        }
        assertThat(events).containsExactly("media");
        assertThat(loop.counters().sent.get()).isZero();
        call.connect(flow(AudioCodec.PCMU, Direction.SENDRECV), NO_SRTP);
        tickFor(Duration.ofMillis(100));
        assertThat(loop.counters().sent.get()).isEqualTo(3);
        assertThat(events).containsExactly("media", "played beep");
        audio(500, 500 * 160);
        assertThat(sink.times).containsExactly(0L);
    }

    @Test
    void a_device_that_never_listens_leaves_a_message_that_ends_by_silence() throws IOException {
        try (DatagramChannel other = DatagramChannel.open()) {
            LiveCall device = new LiveCall(sockets(other), new Events(events), loop, new RtpSource(1, 0, 0));
            for (int i = 0; i < 2; i++) { // also when it repeats its offer
                device.connect(flow(AudioCodec.PCMU, Direction.RECVONLY), NO_SRTP);
            }
            device.recordAfter(List.of(Prompt.ofUlaw("beep", new byte[480])), sink, LIMITS);
            for (int i = 0; i < 300; i++, now += 20 * MILLI) {
                device.emptied(now);
                device.tick(now, now);
            }
            assertThat(events).containsExactly("played beep", "end SILENCE");
            device.close();
        }
    }

    @Test
    void silence_ends_the_recording_by_the_clock() {
        call.record(sink, LIMITS);
        audio(0, 0);
        audio(1, 160);
        tickFor(Duration.ofMillis(4980));
        assertThat(sink.ends).isZero();
        tickFor(Duration.ofMillis(20));
        assertThat(events).containsExactly("media", "end SILENCE");
        assertThat(sink.ends).isEqualTo(1);
        assertThat(stop().samples()).isEqualTo(320);
        assertThat(sink.ends).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(value = Direction.class, names = "SENDRECV", mode = EnumSource.Mode.EXCLUDE)
    void on_hold_nobody_is_expected_to_speak(Direction hold) {
        call.record(sink, LIMITS);
        audio(0, 0);
        call.connect(flow(AudioCodec.PCMU, hold), NO_SRTP);
        tickFor(Duration.ofSeconds(20));
        assertThat(sink.ends).isZero();
        call.connect(flow(AudioCodec.PCMU, Direction.SENDRECV), NO_SRTP);
        tickFor(Duration.ofMillis(4980));
        assertThat(sink.ends).isZero();
        tickFor(Duration.ofMillis(40));
        assertThat(events).containsExactly("media", "end SILENCE");
    }

    @Test
    void music_on_hold_is_not_recorded_and_ends_the_message_after_a_while() {
        call.record(sink, new RecordingLimits(Duration.ofMinutes(5), Duration.ofSeconds(5)));
        audio(0, 0);
        call.connect(flow(AudioCodec.PCMU, Direction.RECVONLY), NO_SRTP);
        int music = 1;
        for (long held = 0; held < MediaCall.LONGEST_HOLD.toNanos() - 20_000_000; held += 20_000_000) {
            deliver(CALLER, packet(music, music * 160, 0, payload(LOUD)));
            tickFor(Duration.ofMillis(20));
            music++;
        }
        assertThat(events).containsExactly("media");
        for (int i = 0; i < 252; i++) {
            deliver(CALLER, packet(music, music * 160, 0, payload(LOUD)));
            tickFor(Duration.ofMillis(20));
            music++;
        }
        assertThat(events).containsExactly("media", "end SILENCE");
        assertThat(sink.times).containsExactly(0L);
        assertThat(stop().samples()).isEqualTo(160);
    }

    @Test
    void who_comes_back_from_hold_with_music_speaks_on() {
        call.record(sink, LIMITS);
        audio(0, 0);
        call.connect(flow(AudioCodec.PCMU, Direction.RECVONLY), NO_SRTP);
        for (int i = 1; i <= 10; i++) {
            deliver(CALLER, packet(i, i * 160, 0, payload((byte) 0x20)));
            tickFor(Duration.ofMillis(20));
        }
        call.connect(flow(AudioCodec.PCMU, Direction.SENDRECV), NO_SRTP);
        audio(11, 1760);
        assertThat(stop().samples()).isEqualTo(12 * 160);
        assertThat(sink.payloads.toByteArray()).hasSize(320).containsOnly(LOUD);
    }

    @Test
    void silent_frames_end_the_recording_as_well() {
        call.record(sink, LIMITS);
        for (int i = 0; i < 400; i++) {
            deliver(CALLER, packet(i, i * 160, 0, payload((byte) 0xff)));
            tickFor(Duration.ofMillis(20));
        }
        assertThat(events).containsExactly("media", "end SILENCE");
        assertThat(sink.times).hasSize(250);
    }

    @Test
    void the_longest_recording_is_exact_to_the_frame() {
        call.record(sink, new RecordingLimits(Duration.ofSeconds(1), Duration.ofSeconds(5)));
        for (int i = 0; i < 100; i++) {
            audio(i, i * 160); // faster than real time
        }
        tickFor(Duration.ofMillis(20));
        assertThat(events).containsExactly("media", "end MAX_LENGTH");
        assertThat(stop().samples()).isEqualTo(8000);
    }

    @Test
    void the_longest_recording_ends_by_the_clock_when_samples_stay_away() {
        call.record(sink, new RecordingLimits(Duration.ofSeconds(1), Duration.ofSeconds(5)));
        audio(0, 0);
        tickFor(Duration.ofSeconds(1));
        assertThat(events).containsExactly("media", "end MAX_LENGTH");
    }

    @Test
    void a_failing_sink_ends_the_recording_and_is_told_the_end() {
        sink.failAtFrame = 2;
        call.record(sink, LIMITS);
        for (int i = 0; i < 5; i++) {
            audio(i, i * 160);
        }
        tickFor(Duration.ofMillis(20));
        assertThat(events).containsExactly("media", "end SINK_FAILED");
        assertThat(sink.ends).isEqualTo(1);
        assertThat(stop()).isEqualTo(new RecordingStats(320, 2, 0, 0, 0));
    }

    @Test
    void stopping_reports_the_failure_of_the_sink() {
        sink.failAtFrame = 0;
        call.record(sink, LIMITS);
        audio(0, 0);
        CompletableFuture<RecordingStats> done = new CompletableFuture<>();
        call.stopRecording(done);
        assertThat(done).isCompletedExceptionally();
        assertThat(sink.ends).isEqualTo(1);
    }

    @Test
    void kept_packets_are_recorded_when_the_recording_is_stopped() {
        call.record(sink, LIMITS);
        audio(0, 0);
        audio(2, 320);
        assertThat(stop()).isEqualTo(new RecordingStats(480, 2, 1, 0, 0));
    }

    @Test
    void a_missing_packet_holds_back_the_next_no_longer_than_160_ms() {
        call.record(sink, LIMITS);
        audio(0, 0);
        audio(2, 320);
        tickFor(Duration.ofMillis(140));
        assertThat(sink.times).containsExactly(0L);
        tickFor(Duration.ofMillis(20));
        assertThat(sink.times).containsExactly(0L, 320L);
    }

    @Test
    void closing_ends_the_recording_without_telling() {
        call.record(sink, LIMITS);
        audio(0, 0);
        call.close();
        assertThat(sink.ends).isEqualTo(1);
        assertThat(events).containsExactly("media");
    }

    @Test
    void recording_on_a_closed_call_ends_at_once() {
        call.close();
        call.record(sink, LIMITS);
        assertThat(sink.ends).isEqualTo(1);
    }

    @Test
    void a_second_recording_ends_the_first() {
        RecordedSink second = new RecordedSink();
        call.record(sink, LIMITS);
        audio(0, 0);
        call.record(second, LIMITS);
        audio(1, 160);
        assertThat(sink.ends).isEqualTo(1);
        assertThat(second.times).containsExactly(0L);
    }

    @Test
    void stopping_without_a_recording_gives_zeros() {
        assertThat(stop()).isEqualTo(new RecordingStats(0, 0, 0, 0, 0));
    }

    @Test
    void rtcp_and_other_payload_types_are_ignored() {
        deliver(CALLER, ByteBuffer.wrap(new byte[] {(byte) 0x80, (byte) 200, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0}));
        deliver(CALLER, packet(0, 0, 13, new byte[1]));
        deliver(CALLER, packet(1, 160, 96, payload(LOUD)));
        assertThat(loop.counters().ignored.get()).isEqualTo(3);
        assertThat(events).containsExactly("media"); // and yet somebody is there
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 101})
    void comfort_noise_or_a_key_is_media(int payloadType) {
        deliver(CALLER, packet(0, 0, payloadType, event('5', false, 160)));
        assertThat(events).startsWith("media");
    }

    @Test
    void any_datagrams_are_counted_and_never_fatal() {
        Random random = new Random(15); // fixed seed: a failure repeats
        call.record(sink, LIMITS);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[0] = (byte) 0x80;
                bytes[1] = (byte) (random.nextBoolean() ? 101 : 0);
            }
            now += MILLI;
            deliver(random.nextInt(4) > 0 ? CALLER : ATTACKER, ByteBuffer.wrap(bytes));
            if (i % 20 == 0) {
                call.tick(now, now);
            }
        }
        assertThat(loop.counters().received.get()).isEqualTo(100_000);
        assertThat(loop.counters().malformed.get()).isGreaterThan(10_000);
    }

    @Test
    void a_recording_begins_with_the_end_of_the_beep_and_no_frame_after_it_is_lost() {
        Prompt beep = Prompt.ofUlaw("beep", new byte[480]); // three packets
        call.recordAfter(List.of(beep), sink, LIMITS);
        int number = 0;
        call.tick(now, now);
        for (; number < 3; number++) { // due at 0, 20 and 40 ms; what comes during the beep
            audio(number, number * 160);
            now += 20 * MILLI;
            if (number < 2) {
                call.tick(now, now);
            }
        }
        // the beep is over at 60 ms; the tick that notices it is late, and packets come before it
        assertThat(sink.times).isEmpty();
        for (; number < 10; number++) {
            audio(number, number * 160);
            now += 20 * MILLI;
        }
        assertThat(sink.times).hasSize(7);
        call.tick(now, now);
        assertThat(events).containsExactly("media", "played beep");
        audio(10, 1600);
        assertThat(stop()).isEqualTo(new RecordingStats(8 * 160, 8, 0, 0, 0));
        assertThat(sink.sequenceOffsets).startsWith(0, 1, 2);
        assertThat(sink.ends).isEqualTo(1);
    }

    @Test
    void silence_counts_from_the_end_of_the_beep_when_nothing_comes() {
        call.recordAfter(List.of(Prompt.ofUlaw("beep", new byte[480])), sink, LIMITS);
        tickFor(Duration.ofMillis(80 + 4980));
        assertThat(events).containsExactly("played beep");
        tickFor(Duration.ofMillis(40));
        assertThat(events).containsExactly("played beep", "end SILENCE");
        assertThat(sink.ends).isEqualTo(1);
    }

    @Test
    void a_recording_that_waits_for_the_beep_begins_when_it_is_stopped_and_ends_like_any_other() {
        Prompt beep = Prompt.ofUlaw("beep", new byte[480]);
        call.recordAfter(List.of(beep), sink, LIMITS);
        call.stopPrompts();
        audio(0, 0);
        assertThat(sink.times).containsExactly(0L);
        RecordedSink second = new RecordedSink();
        call.recordAfter(List.of(beep), second, LIMITS);
        assertThat(sink.ends).isEqualTo(1);
        assertThat(stop()).isEqualTo(new RecordingStats(0, 0, 0, 0, 0));
        assertThat(second.ends).isEqualTo(1);
        RecordedSink third = new RecordedSink();
        call.recordAfter(List.of(beep), third, LIMITS);
        call.close();
        assertThat(third.ends).isEqualTo(1);
        RecordedSink fourth = new RecordedSink();
        call.recordAfter(List.of(beep), fourth, LIMITS);
        assertThat(fourth.ends).isEqualTo(1);
    }

    @Test
    void only_authentic_packets_are_recorded_and_bind_the_source() {
        ToyProtection srtp = new ToyProtection((byte) 3, (byte) 5);
        ToyProtection callers = new ToyProtection((byte) 5, (byte) 3);
        call.connect(secure(keys(3, 5)), keys -> srtp);
        call.record(sink, LIMITS);
        for (int i = 0; i < 30; i++) {
            deliver(ATTACKER, packet(i, i * 160, 0, payload((byte) 0x7f)));
            now += 20 * MILLI;
        }
        assertThat(loop.counters().unauthentic.get()).isEqualTo(30);
        for (int i = 0; i < 10; i++) {
            deliver(CALLER, packet(i, i * 160, 0, payload((byte) 0x7f))); // in the clear
            deliver(CALLER, protectedBy(callers, packet(i, i * 160, 0, payload(LOUD))));
            deliver(ATTACKER, protectedBy(callers, packet(i, i * 160, 0, payload(LOUD))));
        }
        assertThat(stop()).isEqualTo(new RecordingStats(1600, 10, 0, 0, 0));
        assertThat(sink.payloads.toByteArray()).containsOnly(LOUD);
        assertThat(loop.counters().unauthentic.get()).isEqualTo(40);
        assertThat(loop.counters().foreign.get()).isEqualTo(10);
    }

    @Test
    void the_same_keys_go_on_and_other_keys_start_anew_and_none_end_srtp() {
        List<ToyProtection> made = new ArrayList<>();
        PacketProtection.Factory factory = keys -> {
            made.add(new ToyProtection(keys));
            return made.get(made.size() - 1);
        };
        SrtpKeys first = keys(3, 5);
        SrtpKeys same = keys(3, 5);
        SrtpKeys other = keys(4, 5);
        call.connect(secure(first), factory);
        call.connect(secure(first), factory);
        call.connect(secure(same), factory);
        assertThat(made).hasSize(1);
        assertThat(made.get(0).closed).isFalse();
        call.connect(secure(other), factory);
        assertThat(made).hasSize(2);
        assertThat(made.get(0).closed).isTrue();
        assertThatThrownBy(same::revealLocal).isInstanceOf(IllegalStateException.class);
        call.connect(flow(AudioCodec.PCMU, Direction.SENDRECV), factory);
        assertThat(made.get(1).closed).isTrue();
        call.connect(secure(keys(1, 2)), factory);
        call.close();
        assertThat(made.get(2).closed).isTrue();
        call.connect(secure(keys(1, 2)), factory);
        assertThat(made).hasSize(3);
    }

    /** As gateways do that send keys as a stream of their own; each is told once, and no sound is lost. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keys_in_a_stream_beside_the_sound_are_heard_with_srtp(boolean soundGoesOn) {
        ToyProtection callers = new ToyProtection((byte) 5, (byte) 3);
        call.connect(secure(keys(3, 5)), keys -> new ToyProtection((byte) 3, (byte) 5));
        call.record(sink, LIMITS);
        int sounds = 0;
        for (int i = 0; i < 60; i++) {
            boolean key = i >= 20 && i < 30;
            if (!key || soundGoesOn) {
                deliver(CALLER, protectedBy(callers, packet(i, i * 160, 0, payload(LOUD))));
                sounds++;
            }
            if (key) {
                byte[] event = event('#', i > 27, (i - 19) * 160);
                deliver(CALLER, protectedBy(callers, packet(7, 500 + i, 99_000, 101, event)));
            }
            now += 20 * MILLI;
        }
        assertThat(events).containsExactly("media", "digit #");
        assertThat(stop().packets()).isEqualTo(sounds);
    }

    private static SrtpKeys keys(int local, int remote) {
        byte[] ours = new byte[SrtpSuite.MASTER_BYTES];
        byte[] theirs = new byte[SrtpSuite.MASTER_BYTES];
        ours[0] = (byte) local;
        theirs[0] = (byte) remote;
        return new SrtpKeys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, ours, theirs);
    }

    private static AudioFlow secure(SrtpKeys keys) {
        return new AudioFlow(AudioCodec.PCMU, 0, 101, CALLER, CALLER_RTCP, Direction.SENDRECV, 20, keys);
    }

    private static ByteBuffer protectedBy(ToyProtection protection, ByteBuffer packet) {
        ByteBuffer larger = ByteBuffer.allocate(packet.remaining() + PacketProtection.MAX_OVERHEAD);
        larger.put(packet).flip();
        assertThat(protection.protectRtp(larger)).isTrue();
        return larger;
    }

    private static CallSockets sockets(DatagramChannel rtp) throws IOException {
        return new CallSockets(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 16384), rtp, DatagramChannel.open());
    }

    private static AudioFlow flow(AudioCodec codec, Direction direction) {
        return new AudioFlow(codec, 101, CALLER, direction, 20);
    }

    private void audio(int sequence, int timestamp) {
        deliver(CALLER, packet(sequence, timestamp, 0, payload(LOUD)));
    }

    private void speak(InetSocketAddress source, int ssrc, int number) {
        deliver(source, packet(ssrc, number, number * 160, 0, payload(LOUD)));
        now += 20 * MILLI;
    }

    /** The loop reads it as soon as it comes. */
    private void deliver(InetSocketAddress source, ByteBuffer datagram) {
        call.emptied(now);
        call.received(datagram, source, now);
        call.emptied(now);
    }

    private void tickFor(Duration time) {
        for (long end = now + time.toNanos(); now < end; ) {
            now += 20 * MILLI;
            call.emptied(now);
            call.tick(now, now);
        }
    }

    private RecordingStats stop() {
        CompletableFuture<RecordingStats> done = new CompletableFuture<>();
        call.stopRecording(done);
        return done.join();
    }

    private static ByteBuffer packet(int sequence, int timestamp, int payloadType, byte[] payload) {
        return packet(0xcafe, sequence, timestamp, payloadType, payload);
    }

    private static ByteBuffer packet(int ssrc, int sequence, int timestamp, int payloadType, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(12 + payload.length);
        new RtpSource(ssrc, sequence, timestamp).writeHeader(out, payloadType, false);
        return out.put(payload).flip();
    }

    private static byte[] payload(int samples) {
        byte[] payload = new byte[samples];
        Arrays.fill(payload, LOUD);
        return payload;
    }

    private static byte[] payload(byte code) {
        byte[] payload = new byte[160];
        Arrays.fill(payload, code);
        return payload;
    }

    private static byte[] event(char digit, boolean end, int duration) {
        ByteBuffer out = ByteBuffer.allocate(4);
        TelephoneEvent.of(digit, end, duration).writeTo(out);
        return out.array();
    }
}
