package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.SsmsServer;

/** Wrong passwords slow whoever sends them, at every door, and nobody else (A2). */
@SsmsServer.Beside
class LockOutIT {
    private static final int ATTEMPTS = 14;
    private static final int LONG = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MANAGEMENT_FROM_HTTP = 9990 - 8080;

    private static SsmsServer server;

    private interface Guess {
        Answer at(HttpFrom source, String password) throws IOException;
    }

    @BeforeAll
    static void start() {
        server = SsmsServer.start("lockout", 7, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_stranger_at_the_mailbox_api_does_not_lock_bob_out() throws Exception {
        Answer last = attack("127.0.0.61", LockOutIT::basic);
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.retryAfter()).isPositive();
        assertThat(last.header("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(last.body()).contains("urn:ssms:too-many-attempts");
        assertThat(last.cookie("ssms-session")).isEmpty();
        assertBobIsWelcome("127.0.0.71");
    }

    @Test
    void a_stranger_at_the_login_page_is_told_to_wait_and_does_not_lock_bob_out() throws Exception {
        Answer last = attack("127.0.0.62", LockOutIT::form);
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.retryAfter()).isPositive();
        assertThat(last.body())
                .contains("role=\"alert\"", "Please wait " + last.retryAfter() + " second", "then try again");
        assertBobIsWelcome("127.0.0.72");
    }

    @Test
    void a_stranger_at_the_license_server_does_not_lock_bob_out() throws Exception {
        Answer last = attack("127.0.0.63", LockOutIT::license);
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.retryAfter()).isPositive();
        assertThat(last.body()).contains("urn:ssms:too-many-attempts");
        assertBobIsWelcome("127.0.0.73");
    }

    @Test
    void who_is_slowed_at_one_door_is_slowed_at_all() throws Exception {
        HttpFrom attacker = new HttpFrom("127.0.0.64");
        // guesses on after each wait, until one is longer than a busy machine takes for two requests
        Await.untilTrue(
                "a wait of " + LONG + " s",
                PATIENCE,
                () -> license(attacker, "wrong").retryAfter() >= LONG);
        assertThat(basic(attacker, SsmsServer.PASSWORD).status()).isEqualTo(429);
        assertThat(form(attacker, SsmsServer.PASSWORD).status()).isEqualTo(429);
    }

    @Test
    void a_stranger_at_the_management_port_is_slowed_and_does_not_lock_the_operator_out() throws Exception {
        HttpFrom attacker = new HttpFrom("127.0.0.65");
        URI management = URI.create("http://127.0.0.1:" + (server.http().getPort() + MANAGEMENT_FROM_HTTP));
        Answer last = attacker.get(management.resolve("/management"), Map.of());
        for (int i = 0; i < ATTEMPTS; i++) {
            last = attacker.get(management.resolve("/management"), digest(attacker, management, i));
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.retryAfter()).isPositive();
        assertThat((int) Jmx.of(server).ask(connection -> connection.getMBeanCount()))
                .isPositive();
    }

    @Test
    void a_login_that_was_right_a_moment_ago_costs_no_more_than_a_look() throws Exception {
        HttpFrom alice = new HttpFrom("127.0.0.75"); // bob's password was right a moment ago at the other tests' doors
        for (int i = 0; i < 50; i++) {
            assertThat(alice.get(
                                    server.http().resolve("/api/v1/messages"),
                                    HttpFrom.basic("alice", SsmsServer.PASSWORD))
                            .status())
                    .isEqualTo(200);
        }
        // each check of the password is a line, and a right one is remembered for a minute
        Path audit = server.home().resolve("server/log/audit.log");
        assertThat(Files.readAllLines(audit).stream()
                        .filter(line -> line.contains("127.0.0.75") && line.contains("granted")))
                .hasSizeBetween(1, 2);
    }

    private static Answer attack(String source, Guess guess) throws IOException {
        HttpFrom attacker = new HttpFrom(source);
        Answer last = guess.at(attacker, "wrong");
        for (int i = 1; i < ATTEMPTS; i++) {
            last = guess.at(attacker, "wrong" + i);
        }
        return last;
    }

    private static void assertBobIsWelcome(String source) throws IOException {
        HttpFrom bob = new HttpFrom(source);
        assertThat(basic(bob, SsmsServer.PASSWORD).status()).isEqualTo(200);
        assertThat(license(bob, SsmsServer.PASSWORD).status()).isEqualTo(201);
        Answer form = form(bob, SsmsServer.PASSWORD);
        assertThat(form.status()).isEqualTo(302);
        assertThat(form.cookie("ssms-session")).isPresent();
    }

    private static Answer basic(HttpFrom source, String password) throws IOException {
        return source.get(server.http().resolve("/api/v1/messages"), HttpFrom.basic("bob", password));
    }

    private static Answer form(HttpFrom source, String password) throws IOException {
        return source.form(server.http(), "bob", password, Map.of());
    }

    private static Answer license(HttpFrom source, String password) throws IOException {
        return source.session(server.http(), "bob", password);
    }

    /** An answer to a fresh challenge that proves a wrong password. */
    /** Of one name: whatever the mechanism reads as {@code operator}, the guard counts as that. */
    private static final List<String> DRESSES =
            List.of("=\"operator\"", "=operator", "=\"oper\\ator\"", "*=UTF-8''operator");

    private static Map<String, String> digest(HttpFrom source, URI management, int attempt) throws IOException {
        String challenge = source.get(management.resolve("/management"), Map.of()).headers().stream()
                .filter(header -> header.getKey().equals("www-authenticate"))
                .map(Map.Entry::getValue)
                .filter(value -> value.contains("algorithm=MD5") || !value.contains("algorithm="))
                .findFirst()
                .orElseThrow();
        String nonce = challenge.replaceFirst(".*nonce=\"([^\"]*)\".*", "$1");
        String opaque = challenge.replaceFirst(".*opaque=\"([^\"]*)\".*", "$1");
        return Map.of(
                "Authorization",
                "Digest username" + DRESSES.get(attempt % DRESSES.size()) + ", realm=\"ManagementRealm\", nonce=\""
                        + nonce
                        + "\", uri=\"/management\", algorithm=MD5, response=\"%032x\", opaque=\"".formatted(attempt)
                        + opaque + "\", qop=auth, nc=00000001, cnonce=\"x\"");
    }
}
