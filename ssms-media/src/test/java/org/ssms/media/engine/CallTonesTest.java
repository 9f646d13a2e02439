package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.codec.G711;
import org.ssms.media.dtmf.KeySound;
import org.ssms.media.dtmf.TelephoneEvent;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.Direction;

/** Keys by tones on a call without its loop: packets and time come from the test. */
class CallTonesTest {
    private static final InetSocketAddress CALLER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
    private static final InetSocketAddress ATTACKER = new InetSocketAddress("127.0.0.2", 4000);
    private static final RecordingLimits LIMITS = new RecordingLimits(Duration.ofSeconds(60), Duration.ofSeconds(5));
    private static final PacketProtection.Factory NO_SRTP = keys -> {
        throw new AssertionError("no keys");
    };
    private static final int SSRC = 0xcafe;
    private static final int SAMPLES = 160;
    private static final long MILLI = 1_000_000;
    /** A tone is not known for what it is in the block in which it begins, and in the next before that is whole. */
    private static final int UNKNOWABLE = 204;

    private long now;
    private final List<String> events = new ArrayList<>();
    private final LoopContext loop = new LoopContext(() -> now, new PortPool(16384, 16400), new SecureRandom());
    private final RecordedSink sink = new RecordedSink();
    private LiveCall call;
    private int sequence;

