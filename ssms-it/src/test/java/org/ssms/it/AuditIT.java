package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.protect.audit.AuditVerdict;
import org.ssms.protect.audit.AuditVerifier;

/** The audit of the license server as a chain that is exported and verified without it. */
class AuditIT {
    private final SsmsServer server = SsmsServer.shared();
    private final Jmx jmx = Jmx.of(server);

    @TempDir
    Path directory;

    @Test
    void what_was_just_decided_is_in_a_sound_export_and_one_changed_letter_is_named() throws Exception {
        Subscriber bob = Subscriber.of(server, "bob");
        String message = MediaNode.of(server).leave("alice").id().value();
        assertThat(bob.license(message).statusCode()).isEqualTo(404);
        Path file = directory.resolve("audit.jsonl");
        assertThat(jmx.exportAudit(file)).matches("\\d+ rows, \\d+ heads");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String keyId = jmx.text("Audit", "KeyId");
        assertThat(verify(file, keyId)).isInstanceOfSatisfying(AuditVerdict.Sound.class, sound -> {
            assertThat(sound.keyIds()).containsExactly(keyId);
            assertThat(sound.unproved()).isZero();
        });
        assertThat(jmx.number("Audit", "Alterations")).isZero();

        String export = Files.readString(file);
        String refused = export.lines()
                .filter(line -> line.contains("\"messageId\":\"" + message + "\"") && line.contains("NOT_ENTITLED"))
                .findFirst()
                .orElseThrow();
        assertThat(refused).contains("\"event\":\"LICENSE\"", "\"actor\":\"bob\"", "\"proof\":\"RIGHT\"");
        Files.writeString(file, export.replace(refused, refused.replace("\"actor\":\"bob\"", "\"actor\":\"bab\"")));
        long place = Long.parseLong(refused.replaceAll("^\\{\"place\":(\\d+),.*", "$1"));
        assertThat(verify(file, keyId))
                .isInstanceOfSatisfying(
                        AuditVerdict.Bad.class, bad -> assertThat(bad.place()).isEqualTo(place));
    }

    private static AuditVerdict verify(Path file, String keyId) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new AuditVerifier(Set.of(keyId)).verify(in);
        }
    }
}
