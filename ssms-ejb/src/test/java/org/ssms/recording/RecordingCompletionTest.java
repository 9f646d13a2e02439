package org.ssms.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ejb.EJBException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.client.LicenseServerException;
import org.ssms.identity.Attestation;
import org.ssms.identity.IdentitySource;
import org.ssms.mailbox.ListDesk;
import org.ssms.mailbox.Lists;
import org.ssms.mailbox.MailboxConfig;
import org.ssms.mailbox.MessageAudit;
import org.ssms.mailbox.MessageEventType;
import org.ssms.mailbox.Messages;
import org.ssms.media.engine.AudioSink;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.manifest.ManifestSigner;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.protect.recording.FinishedRecording;
import org.ssms.protect.recording.RecordingStore;
import org.ssms.protect.recording.RecordingTicket;

/** With the real storage and a license server that can go away. */
class RecordingCompletionTest {
    private static final Caller BOB = new Caller(
            "sip:bob@example.org", "Bob", IdentitySource.ASSERTED, "tel:+4930123456", null, "call;to-tag=1;from-tag=2");
    private static final int FRAME = 160;
    private static final Lists LISTS =
            new Lists(new MailboxConfig(Map.of(), Map.of("sales", List.of("alice", "carol"))), new ListDesk());

    @TempDir
    static Path keys;

    @TempDir
    Path storage;

    private static ManifestSigner signer;

    private FakeLicenseServer license;
    private final MailboxRecord mailbox = new MailboxRecord();
    private final AuditRecord audit = new AuditRecord();
    private FailingStore store;
    private RecordingCompletion completion;
    private Recorder recorder;

    /** Stands for the database: takes a message once, fails on demand. */
    private static final class MailboxRecord extends Messages {
        final Set<String> stored = new LinkedHashSet<>();
        boolean broken;

        @Nullable
        RecordingTicket last;

        @Override
        public boolean store(FinishedRecording recording, Instant protectedAt) {
            if (broken) {
                throw new EJBException("planned");
            }
            last = recording.ticket();
            return stored.add(recording.ticket().messageId().value());
        }
    }

    /** Puts a ticket in its place, and so often cannot say that it will be there after a power cut. */
    private static final class FailingStore extends RecordingStore {
        int failures;

        FailingStore(Path directory) throws IOException {
            super(directory);
        }

        @Override
        public void renew(RecordingTicket ticket) throws IOException {
            super.renew(ticket);
            if (failures > 0) {
                failures--;
                throw new IOException("planned " + failures);
            }
        }
    }

    private static final class AuditRecord extends MessageAudit {
        final List<MessageEventType> events = new ArrayList<>();

        @Nullable
        String auditedCaller;

        @Override
        public void keyDeposited(
                RecordingTicket ticket, Instant at, IdentitySource source, @Nullable String auditedAddress) {
            events.add(MessageEventType.KEY_DEPOSITED);
            auditedCaller = auditedAddress;
        }

        @Override
        public void add(RecordingTicket ticket, MessageEventType type, Instant at) {
            events.add(type);
        }
    }

    @BeforeAll
    static void makeNodeKey() throws IOException, InterruptedException {
        Path keystore = keys.resolve("node.p12");
        Process keytool = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/keytool",
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=test",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        "test-only")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        signer = ManifestSigner.load(keystore, "test-only".toCharArray(), "node", Protection.SIGNATURES);
    }

    @BeforeEach
    void start() throws IOException {
        license = new FakeLicenseServer();
        restart();
    }

    /** As after a crash: a new process on the old storage. */
    private void restart() throws IOException {
        store = new FailingStore(storage);
        Clock clock = Clock.systemUTC();
        completion = new RecordingCompletion(store, signer, license.client(), mailbox, audit, clock);
        recorder = new Recorder(store, license.client(), completion, audit, LISTS, clock, new SecureRandom());
    }

    @AfterEach
    void stop() {
        license.close();
    }

    private static AudioSink opened(PendingMessage message) throws Exception {
        message.deposit();
        return message.open(AudioFormat.PCMU, Attestation.B);
    }

    private static void speak(AudioSink sink, int seconds) throws IOException {
        short[] pcm = new short[FRAME];
        for (int frame = 0; frame < seconds * 50; frame++) {
            sink.frame((long) frame * FRAME, frame, ByteBuffer.allocate(FRAME), pcm, FRAME);
        }
    }

