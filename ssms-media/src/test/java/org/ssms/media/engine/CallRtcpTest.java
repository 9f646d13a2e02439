package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.rtcp.RtcpReader;
import org.ssms.media.rtcp.RtcpWriter;
import org.ssms.media.rtp.MalformedPacketException;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.Direction;

/** RTCP of a call without its loop; the caller has two real sockets on loopback. */
class CallRtcpTest {
    private static final long MILLI = 1_000_000;
    private static final int OURS = 1;
    private static final int CALLERS = 0xcafe;
    private static final PacketProtection.Factory NO_SRTP = keys -> {
        throw new AssertionError("no keys");
    };

    private long now = 77_000 * MILLI;
    private final LoopContext loop = new LoopContext(() -> now, new PortPool(16384, 16400), new SecureRandom());
    private DatagramChannel rtp;
    private DatagramChannel rtcp;
    private LiveCall call;
    private int number;

    @BeforeEach
    void open() throws Exception {
        rtp = socket();
        rtcp = socket();
        DatagramChannel ours = socket();
        CallSockets sockets = new CallSockets((InetSocketAddress) ours.getLocalAddress(), ours, socket());
        call = new LiveCall(sockets, new QuietListener(), loop, new RtpSource(OURS, 0, 8000));
    }

    @AfterEach
    void close() throws Exception {
        call.close();
        rtp.close();
        rtcp.close();
    }

    @Test
    void reports_say_how_the_caller_is_received_and_a_goodbye_is_the_last() throws Exception {
        call.connect(flow(false), NO_SRTP);
        run(4000, 5); // every fifth packet is lost
        List<String> reports = received(rtcp);
        assertThat(reports).isNotEmpty().allMatch(report -> report.startsWith("block 1 about cafe"));
        assertThat(call.reception().expected()).isEqualTo(number - 1);
        assertThat(call.reception().lost()).isEqualTo(number / 5 - 1);
        assertThat(call.reception().jitterMicros()).isLessThan(2000);
        call.close();
        assertThat(received(rtcp)).last().isEqualTo("BYE 1");
        assertThat(received(rtp)).isEmpty();
        assertThat(loop.counters().rtcpSent.get()).isEqualTo(reports.size() + 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 500})
    void how_late_we_read_is_no_jitter_of_the_caller(int turnMillis) throws Exception {
        call.connect(flow(false), NO_SRTP);
        listen(turnMillis, n -> 0);
        assertThat(call.reception().received()).isEqualTo(number).isGreaterThan(800);
        assertThat(call.reception().jitterMicros()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100})
    void jitter_is_seen_however_often_we_read(int turnMillis) throws Exception {
        call.connect(flow(false), NO_SRTP);
        listen(turnMillis, n -> n / 25 % 2 * 60); // half a second at once, half a second 60 ms late
        assertThat(call.reception().jitterMicros()).isBetween(1_000L, 20_000L);
    }

    @Test
    void who_sends_makes_sender_reports() throws Exception {
        call.connect(flow(false), NO_SRTP);
        call.play(List.of(Prompt.ofUlaw("long", new byte[8000 * 4])));
        run(4000, 0);
        assertThat(received(rtcp)).anyMatch(report -> report.startsWith("SR 1 "));
    }

    @Test
    void a_stored_stream_is_reported_as_its_own_source_and_leaves_unchanged() throws Exception {
        call.connect(flow(false), NO_SRTP);
        PacketStream stream = new PacketStream(0x5703ed, 0, () -> {});
        ByteBuffer stored = ByteBuffer.allocate(182);
        new RtpSource(0x5703ed, 1, 0).writeHeader(stored, 0, true);
        for (int i = 0; i < 60; i++) {
            stream.add(stored.clear(), i * 800L);
        }
        call.send(stream);
        run(4000, 0);
        assertThat(received(rtcp)).anyMatch(report -> report.startsWith("SR 5703ed "));
        call.stopStream();
        call.close();
        assertThat(received(rtcp)).last().isEqualTo("BYE 5703ed");
        assertThat(loop.counters().sent.get()).isEqualTo(40);
    }

