package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssms.media.codec.AudioCodec;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.srtp.StoredSrtpOpener;
import org.ssms.protect.srtp.StoredSrtpWriter;
import org.ssms.recording.TestMessage;

class StoredSoundTest {
    private static final int FRAME = 160;
    private static final byte SILENCE = AudioCodec.PCMU.silence();
    private static final byte[] SAID = said(FRAME * 1000);

    @TempDir
    Path storage;

    private Path file;
    private TestMessage message;
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final List<StoredSound> failed = new ArrayList<>();
    private StoredSound review;

    private static byte[] said(int samples) {
        byte[] said = new byte[samples];
        new Random(37).nextBytes(said);
        return said;
    }

    @BeforeEach
    void begin() throws IOException {
        file = storage.resolve("stored.srtp");
        message = new TestMessage(storage);
        review = sound(0, Speed.NORMAL);
    }

    private StoredSound sound(long from, Speed speed) {
        return new StoredSound(message.id(), message::openStored, AudioCodec.PCMU, from, speed, work::add, failed::add);
    }

    @Test
    void f4_36_all_is_heard_to_the_sample_in_memory_a_little_at_a_time() throws Exception {
        store(1000, 0, 0);
        byte[] heard = hear(Integer.MAX_VALUE);
        assertThat(Arrays.copyOf(heard, FRAME)).containsOnly(SILENCE); // until a worker has come
        assertThat(Arrays.copyOfRange(heard, FRAME, heard.length)).isEqualTo(SAID);
        assertThat(message.asked).containsExactly("openStored");
        assertThat(failed).isEmpty();
    }

    @Test
    void where_nothing_was_recorded_there_is_silence_however_long() throws Exception {
        store(1000, 3, 500);
        byte[] heard = hear(Integer.MAX_VALUE);
        byte[] expected = SAID.clone();
        Arrays.fill(expected, 3 * FRAME, 500 * FRAME, SILENCE);
        assertThat(Arrays.copyOfRange(heard, FRAME, heard.length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"FASTER, 1.5", "SLOWER, 0.75"})
    void c33_the_place_is_of_the_message_however_fast_it_is_heard(Speed speed, double factor) throws Exception {
        store(1000, 0, 0);
        long from = 333;
        review = sound(from, speed);
        assertThat(review.place()).isEqualTo(from);
        hear(41 * FRAME);
        assertThat(review.place()).isEqualTo(from + (long) (40 * FRAME * factor));
        byte[] rest = hear(Integer.MAX_VALUE);
        assertThat(40 * FRAME + rest.length).isEqualTo((int) Math.ceil((SAID.length - from) / factor));
        assertThat(review.place()).isBetween((long) SAID.length, SAID.length + 1L);
        assertThat(review.isHeardOut()).isTrue();
        assertThat(failed).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Speed.class)
    void what_was_not_recorded_lasts_as_long_as_the_rest(Speed speed) throws Exception {
        store(1000, 3, 500);
        review = sound(0, speed);
        byte[] heard = hear(Integer.MAX_VALUE);
        Duration length = Duration.ofMillis(SAID.length / 8);
        assertThat(heard.length - FRAME).isCloseTo((int) speed.of(length).toMillis() * 8, within(8));
        int middle = FRAME + (heard.length - FRAME) / 4;
        assertThat(Arrays.copyOfRange(heard, middle, middle + FRAME)).containsOnly(SILENCE);
        assertThat(failed).isEmpty();
    }

    @Test
    void who_presses_a_key_hears_no_more_at_any_speed() throws Exception {
        FileChannel channel = store(1000, 0, 0);
        review = sound(0, Speed.SLOWER);
        hear(10 * FRAME);
        review.close();
        assertThat(hear(Integer.MAX_VALUE)).containsOnly(SILENCE);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void each_speed_comes_once_in_turn() {
        assertThat(Stream.iterate(Speed.NORMAL, Speed::next).limit(4))
                .containsExactly(Speed.NORMAL, Speed.FASTER, Speed.SLOWER, Speed.NORMAL);
    }

    @Test
    void nothing_is_heard_of_nothing() throws Exception {
        store(0, 0, 0);
        assertThat(hear(Integer.MAX_VALUE)).hasSize(FRAME).containsOnly(SILENCE);
        assertThat(failed).isEmpty();
    }

    @Test
    void what_was_altered_is_not_heard_and_told_once() throws Exception {
        store(1000, 0, 0);
        byte[] stored = Files.readAllBytes(file);
        stored[stored.length / 2] ^= 1;
        Files.write(file, stored);
        byte[] heard = hear(Integer.MAX_VALUE);
        assertThat(failed).containsExactly(review);
        assertThat(heard.length).isLessThan(SAID.length / 2 + 2 * FRAME);
        review.close();
    }

    @Test
    void what_cannot_be_opened_is_told() {
        assertThat(hear(Integer.MAX_VALUE)).containsOnly(SILENCE);
        assertThat(failed).containsExactly(review);
    }

    @Test
    void who_has_pressed_a_key_hears_no_more_and_the_file_is_let_go() throws Exception {
        FileChannel channel = store(1000, 0, 0);
        hear(10 * FRAME);
        review.close();
        review.close();
        assertThat(hear(Integer.MAX_VALUE)).containsOnly(SILENCE);
        assertThat(channel.isOpen()).isFalse();
        assertThat(failed).isEmpty();
    }

    @Test
    void who_has_ended_the_recording_meanwhile_is_told_nothing() {
        review.sound().take(null, AudioCodec.PCMU, 0, FRAME);
        review.stop();
        work.remove().run(); // nothing could be opened any more
        review.close();
        assertThat(message.asked).isEmpty();
        assertThat(failed).isEmpty();
    }

    @Test
    void what_is_closed_before_a_worker_comes_is_never_opened() throws Exception {
        store(1000, 0, 0);
        review.sound().take(null, AudioCodec.PCMU, 0, FRAME);
        review.close();
        work.remove().run();
        assertThat(message.asked).isEmpty();
    }

    /** Frames of what is said, but for those of a gap. */
    private FileChannel store(int frames, int gapFrom, int gapTo) throws IOException {
        MessageKey key = MessageKey.generate(new SecureRandom());
        try (DerivedKey srtp = key.derive(KeyUse.SRTP, DerivedKey.AUDIO_TRACK)) {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                StoredSrtpWriter writer = new StoredSrtpWriter(out, key.id(), srtp, 0);
                for (int i = 0; i < frames; i++) {
                    if (i < gapFrom || i >= gapTo) {
                        writer.append(i, (long) i * FRAME, ByteBuffer.wrap(SAID, i * FRAME, FRAME));
                    }
                }
                writer.flush();
            }
            key.close();
            FileChannel channel = FileChannel.open(file);
            message.stored = new StoredSrtpOpener(channel, srtp);
            return channel;
        }
    }

    /** As the media loop, with a worker who comes between two packets. */
    private byte[] hear(int most) {
        ByteBuffer heard = ByteBuffer.allocate(2 * SAID.length);
        while (heard.position() < most && !review.sound().isOver(0)) {
            review.sound().take(heard, AudioCodec.PCMU, 0, FRAME);
            while (!work.isEmpty()) {
                work.remove().run();
            }
        }
        return Arrays.copyOf(heard.array(), heard.position());
    }
}
