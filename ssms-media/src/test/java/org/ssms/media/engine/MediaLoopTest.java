package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.Direction;

/** The turns of a loop's calls: real sockets on loopback; ticks and time come from the test. */
class MediaLoopTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final RecordingLimits LIMITS = new RecordingLimits(Duration.ofMinutes(1), Duration.ofSeconds(5));
    private static final byte LOUD = 0x10;
    private static final PacketProtection.Factory NO_SRTP = keys -> {
        throw new AssertionError("no keys");
    };

    private final Logger log = Logger.getLogger(MediaLoop.class.getName());
    private final List<LogRecord> logged = new ArrayList<>();
    private final Filter logFilter = line -> {
        logged.add(line);
        return false;
    };
    private long now;
    private boolean clockFails;
    private final LoopContext context = new LoopContext(this::clock, new PortPool(16384, 16400), new SecureRandom());
    private final MediaLoop loop = new MediaLoop(context);
    private final RecordedSink sink = new RecordedSink();
    private final List<MediaCall> calls = new ArrayList<>();
    private final List<LoopbackCaller> callers = new ArrayList<>();
    private final List<DatagramChannel> rtcps = new ArrayList<>();
    private int released;

    /** One that only records; its turn in any case is that of each fifth tick. */
    private MediaCall call;

    private LoopbackCaller caller;

    @BeforeEach
    void open() throws IOException {
        log.setFilter(logFilter);
        call = recorded(sink);
        caller = callers.get(0);
        assertThat(sink.times).hasSize(1);
    }

    @AfterEach
    void close() {
        log.setFilter(null);
        List<CompletableFuture<ReceptionStats>> closed =
                calls.stream().map(open -> open.close().toCompletableFuture()).toList();
        loop.runMessages();
        assertThat(closed).allMatch(CompletableFuture::isDone);
        assertThat(released).isEqualTo(calls.size());
        callers.forEach(LoopbackCaller::close);
    }

    @Test
    void a_call_that_only_records_has_a_turn_every_100_ms_and_is_complete() {
        List<Integer> read = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            caller.send(call, 1, LOUD);
            read.add(tick());
        }
        assertThat(read).filteredOn(packets -> packets > 0).containsExactly(4, 5, 5, 5);
        CompletableFuture<RecordingStats> stats = call.stopRecording().toCompletableFuture();
        loop.runMessages();
        assertThat(stats).isCompletedWithValue(new RecordingStats(21 * 160, 21, 0, 0, 0));
    }

    @Test
    void the_turns_of_calls_that_only_record_are_spread_over_the_ticks() throws IOException {
        while (calls.size() < 10) {
            recorded(new RecordedSink());
        }
        List<Integer> read = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            for (int j = 0; j < calls.size(); j++) {
                callers.get(j).send(calls.get(j), 1, LOUD);
            }
            read.add(tick());
        }
        assertThat(read.subList(5, 25)).containsOnly(2 * MediaLoop.SLOW_TICKS);
    }

    @Test
    void a_prompt_begins_with_the_next_tick() {
        for (int i = 0; i < MediaLoop.SLOW_TICKS; i++) {
            call.play(List.of(Prompt.ofUlaw("hello", new byte[8000])));
            loop.runMessages();
            tick();
            assertThat(context.counters().sent.get()).isEqualTo(i + 1);
            call.stopPrompts();
            loop.runMessages();
        }
    }

    @Test
    void who_hears_a_prompt_has_a_turn_at_every_tick() {
        call.play(List.of(Prompt.ofUlaw("hello", new byte[8000])));
        loop.runMessages();
        for (int i = 0; i < 10; i++) {
            caller.send(call, 1, LOUD);
            assertThat(tick()).isEqualTo(1);
        }
    }

    @Test
    void a_flood_has_no_more_than_its_share_and_takes_nothing_from_others() throws IOException {
        RecordedSink others = new RecordedSink();
        MediaCall other = recorded(others);
        try (LoopbackCaller attacker = new LoopbackCaller(0xbad)) {
            attacker.send(call, 200, (byte) 0x7f);
        }
        List<Integer> flood = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            callers.get(1).send(other, 1, LOUD);
            int before = others.times.size();
            int all = tick();
            flood.add(all - others.times.size() + before);
        }
        assertThat(flood).filteredOn(packets -> packets > 0).startsWith(MediaLoop.SLOW_TICKS * MediaLoop.MAX_PER_TICK);
        assertThat(flood.subList(5, 10)).containsOnly(MediaLoop.MAX_PER_TICK);
        assertThat(others.times).hasSizeBetween(1 + 10 - MediaLoop.SLOW_TICKS, 1 + 10);
    }

    @Test
    void what_came_before_a_re_invite_is_taken_as_before_it() {
        caller.send(call, 4, LOUD);
        call.connect(caller.flow(AudioCodec.PCMU, Direction.INACTIVE));
        loop.runMessages();
        assertThat(sink.times).hasSize(5);
        caller.send(call, 4, LOUD);
        ticks(MediaLoop.SLOW_TICKS);
        assertThat(sink.times).hasSize(5);
    }

    @Test
    void the_first_words_after_a_hold_are_recorded_though_the_loop_wakes_after_them() {
        call.connect(caller.flow(AudioCodec.PCMU, Direction.RECVONLY));
        loop.runMessages();
        caller.send(call, 4, LOUD);
        ticks(MediaLoop.SLOW_TICKS);
        assertThat(sink.times).hasSize(1);
        caller.send(call, 2, LOUD);
        call.connect(caller.flow(AudioCodec.PCMU, Direction.SENDRECV));
        var unused = call.stopRecording();
        loop.runMessages();
        assertThat(sink.times).as("without the music").hasSize(3);
    }

    @Test
    void what_came_before_another_recording_belongs_to_the_first() {
        RecordedSink second = new RecordedSink();
        caller.send(call, 4, LOUD);
        call.record(second, LIMITS);
        loop.runMessages();
        assertThat(sink.times).hasSize(5);
        assertThat(second.times).isEmpty();
    }

    @Test
    void what_lies_in_the_socket_of_a_call_that_is_closed_is_recorded_and_its_ports_are_free() throws IOException {
        caller.send(call, 4, LOUD);
        var unused = call.close();
        loop.runMessages();
        assertThat(sink.times).hasSize(5);
        assertThat(sink.ends).isEqualTo(1);
        new DatagramSocket(call.localPort(), LOOPBACK).close();
        assertThat(rtcps).noneMatch(DatagramChannel::isOpen);
    }

    @Test
    void of_a_call_whose_end_fails_nothing_stays_open() throws IOException {
        clockFails = true;
        CompletableFuture<ReceptionStats> closed = call.close().toCompletableFuture();
        loop.runMessages();
        clockFails = false;
        assertThat(texts()).singleElement().asString().contains("SSMS-2006");
        assertThat(closed).isDone();
        assertThat(released).isEqualTo(1);
        assertThat(loop.load()).isZero();
        new DatagramSocket(call.localPort(), LOOPBACK).close();
        assertThat(rtcps).noneMatch(DatagramChannel::isOpen);
    }

    @Test
    void rtcp_is_looked_for_at_every_fifth_tick_also_of_who_hears_a_prompt() throws IOException {
        call.play(List.of(Prompt.ofUlaw("hello", new byte[8000])));
        loop.runMessages();
        List<Integer> read = new ArrayList<>();
        try (DatagramChannel phone = DatagramChannel.open()) {
            for (int i = 0; i < 10; i++) {
                phone.send(ByteBuffer.allocate(8), rtcps.get(0).getLocalAddress());
                read.add(tick());
            }
        }
        assertThat(read).filteredOn(packets -> packets > 0).containsExactly(4, 5);
    }

    @Test
    void a_socket_that_cannot_be_read_is_in_the_log_once_and_in_the_end_how_often() throws IOException {
        rtcps.get(0).close();
        ticks(10 * MediaLoop.SLOW_TICKS);
        assertThat(logged).singleElement().satisfies(line -> {
            assertThat(line.getMessage()).contains("SSMS-2005");
            assertThat(line.getThrown()).isInstanceOf(ClosedChannelException.class);
        });
        var unused = call.close();
        loop.runMessages();
        assertThat(texts()).hasSize(2).last().asString().contains("SSMS-2005", "10 times");
    }

    @Test
    void calls_whose_turns_fail_are_in_the_log_once_each_and_in_the_end_how_often() throws IOException {
        recorded(new RecordedSink());
        clockFails = true;
        ticks(4 * MediaLoop.SLOW_TICKS);
        clockFails = false;
        assertThat(texts()).hasSize(2).allMatch(text -> text.contains("SSMS-2006"));
        calls.forEach(open -> {
            var unused = open.close();
        });
        loop.runMessages();
        assertThat(texts().subList(2, 4)).allMatch(text -> text.contains("SSMS-2006") && text.contains(" 4 failures"));
    }

    private long clock() {
        if (clockFails) {
            throw new IllegalStateException("planned");
        }
        return now;
    }

    private List<String> texts() {
        return logged.stream().map(new SimpleFormatter()::formatMessage).toList();
    }

    /** A call of whom one packet is recorded. */
    private MediaCall recorded(RecordedSink to) throws IOException {
        LoopbackCaller from = new LoopbackCaller(0xcafe);
        callers.add(from);
        DatagramChannel rtp = socket();
        DatagramChannel rtcp = socket();
        rtcps.add(rtcp);
        CallSockets sockets = new CallSockets((InetSocketAddress) rtp.getLocalAddress(), rtp, rtcp);
        LiveCall live = new LiveCall(sockets, new QuietListener(), context, new RtpSource(1, 0, 0));
        loop.add(live, () -> released++);
        MediaCall recorded = new MediaCall(sockets.local(), live, loop, NO_SRTP);
        calls.add(recorded);
        recorded.connect(from.flow(AudioCodec.PCMU, Direction.SENDRECV));
        recorded.record(to, LIMITS);
        loop.runMessages();
        from.send(recorded, 1, LOUD);
        tick();
        return recorded;
    }

    private static DatagramChannel socket() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        return channel.bind(new InetSocketAddress(LOOPBACK, 0));
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            tick();
        }
    }

    /** How many packets of all calls were read at this tick. */
    private int tick() {
        long before = context.counters().received.get();
        now += MediaLoop.TICK_NANOS;
        loop.turn(now, now);
        return (int) (context.counters().received.get() - before);
    }
}
