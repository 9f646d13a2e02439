package org.ssms.protect.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.KID;
import static org.ssms.protect.Fixtures.TICKET;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.protect.Ffmpeg;
import org.ssms.protect.Fixtures;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.manifest.Manifest;
import org.ssms.protect.manifest.ManifestSigner;
import org.ssms.protect.playback.ProtectedMessage;
import org.ssms.protect.srtp.StoredSrtpOpener;

class RecordingStoreTest {
    private static final int FRAME = 160;
    private static final byte[] SOUND = Fixtures.mulaw(8000 * 4 + 4 * FRAME, 21);
    private static final short[] PCM = Fixtures.linear(SOUND);

    @TempDir
    private Path directory;

    private RecordingStore store;
    private ManifestSigner signer;

    @BeforeEach
    void open() throws IOException {
        store = new RecordingStore(directory.resolve("messages"), Duration.ofSeconds(30));
        signer = Fixtures.signer();
    }

    @Test
    void a_call_with_loss_reordering_and_repetition_is_stored_signed_and_heard() throws Exception {
        ProtectedRecording recording = begin();
        short[] expected = PCM.clone();
        Random random = new Random(5);
        for (int i = 0; i < SOUND.length / FRAME; i++) {
            if (i > 0 && random.nextInt(20) == 0) {
                Arrays.fill(expected, i * FRAME, (i + 1) * FRAME, (short) 0);
                continue; // lost
            }
            frame(recording, i);
            if (i % 7 == 0) {
                frame(recording, i); // repeated
                frame(recording, Math.max(0, i - 3)); // too late
            }
        }
        expected = Arrays.copyOf(expected, lastHeard(expected));
        recording.finish();
        FinishedRecording finished = store.finalise(TICKET, signer).orElseThrow();
        assertThat(hear(finished)).isEqualTo(expected);
        assertThat(finished.samples()).isEqualTo(expected.length);
        assertThat(finished.mp4Bytes()).isEqualTo(Files.size(store.mp4(KID)));
        Manifest manifest = Manifest.verify(Files.readAllBytes(store.manifest(KID)), signer.publicKey());
        assertThat(manifest.messageId()).isEqualTo(TICKET.messageId());
        assertThat(manifest.track()).isEqualTo(new Manifest.Track(1, "PCMU", 8000, expected.length));
    }

    @Test
    @Tag("peer")
    void ffmpeg_hears_a_call_with_gaps_exactly() throws Exception {
        ProtectedRecording recording = begin();
        short[] expected = Arrays.copyOf(PCM, 199 * FRAME);
        for (int i = 0; i < 199; i++) {
            if (i % 23 == 5 || (i > 60 && i < 130)) {
                Arrays.fill(expected, i * FRAME, (i + 1) * FRAME, (short) 0);
            } else {
                frame(recording, i);
            }
        }
        recording.finish();
        store.finalise(TICKET, signer);
        assertThat(ffmpeg()).isEqualTo(Fixtures.littleEndian(expected));
    }

    @Test
    void finalising_again_gives_the_same_manifest() throws Exception {
        record(60);
        byte[] first = store.finalise(TICKET, signer).orElseThrow().manifestSha256();
        assertThat(store.finalise(TICKET, signer).orElseThrow().manifestSha256())
                .isEqualTo(first);
        assertThat(store.unfinished()).containsExactly(TICKET);
        store.settled(KID);
        assertThat(store.unfinished()).isEmpty();
        assertThat(files()).containsExactlyInAnyOrder(KID + ".mp4", KID + ".srtp", KID + ".manifest");
    }

    @Test
    void a_ticket_is_renewed_while_its_recording_is_made_and_what_a_crash_left_of_the_new_one_does_not_matter()
            throws Exception {
        RecordingTicket chosen = TICKET.choosing(UsageRights.UNLIMITED.with(Right.FORWARD, 0));
        assertThatThrownBy(() -> store.renew(chosen)).isInstanceOf(NoSuchFileException.class);
        ProtectedRecording recording = begin();
        frame(recording, 0);
        Files.writeString(shard().resolve(KID + ".ticket.part"), "{\"torn");
        store.renew(chosen);
        Files.writeString(shard().resolve(KID + ".ticket.part"), "{\"torn");
        recording.finish();
        assertThat(store.unfinished()).containsExactly(chosen);
        store.discard(KID);
        assertThat(files()).isEmpty();
    }

