package org.ssms.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.config.ConfigException;
import org.ssms.guard.login.MadeAt;
import org.ssms.protect.key.SecretBox;

class SipAccountsTest {
    @TempDir
    private Path folder;

    private final TestSecrets secrets = new TestSecrets();
    private final PhonePasswords passwords = new PhonePasswords(SecretBox.of(new byte[32]), new SecureRandom());

    @Test
    void new_passwords_are_taken_over_and_their_file_is_gone() throws IOException {
        Path file = write("# comment\n\nALICE = left=right \nbob=pässword\n");
        SipAccounts.takeOver(file, secrets);
        assertThat(secrets.passwords).isEqualTo(Map.of("alice", "left=right", "bob", "pässword"));
        assertThat(file).doesNotExist();
        SipAccounts.takeOver(file, secrets); // the next start
        assertThat(secrets.passwords).hasSize(2);
    }

    @Test
    void a_crash_before_the_commit_leaves_the_file_to_the_next_start() throws IOException {
        Path file = write("alice=secret\n");
        SipSecrets crashing = new SipSecrets() {
            @Override
            public void takeOver(Map<String, String> passwordsByUser) {
                throw new IllegalStateException("crash");
            }
        };
        assertThatThrownBy(() -> SipAccounts.takeOver(file, crashing)).isInstanceOf(IllegalStateException.class);
        assertThat(file).exists();
        SipAccounts.takeOver(file, secrets);
        assertThat(secrets.passwords).containsEntry("alice", "secret");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "=secret", "alice=", "a b=secret", ":nobody=secret", "alice=se\u0007cret"})
    void a_bad_line_stops_the_start_and_is_not_repeated(String line) throws IOException {
        Path file = write("bob=fine\n" + line + "\n");
        assertThatThrownBy(() -> SipAccounts.takeOver(file, secrets))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ssms.sip.accounts-file")
                .hasMessageContaining("line 2")
                .message()
                .doesNotContain("cret");
        assertThat(secrets.passwords).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void a_sealed_password_opens_for_its_subscriber_only() {
        String sealed = passwords.seal("alice", "secret");
        assertThat(sealed).doesNotContain("secret").hasSizeLessThan(1024);
        assertThat(passwords.open("alice", sealed))
                .hasValueSatisfying(clear -> assertThat(clear).isEqualTo("secret".getBytes(UTF_8)));
        assertThat(passwords.open("bob", sealed)).isEmpty();
        assertThat(passwords.open("alice", "not base64!")).isEmpty();
        assertThat(passwords.seal("alice", "\u20ac".repeat(128))).hasSizeLessThan(1024);
    }

    @Test
    void generated_passwords_are_long_and_never_the_same() {
        assertThat(passwords.generate()).matches("([a-z0-9]{5}-){3}[a-z0-9]{5}").isNotEqualTo(passwords.generate());
    }

    @Test
    void a_revealed_password_is_wiped_and_not_printed() {
        byte[] bytes = "secret".getBytes(UTF_8);
        try (PhonePassword password = new PhonePassword(true, new MadeAt(null, Instant.EPOCH), bytes)) {
            assertThat(password.reveal()).isEqualTo("secret".getBytes(UTF_8));
            assertThat(password).hasToString("PhonePassword[redacted]");
        }
        assertThat(bytes).containsOnly(0);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("sip-accounts.new"), text);
    }
}
