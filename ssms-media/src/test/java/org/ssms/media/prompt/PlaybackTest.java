package org.ssms.media.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.codec.G711;

class PlaybackTest {
    private static final int FRAME = 160;
    private static final byte[] SAID = said(5 * Playback.CAPACITY + 77);

    private int wanted;
    private final Playback playback = new Playback(AudioCodec.PCMU, () -> wanted++);
    private final ByteBuffer heard = ByteBuffer.allocate(2 * SAID.length);

    private static byte[] said(int samples) {
        byte[] said = new byte[samples];
        new Random(36).nextBytes(said);
        return said;
    }

    @Test
    void all_is_heard_to_the_sample_though_never_more_than_two_seconds_are_here() {
        ByteBuffer source = ByteBuffer.wrap(SAID);
        while (!playback.isOver(0)) {
            if (wanted > 0) {
                wanted = 0;
                playback.add(source);
                assertThat(playback.room()).isGreaterThanOrEqualTo(0);
                playback.filled();
                if (!source.hasRemaining()) {
                    playback.end();
                }
            }
            playback.take(heard, AudioCodec.PCMU, 0, FRAME);
        }
        assertThat(heard.get(0)).as("before anything was there").isEqualTo(AudioCodec.PCMU.silence());
        assertThat(Arrays.copyOfRange(heard.array(), FRAME, heard.position())).isEqualTo(SAID);
    }

    @Test
    void where_nothing_is_there_in_time_silence_is_heard_and_then_the_rest() {
        playback.add(ByteBuffer.wrap(SAID, 0, 100));
        assertThat(playback.take(heard, AudioCodec.PCMU, 0, FRAME)).isEqualTo(FRAME);
        assertThat(playback.take(heard, AudioCodec.PCMU, FRAME, FRAME)).isEqualTo(FRAME);
        playback.add(ByteBuffer.wrap(SAID, 100, 300));
        playback.end();
        assertThat(playback.take(heard, AudioCodec.PCMU, 0, FRAME)).isEqualTo(FRAME);
        assertThat(playback.isOver(0)).isFalse();
        assertThat(playback.take(heard, AudioCodec.PCMU, 0, FRAME)).isEqualTo(140);
        assertThat(playback.isOver(0)).isTrue();
        assertThat(playback.take(heard, AudioCodec.PCMU, 0, FRAME)).isZero();
        byte[] expected = new byte[2 * FRAME + 300];
        Arrays.fill(expected, AudioCodec.PCMU.silence());
        System.arraycopy(SAID, 0, expected, 0, 100);
        System.arraycopy(SAID, 100, expected, 2 * FRAME, 300);
        assertThat(Arrays.copyOf(heard.array(), heard.position())).isEqualTo(expected);
    }

    @Test
    void more_is_wanted_once_until_it_has_come_and_never_behind_the_end() {
        playback.take(null, AudioCodec.PCMU, 0, FRAME);
        playback.take(null, AudioCodec.PCMU, 0, FRAME);
        assertThat(wanted).isEqualTo(1);
        playback.add(ByteBuffer.wrap(SAID));
        playback.filled();
        playback.take(null, AudioCodec.PCMU, 0, Playback.CAPACITY - Playback.LOW);
        assertThat(wanted).isEqualTo(1);
        playback.take(null, AudioCodec.PCMU, 0, 1);
        assertThat(wanted).isEqualTo(2);
        playback.end();
        playback.filled();
        playback.take(null, AudioCodec.PCMU, 0, FRAME);
        assertThat(wanted).isEqualTo(2);
    }

    @Test
    void who_changes_the_codec_hears_it_in_that() {
        playback.add(ByteBuffer.wrap(SAID, 0, FRAME));
        playback.addSilence(FRAME);
        playback.end();
        playback.take(heard, AudioCodec.PCMA, 0, 2 * FRAME);
        for (int i = 0; i < FRAME; i++) {
            assertThat(heard.get(i)).isEqualTo(G711.linearToAlaw(G711.ulawToLinear(SAID[i])));
        }
        assertThat(heard.get(FRAME)).isEqualTo(G711.linearToAlaw((short) 0));
        Playback alaw = new Playback(AudioCodec.PCMA, () -> {});
        alaw.add(ByteBuffer.wrap(SAID, 0, FRAME));
        ByteBuffer ulaw = ByteBuffer.allocate(FRAME);
        alaw.take(ulaw, AudioCodec.PCMU, 0, FRAME);
        for (int i = 0; i < FRAME; i++) {
            assertThat(ulaw.get(i)).isEqualTo(G711.linearToUlaw(G711.alawToLinear(SAID[i])));
        }
    }

    @Test
    void of_what_is_dropped_nothing_is_heard() {
        playback.add(ByteBuffer.wrap(SAID, 0, FRAME));
        playback.drop();
        playback.take(heard, AudioCodec.PCMU, 0, FRAME);
        assertThat(playback.isOver(0)).isTrue();
        assertThat(Arrays.copyOf(heard.array(), heard.position())).containsOnly(AudioCodec.PCMU.silence());
    }
}
