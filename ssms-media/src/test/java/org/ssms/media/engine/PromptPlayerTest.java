package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Playback;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.Sound;
import org.ssms.media.rtp.RtpPacket;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.Direction;

class PromptPlayerTest {
    private static final long MILLI = 1_000_000;

    private final PromptPlayer player = new PromptPlayer(new RtpSource(7, 65535, 0xffff_ff60), 0);
    private boolean onHold;
    private final List<RtpPacket> sent = new ArrayList<>();
    private final List<Long> sentAt = new ArrayList<>();
    private final List<Prompt> prompt = List.of(Prompt.ofUlaw("p", new byte[400]));

    @Test
    void a_prompt_is_sent_every_20_ms_with_marker_first_and_padded_with_silence_last() throws Exception {
        player.play(prompt);
        run(flow(AudioCodec.PCMU, Direction.SENDRECV, 20), 0, 200);

        assertThat(sentAt).containsExactly(0L, 20L, 40L);
        assertThat(sent).extracting(RtpPacket::marker).containsExactly(true, false, false);
        assertThat(sent).extracting(RtpPacket::sequenceNumber).containsExactly(65535, 0, 1);
        assertThat(sent).extracting(RtpPacket::timestamp).containsExactly(0xffff_ff60L, 0L, 160L);
        assertThat(sent).extracting(RtpPacket::payloadLength).containsExactly(160, 160, 160);
        assertThat(sent.get(2).payload().get(79)).isEqualTo((byte) 0);
        assertThat(sent.get(2).payload().get(80)).isEqualTo((byte) 0xff);
    }

    @Test
    void it_ends_when_its_last_packet_has_been_heard_and_only_once() throws Exception {
        AudioFlow flow = flow(AudioCodec.PCMU, Direction.SENDRECV, 20);
        player.play(prompt);
        run(flow, 0, 59);
        assertThat(player.takeEnded(59 * MILLI)).isNull();
        assertThat(player.takeEnded(60 * MILLI)).isSameAs(prompt);
        assertThat(player.takeEnded(80 * MILLI)).isNull();
    }

    /** Spoken numbers and dates are made of pieces. */
    @Test
    void several_prompts_follow_each_other_within_a_packet_and_end_once() throws Exception {
        AudioFlow flow = flow(AudioCodec.PCMU, Direction.SENDRECV, 20);
        List<Prompt> prompts =
                List.of(prompt(1, 100), prompt(2, 0), prompt(3, 40), prompt(1, 200)); // the same again is no end either
        player.play(prompts);
        run(flow, 0, 200);
        assertThat(sent).extracting(RtpPacket::marker).containsExactly(true, false, false);
        ByteBuffer heard = ByteBuffer.allocate(480);
        sent.forEach(packet -> heard.put(packet.payload()));
        assertThat(runs(heard.array())).containsExactly("1 x 100", "3 x 40", "1 x 200", "-1 x 140");
        assertThat(player.isPlaying(prompts, 59 * MILLI)).isTrue();
        assertThat(player.takeEnded(60 * MILLI)).isSameAs(prompts);
        assertThat(player.takeEnded(80 * MILLI)).isNull();
    }

    @Test
    void what_comes_while_it_is_played_is_followed_by_the_next_within_a_packet_and_waits_while_on_hold()
            throws Exception {
        AudioFlow flow = flow(AudioCodec.PCMU, Direction.SENDRECV, 20);
        Playback own = new Playback(AudioCodec.PCMU, () -> {});
        List<Sound> sounds = List.of(own, prompt(3, 200));
        byte[] said = new byte[240];
        Arrays.fill(said, (byte) 1);
        player.play(sounds);
        own.add(ByteBuffer.wrap(said));
        run(flow, 0, 60); // late by half a packet
        onHold = true;
        run(flow, 60, 200);
        onHold = false;
        own.add(ByteBuffer.wrap(said));
        own.end();
        run(flow, 200, 400);
        ByteBuffer heard = ByteBuffer.allocate(960);
        sent.forEach(packet -> heard.put(packet.payload()));
        assertThat(runs(heard.array())).containsExactly("1 x 240", "-1 x 240", "1 x 240", "3 x 200", "-1 x 40");
        assertThat(player.takeEnded(259 * MILLI)).isNull();
        assertThat(player.takeEnded(260 * MILLI)).isSameAs(sounds);
    }

    @Test
    void a_stop_in_between_ends_them_all() throws Exception {
        AudioFlow flow = flow(AudioCodec.PCMU, Direction.SENDRECV, 20);
        player.play(List.of(prompt(1, 160), prompt(2, 160)));
        run(flow, 0, 20);
        player.stop();
        run(flow, 20, 100);
        assertThat(sent).hasSize(1);
        assertThat(player.takeEnded(100 * MILLI)).isNull();
    }

    @Test
    void only_the_list_that_is_played_is_playing_and_not_an_equal_one() {
        player.play(prompt);
        assertThat(player.isPlaying(prompt, 0)).isTrue();
        assertThat(player.isPlaying(new ArrayList<>(prompt), 0)).isFalse();
    }

