package org.ssms.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlayOptionsTest {
    private static final String ID = "0".repeat(26);

    @Test
    void the_local_server_is_asked_and_no_sound_comes_out_unless_wanted() {
        PlayOptions options = parse(ID + " --user alice");
        assertThat(options.server()).isEqualTo(URI.create("http://127.0.0.1:8180"));
        assertThat(options.user()).isEqualTo("alice");
        assertThat(options.toStandardOutput()).isFalse();
    }

    @Test
    void the_password_of_the_environment_is_used_and_not_shown() {
        PlayOptions options = parse(ID + " --user alice --stdout");
        assertThat(options.toStandardOutput()).isTrue();
        assertThat(options.password()).containsExactly("open".toCharArray());
        assertThat(options.toString()).doesNotContain("open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short --user alice", "../../etc --user alice", "--user", "--user alice"})
    void wrong_use_is_refused(String line) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    private static PlayOptions parse(String line) {
        Map<String, String> environment = Map.of("SSMS_PORT_OFFSET", "100", "SSMS_PASSWORD", "open");
        return PlayOptions.parse(line.split(" ", -1), environment);
    }
}
