package org.ssms.protect.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.protect.Fixtures;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;

class Mp4FinaliserTest {
    private static final int SECOND = 8000;

    @TempDir
    private Path directory;

    private Path file;
    private short[] sound;
    private byte[] part;
    private List<Long> ends;

    @BeforeEach
    void write_a_recording_that_was_not_finalised() throws IOException {
        sound = new short[3 * SECOND + 1000]; // mostly silence, so that it has few bytes to cut at
        System.arraycopy(Fixtures.linear(Fixtures.mulaw(40, 1)), 0, sound, 2 * SECOND + 50, 40);
        file = directory.resolve("message.mp4.part");
        CencFile.write(file, sound, 10);
        part = Files.readAllBytes(file);
        try (FileChannel channel = FileChannel.open(file)) {
            ends = Mp4Layout.scan(channel).fragments().stream()
                    .map(Fragment::end)
                    .toList();
        }
        assertThat(ends).hasSize(4);
    }

    @Test
    void a_file_cut_at_any_byte_keeps_every_whole_fragment() throws Exception {
        for (int length = Math.toIntExact(ends.get(1)); length <= part.length; length++) {
            Files.write(file, Arrays.copyOf(part, length));
            int whole = 0;
            while (whole < ends.size() && ends.get(whole) <= length) {
                whole++;
            }
            Mp4Layout layout = Mp4Finaliser.finalise(file);
            assertThat(layout.fragments()).as("cut at %d", length).hasSize(whole);
            int samples = Math.min(whole * SECOND, sound.length);
            assertThat(decode()).as("cut at %d", length).isEqualTo(Arrays.copyOf(sound, samples));
        }
    }

    @Test
    void a_file_cut_before_its_first_second_has_none_and_is_left_alone() throws Exception {
        for (int length = 0; length < ends.get(0); length += 3) {
            byte[] cut = Arrays.copyOf(part, length);
            Files.write(file, cut);
            try {
                assertThat(Mp4Finaliser.finalise(file).fragments()).isEmpty();
            } catch (MalformedContentException expected) {
                // not even the initialization segment
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(cut);
        }
    }

    @Test
    void zeros_or_noise_behind_the_last_fragment_are_dropped() throws Exception {
        Random random = new Random(9);
        for (int i = 0; i < 60; i++) {
            byte[] torn = Arrays.copyOf(part, part.length + 1 + random.nextInt(300));
            if (i % 2 == 0) {
                byte[] noise = new byte[torn.length - part.length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, torn, part.length, noise.length);
            }
            Files.write(file, torn);
            assertThat(Mp4Finaliser.finalise(file).end()).isEqualTo(part.length);
            assertThat(decode()).isEqualTo(sound);
        }
    }

    @Test
    void finalising_twice_gives_the_same_bytes_and_moves_none_of_the_sound() throws Exception {
        Mp4Layout layout = Mp4Finaliser.finalise(file);
        byte[] once = Files.readAllBytes(file);
        Mp4Finaliser.finalise(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(once);
        assertThat(once).hasSameSizeAs(part);
        assertThat(Arrays.copyOfRange(once, layout.headBytes(), once.length))
                .isEqualTo(Arrays.copyOfRange(part, layout.headBytes(), part.length));
    }

    @Test
    void any_change_of_any_byte_is_decoded_or_rejected() throws Exception {
        Mp4Finaliser.finalise(file);
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(20_261_125);
        for (int i = 0; i < 500; i++) {
            byte[] bad = Arrays.copyOf(good, good.length - (i % 3 == 0 ? random.nextInt(good.length) : 0));
            for (int k = random.nextInt(8); k >= 0 && bad.length > 0; k--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            Files.write(file, bad);
            try {
                assertThat(decode().length).isLessThanOrEqualTo(sound.length);
            } catch (MalformedContentException expected) {
                // the only permitted failure
            }
        }
    }

    @Test
    void a_moved_or_repeated_fragment_ends_the_file() throws Exception {
        byte[] swapped = part.clone();
        int first = Math.toIntExact(ends.get(0));
        int second = Math.toIntExact(ends.get(1));
        byte[] repeated = Arrays.copyOfRange(part, first, second);
        Files.write(file, Arrays.copyOf(swapped, second + repeated.length));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(repeated), second);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            assertThat(Mp4Layout.scan(channel).end()).isEqualTo(second);
            assertThatThrownBy(() -> Mp4Layout.read(channel)).isInstanceOf(MalformedContentException.class);
        }
    }

    private short[] decode() throws IOException {
        try (FileChannel channel = FileChannel.open(file);
                MessageKey key = Fixtures.key();
                DerivedKey cenc = key.derive(KeyUse.CENC, 0)) {
            FragmentDecoder decoder = new FragmentDecoder(cenc);
            List<short[]> parts = new ArrayList<>();
            for (Fragment fragment : Mp4Layout.read(channel).fragments()) {
                byte[] content = new byte[fragment.bytes()];
                channel.read(ByteBuffer.wrap(content), fragment.offset());
                parts.add(decoder.decode(fragment, content));
            }
            return Fixtures.concat(parts);
        }
    }
}
