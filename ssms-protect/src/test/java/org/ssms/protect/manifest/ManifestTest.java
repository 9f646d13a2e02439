package org.ssms.protect.manifest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.KID;
import static org.ssms.protect.Fixtures.TICKET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.protect.Fixtures;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.Sha256;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.mp4.Fragment;
import org.ssms.protect.mp4.Mp4Layout;
import org.ssms.protect.playback.ProtectedMessage;
import org.ssms.protect.recording.ProtectedRecording;
import org.ssms.protect.recording.RecordingStore;

class ManifestTest {
    private static final String BASE64_URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static final int SAMPLES = 8000 * 3 + 320;

    @TempDir
    private Path directory;

    private ManifestSigner signer;
    private byte[] mp4;
    private byte[] srtp;
    private byte[] file;
    private Manifest manifest;
    private Mp4Layout layout;

    @BeforeEach
    void record() throws Exception {
        signer = Fixtures.signer();
        RecordingStore store = new RecordingStore(directory.resolve("messages"), Duration.ofSeconds(30));
        byte[] payload = new byte[160];
        Arrays.fill(payload, (byte) 0xff);
        try (MessageKey key = Fixtures.key()) {
            ProtectedRecording recording = store.begin(TICKET, key);
            for (int i = 0; i < SAMPLES / 160; i++) {
                recording.append(1, i * 160L, i, ByteBuffer.wrap(payload), new short[160], 160);
            }
            recording.finish();
        }
        store.finalise(TICKET, signer);
        mp4 = Files.readAllBytes(store.mp4(KID));
        srtp = Files.readAllBytes(store.srtp(KID));
        file = Files.readAllBytes(store.manifest(KID));
        manifest = Manifest.verify(file, signer.publicKey());
        try (FileChannel channel = FileChannel.open(store.mp4(KID))) {
            layout = Mp4Layout.read(channel);
        }
    }

    @Test
    void the_untouched_files_pass() throws Exception {
        assertThatCode(() -> checkMp4(mp4)).doesNotThrowAnyException();
        assertThatCode(() -> checkSrtp(srtp)).doesNotThrowAnyException();
        assertThat(manifest.hashes().fragments()).hasSize(4);
        assertThat(Manifest.pinned(file, Sha256.of(file))).isEqualTo(manifest);
    }

    @Test
    void the_attestation_is_signed_and_may_be_absent() throws Exception {
        assertThat(manifest.attestation()).isEqualTo("A");
        Manifest without = new Manifest(
                manifest.messageId(),
                manifest.keyId(),
                manifest.mailbox(),
                manifest.caller(),
                manifest.startedAt(),
                manifest.track(),
                manifest.hashes(),
                null,
                manifest.rights());
        assertThat(without.toJson()).doesNotContain("attestation"); // as before there was one
        assertThat(Manifest.verify(signer.sign(without), signer.publicKey())).isEqualTo(without);
    }

