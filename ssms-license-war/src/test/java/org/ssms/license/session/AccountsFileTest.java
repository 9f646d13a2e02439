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
                .containsExactly(new AccountsFile.Line("alice", HASH), new AccountsFile.Line("bob", HASH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "alice=secret", "=" + HASH, ":nobody=" + HASH, "a b=" + HASH, "alice=$1$" + HASH})
    void a_wrong_line_is_named_by_number_and_not_repeated(String line) throws Exception {
        Path file = write("# demo\n" + line + "\n");
        assertThatThrownBy(() -> AccountsFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line 2 is not user=bcrypt-hash");
    }

    @Test
    void a_line_does_not_print_its_hash() {
        assertThat(new AccountsFile.Line("alice", HASH).toString()).isEqualTo("alice");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("accounts"), text);
    }
}
