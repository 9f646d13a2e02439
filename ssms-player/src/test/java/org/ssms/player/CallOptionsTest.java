package org.ssms.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallOptionsTest {
    @Test
    void a_bare_user_is_called_in_the_mailbox_domain_of_the_local_server() {
        CallOptions options = parse("alice");
        assertThat(options.uri()).isEqualTo("sip:alice@vm.localhost");
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.port()).isEqualTo(5060);
        assertThat(options.file()).isEmpty();
        assertThat(options.waitForBeep()).isTrue();
    }

    @Test
    void the_port_offset_of_the_environment_moves_the_sip_port() {
        String[] arguments = {"alice"};
        assertThat(CallOptions.parse(arguments, Map.of("SSMS_PORT_OFFSET", "100"))
                        .port())
                .isEqualTo(5160);
    }

    @Test
    void an_ipv6_server_stands_in_brackets() {
        assertThat(parse("alice", "--server", "[::1]:5070").host()).isEqualTo("[::1]");
        assertThat(parse("alice", "--server", "[::1]:5070").port()).isEqualTo(5070);
        assertThat(parse("alice", "--server", "[::1]").port()).isEqualTo(5060);
        assertThat(parse("alice@[::1]").uri()).isEqualTo("sip:alice@[::1]");
    }

    @Test
    void every_option_is_understood() {
        CallOptions options = parse(
                "--server",
                "127.0.0.2:5070",
                "bob@example.org",
                "hello.wav",
                "--hash",
                "--loss",
                "3",
                "--seed",
                "9",
                "--srtp");
        assertThat(options.uri()).isEqualTo("sip:bob@example.org");
        assertThat(options.file()).contains(Path.of("hello.wav"));
        assertThat(options.host()).isEqualTo("127.0.0.2");
        assertThat(options.port()).isEqualTo(5070);
        assertThat(options.hash()).isTrue();
        assertThat(options.srtp()).isTrue();
        assertThat(options.impairment().lossPercent()).isEqualTo(3);
        assertThat(options.impairment().seed()).isEqualTo(9);
    }

    @Test
    void a_caller_has_a_name_to_be_called_by_and_one_to_be_shown() {
        CallOptions options = parse("alice", "--from", "bob", "--display", "Bob \"the\" Builder");
        assertThat(options.caller()).isEqualTo("bob");
        assertThat(options.display()).isEqualTo("Bob \"the\" Builder");
        assertThat(parse("alice").display()).isEmpty();
        assertThatThrownBy(() -> parse("alice", "--display", "Bob\r\nSubject: x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b c",
                "alice --bogus",
                "alice --loss",
                "alice --loss many",
                "al>ice",
                "alice@ho>st",
                "alice --loss 101"
            })
    void wrong_use_is_refused(String line) {
        assertThatThrownBy(() -> parse(line.isEmpty() ? new String[0] : line.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CallOptions parse(String... arguments) {
        return CallOptions.parse(arguments, Map.of());
    }
}
