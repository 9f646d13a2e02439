package org.ssms.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.config.ConfigValues;
import org.ssms.config.TestConfig;
import org.ssms.greeting.TestGreetings;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.location.DiversionReason;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.StoredMessage;
import org.ssms.mailbox.TestPhoneMailboxes;
import org.ssms.mailbox.TestStreams;
import org.ssms.media.engine.MediaEngine;
import org.ssms.media.engine.MediaSettings;
import org.ssms.protect.drm.DrmSystems;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.protect.srtp.StoredSrtpWriter;
import org.ssms.recording.RecordingConfig;
import org.ssms.recording.TestLeftMessages;
import org.ssms.recording.TestRecorder;

/** Streams to a socket on loopback; timers ring when the test says so, packets leave in real time. */
class StreamDeskTest {
    private static final ConfigValues CONFIG =
            TestConfig.with(Map.of("ssms.rtp.port-min", "13600", "ssms.rtp.port-max", "13699"));
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final MessageId ID = MessageId.generate(RANDOM);
    private static final String SRTP = "a=drm:srtp 0 0 HTTP/TLS";

    @TempDir
    Path storage;

    private final ManualTimers timers = new ManualTimers();
    private final List<byte[]> stored = new ArrayList<>();
    private final TestStreams streams = new TestStreams();
    private StoredMessage message;
    private MediaEngine engine;
    private DatagramSocket player;
    private CallStatistics statistics;
    private OpenCalls open;
    private StreamDesk desk;
    private int version;
    private final AtomicInteger hungUp = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        player = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        CallConfig config = CallConfig.from(CONFIG);
        CallConfig.Rtp rtp = config.rtp();
        engine = MediaEngine.start(
                new MediaSettings(rtp.bind(), rtp.portMin(), rtp.portMax(), 1, 8), Executors.defaultThreadFactory());
        statistics = new CallStatistics();
        make(CONFIG);
        message = store(150);
        streams.found = message;
    }

    private void make(ConfigValues config) throws IOException {
        CallConfig call = CallConfig.from(config);
        RecordingConfig recording = RecordingConfig.from(config);
        Facilities facilities = new Facilities(
                call,
                recording,
                engine,
                TestVoice.ENGLISH,
                TestVoice.MENUS,
                new TestLeftMessages(),
                new TestPhoneMailboxes(storage),
                new TestGreetings(storage),
                Optional::of,
                names -> Map.of(),
                new TestReplies(storage),
                new TestCallBacks(config, Clock.systemUTC()),
                new Backlog(Runnable::run, System::nanoTime),
                timers,
                passport -> Optional.empty(),
                statistics);
        Door door = new Door(
                call, recording, new Door.Gauges(() -> 0, () -> Long.MAX_VALUE, () -> Duration.ZERO, () -> true));
        open = new OpenCalls(door);
        CallDesk calls = new CallDesk(
                door,
                open,
                facilities,
                new Mailboxes(),
                TestRecorder.withoutRecordings(storage),
                RANDOM,
                new MessageQuota(call.quota(), Clock.systemUTC()));
        desk = new StreamDesk(
                calls, door, facilities, streams, DrmSystems.shipped(), StreamConfig.from(config), RANDOM);
    }

    @AfterEach
    void close() {
        timers.shutdownNow();
        engine.close();
        player.close();
    }

    /** Packets of 20 ms under a fresh key. */
    private StoredMessage store(int packets) throws IOException {
        Path file = storage.resolve("stored.srtp");
        try (MessageKey key = MessageKey.generate(RANDOM);
                DerivedKey srtp = key.derive(KeyUse.SRTP, DerivedKey.AUDIO_TRACK);
                FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            StoredSrtpWriter writer = new StoredSrtpWriter(out, key.id(), srtp, AudioFormat.PCMU.payloadType());
            for (int i = 0; i < packets; i++) {
                writer.append(i, i * 160L, ByteBuffer.wrap(new byte[160]));
            }
            writer.flush();
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            while (bytes.hasRemaining()) {
                byte[] packet = new byte[bytes.getShort() & 0xffff];
                bytes.getInt();
                bytes.get(packet);
                stored.add(packet);
            }
            Duration length = Duration.ofMillis(packets * 20L);
            return new StoredMessage(ID, key.id(), file, AudioFormat.PCMU, length);
        }
    }

    private byte[] offer(String... lines) {
        version++;
        String head = """
                v=0
                o=- 1 %d IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/AVP 0
                """.formatted(version, player.getLocalPort());
        return (head + String.join("\n", lines) + "\n").getBytes(US_ASCII);
    }

    private CallOutcome invite(byte @Nullable [] offer) {
        return invite("alice", "alice", offer);
    }

    private CallOutcome invite(String reader, String named, byte @Nullable [] offer) {
        Invitation invitation = new Invitation(
                "1;to-tag=1;from-tag=2",
                "127.0.0.1",
                CallingParty.subscriber(reader),
                "",
                DiversionReason.UNKNOWN,
                new CallerIdentity("sip:alice@host", "Alice", IdentitySource.AUTHENTICATED, null),
                null,
                null);
        return desk.invited(invitation, new StreamRequest(reader, named, ID), offer, () -> {
            hungUp.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        });
    }

    private Call streamed(String... lines) {
        return ((CallOutcome.Answer) invite(offer(lines))).call();
    }

    private static String text(CallOutcome outcome) {
        return new String(((CallOutcome.Answer) outcome).local().toBytes(), UTF_8);
    }

    /** Null when nothing comes for so long. */
    private byte @Nullable [] receive(int quietMillis) throws IOException {
        DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
        player.setSoTimeout(quietMillis);
        try {
            player.receive(datagram);
            return Arrays.copyOf(datagram.getData(), datagram.getLength());
        } catch (SocketTimeoutException quiet) {
            return null;
        }
    }

    private void assertReceived(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            assertThat(receive(5000)).as("packet %d", i).isEqualTo(stored.get(i));
        }
    }

    private static void await(BooleanSupplier condition) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (!condition.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void c28_the_stored_packets_leave_as_they_are_after_the_ack_at_their_pace_and_then_bye() throws Exception {
        Call call = streamed(SRTP, "a=recvonly");
        assertThat(receive(300)).isNull(); // F7-11, T17
        long begun = System.nanoTime();
        call.acknowledged(null);
        assertReceived(0, 1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500)); // F7-17
        assertReceived(1, 150);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(2700));
        await(() -> ((StreamingCall) call).state() == StreamScript.State.OVER);
        assertThat(hungUp.get()).isZero();
        timers.ring();
        await(() -> hungUp.get() == 1);
        assertGone(call);
    }

    private void assertGone(Call call) throws Exception {
        call.finished().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(engine.counters().portsInUse()).isZero();
        assertThat(open.current()).isZero();
    }

    @Test
    void the_answer_says_where_the_license_is_what_is_sent_and_how_long_it_is() {
        assertThat(text(invite(offer("a=drm:x 0 0 Y", SRTP, "a=drm:clearkey 0 0 HTTP/TLS", "a=recvonly"))))
                .contains("a=drm:0 0 0 0\r\na=drm:srtp localhost 8443 HTTP/TLS\r\n")
                .contains("HTTP/TLS\r\na=drm:clearkey localhost 8443 HTTP/TLS\r\n")
                .contains("RTP/AVP 0\r\n")
                .contains("a=range:npt=0.000-3.000\r\n", "a=sendonly\r\n");
    }

    @Test
    void t17_without_an_ack_it_ends_and_frees_everything() throws Exception {
        Call call = streamed(SRTP);
        assertThat(timers.set()).containsExactly(Duration.ofSeconds(32));
        timers.ring();
        await(() -> hungUp.get() == 1);
        assertGone(call);
        assertThat(receive(100)).isNull();
    }

    @Test
    void f7_13_a_player_without_a_license_hangs_up_and_nothing_more_is_sent() throws Exception {
        Call call = streamed(SRTP);
        call.acknowledged(null);
        assertReceived(0, 1);
        call.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertGone(call);
        while (receive(100) != null) {
            // was on its way
        }
        assertThat(hungUp.get()).isZero();
    }

    @Test
    void a_pause_by_hold_goes_on_where_it_stood() throws Exception {
        Call call = streamed(SRTP, "a=recvonly");
        call.acknowledged(null);
        assertReceived(0, 5);
        assertThat(text(call.reinvited(offer(SRTP, "a=inactive")))).contains("a=inactive\r\n");
        int next = 5;
        for (byte[] more = receive(200); more != null; more = receive(200)) {
            assertThat(more).isEqualTo(stored.get(next++));
        }
        assertThat(next).isLessThan(100);
        assertThat(((StreamingCall) call).state()).isEqualTo(StreamScript.State.PAUSED);
        call.reinvited(offer(SRTP, "a=recvonly"));
        assertReceived(next, next + 10);
    }

    @Test
    void seeking_goes_on_there_at_the_ack_also_backwards() throws Exception {
        Call call = streamed(SRTP, "a=recvonly", "a=range:npt=1-");
        call.acknowledged(null);
        assertReceived(50, 55);
        assertThat(text(call.reinvited(offer(SRTP, "a=recvonly", "a=range:npt=0.5-"))))
                .contains("a=range:npt=0.500-3.000\r\n");
        int next = 55;
        for (byte[] more = receive(200); more != null; more = receive(200)) {
            assertThat(more).isEqualTo(stored.get(next++));
        }
        assertThat(next).isLessThan(100);
        call.acknowledged(null);
        assertReceived(25, 35);
        call.updated(offer(SRTP, "a=recvonly", "a=range:npt=2.8-")); // no ACK follows
        await(() -> ((StreamingCall) call).state() == StreamScript.State.MOVING);
        timers.ring();
        byte[] more = receive(1000);
        while (!Arrays.equals(more, stored.get(140))) {
            assertThat(more).isNotNull();
            more = receive(1000);
        }
        assertReceived(141, 150);
    }

    @Test
    void several_listen_to_one_message_at_once() throws Exception {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Call call = streamed(SRTP, "a=recvonly");
            call.acknowledged(null);
            calls.add(call);
        }
        int[] heard = new int[150];
        for (int i = 0; i < 3 * 150; i++) {
            byte[] packet = receive(5000);
            heard[(ByteBuffer.wrap(packet).getShort(2) & 0xffff) - 1]++;
        }
        assertThat(heard).containsOnly(3);
        assertThat(calls).extracting(call -> ((StreamingCall) call).state()).doesNotContain(StreamScript.State.ENDED);
    }

    @Test
    void t18_a_host_that_was_never_heard_gets_no_more_than_a_second() throws Exception {
        try (DatagramSocket victim = new DatagramSocket(0, InetAddress.getByName("127.0.0.7"))) {
            byte[] offer = new String(offer(SRTP), US_ASCII)
                    .replace("c=IN IP4 127.0.0.1", "c=IN IP4 127.0.0.7")
                    .replace("m=audio " + player.getLocalPort(), "m=audio " + victim.getLocalPort())
                    .getBytes(US_ASCII);
            Call call = ((CallOutcome.Answer) invite(offer)).call();
            call.acknowledged(null);
            await(() -> ((StreamingCall) call).state() == StreamScript.State.OVER);
            victim.setSoTimeout(200);
            int packets = 0;
            try {
                while (true) {
                    victim.receive(new DatagramPacket(new byte[2048], 2048));
                    packets++;
                }
            } catch (SocketTimeoutException quiet) {
                assertThat(packets).isBetween(1, 50);
            }
        }
    }

    @Test
    void a_listener_behind_a_nat_hears_it_where_he_sends_from() throws Exception {
        try (DatagramSocket behind = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Call call = streamed(SRTP, "a=recvonly");
            call.acknowledged(null);
            assertReceived(0, 1);
            InetSocketAddress ours = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), call.media().call().localPort());
            behind.setSoTimeout(20);
            byte[] heard = null;
            for (int i = 0; heard == null; i++) {
                assertThat(i).isLessThan(150);
                byte[] alive = {(byte) 0x80, 20, 0, (byte) i, 0, 0, 0, 0, 0, 0, 0, 9};
                behind.send(new DatagramPacket(alive, alive.length, ours));
                DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
                try {
                    behind.receive(datagram);
                    heard = Arrays.copyOf(datagram.getData(), datagram.getLength());
                } catch (SocketTimeoutException e) {
                    // not yet
                }
            }
            byte[] packet = heard;
            assertThat(stored).anyMatch(one -> Arrays.equals(one, packet));
        }
    }

    @Test
    void t16_t18_a_stranger_who_finds_the_port_gets_nothing_and_takes_nothing_away() throws Exception {
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getByName("127.0.0.9"))) {
            Call call = streamed(SRTP, "a=recvonly");
            call.acknowledged(null);
            for (int i = 0; i < 40; i++) { // as long as four probations
                send(stranger, call, i);
                assertReceived(i, i + 1);
            }
            stranger.setSoTimeout(50);
            assertThatThrownBy(() -> stranger.receive(new DatagramPacket(new byte[2048], 2048)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static void send(DatagramSocket from, Call call, int sequence) throws IOException {
        byte[] sound = {(byte) 0x80, 0, 0, (byte) sequence, 0, 0, 0, 0, 0, 0, 0, 9};
        from.send(new DatagramPacket(
                sound,
                sound.length,
                InetAddress.getLoopbackAddress(),
                call.media().call().localPort()));
    }

    @Test
    void t17_whatever_is_agreed_before_the_ack_makes_nothing_flow() throws Exception {
        Call call = streamed(SRTP, "a=recvonly");
        assertThat(call.updated(offer(SRTP, "a=recvonly", "a=range:npt=1-"))).isInstanceOf(CallOutcome.Answer.class);
        assertThat(call.reinvited(offer(SRTP, "a=recvonly", "a=range:npt=2-"))).isInstanceOf(CallOutcome.Answer.class);
        send(player, call, 1);
        await(() -> engine.counters().packetsForeignSource() == 1); // nobody is heard yet
        assertThat(receive(100)).isNull();
        call.acknowledged(null);
        assertReceived(100, 110);
    }

    @Test
    void a_file_that_breaks_off_ends_the_call() throws Exception {
        byte[] whole = Files.readAllBytes(message.srtp());
        Files.write(message.srtp(), Arrays.copyOf(whole, whole.length / 2 + 7));
        Call call = streamed(SRTP);
        call.acknowledged(null);
        await(() -> hungUp.get() == 1);
        assertGone(call);
    }

    @ParameterizedTest
    @CsvSource({
        "alice, bob,           404",
        "alice, ../alice,      404",
        "alice, 'ali ce',      404",
        "bob,   bob,           404",
        "alice, ALICE,         200",
    })
    void t22_a_foreign_message_is_as_absent_as_none(String reader, String named, int status) {
        CallOutcome outcome = invite(reader, named, offer(SRTP));
        assertThat(outcome instanceof CallOutcome.Reject reject ? reject.status() : 200)
                .isEqualTo(status);
        assertThat(statistics.refused(Refusal.UNKNOWN_MESSAGE)).isEqualTo(status == 404 ? 1 : 0);
        assertThat(engine.counters().portsInUse()).isEqualTo(status == 200 ? 1 : 0);
    }

    @Test
    void who_cannot_be_looked_up_is_told_to_come_back() {
        streams.unknown = true;
        assertReject(invite(offer(SRTP)), 503, "");
    }

    @Test
    void packets_that_cannot_be_read_are_our_failure() {
        streams.unreadable = true;
        assertReject(invite(offer(SRTP)), 500, "");
    }

    @Test
    void a9_a10_without_a_common_system_there_is_no_stream() {
        assertReject(invite(offer("a=recvonly")), 488, "");
        assertReject(invite(null), 488, "");
        assertReject(invite(offer("a=drm:x 0 0 Y")), 488, "a=drm:0 0 0 0\r\n");
        assertReject(invite(offer("a=drm:clearkey 0 0 LDAP/SSL")), 488, "a=drm:0 0 0 0\r\n");
        assertReject(invite(offer("a=drm:srtp 192.0.2.1 0 HTTP/TLS")), 488, "");
        assertReject(invite(offer("a=drm:srtp 0 0")), 400, "");
        assertThat(statistics.refused(Refusal.UNACCEPTABLE_MEDIA)).isEqualTo(5);
        assertThat(statistics.refused(Refusal.MALFORMED_SDP)).isEqualTo(1);
        assertThat(open.current()).isZero();
    }

    private void assertReject(CallOutcome outcome, int status, String body) {
        CallOutcome.Reject reject = (CallOutcome.Reject) outcome;
        assertThat(reject.status()).isEqualTo(status);
        assertThat(reject.instead() == null ? "" : new String(reject.instead().toBytes(), UTF_8))
                .contains(body);
        await(() -> engine.counters().portsInUse() == 0);
    }

    @Test
    void a9_switched_the_offer_is_answered_and_the_ack_ends_the_call() throws Exception {
        make(TestConfig.with(Map.of("ssms.stream.no-common-drm", "declined")));
        Call call = streamed("a=drm:x 0 0 Y");
        call.acknowledged(null);
        await(() -> hungUp.get() == 1);
        assertGone(call);
        assertThat(receive(100)).isNull();
    }

    @Test
    void t26_below_the_weakest_that_is_allowed_there_is_no_stream() throws Exception {
        make(TestConfig.with(Map.of("ssms.stream.min-drm", "software")));
        assertReject(invite(offer(SRTP)), 488, "a=drm:0 0 0 0\r\n");
    }

    @Test
    void t26_a_reinvite_without_drm_is_refused_and_the_stream_goes_on() throws Exception {
        Call call = streamed(SRTP);
        call.acknowledged(null);
        assertReceived(0, 3);
        assertThat(((CallOutcome.Reject) call.reinvited(offer("a=recvonly"))).status())
                .isEqualTo(488);
        assertThat(((CallOutcome.Reject) call.reinvited(null)).status()).isEqualTo(488);
        assertReceived(3, 10);
    }
}