    private PendingMessage recorded() throws Exception {
        PendingMessage message = recorder.prepare("alice", BOB, null);
        AudioSink sink = opened(message);
        speak(sink, 2);
        sink.end();
        return message;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(storage)) {
            return all.filter(Files::isRegularFile)
                    .map(p -> p.getFileName().toString().replaceFirst("^[^.]*", "KID"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_recording_is_registered_stored_and_settled() throws Exception {
        assertThat(recorded().keep()).isEqualTo(RecordingCompletion.Result.STORED);
        assertThat(license.agreedTo("PUT", "/manifest")).isEqualTo(1);
        assertThat(mailbox.stored).hasSize(1);
        assertThat(files()).containsExactly("KID.manifest", "KID.mp4", "KID.srtp");
        assertThat(completion.stored()).isEqualTo(1);
    }

    @Test
    void the_members_of_a_list_are_in_the_deposit_and_in_the_ticket_whatever_happens_meanwhile() throws Exception {
        PendingMessage message = recorder.prepare("sales", BOB, null);
        assertThat(message.recipients()).containsExactlyInAnyOrder("alice", "carol");
        AudioSink sink = opened(message);
        assertThat(license.deposited).contains("\"owner\":\"sales\"", "\"members\":[\"alice\",\"carol\"]");
        speak(sink, 2);
        sink.end();
        restart(); // after a crash
        completion.takeOver();
        completion.retry();
        assertThat(requireNonNull(mailbox.last).mailbox()).isEqualTo("sales");
        assertThat(requireNonNull(mailbox.last).members()).containsExactly("alice", "carol");
        assertThat(files()).containsExactly("KID.manifest", "KID.mp4", "KID.srtp");
        assertThat(recorder.prepare("alice", BOB, null).recipients()).containsExactly("alice");
    }

    @Test
    void who_records_again_leaves_it_for_the_members_of_when_he_called_whatever_becomes_of_the_list() {
        List<String> members = new ArrayList<>(List.of("alice", "carol"));
        Lists lists = new Lists(new MailboxConfig(Map.of(), Map.of()), new ListDesk()) {
            @Override
            public List<String> members(String name) {
                return List.copyOf(members);
            }
        };
        PendingMessage message = new Recorder(
                        store, license.client(), completion, audit, lists, Clock.systemUTC(), new SecureRandom())
                .prepare("sales", BOB, null);
        members.remove("carol");
        assertThat(message.another().recipients()).containsExactlyInAnyOrder("alice", "carol");
        members.clear();
        assertThat(message.another().another().recipients()).containsExactlyInAnyOrder("alice", "carol");
    }

    @Test
    void a_list_that_is_taken_away_as_somebody_calls_it_gets_no_message_that_would_be_nobodys() {
        Lists lists = new Lists(new MailboxConfig(Map.of(), Map.of()), new ListDesk()) {
            @Override
            public boolean isList(String name) {
                return name.equals("sales");
            }
        };
        Recorder early =
                new Recorder(store, license.client(), completion, audit, lists, Clock.systemUTC(), new SecureRandom());
        assertThatThrownBy(() -> early.prepare("sales", BOB, null)).isInstanceOf(IllegalStateException.class);
        assertThat(early.prepare("alice", BOB, null).recipients()).containsExactly("alice");
    }

    /** From the ticket they go into the manifest, whatever happens meanwhile. */
    @Test
    void what_the_license_server_grants_stands_in_the_ticket() throws Exception {
        recorded().keep();
        assertThat(requireNonNull(mailbox.last).rights()).isEqualTo(FakeLicenseServer.RIGHTS);
    }

    /** Beside them what else was deposited holds. */
    @Test
    void f4_37_what_the_caller_confirms_is_in_the_ticket_at_once_and_registered_with_the_message() throws Exception {
        PendingMessage message = recorder.prepare("alice", BOB, null);
        message.deposit();
        UsageRights before = UsageRights.UNLIMITED.with(Right.SAVE, false);
        assertThat(message.choose(before)).isEqualTo(FakeLicenseServer.RIGHTS.with(Right.SAVE, false));
        AudioSink sink = message.open(AudioFormat.PCMU, Attestation.B);
        assertThat(content(".ticket"))
                .contains("\"rights\":"
                        + FakeLicenseServer.RIGHTS.changedTo(before).toJson());
        speak(sink, 2);
        UsageRights during = before.with(Right.FORWARD, 0);
        message.choose(during);
        license.away = true;
        assertThatThrownBy(() -> message.choose(during.with(Right.PLAYS, 1)))
                .isInstanceOf(LicenseServerException.class);
        license.away = false;
        UsageRights expected = FakeLicenseServer.RIGHTS.changedTo(during);
        assertThat(content(".ticket")).contains("\"rights\":" + expected.toJson());
        restart(); // after a crash
        completion.takeOver();
        completion.retry();
        assertThat(requireNonNull(mailbox.last).rights()).isEqualTo(expected);
        assertThat(license.registered).contains("\"rights\":" + expected.toJson());
    }

    /** So that the grant is within the manifest, also where the policy is wider by then. */
    @Test
    void f4_37_what_the_policy_leaves_of_a_choice_is_registered() throws Exception {
        PendingMessage message = recorder.prepare("alice", BOB, null);
        message.deposit();
        AudioSink sink = message.open(AudioFormat.PCMU, Attestation.B);
        license.policy = UsageRights.UNLIMITED.with(Right.FORWARD, 0).with(Right.PLAYS, 1);
        UsageRights left = message.choose(UsageRights.UNLIMITED.with(Right.PLAYS, 2));
        assertThat(left).isEqualTo(license.policy);
        license.policy = UsageRights.UNLIMITED;
        speak(sink, 2);
        sink.end();
        message.keep();
        assertThat(requireNonNull(mailbox.last).rights()).isEqualTo(left);
        assertThat(license.registered).contains("\"rights\":" + left.toJson());
    }

    /** A member who allows less must not rule what the others have. */
    @Test
    void of_a_list_what_each_member_gets_is_told_and_what_anybody_may_get_is_registered() throws Exception {
        PendingMessage message = recorder.prepare("alice", BOB, null);
        message.deposit();
        AudioSink sink = message.open(AudioFormat.PCMU, Attestation.B);
        license.ofMembers = UsageRights.UNLIMITED.with(Right.PLAYS, 1);
        UsageRights chosen = UsageRights.UNLIMITED.with(Right.PLAYS, 2);
        UsageRights most = FakeLicenseServer.RIGHTS.changedTo(chosen);
        assertThat(message.choose(chosen)).isEqualTo(most.with(Right.PLAYS, 1));
        speak(sink, 2);
        sink.end();
        message.keep();
        assertThat(requireNonNull(mailbox.last).rights()).isEqualTo(most);
        assertThat(license.registered).contains("\"rights\":" + most.toJson());
    }

    /** Also when the new one is in its place already. */
    @Test
    void a_ticket_that_cannot_be_renewed_is_there_as_it_was() throws Exception {
        PendingMessage message = recorder.prepare("alice", BOB, null);
        AudioSink sink = opened(message);
        UsageRights chosen = UsageRights.UNLIMITED.with(Right.FORWARD, 0);
        UsageRights before = message.choose(chosen);
        String ticket = content(".ticket");
        store.failures = 1;
        assertThatThrownBy(() -> message.choose(chosen.with(Right.PLAYS, 1))).isInstanceOf(IOException.class);
        assertThat(content(".ticket")).isEqualTo(ticket);
        store.failures = 1;
        assertThatThrownBy(message::cancel).isInstanceOf(IOException.class);
        assertThat(content(".ticket")).isEqualTo(ticket);
        store.failures = 2;
        assertThatThrownBy(message::cancel)
                .hasMessage("planned 1")
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("planned 0"));
        speak(sink, 2);
        sink.end();
        assertThat(message.keep()).isEqualTo(RecordingCompletion.Result.STORED);
        assertThat(requireNonNull(mailbox.last).rights()).isEqualTo(before);
    }

    @Test
    void nothing_is_left_of_a_message_that_its_caller_cancels_also_after_a_crash() throws Exception {
        PendingMessage message = recorded();
        license.away = true;
        message.cancel();
        assertThat(completion.postponed()).isEqualTo(1);
        restart();
        completion.takeOver();
        license.away = false;
        completion.retry();
        assertThat(license.agreedTo("DELETE", "")).isEqualTo(1);
        assertThat(license.agreedTo("PUT", "/manifest")).isZero();
        assertThat(files()).isEmpty();
        assertThat(mailbox.stored).isEmpty();
        assertThat(audit.events).containsExactly(MessageEventType.KEY_DEPOSITED, MessageEventType.WITHDRAWN);
    }

    @Test
    void what_an_anonymous_caller_withholds_is_in_the_audit_and_in_no_file() throws Exception {
        PendingMessage message = recorder.prepare("alice", BOB, null);
        AudioSink sink = opened(message);
        assertThat(content(".ticket")).contains("\"attestation\":\"B\"").doesNotContain("30123456");
        speak(sink, 2);
        sink.end();
        message.keep();
        assertThat(audit.auditedCaller).isEqualTo("tel:+4930123456");
        String payload = content(".manifest").split("\\.", -1)[1];
        assertThat(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8))
                .contains("\"attestation\":\"B\"")
                .doesNotContain("30123456");
    }

    private String content(String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(storage)) {
            Path file =
                    all.filter(p -> p.toString().endsWith(suffix)).findFirst().orElseThrow();
            return Files.readString(file);
        }
    }

