package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.dtmf.KeySound;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.PromptName;
import org.ssms.media.prompt.Prompts;
import org.ssms.media.rtp.RtpPacket;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AddressFamily;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.Direction;
import org.ssms.media.sdp.SrtpKeys;
import org.ssms.media.sdp.SrtpSuite;

/** The engine with real sockets on loopback, real threads and real time. */
@Timeout(20)
class MediaEngineTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int FIRST_PORT = 15_000;
    private static final RecordingLimits LIMITS = new RecordingLimits(Duration.ofMinutes(1), Duration.ofSeconds(5));
    private static final byte LOUD = 0x10;

    private final List<Thread> threads = new ArrayList<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final RecordedSink sink = new RecordedSink();
    private MediaEngine engine;
    private LoopbackCaller caller;

    @BeforeEach
    void start() throws IOException {
        engine = MediaEngine.start(new MediaSettings(LOOPBACK, FIRST_PORT, FIRST_PORT + 199, 2, 50), this::thread);
        caller = new LoopbackCaller(0xcafe);
    }

    @AfterEach
    void stop() {
        caller.close();
        engine.close();
        assertThat(threads).hasSize(2).noneMatch(Thread::isAlive);
        assertThat(engine.counters().openCalls()).isZero();
        assertThat(engine.counters().portsInUse()).isZero();
    }

    @Test
    void a_prompt_reaches_the_caller_whole_and_in_his_codec() throws Exception {
        Prompt beep = Prompts.load("en").get(PromptName.BEEP);
        MediaCall call = open();
        call.connect(caller.flow(AudioCodec.PCMA, Direction.SENDRECV));
        call.play(List.of(beep));

        assertThat(event()).isEqualTo("played beep");
        List<RtpPacket> packets = caller.receive(50);
        ByteBuffer heard = ByteBuffer.allocate(beep.samples());
        packets.forEach(packet -> heard.put(packet.payload()));
        ByteBuffer expected = ByteBuffer.allocate(beep.samples());
        beep.copyTo(expected, AudioCodec.PCMA, 0, beep.samples());
        assertThat(packets).hasSize(15).allMatch(packet -> packet.payloadType() == 8);
        assertThat(packets.get(0).marker()).isTrue();
        assertThat(heard.array()).isEqualTo(expected.array());
        assertThat(engine.counters().packetsSent()).isEqualTo(15);
    }

    @Test
    void a_call_is_recorded_complete_to_the_frame() throws Exception {
        MediaCall call = connected();
        call.record(sink, LIMITS);
        for (int burst = 0; burst < 10; burst++) {
            caller.send(call, 20, LOUD);
            int sent = 20 * (burst + 1);
            await(() -> engine.counters().packetsReceived() == sent);
        }
        RecordingStats stats = call.stopRecording().toCompletableFuture().get(5, TimeUnit.SECONDS);

        assertThat(stats).isEqualTo(new RecordingStats(32_000, 200, 0, 0, 0));
        assertThat(sink.payloads.toByteArray()).hasSize(32_000).containsOnly(LOUD);
        assertThat(sink.times.get(199)).isEqualTo(199 * 160L);
        assertThat(event()).isEqualTo("media");
    }

    @Test
    void a_key_is_heard_by_its_tones() throws Exception {
        MediaCall call = open();
        InetSocketAddress remote =
                caller.flow(AudioCodec.PCMU, Direction.SENDRECV).remote();
        call.connect(new AudioFlow(AudioCodec.PCMU, AudioFlow.NO_TELEPHONE_EVENT, remote, Direction.SENDRECV, 20));
        call.listenForTones(true);
        RtpSource source = new RtpSource(0xcafe, 0, 0);
        for (byte[] payload : new KeySound(1).pause(40).press("#", 80, 60).packets()) {
            ByteBuffer out = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + payload.length);
            source.writeHeader(out, 0, false);
            source.advance(payload.length);
            out.put(payload);
            caller.sendRaw(call, out.array());
        }
        assertThat(event()).isEqualTo("media");
        assertThat(event()).isEqualTo("digit #");
    }

    @Test
    void what_lies_in_the_socket_at_the_end_is_recorded() throws Exception {
        MediaCall call = connected();
        call.record(sink, LIMITS);
        caller.send(call, 20, LOUD); // on loopback it lies there when send returns, and the loop sleeps 20 ms
        RecordingStats stats = call.stopRecording().toCompletableFuture().get(5, TimeUnit.SECONDS);

        assertThat(stats).isEqualTo(new RecordingStats(3_200, 20, 0, 0, 0));
    }

    @Test
    void a_recording_without_packets_ends_by_silence() throws Exception {
        MediaCall call = connected();
        call.record(sink, new RecordingLimits(Duration.ofMinutes(1), Duration.ofMillis(100)));
        assertThat(event()).isEqualTo("end SILENCE");
        assertThat(sink.ends).isEqualTo(1);
    }

    @Test
    void a_stranger_neither_is_recorded_nor_gets_the_stream() throws Exception {
        try (LoopbackCaller attacker = new LoopbackCaller(0xbad)) {
            MediaCall call = connected();
            caller.send(call, 1, LOUD);
            assertThat(event()).isEqualTo("media");
            call.record(sink, LIMITS);
            attacker.send(call, 30, (byte) 0x7f);
            caller.send(call, 5, LOUD);
            await(() -> engine.counters().packetsReceived() == 36);
            call.play(List.of(Prompts.load("en").get(PromptName.BEEP)));
            assertThat(event()).isEqualTo("played beep");
            call.stopRecording().toCompletableFuture().get(5, TimeUnit.SECONDS);

            assertThat(sink.payloads.toByteArray()).hasSize(800).containsOnly(LOUD);
            assertThat(engine.counters().packetsForeignSource()).isEqualTo(30);
            assertThat(attacker.receive(50)).isEmpty();
            assertThat(caller.receive(50)).hasSize(15);
        }
    }

    @Test
    void behind_nat_the_prompt_goes_to_where_the_caller_sends_from() throws Exception {
        try (LoopbackCaller nat = new LoopbackCaller(0xcafe)) {
            MediaCall call = connected();
            for (int i = 0; i < 30; i++) {
                nat.send(call, 1, LOUD);
                int sent = i + 1;
                await(() -> engine.counters().packetsReceived() == sent);
            }
            assertThat(event()).isEqualTo("media");
            call.play(List.of(Prompts.load("en").get(PromptName.BEEP)));
            assertThat(event()).isEqualTo("played beep");
            assertThat(nat.receive(50)).hasSize(15);
        }
    }

    @Test
    void calls_of_either_family_have_an_address_of_it() throws Exception {
        InetAddress six = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        assertThat(NetworkInterface.getByInetAddress(six))
                .as("::1 on this machine")
                .isNotNull();
        MediaSettings settings = new MediaSettings(List.of(LOOPBACK, six), FIRST_PORT + 200, FIRST_PORT + 299, 2, 50);
        threads.clear();
        engine.close();
        engine = MediaEngine.start(settings, this::thread);
        try (DatagramSocket phone = new DatagramSocket(0, six)) {
            MediaCall call = engine.open(new Events(events), AddressFamily.IP6).orElseThrow();
            assertThat(call.localAddress()).isEqualTo(six);
            assertThat(engine.open(new Events(events), AddressFamily.IP4)
                            .orElseThrow()
                            .localAddress())
                    .isEqualTo(LOOPBACK);
            call.connect(new AudioFlow(
                    AudioCodec.PCMU, 101, new InetSocketAddress(six, phone.getLocalPort()), Direction.SENDRECV, 20));
            byte[] rtp = new byte[172];
            rtp[0] = (byte) 0x80;
            phone.send(new DatagramPacket(rtp, rtp.length, six, call.localPort()));
            assertThat(event()).isEqualTo("media");
            call.play(List.of(Prompts.load("en").get(PromptName.BEEP)));
            assertThat(event()).isEqualTo("played beep");
            DatagramPacket heard = new DatagramPacket(new byte[2048], 2048);
            phone.setSoTimeout(1000);
            phone.receive(heard);
            assertThat(heard.getLength()).isEqualTo(172);
            assertThat(heard.getAddress()).isEqualTo(six);
        }
    }

    @Test
    void a_flow_with_keys_does_not_begin_on_an_engine_without_srtp() throws Exception {
        byte[] master = new byte[SrtpSuite.MASTER_BYTES];
        AudioFlow plain = caller.flow(AudioCodec.PCMU, Direction.SENDRECV);
        SrtpKeys keys = new SrtpKeys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, master, master);
        MediaCall call = open();
        call.connect(
                new AudioFlow(AudioCodec.PCMU, 0, 101, plain.remote(), plain.rtcp(), Direction.SENDRECV, 20, keys));
        call.play(List.of(Prompts.load("en").get(PromptName.BEEP)));
        caller.send(call, 1, LOUD);
        await(() -> engine.counters().packetsForeignSource() == 1);
        assertThat(caller.receive(50)).isEmpty();
    }

    @Test
    void nothing_is_sent_before_connect_nor_on_hold_nor_to_a_call_of_our_own() throws Exception {
        MediaCall call = open();
        call.play(List.of(Prompts.load("en").get(PromptName.BEEP)));
        assertThat(caller.receive(100)).isEmpty();

        call.connect(caller.flow(AudioCodec.PCMU, Direction.RECVONLY));
        assertThat(event()).isEqualTo("played beep");

        MediaCall other = open();
        call.connect(new AudioFlow(
                AudioCodec.PCMU, -1, new InetSocketAddress(LOOPBACK, other.localPort()), Direction.SENDRECV, 20));
        call.play(List.of(Prompts.load("en").get(PromptName.BEEP)));
        assertThat(event()).isEqualTo("played beep");
        assertThat(caller.receive(20)).isEmpty();
        assertThat(engine.counters().packetsSent()).isZero();
        assertThat(engine.counters().packetsReceived()).isZero();
    }

    @Test
    void a_throwing_listener_and_a_failing_sink_leave_the_loop_alive() throws Exception {
        MediaCallListener broken = new Events(events) {
            @Override
            public void firstMedia() {
                throw new IllegalStateException("listener");
            }
        };
        MediaCall call = engine.open(broken).orElseThrow();
        call.connect(caller.flow(AudioCodec.PCMU, Direction.SENDRECV));
        sink.failAtFrame = 3;
        call.record(sink, LIMITS);
        caller.send(call, 10, LOUD);
        assertThat(event()).isEqualTo("end SINK_FAILED");

        RecordedSink next = new RecordedSink();
        call.recordAfter(List.of(Prompt.ofLinear("now", new short[160])), next, LIMITS);
        assertThat(event()).isEqualTo("played now"); // what comes before the loop has heard of it is not recorded
        caller.send(call, 10, LOUD);
        await(() -> engine.counters().packetsReceived() == 20);
        assertThat(call.stopRecording()
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS)
                        .packets())
                .isEqualTo(10);
    }

    @Test
    void malformed_and_oversized_datagrams_are_counted() throws Exception {
        MediaCall call = connected();
        caller.sendRaw(call, new byte[0]);
        caller.sendRaw(call, new byte[] {1, 2, 3});
        caller.sendRaw(call, new byte[3000]);
        caller.send(call, 1, LOUD);
        assertThat(event()).isEqualTo("media");
        await(() -> engine.counters().packetsReceived() == 4);
        assertThat(engine.counters().packetsMalformed()).isEqualTo(3);
    }

    @Test
    void ports_are_free_as_soon_as_a_call_is_closed() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<MediaCall> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(open());
            }
            assertThat(engine.open(new Events(events))).as("more than maxCalls").isEmpty();
            assertThat(calls).allMatch(call -> call.localPort() % 2 == 0);
            for (MediaCall call : calls) {
                call.close().toCompletableFuture().get(5, TimeUnit.SECONDS);
                call.close().toCompletableFuture().get(5, TimeUnit.SECONDS);
                new DatagramSocket(call.localPort(), LOOPBACK).close();
                new DatagramSocket(call.localPort() + 1, LOOPBACK).close();
            }
            assertThat(engine.counters().openCalls()).isZero();
        }
    }

    @Test
    void a_port_of_another_program_is_passed_over() throws Exception {
        threads.clear();
        engine.close();
        InetAddress own = ownAddress();
        engine = MediaEngine.start(new MediaSettings(own, FIRST_PORT, FIRST_PORT + 199, 2, 50), this::thread);
        try (DatagramSocket other = new DatagramSocket(FIRST_PORT, own)) {
            assertThat(open().localPort()).isEqualTo(other.getLocalPort() + 2);
        }
    }

    /** Where no other run of these tests on the same machine has ports. */
    private static InetAddress ownAddress() throws IOException {
        long process = ProcessHandle.current().pid();
        return InetAddress.getByAddress(
                new byte[] {127, (byte) (process >> 16 | 0x80), (byte) (process >> 8), (byte) process});
    }

    @Test
    void closing_the_engine_ends_recordings_and_later_messages_do_nothing() throws Exception {
        MediaCall call = connected();
        call.record(sink, LIMITS);
        caller.send(call, 5, LOUD);
        await(() -> engine.counters().packetsReceived() == 5);
        engine.close();

        assertThat(sink.ends).isEqualTo(1);
        assertThat(sink.times).hasSize(5);
        assertThat(engine.open(new Events(events))).isEqualTo(Optional.empty());
        call.play(List.of(Prompts.load("en").get(PromptName.BEEP)));
        assertThat(call.stopRecording()
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS)
                        .packets())
                .isEqualTo(5);
        call.close().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private MediaCall open() {
        return engine.open(new Events(events)).orElseThrow();
    }

    private MediaCall connected() {
        MediaCall call = open();
        call.connect(caller.flow(AudioCodec.PCMU, Direction.SENDRECV));
        // messages are done in order: when this one is answered, the call is connected
        call.stopRecording().toCompletableFuture().join();
        return call;
    }

    private Thread thread(Runnable loop) {
        Thread thread = new Thread(loop, "media-test-" + threads.size());
        threads.add(thread);
        return thread;
    }

    private String event() throws InterruptedException {
        return events.poll(5, TimeUnit.SECONDS);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