    @Test
    void finalising_goes_on_after_a_crash_between_any_two_renames() throws Exception {
        record(60);
        Path shard = shard();
        Files.move(shard.resolve(KID + ".srtp.part"), store.srtp(KID));
        assertThat(store.finalise(TICKET, signer)).isPresent();
        Files.delete(store.manifest(KID));
        Files.move(store.srtp(KID), shard.resolve(KID + ".srtp.part"));
        FinishedRecording again = store.finalise(TICKET, signer).orElseThrow();
        assertThat(hear(again)).hasSize(60 * FRAME);
    }

    @Test
    void what_a_crash_left_is_heard_up_to_its_last_second() throws Exception {
        ProtectedRecording recording = begin();
        for (int i = 0; i < 120; i++) {
            frame(recording, i);
        }
        recording.abandon(); // as if the process had died: nothing in memory is written
        RecordingStore afterCrash = new RecordingStore(directory.resolve("messages"));
        RecordingTicket ticket = afterCrash.unfinished().get(0);
        FinishedRecording finished = afterCrash.finalise(ticket, signer).orElseThrow();
        assertThat(hear(finished)).isEqualTo(Arrays.copyOf(PCM, 16_000));
    }

    @Test
    void a_recording_without_a_fragment_leaves_nothing_but_its_ticket() throws Exception {
        ProtectedRecording recording = begin();
        recording.finish();
        assertThat(store.finalise(TICKET, signer)).isEqualTo(Optional.empty());
        assertThat(files()).containsExactly(KID + ".ticket");
        assertThat(store.finalise(TICKET, signer)).isEqualTo(Optional.empty());
        store.discard(KID);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_live_recording_is_neither_swept_nor_finalised() throws Exception {
        ProtectedRecording recording = begin();
        assertThat(store.unfinished()).isEmpty();
        assertThatThrownBy(() -> store.finalise(TICKET, signer)).isInstanceOf(IllegalStateException.class);
        recording.finish();
        assertThat(store.unfinished()).containsExactly(TICKET);
    }

    @Test
    void a_torn_ticket_is_moved_aside_and_stops_nobody() throws Exception {
        record(60);
        Path shard = directory.resolve("messages").resolve("00");
        Files.createDirectories(shard);
        byte[] whole = TICKET.toJson().getBytes(ISO_8859_1);
        Random random = new Random(6);
        for (int i = 0; i < 30; i++) {
            Files.write(shard.resolve(i + ".ticket"), Arrays.copyOf(whole, random.nextInt(whole.length)));
        }
        Files.write(shard.resolve("another.ticket"), whole); // names a key id that is not its own
        Files.write(shard.resolve("long.ticket"), new byte[100_000]);
        assertThat(store.unfinished()).containsExactly(TICKET);
        assertThat(store.unfinished()).containsExactly(TICKET);
        try (Stream<Path> aside = Files.list(shard)) {
            assertThat(aside).hasSize(32).allMatch(file -> file.toString().endsWith(".ticket.bad"));
        }
    }

    @Test
    void the_store_and_srtp_bound_the_length() throws Exception {
        ProtectedRecording recording = begin();
        frame(recording, 0);
        ByteBuffer payload = ByteBuffer.wrap(SOUND, 0, FRAME);
        assertThatThrownBy(() -> recording.append(1, 30 * 8000 - FRAME + 1, 1, payload, PCM, FRAME))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> recording.append(1, FRAME, 65_535, payload, PCM, FRAME))
                .isInstanceOf(IOException.class);
        recording.append(1, 30 * 8000 - FRAME, 65_534, payload, PCM, FRAME);
        recording.finish();
        recording.finish();
        assertThatThrownBy(() -> frame(recording, 1)).isInstanceOf(IOException.class);
        assertThat(store.finalise(TICKET, signer).orElseThrow().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_recording_that_is_paused_can_be_heard_to_the_sample_and_goes_on() throws Exception {
        ProtectedRecording recording = begin();
        for (int i = 0; i < 20; i++) {
            frame(recording, i);
        }
        recording.pause();
        assertThat(opened(recording)).isEqualTo(Arrays.copyOf(SOUND, 20 * FRAME));
        StoredSrtpOpener opened = recording.openStored();
        for (int i = 20; i < 60; i++) {
            frame(recording, i);
        }
        recording.pause();
        assertThat(opened(recording)).isEqualTo(Arrays.copyOf(SOUND, 60 * FRAME));
        recording.finish();
        assertThat(opened.next()).isTrue();
        opened.close();
        assertThatThrownBy(recording::openStored).isInstanceOf(IOException.class);
        recording.pause();
        assertThat(hear(store.finalise(TICKET, signer).orElseThrow())).isEqualTo(Arrays.copyOf(PCM, 60 * FRAME));
    }

    @Test
    void a_recording_that_the_disk_has_not_taken_is_not_heard_in_part() throws Exception {
        ProtectedRecording recording = begin();
        frame(recording, 0);
        recording.pause();
        recording.abandon();
        assertThatThrownBy(recording::openStored)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not taken");
    }

    @Test
    void what_the_disk_refuses_at_a_pause_costs_no_sound_and_is_told_at_the_end() throws Exception {
        ProtectedRecording recording = begin();
        for (int i = 0; i < 5; i++) {
            frame(recording, i);
        }
        Thread.currentThread().interrupt(); // closes the file that is written
        assertThatThrownBy(recording::pause).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> frame(recording, 5)).hasCauseInstanceOf(ClosedByInterruptException.class);
        assertThatThrownBy(recording::openStored)
                .hasMessageContaining("not taken")
                .hasCauseInstanceOf(ClosedByInterruptException.class);
        assertThatThrownBy(recording::finish).isInstanceOf(ClosedByInterruptException.class);
        assertThat(hear(store.finalise(TICKET, signer).orElseThrow())).isEqualTo(Arrays.copyOf(PCM, 5 * FRAME));
    }

    private static byte[] opened(ProtectedRecording recording) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (StoredSrtpOpener opener = recording.openStored()) {
            while (opener.next()) {
                byte[] payload = new byte[opener.payload().remaining()];
                opener.payload().get(payload);
                heard.writeBytes(payload);
            }
        }
        return heard.toByteArray();
    }

