package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.Databases;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.Sha256;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.ManifestRegistration;
import org.ssms.protect.license.Odrl;

/** The sender's remote control for callers without an account (G1, T22). */
class ControlCodeIT {
    private static final String LICENSE = "/license/v1";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber owner = Subscriber.of(server, "guest16");
    private final Subscriber nobody = Subscriber.stranger(server);

    @Test
    void g1_who_says_the_code_sees_shortens_and_takes_back_that_message_and_nothing_else() throws Exception {
        MediaNode.Message mine = MediaNode.of(server).leave("guest16");
        MediaNode.Message foreign = MediaNode.of(server).leave("guest16");
        assertThat(mine.code()).matches("[0-9]{12}").isNotEqualTo(foreign.code());
        String spaced = mine.code().replaceAll("(....)", "$1 ");
        HttpResponse<String> opened = open(spaced);
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        Map<String, Object> control = JSONObjectUtils.parse(opened.body());
        assertThat(control)
                .containsOnlyKeys("messageId", "token", "expiresAt")
                .containsEntry("messageId", mine.id().value());
        String token = "Bearer " + control.get("token");

        assertThat(ask(mine, "/sent", token).body()).contains("\"playsUsed\":0");
        HttpResponse<String> changed = nobody.json("PUT", path(mine, "/rights"), token, "{\"plays\":2}");
        assertThat(changed.body()).isEqualTo("{\"plays\":2}");
        assertThat(ask(mine, "/rights", token).body()).isEqualTo("{\"plays\":2}");
        String policy =
                nobody.get(path(mine, "/rights"), token, Odrl.MEDIA_TYPE).body();
        assertThat(Odrl.read(policy).toJson()).isEqualTo("{\"plays\":2}");
        assertThat(nobody.body("PUT", path(mine, "/rights"), token, Odrl.MEDIA_TYPE, policy)
                        .statusCode())
                .isEqualTo(200);
        assertThat(license(mine)).isEqualTo(200);

        for (String path : List.of("/sent", "/rights")) {
            assertThat(ask(foreign, path, token).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(nobody.get(path(foreign, "/rights"), token, Odrl.MEDIA_TYPE).statusCode())
                .isEqualTo(404);
        assertThat(nobody.post(path(foreign, "/recall"), token, "{}").statusCode())
                .isEqualTo(404);
        for (String path : List.of("/sent", "/shared", "/defaults", "/licenses/" + mine.id())) {
            assertThat(nobody.get(LICENSE + path, token).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(nobody.get("/api/v1/messages", token).statusCode()).isEqualTo(401);
        assertThat(ask(mine, "/grants", token).statusCode()).isEqualTo(401);
        assertThat(nobody.post(path(mine, "/grants"), token, "{\"to\":\"bob\",\"rights\":{}}")
                        .statusCode())
                .isEqualTo(401);

        assertThat(nobody.post(path(mine, "/recall"), token, "{}").statusCode()).isEqualTo(204);
        assertThat(license(mine)).isEqualTo(403);
        assertThat(license(foreign)).isEqualTo(200);
        assertThat(ask(mine, "/sent", token).body()).contains("recalledAt");
        assertThat(Databases.copyOf(server)
                        .query(
                                "license",
                                "select event || ' ' || decision || ' ' || coalesce(actor, '-') from license_audit"
                                        + " where message_id = ? and event in ('CONTROL', 'RECALL') order by id",
                                mine.id().value()))
                .containsExactly("CONTROL GRANTED -", "RECALL GRANTED control:" + mine.id());
    }

    @Test
    void g1_who_says_the_code_on_the_phone_has_that_control_by_the_media_node() throws Exception {
        MediaNode.Message mine = MediaNode.of(server).leave("guest16");
        String here = "192.0.2.16";
        assertThat(said(mine.code(), here, "").body())
                .contains("\"playsUsed\":0")
                .doesNotContain("recalledAt");
        assertThat(said(mine.code(), here, ",\"rights\":{\"plays\":2}").body()).contains("\"rights\":{\"plays\":2}");
        assertThat(license(mine)).isEqualTo(200);
        HttpResponse<String> recalled = said(mine.code(), here, ",\"caller\":\"tel:+4989\",\"recall\":true");
        assertThat(recalled.statusCode()).as(recalled.body()).isEqualTo(200);
        assertThat(recalled.body()).contains("recalledAt");
        assertThat(license(mine)).isEqualTo(403);
        assertThat(Databases.copyOf(server)
                        .query(
                                "license",
                                "select event || ' ' || decision || ' ' || coalesce(actor, '-') from license_audit"
                                        + " where message_id = ? and remote_address = ? and event <> 'RIGHTS_SHOWN'"
                                        + " order by id",
                                mine.id().value(),
                                here))
                .containsExactly(
                        "CONTROL GRANTED -",
                        "CONTROL GRANTED -",
                        "RIGHTS_CHANGED GRANTED control:" + mine.id(),
                        "CONTROL GRANTED -",
                        "RECALL GRANTED control:" + mine.id());
    }

    @Test
    void t22_wrong_codes_on_the_phone_are_counted_with_the_address_and_of_a_trunk_with_its_caller() throws Exception {
        MediaNode.Message there = MediaNode.of(server).leave("guest16");
        String trunk = "192.0.2.17";
        String guesser = ",\"caller\":\"tel:+4989197\"";
        HttpResponse<String> wrong = said("000000000000", trunk, guesser);
        assertThat(wrong.statusCode()).isEqualTo(404);
        assertThat(wrong.body()).contains("urn:ssms:no-license");
        Await.untilTrue(
                "a wait that no slow machine outlasts",
                Duration.ofSeconds(60),
                () -> said("000000000000", trunk, guesser)
                                .headers()
                                .firstValueAsLong("Retry-After")
                                .orElse(0)
                        >= 4);
        HttpResponse<String> later = said(there.code(), trunk, guesser);
        assertThat(later.statusCode()).as("not looked at, though right").isEqualTo(429);
        assertThat(later.body()).contains("urn:ssms:too-many-attempts");
        assertThat(said(there.code(), trunk, ",\"caller\":\"tel:+4989198\"").statusCode())
                .as("another caller of the trunk")
                .isEqualTo(200);
        assertThat(said(there.code(), "192.0.2.18", guesser).statusCode())
                .as("elsewhere")
                .isEqualTo(200);
    }

    @Test
    void only_media_nodes_ask_for_callers_and_only_for_addresses() throws Exception {
        MediaNode.Message mine = MediaNode.of(server).leave("guest16");
        for (String source : List.of("localhost", "fe80::1%lo", "256.1.1.1", "1", "")) {
            assertThat(said(mine.code(), source, "").statusCode()).as(source).isEqualTo(400);
        }
        assertThat(said(mine.code(), "2001:db8::1", "").statusCode()).isEqualTo(200);
        assertThat(said(mine.code(), "192.0.2.19", ",\"caller\":\"" + "1".repeat(513) + "\"")
                        .statusCode())
                .isEqualTo(400);
        assertThat(said(mine.code(), "192.0.2.19", ",\"kode\":1").statusCode()).isEqualTo(400);
        String request = "{\"code\":\"" + mine.code() + "\",\"source\":\"192.0.2.19\"}";
        for (String stranger : List.of("", "SSMS-Service " + "A".repeat(43))) {
            assertThat(nobody.post(LICENSE + "/keys/control", stranger, request).statusCode())
                    .as(stranger)
                    .isEqualTo(401);
        }
    }

    @Test
    void the_code_is_stored_as_a_hash_and_not_told_again_after_the_recording() throws Exception {
        MessageId id = MessageId.generate(RANDOM);
        String code = recordAndDepositAgain(id);
        List<String> stored = Databases.copyOf(server)
                .query("license", "select control_code from message_key where message_id = ?", id.value());
        assertThat(stored).hasSize(1);
        assertThat(stored.get(0)).hasSize(43).doesNotContain(code);
        assertThat(open(code).statusCode()).as("it is still the one").isEqualTo(201);
    }

    /** The code of the first deposit; the last one, of a finished recording, tells none. */
    private String recordAndDepositAgain(MessageId id) throws Exception {
        String node = MediaNode.of(server).authorization();
        try (MessageKey key = MessageKey.generate(RANDOM)) {
            String path = LICENSE + "/keys/" + key.id();
            String deposit = new KeyDeposit(id, key, "guest16", "sip:carol@example.com", null).toJson();
            HttpResponse<String> first = nobody.json("PUT", path, node, deposit);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
            String manifest = new ManifestRegistration(id, new byte[Sha256.BYTES]).toJson();
            assertThat(nobody.json("PUT", path + "/manifest", node, manifest).statusCode())
                    .isEqualTo(204);
            HttpResponse<String> again = nobody.json("PUT", path, node, deposit);
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(JSONObjectUtils.parse(again.body())).containsOnlyKeys("rights");
            return String.valueOf(JSONObjectUtils.parse(first.body()).get("controlCode"));
        }
    }

    @Test
    void who_has_an_account_is_told_no_code() throws Exception {
        assertThat(MediaNode.of(server).leave("guest16", "guest17", null).controlCode())
                .isNull();
    }

    @Test
    void t22_a_wrong_code_is_answered_like_one_of_a_message_that_is_gone_and_guessing_gets_slow() throws Exception {
        MediaNode.Message gone = MediaNode.of(server).leave("guest16");
        MediaNode.Message there = MediaNode.of(server).leave("guest16");
        MediaNode.of(server).destroy(gone);
        HttpFrom guesser = new HttpFrom("127.0.0.197");
        HttpFrom.Answer wrong = from(guesser, "000000000000");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(from(guesser, gone.code()).body()).isEqualTo(wrong.body());
        assertThat(from(guesser, "no code").body()).isEqualTo(wrong.body());
        Await.untilTrue(
                "a wait that no slow machine outlasts",
                Duration.ofSeconds(60),
                () -> from(guesser, "000000000000").retryAfter() >= 4);
        HttpFrom.Answer later = from(guesser, there.code());
        assertThat(later.status()).as("not looked at, though right").isEqualTo(429);
        assertThat(said(there.code(), "127.0.0.197", "").statusCode())
                .as("nor on the phone")
                .isEqualTo(429);
        assertThat(open(there.code()).statusCode()).as("elsewhere").isEqualTo(201);
        assertThat(nobody.post(LICENSE + "/control", "", "{\"kode\":\"1\"}").statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> open(String code) throws Exception {
        return nobody.post(LICENSE + "/control", "", "{\"code\":\"" + code + "\"}");
    }

    /** By a media node, for a caller from that address. */
    private HttpResponse<String> said(String code, String source, String more) throws Exception {
        String request = "{\"code\":\"" + code + "\",\"source\":\"" + source + "\"" + more + "}";
        return nobody.post(LICENSE + "/keys/control", MediaNode.of(server).authorization(), request);
    }

    private HttpFrom.Answer from(HttpFrom program, String code) throws Exception {
        return program.ask(
                server.http().resolve(LICENSE + "/control"),
                "POST",
                HttpFrom.json(Map.of()),
                "{\"code\":\"" + code + "\"}");
    }

    private HttpResponse<String> ask(MediaNode.Message message, String what, String token) throws Exception {
        return nobody.get(path(message, what), token);
    }

    private int license(MediaNode.Message message) throws Exception {
        return owner.license(message.id().value()).statusCode();
    }

    private static String path(MediaNode.Message message, String what) {
        return LICENSE + "/messages/" + message.id() + what;
    }
}