    @Test
    void a_prompt_after_a_stream_is_of_the_calls_own_source_again() throws Exception {
        call.connect(flow(false), NO_SRTP);
        call.send(new PacketStream(0x5703ed, 0, () -> {}));
        run(100, 0);
        call.play(List.of(Prompt.ofUlaw("long", new byte[8000 * 4])));
        run(4000, 0);
        assertThat(received(rtcp)).anyMatch(report -> report.startsWith("SR 1 "));
        call.close();
        assertThat(received(rtcp)).last().isEqualTo("BYE 1");
    }

    @Test
    void without_rtcp_no_report_is_sent_whoever_asks() throws Exception {
        AudioFlow flow = new AudioFlow(AudioCodec.PCMU, 0, -1, address(rtp), null, Direction.SENDONLY, 20, null);
        call.connect(flow, NO_SRTP);
        call.play(List.of(Prompt.ofUlaw("long", new byte[8000 * 4])));
        run(2000, 0);
        call.rtcpReceiver().received(report(CALLERS), address(rtcp), now);
        run(4000, 0);
        call.close();
        assertThat(received(rtcp)).isEmpty();
        assertThat(loop.counters().rtcpSent.get()).isZero();
        assertThat(loop.counters().sent.get()).isPositive();
    }

    @Test
    void what_the_caller_reports_gives_loss_and_round_trip() throws Exception {
        call.connect(flow(false), NO_SRTP);
        run(20, 0);
        call.play(List.of(Prompt.ofUlaw("long", new byte[8000 * 4])));
        String report = runUntilSenderReport();
        int ntp = Integer.parseUnsignedInt(report.substring("SR 1 ".length()), 16);
        // the caller waits 1 s after our report, which takes 30 ms there and back on the wire
        ByteBuffer out = ByteBuffer.allocate(200);
        new RtcpWriter(out, CALLERS)
                .report(new RtcpWriter.Sent(5L << 32, 0, 1, 160), new RtcpWriter.Block(OURS, 0, 7, 0, 0, ntp, 65_536));
        ReceptionStats before = call.reception();
        assertThat(before.farLost()).isEqualTo(-1);
        assertThat(before.roundTripMicros()).isEqualTo(-1);
        now += 1030 * MILLI;
        call.rtcpReceiver().emptied(now - 2 * MILLI); // the report came somewhen in the last 4 ms
        now += 2 * MILLI;
        call.rtcpReceiver().received(out.flip(), address(rtcp), now);
        assertThat(call.reception().farLost()).isEqualTo(7);
        assertThat(call.reception().roundTripMicros()).isCloseTo(30_000, within(100L));
        assertThat(loop.counters().rtcpReceived.get()).isEqualTo(1);
    }