    @BeforeEach
    void open() throws IOException {
        CallSockets sockets = new CallSockets(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 16384),
                DatagramChannel.open(),
                DatagramChannel.open());
        call = new LiveCall(sockets, new Events(events), loop, new RtpSource(1, 0, 0));
        connect(AudioCodec.PCMU, AudioFlow.NO_TELEPHONE_EVENT, Direction.SENDRECV);
    }

    @AfterEach
    void close() {
        call.close();
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void keys_are_heard_by_their_tones_while_somebody_listens(AudioCodec codec) {
        connect(codec, AudioFlow.NO_TELEPHONE_EVENT, Direction.SENDRECV);
        say(codec, sound().codec(codec).press("12", 60, 60));
        call.listenForTones(true);
        say(codec, sound().codec(codec).press("34", 60, 60));
        call.listenForTones(true); // the next menu: what has begun goes on
        say(codec, sound().codec(codec).press("5#", 60, 60));
        call.listenForTones(false);
        say(codec, sound().codec(codec).press("67", 60, 60));
        assertThat(events).containsExactly("media", "digit 3", "digit 4", "digit 5", "digit #");
    }

    @Test
    void who_has_telephone_events_is_not_listened_to() {
        call.listenForTones(true);
        connect(AudioCodec.PCMU, 101, Direction.SENDRECV);
        say(AudioCodec.PCMU, sound().press("12", 60, 60));
        connect(AudioCodec.PCMU, AudioFlow.NO_TELEPHONE_EVENT, Direction.SENDRECV);
        say(AudioCodec.PCMU, sound().press("3", 60, 60));
        assertThat(events).containsExactly("media", "digit 3");
    }

    @Test
    void a_key_is_told_once_although_the_menu_has_changed_meanwhile() {
        call.listenForTones(true);
        byte[][] packets = sound().pause(40).press("5", 200, 40).packets();
        for (byte[] packet : packets) {
            say(AudioCodec.PCMU, packet);
            if (events.contains("digit 5")) {
                call.listenForTones(false);
                call.listenForTones(true);
            }
        }
        assertThat(events).containsExactly("media", "digit 5");
    }

    /** It offers telephone-events, sends INFO, and is heard by its tones. */
    @Test
    void a_phone_that_tells_a_key_in_several_ways_presses_one() {
        call.listenForTones(true);
        say(AudioCodec.PCMU, sound().press("5", 60, 60));
        call.press('5');
        say(AudioCodec.PCMU, sound().press("5", 60, 60));
        call.press('5');
        say(AudioCodec.PCMU, sound().press("6", 60, 60));
        assertThat(events).containsExactly("media", "digit 5", "digit 5");
    }

    @Test
    void a_key_of_the_signalling_is_told_until_the_call_is_closed() {
        connect(AudioCodec.PCMU, 101, Direction.SENDRECV);
        call.press('#');
        call.close();
        call.press('1');
        assertThat(events).containsExactly("digit #");
    }

    @Test
    void music_on_hold_has_no_keys() {
        call.listenForTones(true);
        connect(AudioCodec.PCMU, AudioFlow.NO_TELEPHONE_EVENT, Direction.SENDRECV);
        say(AudioCodec.PCMU, sound().press("1", 60, 60));
        connect(AudioCodec.PCMU, AudioFlow.NO_TELEPHONE_EVENT, Direction.RECVONLY);
        say(AudioCodec.PCMU, sound().press("2", 60, 60));
        assertThat(events).containsExactly("media", "digit 1");
    }

    /** T25: neither what we play nor what strangers send. */
    @Test
    void only_the_caller_presses_keys() {
        call.listenForTones(true);
        byte[] played = join(sound().press("79", 80, 80).packets());
        call.play(List.of(Prompt.ofUlaw("played", played)));
        byte[][] strange = sound().press("24", 80, 80).packets();
        for (int i = 0; i < 40; i++) {
            say(AudioCodec.PCMU, silence());
            if (i < strange.length) {
                deliver(ATTACKER, packet(SSRC, sequence, sequence * SAMPLES, 0, strange[i]));
            }
            tick();
        }
        assertThat(events).containsExactly("media", "played played");
    }

    /** T25: the line at the other end is not perfect, and a message has tones in it. */
    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void the_echo_of_what_we_play_is_no_key(AudioCodec codec) {
        connect(codec, AudioFlow.NO_TELEPHONE_EVENT, Direction.SENDRECV);
        call.listenForTones(true);
        byte[] played = join(sound().press("7", 600, 100).press("9", 80, 80).packets());
        call.play(List.of(Prompt.ofUlaw("played", played)));
        byte[][] echo = sound().codec(codec)
                .level(-24)
                .pause(200)
                .press("7", 600, 100)
                .press("9", 80, 80)
                .press("5", 80, 80)
                .packets();
        for (byte[] packet : echo) {
            tick();
            say(codec, packet);
        }
        assertThat(events).containsExactly("media", "played played", "digit 5");
        now += 1000 * MILLI;
        say(codec, sound().codec(codec).press("9", 80, 80));
        assertThat(events).endsWith("digit 9");
    }

    /** T25: each of many tones comes back when the next ones were played already. */
    @Test
    void the_echo_of_a_number_that_we_play_is_no_key() {
        connect(AudioCodec.PCMU, AudioFlow.NO_TELEPHONE_EVENT, Direction.SENDRECV);
        call.listenForTones(true);
        byte[] played = join(sound().press("1738", 80, 80).packets());
        call.play(List.of(Prompt.ofUlaw("played", played)));
        for (byte[] packet : sound().level(-24)
                .pause(500)
                .press("1738", 80, 80)
                .press("2", 80, 80)
                .packets()) {
            tick();
            say(AudioCodec.PCMU, packet);
        }
        assertThat(events).containsExactly("media", "played played", "digit 2");
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void the_tones_of_a_key_are_silence_in_the_recording_and_its_time_goes_on(AudioCodec received) {
        connect(received, AudioFlow.NO_TELEPHONE_EVENT, Direction.SENDRECV);
        call.listenForTones(true);
        call.record(sink, LIMITS);
        byte[][] sent = spoken(received, "5", 100);
        for (byte[] packet : sent) {
            say(received, packet);
        }
        RecordingStats stats = stop();
        assertThat(stats).isEqualTo(new RecordingStats((long) sent.length * SAMPLES, sent.length, 0, 0, 0));
        for (int i = 0; i < sent.length; i++) {
            assertThat(sink.times.get(i)).isEqualTo((long) i * SAMPLES);
            assertThat(sink.sequenceOffsets.get(i)).isEqualTo(i);
        }
        assertThat(events).containsExactly("media", "digit 5");
        byte[] recorded = sink.payloads.toByteArray();
        byte[] expected = join(sent);
        for (int i = 0; i < recorded.length; i++) {
            boolean tone = i >= 1600 && i < 2400;
            if (tone) {
                assertThat(recorded[i]).as("sample %s", i).isEqualTo((byte) 0xff);
            } else if (i < 1600 - 204 || i >= 2400 + 204) {
                int difference = linear(AudioCodec.PCMU, recorded[i]) - linear(received, expected[i]);
                assertThat(Math.abs(difference)).as("sample %s", i).isLessThan(600);
            }
        }
        assertThat(toneSamples(1600, 2400)).isZero();
    }

    /** Packets of the key that come late are recorded late, and as silence. */
    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 12, 13, 14, 15})
    void the_tones_of_a_key_are_silence_whatever_the_order(int late) {
        call.listenForTones(true);
        call.record(sink, LIMITS);
        byte[][] sent = spoken(AudioCodec.PCMU, "5", 100);
        for (int i = 0; i < sent.length; i++) {
            if (i != late) {
                say(AudioCodec.PCMU, i, sent[i]);
            }
            if (i == late + 2) {
                say(AudioCodec.PCMU, late, sent[late]);
            }
        }
        assertThat(stop()).isEqualTo(new RecordingStats((long) sent.length * SAMPLES, sent.length, 0, 0, 0));
        assertThat(toneSamples(1600, 2400)).isZero();
    }

    @Test
    void a_recording_that_ends_within_a_key_has_next_to_nothing_of_it() {
        for (int packets = 10; packets < 18; packets++) {
            RecordedSink cut = new RecordedSink();
            call.listenForTones(true);
            call.record(cut, LIMITS);
            byte[][] sent = spoken(AudioCodec.PCMU, "5", 100);
            for (int i = 0; i < packets; i++) {
                say(AudioCodec.PCMU, sent[i]);
            }
            assertThat(stop().samples()).isEqualTo((long) packets * SAMPLES);
            int end = Math.min(2400, packets * SAMPLES);
            assertThat(loud(cut.payloads.toByteArray(), 1600, end)).isLessThanOrEqualTo(UNKNOWABLE);
        }
    }

    @Test
    void what_follows_a_key_of_one_who_does_not_listen_any_more_is_silence_until_it_ends() {
        call.listenForTones(true);
        call.record(sink, LIMITS);
        for (byte[] packet : spoken(AudioCodec.PCMU, "5", 300)) {
            say(AudioCodec.PCMU, packet);
            if (events.contains("digit 5")) {
                call.listenForTones(false);
            }
        }
        stop();
        assertThat(toneSamples(1600, 4000)).isZero();
        assertThat(loud(sink.payloads.toByteArray(), 4300, 5600)).isGreaterThan(1000);
    }

    /** Nothing more is heard of that tone, and what nobody listens to is not suspected of it for ever. */
    @Test
    void speech_behind_a_tone_in_which_listening_ended_is_recorded() {
        call.listenForTones(true);
        call.record(sink, LIMITS);
        byte[][] sent = spoken(AudioCodec.PCMU, "5", 20);
        for (int i = 0; i < sent.length; i++) {
            say(AudioCodec.PCMU, sent[i]);
            if (i == 1600 / SAMPLES) {
                call.listenForTones(false);
            }
        }
        stop();
        assertThat(events).doesNotContain("digit 5");
        assertThat(loud(sink.payloads.toByteArray(), 2100, 3000)).isGreaterThan(500);
    }

    @Test
    void what_is_held_back_is_little_and_comes_when_nobody_listens_any_more() {
        call.listenForTones(true);
        call.record(sink, LIMITS);
        byte[][] speech = spoken(AudioCodec.PCMU, "", 0);
        for (int i = 0; i < speech.length; i++) {
            say(AudioCodec.PCMU, speech[i]);
            assertThat(sink.times.size()).isGreaterThanOrEqualTo(i - 2);
        }
        call.listenForTones(false);
        say(AudioCodec.PCMU, speech[0]);
        assertThat(sink.times).hasSize(speech.length + 1);
    }

    @Test
    void a_sink_that_fails_gets_nothing_of_what_was_held_back() {
        sink.failAtFrame = 2;
        call.listenForTones(true);
        call.record(sink, LIMITS);
        for (byte[] packet : spoken(AudioCodec.PCMU, "", 0)) {
            say(AudioCodec.PCMU, packet);
        }
        tick();
        assertThat(events).containsExactly("media", "end SINK_FAILED");
        assertThat(sink.ends).isEqualTo(1);
        assertThat(stop()).isEqualTo(new RecordingStats(320, 2, 0, 0, 0));
    }

    @Test
    void thousands_of_keys_in_a_second_are_not_told() {
        connect(AudioCodec.PCMU, 101, Direction.SENDRECV);
        call.record(sink, LIMITS);
        for (int i = 0; i < 5000; i++) {
            ByteBuffer event = ByteBuffer.allocate(TelephoneEvent.BYTES);
            TelephoneEvent.of(KeySound.KEYS.charAt(i % 16), true, 160).writeTo(event);
            deliver(CALLER, packet(SSRC, sequence++, i * SAMPLES, 101, event.array()));
            now += MILLI / 5;
        }
        assertThat(events).hasSizeBetween(40, 64);
        assertThat(loop.counters().ignored.get()).isEqualTo(5001 - events.size());
        events.clear();
        now += 2000 * MILLI;
        for (int i = 0; i < 4; i++) { // all at once, as a loop that was late reads them
            ByteBuffer event = ByteBuffer.allocate(TelephoneEvent.BYTES);
            TelephoneEvent.of((char) ('1' + i), true, 800).writeTo(event);
            deliver(CALLER, packet(SSRC, sequence++, 2_000_000 + 1600 * i, 101, event.array()));
        }
        assertThat(events).containsExactly("digit 1", "digit 2", "digit 3", "digit 4");
    }

    private static KeySound sound() {
        return new KeySound(11).noise(25);
    }

    /** 200 ms of something, the keys, and 200 ms. */
    private static byte[][] spoken(AudioCodec codec, String keys, double millis) {
        KeySound sound = new KeySound(5).codec(codec).noise(25).tones(300, 500, 200);
        keys.chars().forEach(key -> sound.tone((char) key, millis));
        return sound.tones(300, 500, 200).packets();
    }

    private static byte[] silence() {
        byte[] silence = new byte[SAMPLES];
        Arrays.fill(silence, (byte) 0xff);
        return silence;
    }

    private static byte[] join(byte[][] packets) {
        ByteBuffer all = ByteBuffer.allocate(packets.length * SAMPLES);
        for (byte[] packet : packets) {
            all.put(packet);
        }
        return all.array();
    }

    private static int linear(AudioCodec codec, byte code) {
        return codec == AudioCodec.PCMU ? G711.ulawToLinear(code) : G711.alawToLinear(code);
    }

    private int toneSamples(int from, int to) {
        return loud(sink.payloads.toByteArray(), from, to);
    }

    private static int loud(byte[] recorded, int from, int to) {
        int loud = 0;
        for (int i = from; i < to; i++) {
            loud += Math.abs(G711.ulawToLinear(recorded[i])) > 8 ? 1 : 0;
        }
        return loud;
    }

    private void connect(AudioCodec codec, int telephoneEvent, Direction direction) {
        call.connect(new AudioFlow(codec, telephoneEvent, CALLER, direction, 20), NO_SRTP);
    }

    private void say(AudioCodec codec, KeySound sound) {
        for (byte[] packet : sound.pause(60).packets()) {
            say(codec, packet);
        }
    }

    private void say(AudioCodec codec, byte[] payload) {
        say(codec, sequence++, payload);
    }

    private void say(AudioCodec codec, int number, byte[] payload) {
        deliver(CALLER, packet(SSRC, number, number * SAMPLES, codec.payloadType(), payload));
        now += 20 * MILLI;
    }

    private void tick() {
        call.emptied(now);
        call.tick(now, now);
    }

    private void deliver(InetSocketAddress source, ByteBuffer datagram) {
        call.emptied(now);
        call.received(datagram, source, now);
        call.emptied(now);
    }

    private RecordingStats stop() {
        CompletableFuture<RecordingStats> done = new CompletableFuture<>();
        call.stopRecording(done);
        return done.join();
    }

    private static ByteBuffer packet(int ssrc, int sequence, int timestamp, int payloadType, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(12 + payload.length);
        new RtpSource(ssrc, sequence, timestamp).writeHeader(out, payloadType, false);
        return out.put(payload).flip();
    }
}
