package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.Direction;

/** Stored packets at their time. The clock is the test's; a tick is every 20 ms. */
class StreamSenderTest {
    private static final long MILLI = 1_000_000;
    private static final int SSRC = 0xcafe;
    private static final AudioFlow FLOW = flow(Direction.SENDONLY);

    private final List<ByteBuffer> sent = new ArrayList<>();
    private final List<Long> sentAt = new ArrayList<>();
    private int wanted;
    private PacketStream stream = new PacketStream(SSRC, 0, () -> wanted++);
    private StreamSender sender = new StreamSender(stream);
    private long now;

    @Test
    void packets_leave_as_they_are_each_at_its_time() {
        List<ByteBuffer> stored = add(0, 160, 320, 4000);
        stream.end();
        run(1000);
        assertThat(sent).isEqualTo(stored);
        assertThat(sentAt).containsExactly(0L, 20L, 40L, 500L);
    }

    @Test
    void it_ends_when_the_last_packet_has_had_its_time_and_once() {
        add(0, 160);
        stream.end();
        run(40);
        assertThat(sender.takeEnded(39 * MILLI)).isNull();
        assertThat(sender.isBusy()).isTrue();
        assertThat(sender.takeEnded(40 * MILLI)).isSameAs(stream);
        assertThat(sender.takeEnded(60 * MILLI)).isNull();
        assertThat(sender.isBusy()).isFalse();
    }

    @Test
    void it_does_not_end_before_it_has_begun() {
        stream.end();
        assertThat(sender.takeEnded(10_000 * MILLI)).isNull();
        run(20);
        assertThat(sender.takeEnded(20 * MILLI)).isSameAs(stream);
    }

    @Test
    void from_a_later_place_the_first_packet_waits_for_its_own_time() {
        stream = new PacketStream(SSRC, 8000, () -> wanted++);
        sender = new StreamSender(stream);
        add(8800, 8960);
        run(200);
        assertThat(sentAt).containsExactly(100L, 120L);
    }

    @Test
    void on_hold_time_stands_still_also_between_two_packets() {
        add(0, 160, 2400);
        run(100);
        hold(5000);
        run(400);
        assertThat(sentAt).containsExactly(0L, 20L, 5000L + 300);
        assertThat(sender.takeEnded(now)).isNull();
    }

    @Test
    void a_listener_who_is_on_hold_from_the_beginning_hears_it_from_there() {
        add(0, 160);
        hold(3000);
        run(100);
        assertThat(sentAt).containsExactly(3000L, 3020L);
    }

    @Test
    void a_flow_that_does_not_let_us_send_is_a_hold() {
        add(0, 160);
        assertThat(sender.next(flow(Direction.INACTIVE), false, 0, ByteBuffer.allocate(400)))
                .isFalse();
        now = 1000;
        run(100);
        assertThat(sentAt).containsExactly(1000L, 1020L);
    }

    @Test
    void packets_that_come_too_late_shift_the_rest_and_make_no_burst() {
        add(0, 160);
        run(1000);
        add(320, 480);
        run(100);
        assertThat(sentAt).containsExactly(0L, 20L, 1000L, 1020L);
    }

    @Test
    void a_short_stall_is_caught_up() {
        add(0, 160, 320, 480);
        run(20);
        now += 60;
        run(20);
        assertThat(sentAt).containsExactly(0L, 80L, 80L, 80L);
    }

    @Test
    void the_timestamp_follows_the_stream_and_stands_still_on_hold() {
        add(0, 160, 320);
        run(60);
        assertThat(sender.timestampAt(50 * MILLI)).isEqualTo(400);
        hold(1000);
        assertThat(sender.timestampAt(900 * MILLI)).isEqualTo(480);
        assertThat(sender.ssrc()).isEqualTo(SSRC);
    }

    @Test
    void stopped_it_sends_nothing_more_asks_for_nothing_and_never_ends() {
        add(0, 160, 320);
        run(40);
        stream.filled();
        sender.stop(now * MILLI);
        run(1000);
        assertThat(sent).hasSize(2);
        assertThat(wanted).isEqualTo(1);
        assertThat(sender.isBusy()).isFalse();
        assertThat(sender.takeEnded(now * MILLI)).isNull();
        assertThat(sender.timestampAt(now * MILLI)).isEqualTo(320);
    }

    @Test
    void more_is_wanted_once_until_it_is_there() {
        add(0);
        run(100);
        assertThat(wanted).isEqualTo(1);
        stream.filled();
        run(100);
        assertThat(wanted).isEqualTo(2);
        stream.filled();
        IntStream.range(1, 70).forEach(i -> add(i * 160));
        run(20);
        assertThat(wanted).isEqualTo(2);
    }

    @Test
    void there_is_room_for_so_much_and_no_more() {
        ByteBuffer packet = ByteBuffer.allocate(1018);
        for (int i = 0; i < 16; i++) {
            assertThat(stream.hasRoomFor(1018)).isTrue();
            stream.add(packet, i);
        }
        assertThat(stream.hasRoomFor(0)).isFalse();
        assertThatThrownBy(() -> stream.add(packet, 16)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_goes_round_the_ring_stays_whole() {
        Random random = new Random(13); // fixed seed: a failure repeats
        List<ByteBuffer> in = new ArrayList<>();
        List<ByteBuffer> out = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            byte[] packet = new byte[22 + random.nextInt(1500)];
            random.nextBytes(packet);
            while (!stream.hasRoomFor(packet.length)) {
                out.add(take());
            }
            stream.add(ByteBuffer.wrap(packet), 0xffff_0000L + i);
            in.add(ByteBuffer.wrap(packet));
        }
        while (stream.hasNext()) {
            assertThat(stream.time()).isEqualTo(0xffff_0000L + out.size());
            out.add(take());
        }
        assertThat(out).isEqualTo(in);
    }

    @Test
    void a_packet_that_does_not_fit_into_a_datagram_is_passed_over() {
        stream.add(ByteBuffer.allocate(3000), 0);
        add(160);
        run(40);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).remaining()).isZero();
        assertThat(sent.get(1).remaining()).isEqualTo(182);
    }

    private ByteBuffer take() {
        ByteBuffer out = ByteBuffer.allocate(2048);
        stream.take(out);
        return out.flip();
    }

    /** Packets of 20 ms. */
    private List<ByteBuffer> add(int... times) {
        List<ByteBuffer> added = new ArrayList<>();
        for (int time : times) {
            ByteBuffer packet = ByteBuffer.allocate(182);
            new RtpSource(SSRC, time / 160 + 1, time).writeHeader(packet, 0, time == 0);
            while (packet.hasRemaining()) {
                packet.put((byte) (time * 31 + packet.position()));
            }
            stream.add(packet.flip(), time);
            added.add(packet);
        }
        return added;
    }

    private void run(int millis) {
        for (long end = now + millis; now < end; now += 20) {
            ByteBuffer out = ByteBuffer.allocate(2048);
            while (sender.next(FLOW, false, now * MILLI, out)) {
                sent.add(out.flip());
                sentAt.add(now);
                out = ByteBuffer.allocate(2048);
            }
        }
    }

    private void hold(int millis) {
        for (long end = now + millis; now < end; now += 20) {
            assertThat(sender.next(FLOW, true, now * MILLI, ByteBuffer.allocate(2048)))
                    .isFalse();
        }
    }

    private static AudioFlow flow(Direction direction) {
        return new AudioFlow(AudioCodec.PCMU, -1, new InetSocketAddress("192.0.2.1", 4000), direction, 20);
    }
}