    @Test
    void a_recording_waits_for_the_license_server_and_is_stored_once() throws Exception {
        PendingMessage message = recorded();
        license.away = true;
        assertThat(message.keep()).isEqualTo(RecordingCompletion.Result.POSTPONED);
        completion.retry();
        assertThat(mailbox.stored).isEmpty();
        assertThat(completion.postponed()).isEqualTo(1);
        license.away = false;
        completion.retry();
        completion.retry();
        assertThat(mailbox.stored).hasSize(1);
        assertThat(completion.postponed()).isZero();
        assertThat(completion.stored()).isEqualTo(1);
        assertThat(files()).doesNotContain("KID.ticket");
    }

    @Test
    void a_recording_waits_for_the_database() throws Exception {
        PendingMessage message = recorded();
        mailbox.broken = true;
        assertThat(message.keep()).isEqualTo(RecordingCompletion.Result.POSTPONED);
        assertThat(completion.failing()).isEqualTo(1);
        assertThat(files()).contains("KID.ticket");
        mailbox.broken = false;
        completion.retry();
        assertThat(mailbox.stored).hasSize(1);
        assertThat(completion.failing()).isZero();
    }

    @Test
    void a_crash_while_recording_leaves_a_message_that_the_next_start_stores() throws Exception {
        speak(opened(recorder.prepare("alice", BOB, null)), 3); // and no end
        license.away = true;
        restart();
        completion.takeOver();
        completion.retry();
        assertThat(mailbox.stored).isEmpty();
        license.away = false;
        completion.retry();
        assertThat(mailbox.stored).hasSize(1);
        assertThat(files()).containsExactly("KID.manifest", "KID.mp4", "KID.srtp");
    }