    @Test
    void any_changed_byte_of_the_mp4_is_found() throws Exception {
        Path changing = Files.write(directory.resolve("changing"), mp4);
        try (FileChannel channel = FileChannel.open(changing, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int at = 0; at < mp4.length; at++) {
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (mp4[at] ^ 0x10)}), at);
                assertThatThrownBy(() -> manifest.hashes().checkMp4(channel))
                        .isInstanceOf(TamperedMessageException.class);
                channel.write(ByteBuffer.wrap(mp4, at, 1), at);
            }
            manifest.hashes().checkMp4(channel);
        }
    }

    @Test
    void any_changed_byte_of_the_packets_is_found() {
        for (int at = 0; at < srtp.length; at += 371) {
            byte[] changed = srtp.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> checkSrtp(changed)).isInstanceOf(TamperedMessageException.class);
        }
        assertThatThrownBy(() -> checkSrtp(Arrays.copyOf(srtp, srtp.length - 188)))
                .isInstanceOf(TamperedMessageException.class);
    }

    @Test
    void cut_extended_reordered_and_repeated_fragments_are_found() throws IOException {
        Fragment second = layout.fragments().get(1);
        Fragment third = layout.fragments().get(2);
        assertTampered(Arrays.copyOf(mp4, (int) third.end()));
        assertTampered(Arrays.copyOf(mp4, mp4.length + 1));
        byte[] swapped = mp4.clone();
        System.arraycopy(mp4, (int) third.offset(), swapped, (int) second.offset(), third.bytes());
        assertThat(third.bytes()).isEqualTo(second.bytes());
        System.arraycopy(mp4, (int) second.offset(), swapped, (int) third.offset(), second.bytes());
        assertTampered(swapped);
        byte[] without = Arrays.copyOf(mp4, mp4.length - second.bytes());
        System.arraycopy(mp4, (int) second.end(), without, (int) second.offset(), mp4.length - (int) second.end());
        assertTampered(without);
    }

    @Test
    void a_manifest_of_another_node_or_a_changed_one_is_refused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        ECPublicKey other = (ECPublicKey) generator.generateKeyPair().getPublic();
        assertThatThrownBy(() -> Manifest.verify(file, other)).isInstanceOf(TamperedMessageException.class);
        for (int at = 0; at < file.length; at += 11) {
            byte[] changed = file.clone();
            int sign = BASE64_URL.indexOf(changed[at]); // -1: a dot
            // the lower bits of a last sign mean nothing, and may change unseen
            changed[at] = (byte) (sign < 0 ? 'A' : BASE64_URL.charAt(sign ^ 0x20));
            assertThatThrownBy(() -> Manifest.verify(changed, signer.publicKey()))
                    .isInstanceOf(TamperedMessageException.class);
            assertThatThrownBy(() -> Manifest.pinned(changed, Sha256.of(file)))
                    .isInstanceOf(TamperedMessageException.class);
        }
    }

    @Test
    void a_manifest_without_a_signature_or_with_another_algorithm_is_refused() {
        String[] parts = new String(file, US_ASCII).split("\\.", -1);
        for (String header : new String[] {
            "{\"alg\":\"none\",\"typ\":\"ssms-manifest\"}",
            "{\"alg\":\"HS256\",\"typ\":\"ssms-manifest\"}",
            "{\"alg\":\"ES256\",\"typ\":\"JWT\"}",
            "{\"alg\":\"ES256\",\"typ\":\"ssms-manifest\",\"crit\":[\"b64\"],\"b64\":false}"
        }) {
            String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(US_ASCII));
            for (String signature : new String[] {parts[2], ""}) {
                byte[] forged = (encoded + "." + parts[1] + "." + signature).getBytes(US_ASCII);
                assertThatThrownBy(() -> Manifest.verify(forged, signer.publicKey()))
                        .isInstanceOf(TamperedMessageException.class);
            }
        }
    }

    @Test
    void damaged_manifests_are_read_or_rejected() {
        Random random = new Random(20_261_129);
        for (int i = 0; i < 2000; i++) {
            byte[] bad = Arrays.copyOf(file, i % 4 == 0 ? random.nextInt(file.length) : file.length);
            for (int k = random.nextInt(4); k >= 0 && bad.length > 0; k--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(Manifest.pinned(bad, Sha256.of(bad))).isNotNull();
            } catch (TamperedMessageException expected) {
                // the only permitted failure
            }
        }
    }

    @Test
    void a_player_refuses_another_file_manifest_message_or_key() throws Exception {
        SecureRandom random = new SecureRandom();
        Path path = Files.write(directory.resolve("download.mp4"), mp4);
        byte[] hash = Sha256.of(file);
        MessageKey foreign = MessageKey.of(KID, new byte[16]);
        MessageKey otherId = MessageKey.of(KeyId.generate(random), Fixtures.keyBytes());
        try (ProtectedMessage message = ProtectedMessage.open(path, file, license(Fixtures.key(), hash))) {
            message.decode(pcm -> assertThat(pcm).containsOnly((short) 0));
            mp4[mp4.length - 1] ^= 1;
            Files.write(path, mp4);
            assertThatThrownBy(() -> message.decode(pcm -> {})).isInstanceOf(TamperedMessageException.class);
            assertRefused(path, license(Fixtures.key(), hash));
            mp4[mp4.length - 1] ^= 1;
            Files.write(path, mp4);
        }
        assertRefused(path, license(Fixtures.key(), new byte[32]));
        assertRefused(path, license(otherId, hash));
        assertRefused(path, license(foreign, hash));
        UsageRights more = TICKET.rights().with(Right.PLAYS, 4);
        assertRefused(
                path,
                LicenseDocument.of(
                        TICKET.messageId(), Fixtures.key(), EnumSet.of(KeyUse.CENC), more, Fixtures.LEASE, hash));
        LicenseDocument bySender = LicenseDocument.of(
                        TICKET.messageId(), Fixtures.key(), EnumSet.of(KeyUse.CENC), more, Fixtures.LEASE, hash)
                .extended(true);
        try (ProtectedMessage extended = ProtectedMessage.open(path, file, bySender)) {
            extended.decode(pcm -> assertThat(pcm).containsOnly((short) 0));
        }
        assertRefused(
                path,
                LicenseDocument.of(
                        MessageId.generate(random),
                        Fixtures.key(),
                        EnumSet.of(KeyUse.CENC),
                        TICKET.rights(),
                        Fixtures.LEASE,
                        hash));
    }

    private void assertRefused(Path path, LicenseDocument license) {
        assertThatThrownBy(() -> {
                    try (ProtectedMessage message = ProtectedMessage.open(path, file, license)) {
                        message.decode(pcm -> {});
                    }
                })
                .isInstanceOf(TamperedMessageException.class);
    }

    private static LicenseDocument license(MessageKey key, byte[] hash) {
        return LicenseDocument.of(
                TICKET.messageId(), key, EnumSet.of(KeyUse.CENC), TICKET.rights(), Fixtures.LEASE, hash);
    }

    private void assertTampered(byte[] content) {
        assertThatThrownBy(() -> checkMp4(content)).isInstanceOf(TamperedMessageException.class);
    }

    private void checkMp4(byte[] content) throws IOException, TamperedMessageException {
        try (FileChannel channel = FileChannel.open(Files.write(directory.resolve("check"), content))) {
            manifest.hashes().checkMp4(channel);
        }
    }

    private void checkSrtp(byte[] content) throws IOException, TamperedMessageException {
        try (FileChannel channel = FileChannel.open(Files.write(directory.resolve("check"), content))) {
            manifest.hashes().checkSrtp(channel);
        }
    }
}
