package org.ssms.license.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsFileTest {
    private static final String HASH = "$2a$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";

    @TempDir
    Path directory;

    @Test
    void subscribers_comments_and_blank_lines_are_understood() throws Exception {
        Path file = write("# demo\n\nalice=" + HASH + "\n  bob=" + HASH + "  \r\n");
        assertThat(AccountsFile.read(file))
                .containsExactly(new AccountsFile.Line("alice", HASH, null), new AccountsFile.Line("bob", HASH, null));
    }

    @Test
    void a_hash_for_digest_may_follow_after_a_space() throws Exception {
        Path file = write("alice=" + HASH + " " + "0123456789ABCDEF".repeat(4) + "\n");
        assertThat(AccountsFile.read(file))
                .containsExactly(new AccountsFile.Line("alice", HASH, "0123456789abcdef".repeat(4)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "alice=secret",
                "=" + HASH,
                ":nobody=" + HASH,
                "a b=" + HASH,
                "alice=$1$" + HASH,
                "alice=" + HASH + " 0123"
            })
    void a_wrong_line_is_named_by_number_and_not_repeated(String line) throws Exception {
        Path file = write("# demo\n" + line + "\n");
        assertThatThrownBy(() -> AccountsFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line 2 is not user=bcrypt-hash, with or without a SHA-256 for digest");
    }

    @Test
    void a_line_does_not_print_its_hash() {
        assertThat(new AccountsFile.Line("alice", HASH, "0".repeat(64)).toString())
                .isEqualTo("alice");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("accounts"), text);
    }
}