    @Test
    void a_crash_between_the_commit_and_the_ticket_stores_nothing_twice() throws Exception {
        PendingMessage message = recorded();
        mailbox.stored.add(message.id().value()); // the row was committed, the ticket was not yet deleted
        restart();
        completion.takeOver();
        completion.retry();
        assertThat(mailbox.stored).hasSize(1);
        assertThat(completion.stored()).isZero();
        assertThat(files()).doesNotContain("KID.ticket");
    }

    @Test
    void a_recording_without_a_frame_leaves_nothing() throws Exception {
        PendingMessage message = recorder.prepare("alice", BOB, null);
        opened(message).end();
        assertThat(message.keep()).isEqualTo(RecordingCompletion.Result.NOTHING_RECORDED);
        assertThat(license.agreedTo("DELETE", "")).isEqualTo(1);
        assertThat(audit.events).containsExactly(MessageEventType.KEY_DEPOSITED, MessageEventType.WITHDRAWN);
        assertThat(files()).isEmpty();
        assertThat(mailbox.stored).isEmpty();
    }

    @Test
    void a_hang_up_after_the_files_were_opened_leaves_nothing() throws Exception {
        PendingMessage message = recorder.prepare("alice", BOB, null);
        opened(message);
        license.away = true;
        message.leaveNothing();
        assertThat(files()).containsExactly("KID.ticket"); // the key is still to be withdrawn
        license.away = false;
        completion.retry();
        assertThat(license.agreedTo("DELETE", "")).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_hang_up_before_the_deposit_asks_the_license_server_for_nothing() throws Exception {
        recorder.prepare("alice", BOB, null).leaveNothing();
        assertThat(license.agreed).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void a_deposit_without_an_answer_is_repeated_once() throws Exception {
        license.failures.set(1);
        recorder.prepare("alice", BOB, null).deposit();
        assertThat(license.agreed).hasSize(1);
    }

    @Test
    void the_control_code_is_kept_in_memory_and_in_no_file() throws Exception {
        PendingMessage message = recorder.prepare("alice", BOB, null);
        assertThat(message.controlCode()).isEmpty();
        AudioSink sink = opened(message);
        assertThat(message.controlCode()).contains(FakeLicenseServer.CONTROL_CODE);
        speak(sink, 2);
        for (Path file : recordedFiles()) {
            assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain(FakeLicenseServer.CONTROL_CODE);
        }
    }

    private List<Path> recordedFiles() throws IOException {
        try (Stream<Path> all = Files.walk(storage)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            assertThat(files).hasSizeGreaterThan(1);
            return files;
        }
    }

    @Test
    void no_file_is_written_without_a_deposited_key() throws Exception {
        license.away = true;
        PendingMessage message = recorder.prepare("alice", BOB, null);
        assertThatThrownBy(message::deposit).isInstanceOf(LicenseServerException.class);
        assertThatThrownBy(() -> message.open(AudioFormat.PCMU, Attestation.B))
                .isInstanceOf(IllegalStateException.class);
        assertThat(files()).isEmpty();
    }
}