    @Test
    void neither_key_nor_sound_is_on_disk() throws Exception {
        record(100);
        store.finalise(TICKET, signer);
        List<byte[]> secrets = new ArrayList<>(List.of(Fixtures.keyBytes()));
        try (MessageKey key = Fixtures.key()) {
            for (KeyUse use : KeyUse.values()) {
                secrets.add(key.derive(use, DerivedKey.AUDIO_TRACK).revealKey());
            }
        }
        secrets.add(Arrays.copyOfRange(SOUND, 4000, 4016));
        secrets.add(Fixtures.littleEndian(Arrays.copyOfRange(PCM, 4000, 4008)));
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                String content = new String(Files.readAllBytes(file), ISO_8859_1);
                for (byte[] secret : secrets) {
                    assertThat(content.contains(new String(secret, ISO_8859_1))).isFalse();
                    assertThat(content.contains(HexFormat.of().formatHex(secret)))
                            .isFalse();
                }
            }
        }
    }

    private ProtectedRecording begin() throws IOException {
        try (MessageKey key = Fixtures.key()) {
            return store.begin(TICKET, key);
        }
    }

    private void record(int frames) throws IOException {
        ProtectedRecording recording = begin();
        for (int i = 0; i < frames; i++) {
            frame(recording, i);
        }
        recording.finish();
    }

    private static void frame(ProtectedRecording recording, int i) throws IOException {
        short[] pcm = Arrays.copyOfRange(PCM, i * FRAME, (i + 1) * FRAME);
        recording.append(1, (long) i * FRAME, i, ByteBuffer.wrap(SOUND, i * FRAME, FRAME), pcm, FRAME);
    }

    /** Lost frames at the end are not part of the recording. */
    private static int lastHeard(short[] sound) {
        int end = sound.length;
        while (end > FRAME && allZero(sound, end - FRAME)) {
            end -= FRAME;
        }
        return end;
    }

    private static boolean allZero(short[] sound, int from) {
        for (int i = from; i < from + FRAME; i++) {
            if (sound[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private short[] hear(FinishedRecording finished) throws Exception {
        List<short[]> heard = new ArrayList<>();
        try (MessageKey key = Fixtures.key();
                LicenseDocument license = LicenseDocument.of(
                        TICKET.messageId(),
                        key,
                        EnumSet.of(KeyUse.CENC),
                        TICKET.rights(),
                        Fixtures.LEASE,
                        finished.manifestSha256());
                ProtectedMessage message =
                        ProtectedMessage.open(store.mp4(KID), Files.readAllBytes(store.manifest(KID)), license)) {
            message.decode(heard::add);
        }
        return Fixtures.concat(heard);
    }

    private byte[] ffmpeg() throws Exception {
        try (MessageKey key = Fixtures.key()) {
            String cenc = HexFormat.of().formatHex(key.derive(KeyUse.CENC, 0).revealKey());
            String file = store.mp4(KID).toString();
            Ffmpeg.Result result = Ffmpeg.decode(directory, "-decryption_key", cenc, "-i", file);
            assertThat(result.errors()).isEmpty();
            Files.delete(directory.resolve("out.pcm"));
            return result.pcm();
        }
    }

    private Path shard() {
        return directory.resolve("messages").resolve("a7");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(shard())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
