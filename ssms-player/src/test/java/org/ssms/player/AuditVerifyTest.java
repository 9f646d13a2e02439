package org.ssms.player;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.audit.AuditFormat;
import org.ssms.protect.audit.AuditHead;
import org.ssms.protect.audit.AuditMember;
import org.ssms.protect.audit.AuditRow;
import org.ssms.protect.audit.HeadSigner;
import org.ssms.protect.audit.RowProof;

/** With an export of one login. */
class AuditVerifyTest {
    private static final UUID CHAIN = new UUID(1, 2);

    @TempDir
    Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path file;
    private String keyId;
    private String lastHead;

    @BeforeEach
    void export() throws Exception {
        write("LOGIN");
    }

    private void write(String event) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        HeadSigner signer = new HeadSigner(pair.getPrivate(), (RSAPublicKey) pair.getPublic());
        Map<AuditMember, String> texts = new EnumMap<>(AuditMember.class);
        texts.put(AuditMember.PLACE, "1");
        texts.put(AuditMember.EVENT, event);
        texts.put(AuditMember.ACTOR, "alice");
        texts.put(AuditMember.PROOF, RowProof.RIGHT.name());
        AuditRow row = AuditRow.of(texts);
        String hash = JsonObject.toBase64Url(row.hash(AuditRow.start(CHAIN)));
        AuditHead head = new AuditHead(CHAIN, 1, 1, hash, Instant.parse("2026-11-28T12:00:00Z"));
        keyId = signer.keyId();
        lastHead = signer.sign(head);
        file = directory.resolve("audit.jsonl");
        Files.write(
                file,
                List.of(
                        AuditFormat.first(CHAIN, List.of(signer.publicKey())),
                        row.toJson(hash),
                        AuditFormat.head(lastHead, null)));
    }

    @Test
    void a_sound_export_says_what_it_holds_and_who_has_signed_it() throws Exception {
        assertThat(verify(file.toString())).isEqualTo(AuditVerify.Outcome.SOUND);
        assertThat(said.toString(UTF_8)).contains("entries 1 to 1", "of 2026-11-28T12:00:00Z", keyId, "--key");
    }

    @Test
    void with_the_key_that_is_known_nobody_is_asked_to_compare_it() throws Exception {
        assertThat(verify(file.toString(), "--key", keyId)).isEqualTo(AuditVerify.Outcome.SOUND);
        assertThat(said.toString(UTF_8)).doesNotContain("--key");
        assertThat(verify("--key", "another", file.toString())).isEqualTo(AuditVerify.Outcome.BAD);
    }

    @Test
    void the_first_bad_entry_is_named() throws Exception {
        Files.writeString(file, Files.readString(file).replace("alice", "mallory"));
        assertThat(verify(file.toString())).isEqualTo(AuditVerify.Outcome.BAD);
        assertThat(said.toString(UTF_8)).startsWith("BAD, line 2: Entry 1: was changed.");
    }

    @Test
    void alterations_of_which_the_server_knows_have_an_exit_code_of_their_own() throws Exception {
        write("AUDIT_ALTERED");
        assertThat(verify(file.toString())).isEqualTo(AuditVerify.Outcome.ALTERED);
        assertThat(said.toString(UTF_8)).contains("1 times", "entry 1, ");
    }

    @Test
    void a_kept_head_and_the_chain_have_to_be_those_of_the_file() throws Exception {
        Path kept = directory.resolve("kept");
        Files.writeString(kept, lastHead + "\n");
        String[] arguments = {"--kept", kept.toString(), "--chain", CHAIN.toString(), file.toString()};
        assertThat(verify(arguments)).isEqualTo(AuditVerify.Outcome.SOUND);
        assertThat(verify("--chain", new UUID(3, 4).toString(), file.toString()))
                .isEqualTo(AuditVerify.Outcome.BAD);
        assertThat(verify("--after", "1", file.toString())).isEqualTo(AuditVerify.Outcome.BAD);
        write("LOGOUT");
        assertThat(verify(arguments)).isEqualTo(AuditVerify.Outcome.BAD);
        Files.writeString(kept, "no head");
        assertThatThrownBy(() -> verify(arguments)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "--key", "a --key", "a --what", "a --chain x", "a --after 0"})
    void wrong_use_is_refused(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
        assertThatThrownBy(() -> verify(arguments)).isInstanceOf(IllegalArgumentException.class);
    }

    private AuditVerify.Outcome verify(String... arguments) throws Exception {
        return AuditVerify.of(arguments, new PrintStream(said, true, UTF_8)).run();
    }
}
