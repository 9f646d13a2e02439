package org.ssms.protect.mp4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.linear;
import static org.ssms.protect.Fixtures.littleEndian;
import static org.ssms.protect.Fixtures.mulaw;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.protect.Ffmpeg;
import org.ssms.protect.Fixtures;
import org.ssms.protect.flac.FlacEncoder;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;

class CencWriterTest {
    private static final String GOLDEN = "/golden/message.boxes.txt";

    @TempDir
    private Path directory;

    @Test
    void box_tree_is_the_golden_one() throws Exception {
        Path file = finished(linear(mulaw(8000 + 800 + 17, 5)), 5);
        String dump = BoxDump.of(Files.readAllBytes(file));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(Path.of("src/test/resources" + GOLDEN), dump);
        }
        try (InputStream golden = CencWriterTest.class.getResourceAsStream(GOLDEN)) {
            assertThat(golden).as("golden file").isNotNull();
            assertThat(dump).isEqualTo(new String(golden.readAllBytes(), UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 799, 800, 7999, 8000, 8001, 8000 * 4 + 4321})
    @Tag("peer")
    void ffmpeg_decodes_exactly_the_samples_with_the_key_only(int samples) throws Exception {
        short[] sound = linear(mulaw(samples, samples));
        String file = finished(sound, 1200).toString();
        Ffmpeg.Result right = Ffmpeg.decode(directory, "-decryption_key", CencFile.keyHex(), "-i", file);
        assertThat(right.errors()).isEmpty();
        assertThat(right.pcm()).isEqualTo(littleEndian(sound));
        Ffmpeg.Result wrong = Ffmpeg.decode(directory, "-decryption_key", "f".repeat(32), "-i", file);
        assertThat(wrong.errors()).isNotEmpty();
        assertThat(wrong.pcm()).isEmpty();
        Ffmpeg.Result none = Ffmpeg.decode(directory, "-i", file);
        assertThat(none.errors()).isNotEmpty();
        assertThat(none.pcm()).isEmpty();
    }

    @Test
    @Tag("peer")
    void ffmpeg_decodes_three_minutes_that_fill_the_index() throws Exception {
        short[] sound = linear(mulaw(8000 * 180, 6));
        String file = finished(sound, 180).toString();
        Ffmpeg.Result right = Ffmpeg.decode(directory, "-decryption_key", CencFile.keyHex(), "-i", file);
        assertThat(right.errors()).isEmpty();
        assertThat(right.pcm()).isEqualTo(littleEndian(sound));
    }

    @Test
    @Tag("peer")
    void ffmpeg_seeks_by_the_index() throws Exception {
        short[] sound = linear(mulaw(8000 * 10, 7));
        String file = finished(sound, 60).toString();
        Ffmpeg.Result right = Ffmpeg.decode(directory, "-decryption_key", CencFile.keyHex(), "-ss", "7", "-i", file);
        assertThat(right.errors()).isEmpty();
        assertThat(right.pcm()).isEqualTo(littleEndian(Arrays.copyOfRange(sound, 56000, 80000)));
    }

    @Test
    void no_initialization_vector_repeats_and_all_carry_the_track() throws Exception {
        Path file = finished(new short[8000 * 900], 900);
        Set<Long> ivs = new HashSet<>();
        try (FileChannel channel = FileChannel.open(file)) {
            for (Fragment fragment : Mp4Layout.read(channel).fragments()) {
                for (Fragment.Sample sample : fragment.samples()) {
                    assertThat(sample.iv() >>> 56).isEqualTo(InitSegment.TRACK_ID);
                    assertThat(ivs.add(sample.iv())).isTrue();
                }
            }
        }
        assertThat(ivs).hasSize(9000);
    }

    @Test
    void recordings_that_take_turns_share_one_scratch_and_stay_apart() throws Exception {
        Queue<CencWriter.Scratch> scratches = new ArrayDeque<>();
        short[][] sounds = {linear(mulaw(8000, 9)), linear(mulaw(8000, 10))};
        ByteArrayOutputStream[] files = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        try (MessageKey key = Fixtures.key();
                DerivedKey cenc = key.derive(KeyUse.CENC, 0)) {
            CencWriter[] writers = new CencWriter[2];
            for (int i = 0; i < 2; i++) {
                writers[i] = new CencWriter(Channels.newChannel(files[i]), Fixtures.KID, cenc, 5, scratches);
            }
            for (int from = 0; from < 8000; from += 160) {
                writers[0].append(sounds[0], from, 160);
                writers[1].append(sounds[1], from, 160);
            }
            assertThat(scratches).hasSize(1);
        }
        for (int i = 0; i < 2; i++) {
            Path alone = directory.resolve("alone" + i);
            CencFile.write(alone, sounds[i], 5);
            assertThat(files[i].toByteArray()).isEqualTo(Files.readAllBytes(alone));
        }
    }

    @Test
    void a_scratch_comes_back_without_sound_when_the_recording_fails() throws Exception {
        Queue<CencWriter.Scratch> scratches = new ArrayDeque<>();
        short[] sound = linear(mulaw(16_800, 11));
        try (MessageKey key = Fixtures.key();
                DerivedKey cenc = key.derive(KeyUse.CENC, 0)) {
            CencWriter writer =
                    new CencWriter(Channels.newChannel(new ByteArrayOutputStream()), Fixtures.KID, cenc, 1, scratches);
            assertThatThrownBy(() -> writer.append(sound, 0, 16_000)).isInstanceOf(IOException.class);
            // the second fragment was not written and has no room for it
            assertThatThrownBy(() -> writer.append(sound, 16_000, 800)).isInstanceOf(RuntimeException.class);
        }
        assertThat(scratches).hasSize(1);
        assertThat(scratches.element().frame).containsOnly(0);
    }

    @Test
    void sound_never_stands_in_the_file() throws Exception {
        short[] sound = linear(mulaw(8000, 8));
        byte[] file = Files.readAllBytes(finished(sound, 5));
        byte[] frame = new byte[2000];
        int length = new FlacEncoder().encode(sound, 800, 0, frame, 0);
        String bytes = HexFormat.of().formatHex(file);
        assertThat(bytes).doesNotContain(HexFormat.of().formatHex(frame, 20, 28));
        assertThat(bytes).doesNotContain("fff87408"); // no FLAC frame header in clear
        assertThat(length).isGreaterThan(28);
    }

    @Test
    void the_index_bounds_the_recording() {
        assertThatThrownBy(() -> CencFile.write(directory.resolve("long"), new short[8000 * 2 + 1], 2))
                .hasMessageContaining("2 fragments");
    }

    private Path finished(short[] sound, int maxFragments) throws Exception {
        Path file = directory.resolve("message.mp4");
        CencFile.write(file, sound, maxFragments);
        Mp4Layout layout = Mp4Finaliser.finalise(file);
        assertThat(layout.duration()).isEqualTo(sound.length);
        assertThat(layout.keyId()).isEqualTo(Fixtures.KID);
        return file;
    }
}