    private static Prompt prompt(int value, int samples) {
        byte[] ulaw = new byte[samples];
        Arrays.fill(ulaw, (byte) value);
        return Prompt.ofUlaw("p" + value, ulaw);
    }

    private static List<String> runs(byte[] samples) {
        List<String> runs = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= samples.length; i++) {
            if (i == samples.length || samples[i] != samples[from]) {
                runs.add(samples[from] + " x " + (i - from));
                from = i;
            }
        }
        return runs;
    }

    @Test
    void the_codec_and_packet_time_of_the_flow_are_used() throws Exception {
        player.play(prompt);
        run(flow(AudioCodec.PCMA, Direction.SENDONLY, 30), 0, 200);
        assertThat(sentAt).containsExactly(0L, 40L);
        assertThat(sent).extracting(RtpPacket::payloadType).containsExactly(8, 8);
        assertThat(sent).extracting(RtpPacket::payloadLength).containsExactly(240, 240);
    }

    @Test
    void packets_shorter_than_a_tick_are_sent_together() throws Exception {
        player.play(prompt);
        run(flow(AudioCodec.PCMU, Direction.SENDRECV, 10), 0, 200);
        assertThat(sentAt).containsExactly(0L, 20L, 20L, 40L, 40L);
    }

    @Test
    void for_a_device_that_never_listens_time_goes_on_and_nothing_is_sent() throws Exception {
        player.play(prompt);
        run(flow(AudioCodec.PCMU, Direction.RECVONLY, 20), 0, 60);
        assertThat(sent).isEmpty();
        assertThat(player.takeEnded(60 * MILLI)).isSameAs(prompt);
    }

    @Test
    void who_is_on_hold_hears_the_rest_when_he_is_back() throws Exception {
        AudioFlow flow = flow(AudioCodec.PCMU, Direction.SENDRECV, 20);
        player.play(prompt);
        run(flow, 0, 20);
        onHold = true;
        run(flow, 20, 1000);
        assertThat(player.takeEnded(1000 * MILLI)).isNull();
        assertThat(player.isPlaying(prompt, 1000 * MILLI)).isTrue();
        onHold = false;
        run(flow, 1000, 1040);
        assertThat(sentAt).containsExactly(0L, 1000L, 1020L);
        assertThat(sent).extracting(RtpPacket::marker).containsExactly(true, true, false);
        assertThat((int) (sent.get(1).timestamp() - sent.get(0).timestamp())).isEqualTo(8000);
        assertThat(player.takeEnded(1040 * MILLI)).isSameAs(prompt);
    }

    @Test
    void what_has_been_heard_to_the_end_is_over_also_on_hold() throws Exception {
        player.play(prompt);
        run(flow(AudioCodec.PCMU, Direction.SENDRECV, 20), 0, 60);
        onHold = true;
        run(flow(AudioCodec.PCMU, Direction.INACTIVE, 20), 60, 100);
        assertThat(player.takeEnded(60 * MILLI)).isSameAs(prompt);
    }

    @Test
    void the_timestamp_goes_on_between_prompts() throws Exception {
        AudioFlow flow = flow(AudioCodec.PCMU, Direction.SENDRECV, 20);
        player.play(prompt);
        run(flow, 0, 60);
        player.takeEnded(60 * MILLI);
        player.play(prompt);
        run(flow, 1060, 1080);
        assertThat(sent.get(3).marker()).isTrue();
        assertThat((int) (sent.get(3).timestamp() - sent.get(2).timestamp())).isEqualTo(160 + 8000);
    }

    @Test
    void after_a_stall_it_goes_on_without_a_burst() throws Exception {
        AudioFlow flow = flow(AudioCodec.PCMU, Direction.SENDRECV, 20);
        player.play(prompt);
        run(flow, 0, 20);
        run(flow, 1000, 1020);
        assertThat(sentAt).containsExactly(0L, 1000L);
    }

    @Test
    void a_stopped_prompt_is_silent_and_never_ends() throws Exception {
        player.play(prompt);
        player.stop();
        run(flow(AudioCodec.PCMU, Direction.SENDRECV, 20), 0, 200);
        assertThat(sent).isEmpty();
        assertThat(player.takeEnded(200 * MILLI)).isNull();
    }

    /** Ticks of 20 ms from the first to before the last time. */
    private void run(AudioFlow flow, long fromMillis, long untilMillis) throws Exception {
        for (long millis = fromMillis; millis < untilMillis; millis += 20) {
            ByteBuffer out = ByteBuffer.allocate(1000);
            while (player.next(flow, onHold, millis * MILLI, out)) {
                if (out.flip().hasRemaining()) {
                    sent.add(RtpPacket.parse(out));
                    sentAt.add(millis);
                }
                out = ByteBuffer.allocate(1000);
            }
        }
    }

    private static AudioFlow flow(AudioCodec codec, Direction direction, int ptime) {
        return new AudioFlow(codec, -1, new InetSocketAddress("192.0.2.1", 4000), direction, ptime);
    }
}
