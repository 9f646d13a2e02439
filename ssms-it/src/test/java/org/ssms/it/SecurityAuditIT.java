package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.Databases;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.Leased;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.PlayerKey;
import org.ssms.protect.license.SealedLicenseRequest;

/** Who logged in and who was refused is written down, at every door, in a store that nobody can flood (A3). */
@SsmsServer.Heavy
class SecurityAuditIT {
    private static final Duration WRITTEN = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(30);

    private static SsmsServer server;

    @BeforeAll
    static void start() {
        Map<String, String> strict =
                Map.of("ssms.license.player-key.required", "true", "ssms.license.lease.play-within", "PT2S");
        server = SsmsServer.start("audit", 8, strict);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void logins_and_refusals_of_every_web_door_are_written_down() throws Exception {
        HttpFrom client = new HttpFrom("127.0.0.51");
        client.get(server.http().resolve("/api/v1/messages"), HttpFrom.basic("alice", SsmsServer.PASSWORD));
        client.get(server.http().resolve("/api/v1/messages"), HttpFrom.basic("alice", "wrong-basic"));
        client.form(server.http(), "alice", SsmsServer.PASSWORD, Map.of());
        client.form(server.http(), "alice", "wrong-form", Map.of());
        String session =
                client.session(server.http(), "alice", SsmsServer.PASSWORD).body();
        client.session(server.http(), "alice", "wrong-license");
        String token = String.valueOf(JSONObjectUtils.parse(session).get("token"));
        Map<String, String> bearer = HttpFrom.json(HttpFrom.bearer(token));
        client.ask(
                server.http().resolve("/api/v1/phone-password"),
                "POST",
                bearer,
                "{\"password\":\"" + SsmsServer.PASSWORD + "\"}");
        client.ask(server.http().resolve("/license/v1/sessions"), "DELETE", bearer, "");
        client.get(server.http().resolve("/api/v1/messages"), bearer);
        for (String door : List.of("basic", "form", "license")) {
            Await.untilTrue(
                    door + " in the audit", WRITTEN, () -> has(door, "login", "alice", "127.0.0.51", "refused"));
            assertThat(has(door, "login", "alice", "127.0.0.51", "granted"))
                    .as(door)
                    .isTrue();
        }
        assertThat(has("license", "logout", "alice", "127.0.0.51", "granted")).isTrue();
        assertThat(has("phone-password", "phone-password", "alice", "127.0.0.51", "granted"))
                .isTrue();
        assertThat(has("bearer", "token", "alice", "127.0.0.51", "refused")).isTrue();
        assertThat(Files.readString(server.log().resolveSibling("audit.log")))
                .doesNotContain(token, SsmsServer.PASSWORD, "wrong-basic", "wrong-form", "wrong-license");
    }

    /** C18: of a server that lets keys out only encrypted to a player. */
    @Test
    void a_license_without_a_key_of_its_player_is_refused_and_written_down() throws Exception {
        MessageId message = MediaNode.of(server).leave("alice").id();
        Subscriber alice = Subscriber.of(server, "alice");
        String path = "/license/v1/licenses/" + message;
        String clearKey = "{\"kids\":[\"AAAAAAAAAAAAAAAAAAAAAA\"],\"type\":\"temporary\"}";
        for (HttpResponse<String> refused : List.of(
                alice.get(path, alice.session()),
                alice.post(path, alice.session(), "{}"),
                alice.post("/license/v1/clearkey/" + message, alice.session(), clearKey))) {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("urn:ssms:drm-too-weak");
        }
        try (LicenseDocument license = sealed(alice, message)) {
            assertThat(license.messageId()).isEqualTo(message);
        }
        assertThat(audited("LICENSE", message))
                .containsExactly("DRM_TOO_WEAK", "DRM_TOO_WEAK", "DRM_TOO_WEAK", "GRANTED");
    }

    /** Of a server whose counted plays are over soon. */
    @Test
    void t6_a_play_begins_no_more_when_its_time_is_over_and_hearing_it_again_takes_another_license() throws Exception {
        Subscriber alice = Subscriber.of(server, "alice");
        Leased message = Leased.of(server, alice, 2);
        try (LicenseDocument license = sealed(alice, message.message())) {
            String lease = license.lease().toString();
            Await.untilTrue(
                    "the end of the play",
                    SHORT,
                    () -> message.report(lease, "started").equals("409 urn:ssms:lease-settled"));
            assertThat(license.playEndsAt()).isBefore(Instant.now());
            assertThat(message.report(lease, "returned")).isEqualTo("409 urn:ssms:lease-settled");
            assertThat(message.report(lease, "ended")).isEqualTo("204");
            assertThat(message.report(lease, "ended")).isEqualTo("204");
            assertThat(message.left()).isEqualTo(1);
        }
        assertThat(audited("PLAY_STARTED", message.message())).endsWith("LEASE_SETTLED");
        sealed(alice, message.message()).close();
        assertThat(message.left()).isZero();
        assertThat(wanted(alice, message.message(), PlayerKey.generate()).body())
                .contains("urn:ssms:plays-exhausted");
    }

    private static LicenseDocument sealed(Subscriber player, MessageId message) throws Exception {
        PlayerKey key = PlayerKey.generate();
        return key.open(
                wanted(player, message, key).body(),
                player.get("/license/v1/jwks", "").body());
    }

    private static HttpResponse<String> wanted(Subscriber player, MessageId message, PlayerKey key) throws Exception {
        String wanted = new SealedLicenseRequest(List.of(), Optional.of(key.publicKey())).toJson();
        return player.post("/license/v1/licenses/" + message, player.session(), wanted);
    }

    private static List<String> audited(String event, MessageId message) throws Exception {
        return Databases.copyOf(server).decisions(event, message.value());
    }

    @Test
    void a_telephone_that_registers_is_written_down_and_so_is_a_wrong_password() throws Exception {
        try (Telephone phone = telephone(SsmsServer.PASSWORD);
                Telephone guesser = telephone("guess")) {
            assertThat(phone.register(600).status()).isEqualTo(200);
            assertThat(guesser.register(600).status()).isEqualTo(401);
        }
        Await.untilTrue(
                "REGISTER in the audit", WRITTEN, () -> has("sip", "register", "alice", "127.0.0.1", "refused"));
        assertThat(has("sip", "register", "alice", "127.0.0.1", "granted")).isTrue();
    }

    private static Telephone telephone(String password) {
        return new Telephone(SipLine.tcp(server.sip().getAddress(), server.sip()), "alice", "localhost", password);
    }

    @Test
    void the_operator_is_written_down() throws Exception {
        Jmx.of(server).ask(connection -> connection.getMBeanCount());
        Await.untilTrue(
                "the operator in the audit",
                WRITTEN,
                () -> audit().stream()
                        .anyMatch(line ->
                                "management".equals(line.get("door")) && "granted".equals(line.get("outcome"))));
    }

    @Test
    void an_attacker_writes_a_bounded_number_of_lines_and_none_into_the_server_log() throws Exception {
        long before = Files.size(server.log());
        HttpFrom attacker = new HttpFrom("127.0.0.52");
        for (int i = 0; i < 300; i++) {
            attacker.get(server.http().resolve("/api/v1/messages"), HttpFrom.basic("user" + i, "wrong"));
        }
        assertThat(audit().stream().filter(line -> "127.0.0.52".equals(line.get("source"))))
                .hasSizeBetween(20, 2 * 20 + 1);
        assertThat(Files.size(server.log()) - before).isLessThan(20_000);
    }

    private static boolean has(String door, String event, String user, String source, String outcome)
            throws IOException, ParseException {
        return audit().stream()
                .anyMatch(line -> door.equals(line.get("door"))
                        && event.equals(line.get("event"))
                        && user.equals(line.get("user"))
                        && source.equals(line.get("source"))
                        && outcome.equals(line.get("outcome")));
    }

    private static List<Map<String, Object>> audit() throws IOException, ParseException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(server.log().resolveSibling("audit.log"))) {
            lines.add(JSONObjectUtils.parse(line));
        }
        return lines;
    }
}