    @Test
    void a_strangers_rtcp_is_foreign_and_does_not_get_ours() throws Exception {
        try (DatagramChannel stranger = socket()) {
            call.connect(flow(false), NO_SRTP);
            call.rtcpReceiver()
                    .received(
                            report(CALLERS),
                            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 4001),
                            now);
            call.rtcpReceiver().received(report(CALLERS), address(stranger), now);
            assertThat(loop.counters().foreign.get()).isEqualTo(2);
            run(4000, 0);
            assertThat(received(stranger)).isEmpty();
            assertThat(received(rtcp)).isNotEmpty();
        }
    }

    @Test
    void behind_nat_reports_go_to_where_rtcp_comes_from_once_it_comes() throws Exception {
        try (DatagramChannel nat = socket()) {
            InetSocketAddress elsewhere = new InetSocketAddress("127.0.0.3", 4000);
            AudioFlow flow = new AudioFlow(AudioCodec.PCMU, -1, elsewhere, Direction.SENDRECV, 20);
            call.connect(flow, NO_SRTP);
            run(4000, 0);
            assertThat(received(nat)).isEmpty();
            call.rtcpReceiver().received(report(CALLERS), address(nat), now);
            run(8000, 0);
            assertThat(received(nat)).isNotEmpty();
            assertThat(received(rtcp)).isEmpty();
        }
    }

    @Test
    void the_signalled_rtcp_address_takes_over_from_one_that_was_heard_first() throws Exception {
        try (DatagramChannel sprayer = socket()) {
            call.connect(flow(false), NO_SRTP);
            run(100, 0);
            call.rtcpReceiver().received(report(CALLERS), address(sprayer), now);
            call.rtcpReceiver().received(report(CALLERS), address(rtcp), now);
            call.rtcpReceiver().received(report(CALLERS), address(sprayer), now);
            assertThat(loop.counters().rtcpReceived.get()).isEqualTo(2);
            assertThat(loop.counters().foreign.get()).isEqualTo(1);
            received(rtcp);
            run(8000, 0);
            assertThat(received(rtcp)).isNotEmpty();
            assertThat(received(sprayer)).isEmpty();
        }
    }

    @Test
    void who_was_never_heard_gets_no_more_than_a_second_of_sound_however_often_he_is_named() throws Exception {
        try (DatagramChannel third = socket(InetAddress.getByName("127.0.0.9"))) {
            call.connect(flow(false), NO_SRTP);
            run(500, 0); // the attacker is heard, so the call goes on
            call.play(List.of(Prompt.ofUlaw("long", new byte[8000 * 20])));
            for (int i = 0; i < 10; i++) {
                InetSocketAddress named = i % 2 == 0 ? address(third) : new InetSocketAddress("127.0.0.9", 9);
                call.connect(new AudioFlow(AudioCodec.PCMU, -1, named, Direction.SENDRECV, 20), NO_SRTP);
                tick(500);
            }
            assertThat(packets(third)).isBetween(1, CallTransport.MAX_UNHEARD);
            assertThat(loop.counters().sent.get() + loop.counters().rtcpSent.get())
                    .isEqualTo(CallTransport.MAX_UNHEARD);
            call.connect(flow(false), NO_SRTP);
            run(1000, 0);
            assertThat(packets(rtp)).as("who is heard gets what is left").isGreaterThan(40);
        }
    }

    @Test
    void a_caller_who_names_a_host_that_cannot_be_reached_is_sent_to_where_he_was_heard() throws Exception {
        call.connect(flow(false), NO_SRTP);
        run(500, 0);
        InetSocketAddress group =
                new InetSocketAddress("224.0.0.9", 4000); // as little to be believed as 10/8 from afar
        call.connect(new AudioFlow(AudioCodec.PCMU, -1, group, Direction.SENDRECV, 20), NO_SRTP);
        call.play(List.of(Prompt.ofUlaw("long", new byte[8000 * 2])));
        run(500, 0);
        assertThat(packets(rtp)).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_muted_caller_of_a_carrier_hears_all_at_its_media_gateway_and_one_of_a_stranger_a_second(boolean trusted)
            throws Exception {
        call.signaller(InetAddress.getByName("127.0.0.8"), trusted);
        call.connect(flow(false), NO_SRTP);
        call.play(List.of(Prompt.ofUlaw("greeting", new byte[8000 * 8])));
        int heard = 0;
        for (int second = 0; second < 9; second++) {
            tick(1000);
            heard += packets(rtp);
        }
        assertThat(heard).isBetween(trusted ? 400 : 40, trusted ? 400 : CallTransport.MAX_UNHEARD);
    }

    @Test
    void muxed_rtcp_goes_both_ways_on_the_rtp_port() throws Exception {
        call.connect(flow(true), NO_SRTP);
        run(4000, 0);
        assertThat(received(rtp)).isNotEmpty();
        assertThat(received(rtcp)).isEmpty();
        call.received(report(CALLERS), address(rtp), now);
        assertThat(loop.counters().rtcpReceived.get()).isEqualTo(1);
        call.rtcpReceiver().received(report(CALLERS), address(rtcp), now);
        assertThat(loop.counters().foreign.get()).isEqualTo(1);
    }

    @Test
    void any_rtcp_is_counted_and_never_fatal() throws Exception {
        call.connect(flow(false), NO_SRTP);
        run(100, 0);
        Random random = new Random(35); // fixed seed: a failure repeats
        byte[] good = report(CALLERS).array();
        for (int i = 0; i < 50_000; i++) {
            byte[] packet = good.clone();
            packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            call.rtcpReceiver()
                    .received(ByteBuffer.wrap(packet, 0, random.nextInt(packet.length + 1)), address(rtcp), now);
        }
        LoopCounters counters = loop.counters();
        assertThat(counters.malformed.get()).isBetween(20_000L, 50_000L);
        assertThat(counters.malformed.get() + counters.rtcpReceived.get()).isEqualTo(50_000);
    }

    private AudioFlow flow(boolean muxed) throws Exception {
        InetSocketAddress remote = address(rtp);
        return new AudioFlow(
                AudioCodec.PCMU, 0, 101, remote, muxed ? remote : address(rtcp), Direction.SENDRECV, 20, null);
    }

    /** Packets of the caller every 20 ms, without every {@code lose}-th. */
    private void run(long millis, int lose) throws Exception {
        for (long end = now + millis * MILLI; now < end; now += 20 * MILLI) {
            ByteBuffer packet = ByteBuffer.allocate(172);
            new RtpSource(CALLERS, number, number * 160).writeHeader(packet, 0, false);
            number++;
            if (lose == 0 || number % lose != 0) {
                call.received(packet.clear(), address(rtp), now);
            }
            call.emptied(now);
            call.tick(now, now);
        }
    }

    /** A caller is silent for a moment every second; what has come is read every so many milliseconds. */
    private void listen(int turnMillis, IntUnaryOperator delayMillis) throws Exception {
        long start = now;
        int next = 0;
        for (int time = turnMillis; time <= 20_000; time += turnMillis) {
            now = start + time * MILLI;
            for (; next * 20 + delayMillis.applyAsInt(next) <= time; next++) {
                if (next % 50 < 43) {
                    ByteBuffer packet = ByteBuffer.allocate(172);
                    new RtpSource(CALLERS, number++, next * 160).writeHeader(packet, 0, false);
                    call.received(packet.clear(), address(rtp), now);
                }
            }
            call.emptied(now);
        }
    }

    private void tick(long millis) {
        for (long end = now + millis * MILLI; now < end; now += 20 * MILLI) {
            call.tick(now, now);
        }
    }

    private static int packets(DatagramChannel socket) throws Exception {
        int packets = 0;
        for (ByteBuffer packet = ByteBuffer.allocate(2048); socket.receive(packet.clear()) != null; packets++) {}
        return packets;
    }

    private static ByteBuffer report(int source) {
        ByteBuffer out = ByteBuffer.allocate(100);
        new RtcpWriter(out, source)
                .report(new RtcpWriter.Sent(5L << 32, 0, 1, 160), null)
                .description("caller");
        return ByteBuffer.wrap(Arrays.copyOf(out.array(), out.position()));
    }

    /** Ticks until a sender report is there, which then is of now. */
    private String runUntilSenderReport() throws Exception {
        for (int tick = 0; tick < 1000; tick++) {
            call.tick(now, now);
            List<String> reports = received(rtcp);
            if (!reports.isEmpty() && reports.get(0).startsWith("SR")) {
                return reports.get(0);
            }
            now += 20 * MILLI;
        }
        throw new AssertionError("no report in 20 s");
    }

    private static DatagramChannel socket() throws Exception {
        return socket(InetAddress.getLoopbackAddress());
    }

    private static DatagramChannel socket(InetAddress address) throws Exception {
        DatagramChannel socket = DatagramChannel.open().bind(new InetSocketAddress(address, 0));
        socket.configureBlocking(false);
        return socket;
    }

    private static InetSocketAddress address(DatagramChannel socket) throws Exception {
        return (InetSocketAddress) socket.getLocalAddress();
    }

    /** What the RTCP that lies in the socket says; RTP in it is passed over. */
    private static List<String> received(DatagramChannel socket) throws Exception {
        List<String> told = new ArrayList<>();
        ByteBuffer packet = ByteBuffer.allocate(2048);
        while (socket.receive(packet.clear()) != null) {
            packet.flip();
            if ((packet.get(1) & 0xff) >= 192) {
                read(packet, told);
            }
        }
        return told;
    }

    private static void read(ByteBuffer packet, List<String> told) throws MalformedPacketException {
        RtcpReader.read(packet, new RtcpReader.Output() {
            @Override
            public void senderReport(int source, int ntpMiddle) {
                told.add("SR %x %x".formatted(source, ntpMiddle));
            }

            @Override
            public void receptionReport(int reporter, int source, int lost, int lastReport, int delay) {
                told.add("block %x about %x lost %d".formatted(reporter, source, lost));
            }

            @Override
            public void bye(int source) {
                told.add("BYE %x".formatted(source));
            }
        });
    }
}
