package org.ssms.license.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.test.SettableClock;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.Operators;
import org.ssms.guard.login.Operators.Answer;
import org.ssms.guard.login.Operators.Operator;
import org.ssms.guard.login.Operators.Role;
import org.ssms.guard.login.PasswordDoors;
import org.ssms.guard.login.SecurityAudit;

class OperatorsTest {
    private static final Asker HERE = Asker.of(Door.OPERATOR, "127.0.0.1");
    private static final String PASSWORD = "tnr8c-w2qk1-0vdxh-93fza";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-28T12:00:00Z"));
    private final List<String> audit = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 1; // it may overflow

    @TempDir
    Path secrets;

    private Operators operators;

    @BeforeEach
    void write_the_files() throws IOException {
        Path users = Files.writeString(secrets.resolve("users"), "olga=" + PASSWORD + "\nnina=other\nrolf=third\n");
        Path roles = Files.writeString(secrets.resolve("roles"), "olga=read,operate\nnina=security\nzoe=security\n");
        SecurityAudit security = new SecurityAudit(clock, audit::add);
        operators = new Operators(
                users,
                roles,
                PasswordDoors.of(name -> -1, "$2a$04$x", (hash, guess) -> false, security, clock),
                security,
                new SecureRandom(),
                () -> nanos);
    }

    @Test
    void who_knows_his_password_is_known_with_his_role() {
        assertThat(ask(basic("olga", PASSWORD))).isEqualTo(known("olga", Role.OPERATE));
        assertThat(ask(basic("nina", "other"))).isEqualTo(known("nina", Role.SECURITY));
    }

    @Test
    void who_reads_leaves_a_trace_once_a_minute_for_each_address() {
        for (int i = 0; i < 100; i++) {
            ask(basic("olga", PASSWORD));
        }
        assertThat(audit)
                .singleElement()
                .asString()
                .contains("\"door\":\"operator\",\"event\":\"login\",\"user\":\"olga\",\"source\":\"127.0.0.1\"");
        ask(basic("nina", "other"));
        operators.ask(Asker.of(Door.OPERATOR, "127.0.0.2"), basic("olga", PASSWORD));
        assertThat(audit).hasSize(3);
        nanos += Duration.ofMinutes(1).toNanos() - 1;
        ask(basic("olga", PASSWORD));
        assertThat(audit).hasSize(3);
        nanos++;
        ask(basic("olga", PASSWORD));
        assertThat(audit).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"olga, wrong", "ghost, x", "ghost, ''", "zoe, ''", ":nobody, x", "rolf, third"})
    void a_wrong_password_nobody_and_who_has_no_role_are_one_answer(String name, String password) {
        assertThat(ask(basic(name, password))).isEqualTo(new Answer.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!!", "Bearer x", "Basic b2xnYQ=="})
    void what_is_no_name_with_a_password_is_nobody_and_no_guess(String header) {
        for (int i = 0; i < 100; i++) {
            assertThat(ask(header)).isEqualTo(new Answer.Unknown());
        }
        assertThat(ask(basic("olga", PASSWORD))).isInstanceOf(Answer.Known.class);
        assertThat(ask(null)).isEqualTo(new Answer.Unknown());
    }

    @Test
    void t10_who_guesses_waits_and_is_written_down() {
        for (int i = 0; i < 7; i++) {
            assertThat(ask(basic("olga", "guess" + i))).isEqualTo(new Answer.Unknown());
        }
        assertThat(ask(basic("olga", PASSWORD))).isInstanceOf(Answer.Later.class);
        assertThat(audit)
                .hasSizeGreaterThan(6)
                .allSatisfy(line -> assertThat(line)
                        .contains("\"door\":\"operator\"", "\"user\":\"olga\"", "refused")
                        .doesNotContain("guess", PASSWORD));
    }

    @Test
    void what_is_changed_in_the_files_holds_at_once() throws IOException {
        assertThat(ask(basic("olga", PASSWORD))).isInstanceOf(Answer.Known.class);
        Files.writeString(secrets.resolve("roles"), "olga=read\n");
        assertThat(ask(basic("olga", PASSWORD))).isEqualTo(known("olga", Role.READ));
        Files.writeString(secrets.resolve("users"), "nina=other\n");
        assertThat(ask(basic("olga", PASSWORD))).isEqualTo(new Answer.Unknown());
        Files.delete(secrets.resolve("users"));
        assertThat(ask(basic("nina", "other"))).isEqualTo(new Answer.Unknown());
    }

    @Test
    void each_role_may_what_those_before_it_may() {
        Operator operating = new Operator("olga", Role.OPERATE);
        assertThat(operating.may(Role.READ)).isTrue();
        assertThat(operating.may(Role.OPERATE)).isTrue();
        assertThat(operating.may(Role.SECURITY)).isFalse();
    }

    private Answer ask(@Nullable String header) {
        return operators.ask(HERE, header);
    }

    private static Answer known(String name, Role role) {
        return new Answer.Known(new Operator(name, role));
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
    }
}
