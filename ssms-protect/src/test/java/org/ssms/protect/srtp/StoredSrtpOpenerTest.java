package org.ssms.protect.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.KID;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.protect.Fixtures;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;

class StoredSrtpOpenerTest {
    private static final int FRAME = 160;
    private static final int RECORD =
            StoredSrtp.RECORD_HEADER + SrtpProtector.RTP_HEADER + FRAME + SrtpProtector.TAG_BYTES;
    private static final byte[] SOUND = Fixtures.mulaw(FRAME * 600, 12);

    @TempDir
    private Path directory;

    private Path file;
    private final List<Long> times = new ArrayList<>();

    @BeforeEach
    void name_file() {
        file = directory.resolve("message.srtp");
    }

    @Test
    void every_packet_is_opened_as_it_was_and_at_its_time() throws Exception {
        write(600);
        assertThat(open()).isEqualTo(SOUND);
        assertThat(times).hasSize(600).startsWith(0L, 160L).endsWith(599L * FRAME);
    }

    @Test
    void nothing_is_in_an_empty_file_and_nothing_behind_the_end() throws Exception {
        Files.createFile(file);
        assertThat(open()).isEmpty();
        write(1);
        try (StoredSrtpOpener opener = opener()) {
            assertThat(opener.payload().hasRemaining()).isFalse();
            assertThat(opener.next()).isTrue();
            assertThat(opener.next()).isFalse();
            assertThat(opener.payload().hasRemaining()).isFalse();
        }
    }

    @Test
    void where_a_packet_was_lost_the_time_says_it() throws Exception {
        write(3);
        byte[] stored = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(stored, RECORD));
        Files.write(file, Arrays.copyOfRange(stored, 2 * RECORD, 3 * RECORD), StandardOpenOption.APPEND);
        open();
        assertThat(times).containsExactly(0L, 320L);
    }

    /** Length, time, header, payload and tag of the second of three. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 6, 7, 9, 13, 17, 18, 100, 177, 178, 187})
    void what_was_altered_is_refused_and_what_is_before_it_is_not(int at) throws Exception {
        write(3);
        byte[] stored = Files.readAllBytes(file);
        stored[RECORD + at] ^= 1;
        Files.write(file, stored);
        assertThatThrownBy(this::open).isInstanceOf(MalformedSrtpException.class);
        assertThat(times).containsExactly(0L);
    }

    @Test
    void what_was_reordered_repeated_or_torn_is_refused() throws Exception {
        write(3);
        byte[] stored = Files.readAllBytes(file);
        byte[] first = Arrays.copyOf(stored, RECORD);
        byte[] second = Arrays.copyOfRange(stored, RECORD, 2 * RECORD);
        for (List<byte[]> order : List.of(
                List.of(second, first), List.of(first, first), List.of(first, Arrays.copyOf(second, RECORD - 1)))) {
            ByteArrayOutputStream bad = new ByteArrayOutputStream();
            order.forEach(bad::writeBytes);
            Files.write(file, bad.toByteArray());
            assertThatThrownBy(this::open).isInstanceOf(MalformedSrtpException.class);
        }
    }

    @Test
    void it_is_of_no_use_when_it_is_closed() throws Exception {
        write(20);
        StoredSrtpOpener opener = opener();
        assertThat(opener.next()).isTrue();
        ByteBuffer last = opener.payload();
        opener.close();
        opener.close();
        assertThat(last.get(0)).isZero();
        assertThatThrownBy(opener::next).isInstanceOf(IOException.class);
    }

    private byte[] open() throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        times.clear();
        try (StoredSrtpOpener opener = opener()) {
            while (opener.next()) {
                times.add(opener.time());
                byte[] payload = new byte[opener.payload().remaining()];
                opener.payload().get(payload);
                heard.writeBytes(payload);
            }
        }
        return heard.toByteArray();
    }

    private StoredSrtpOpener opener() throws IOException {
        try (MessageKey key = Fixtures.key();
                DerivedKey srtp = key.derive(KeyUse.SRTP, DerivedKey.AUDIO_TRACK)) {
            return new StoredSrtpOpener(FileChannel.open(file), srtp);
        }
    }

    private void write(int packets) throws IOException {
        try (FileChannel out = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                MessageKey key = Fixtures.key();
                DerivedKey srtp = key.derive(KeyUse.SRTP, DerivedKey.AUDIO_TRACK)) {
            StoredSrtpWriter writer = new StoredSrtpWriter(out, KID, srtp, 0);
            for (int i = 0; i < packets; i++) {
                writer.append(i, (long) i * FRAME, ByteBuffer.wrap(SOUND, i * FRAME, FRAME));
            }
            writer.flush();
        }
    }
}
