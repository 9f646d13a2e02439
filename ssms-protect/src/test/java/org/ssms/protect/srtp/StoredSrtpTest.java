package org.ssms.protect.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.KID;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.protect.Fixtures;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.Sha256;

class StoredSrtpTest {
    private static final int RECORD = 6 + 12 + 160 + 10;

    @TempDir
    private Path directory;

    private Path file;
    private byte[] sound;

    private record Packet(long time, String hex) {}

    @BeforeEach
    void name_file_and_sound() {
        file = directory.resolve("message.srtp");
        sound = Fixtures.mulaw(160 * 120, 11);
    }

    @Test
    void packets_have_the_fixed_header_and_the_time() throws Exception {
        write(120);
        List<Packet> packets = read();
        assertThat(packets).hasSize(120);
        int ssrc = (int) KID.value().getLeastSignificantBits() ^ 1;
        assertThat(packets.get(0).hex).startsWith("80800001" + "00000000" + "%08x".formatted(ssrc));
        assertThat(packets.get(1).hex).startsWith("80000002" + "000000a0" + "%08x".formatted(ssrc));
        assertThat(packets.get(119).time).isEqualTo(119 * 160);
        assertThat(Files.size(file)).isEqualTo(120L * RECORD);
    }

    @Test
    void a_lost_packet_leaves_a_gap_and_a_late_or_repeated_one_is_ignored() throws Exception {
        try (FileChannel out = create()) {
            StoredSrtpWriter writer = writer(out);
            for (int offset : new int[] {0, 1, 3, 2, 3, 4}) {
                writer.append(offset, offset * 160L, ByteBuffer.wrap(sound, offset * 160, 160));
            }
            writer.flush();
        }
        assertThat(read()).extracting(Packet::time).containsExactly(0L, 160L, 480L, 640L);
        assertThat(read())
                .extracting(packet -> packet.hex.substring(4, 8))
                .containsExactly("0001", "0002", "0004", "0005");
    }

    @Test
    void the_last_sequence_number_is_65535() throws Exception {
        try (FileChannel out = create()) {
            StoredSrtpWriter writer = writer(out);
            writer.append(65534, 0, ByteBuffer.wrap(sound, 0, 160));
            assertThatThrownBy(() -> writer.append(65535, 160, ByteBuffer.wrap(sound, 0, 160)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("roll-over counter");
            writer.flush();
        }
        assertThat(read()).hasSize(1);
    }

    /** Written by the first version, which used the JCA's counter mode and MAC: nothing faster may change a bit. */
    @Test
    void every_bit_of_the_file_is_pinned() throws Exception {
        try (FileChannel out = create()) {
            StoredSrtpWriter writer = writer(out);
            for (int i = 0; i < 600; i++) {
                byte[] payload = new byte[i];
                Arrays.fill(payload, (byte) i);
                writer.append(109 * i, 160L * 109 * i, ByteBuffer.wrap(payload));
            }
            writer.flush();
        }
        assertThat(HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(file))))
                .isEqualTo("7bede95a6825a10281336d54c7ab81c87301cecc2859f6031df7118dc0450a80");
    }

    @Test
    void a_quarter_of_a_second_waits_for_the_file_at_most() throws Exception {
        try (FileChannel out = create()) {
            StoredSrtpWriter writer = writer(out);
            for (int i = 0; i < 50; i++) {
                writer.append(i, i * 160L, ByteBuffer.wrap(sound, i * 160, 160));
                assertThat((i + 1L) * RECORD - Files.size(file)).isLessThanOrEqualTo(13 * RECORD);
            }
        }
    }

    @Test
    void the_longest_payload_of_a_datagram_is_stored() throws Exception {
        try (FileChannel out = create()) {
            StoredSrtpWriter writer = writer(out);
            writer.append(0, 0, ByteBuffer.allocate(2048));
            writer.append(1, 2048, ByteBuffer.allocate(2048));
            writer.flush();
        }
        assertThat(read()).hasSize(2);
    }

    @Test
    void storing_a_packet_leaves_no_garbage() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer payload = ByteBuffer.wrap(sound, 0, 160);
        long allocated = Long.MAX_VALUE;
        try (FileChannel out = create()) {
            StoredSrtpWriter writer = writer(out);
            for (int round = 0; round < 5; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 10_000; i++) {
                    int offset = round * 10_000 + i;
                    writer.append(offset, offset * 160L, payload);
                }
                allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            }
        }
        assertThat(allocated / 10_000.0).as("bytes per packet").isLessThan(8); // the file's channel has some per write
    }

    @Test
    void a_payload_that_cannot_be_held_is_refused() throws Exception {
        try (FileChannel out = create()) {
            StoredSrtpWriter writer = writer(out);
            assertThatThrownBy(() -> writer.append(0, 0, ByteBuffer.allocate(10_000)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void finalising_keeps_the_whole_packets_wherever_the_file_is_cut() throws Exception {
        write(4);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 2 * RECORD; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(StoredSrtp.finalise(file)).isEqualTo((long) length / RECORD * RECORD);
            assertThat(read()).hasSize(length / RECORD);
        }
    }

    @Test
    void finalising_makes_the_missing_file() throws Exception {
        assertThat(StoredSrtp.finalise(file)).isZero();
        assertThat(file).exists();
    }

    @Test
    void any_bytes_are_read_or_rejected() throws Exception {
        write(6);
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(20_261_126);
        for (int i = 0; i < 500; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 20));
            for (int k = random.nextInt(6); k > 0 && bad.length > 0; k--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            Files.write(file, bad);
            try {
                assertThat(read()).hasSizeLessThan(50);
            } catch (MalformedSrtpException expected) {
                // the only permitted failure
            }
        }
    }

    private void write(int packets) throws IOException {
        try (FileChannel out = create()) {
            StoredSrtpWriter writer = writer(out);
            for (int i = 0; i < packets; i++) {
                ByteBuffer payload = ByteBuffer.wrap(sound, i * 160, 160);
                writer.append(i, i * 160L, payload);
                assertThat(payload.remaining()).isEqualTo(160);
            }
            writer.flush();
            writer.wipe();
        }
    }

    private FileChannel create() throws IOException {
        Files.deleteIfExists(file);
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static StoredSrtpWriter writer(FileChannel out) {
        try (MessageKey key = Fixtures.key();
                DerivedKey srtp = key.derive(KeyUse.SRTP, 1)) {
            return new StoredSrtpWriter(out, KID, srtp, 0);
        }
    }

    private List<Packet> read() throws IOException {
        List<Packet> packets = new ArrayList<>();
        ByteBuffer packet = ByteBuffer.allocate(StoredSrtpReader.MAX_PACKET);
        try (FileChannel channel = FileChannel.open(file)) {
            StoredSrtpReader reader = new StoredSrtpReader(channel);
            while (reader.next(packet)) {
                byte[] bytes = new byte[packet.remaining()];
                packet.get(bytes);
                packets.add(new Packet(reader.time(), HexFormat.of().formatHex(bytes)));
            }
        }
        return packets;
    }
}
