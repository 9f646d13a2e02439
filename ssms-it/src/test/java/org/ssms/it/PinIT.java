package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseSession;
import org.ssms.it.server.Answers;
import org.ssms.it.server.Databases;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.Post;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.license.LicenseDocument;

/** The PIN by which a subscriber listens by phone: its owner's door, and the one of media nodes (C30, T11, T12). */
class PinIT {
    private static final String PATH = "/license/v1/pin";
    private static final String PIN = "482917350648";
    private static final String OTHER = "930571824193";
    private static final String WRONG = "{\"user\":\"%s\",\"pin\":\"715208\",\"source\":\"%s\"}";
    private static final Duration MAILED = Duration.ofSeconds(30);
    private static final int MANY = 30;

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber nobody = Subscriber.stranger(server);

    @Test
    void c30_t12_a_pin_is_set_with_the_password_once_more_and_opens_a_session_for_who_says_it() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest20");
        assertThat(owner.get(PATH, owner.session()).body()).isEqualTo("{\"set\":false}");
        assertThat(Answers.withoutBody(say("guest20", "123456", "192.0.2.12"))).isEqualTo("401 urn:ssms:wrong-pin");
        assertThat(Answers.withoutBody(owner.json("PUT", PATH, owner.session(), "{\"pin\":\"" + PIN + "\"}")))
                .isEqualTo("400 urn:ssms:malformed");
        assertThat(Answers.withoutBody(set(owner, PIN, "not the password"))).isEqualTo("403 urn:ssms:wrong-password");
        for (Map.Entry<String, String> weak : Map.of(
                        "12345", "length",
                        "777777", "pattern",
                        "24121980", "date",
                        "147258", "common")
                .entrySet()) {
            assertThat(Answers.withoutBody(set(owner, weak.getKey(), SsmsServer.PASSWORD)))
                    .isEqualTo("400 urn:ssms:pin-" + weak.getValue());
        }
        assertThat(owner.get(PATH, owner.session()).body()).isEqualTo("{\"set\":false}");

        assertThat(Answers.withoutBody(set(owner, PIN, SsmsServer.PASSWORD))).isEqualTo("204");
        assertThat(JSONObjectUtils.parse(owner.get(PATH, owner.session()).body()))
                .containsOnlyKeys("set", "setAt", "wrong")
                .containsEntry("set", true)
                .containsEntry("wrong", 0L);
        HttpResponse<String> opened = say("guest20", PIN, "192.0.2.12");
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        Map<String, Object> session = JSONObjectUtils.parse(opened.body());
        assertThat(session).containsOnlyKeys("token", "expiresAt", "endsAt");
        assertThat(Instant.parse((String) session.get("endsAt")))
                .isBefore(Instant.now().plusSeconds(1801));
        String token = "Bearer " + session.get("token");
        String message = MediaNode.of(server).leave("guest20").id().value();
        assertThat(owner.license(message, token).statusCode()).isEqualTo(200);

        for (String path : List.of(PATH, "/license/v1/defaults")) {
            assertThat(Answers.withoutBody(owner.json("PUT", path, token, body(OTHER, SsmsServer.PASSWORD))))
                    .as("by the session of a call, %s", path)
                    .isEqualTo("403 urn:ssms:not-by-pin");
        }
        assertThat(Answers.withoutBody(set(owner, OTHER, PIN)))
                .as("the PIN as a password")
                .isEqualTo("403 urn:ssms:wrong-password");
        assertThat(Answers.withoutBody(nobody.post(
                        "/license/v1/sessions", "", "{\"username\":\"guest20\",\"password\":\"" + PIN + "\"}")))
                .isEqualTo("401 urn:ssms:not-authenticated");
        assertThat(Answers.withoutBody(remove(owner, "not the password"))).isEqualTo("403 urn:ssms:wrong-password");
        assertThat(Answers.withoutBody(remove(owner, SsmsServer.PASSWORD))).isEqualTo("204");
        assertThat(Answers.withoutBody(remove(owner, SsmsServer.PASSWORD))).isEqualTo("204");
        assertThat(Answers.withoutBody(say("guest20", PIN, "192.0.2.12"))).isEqualTo("401 urn:ssms:wrong-pin");
        awaitMail("guest20", "Your PIN was changed");
        awaitMail("guest20", "Your PIN was removed");
        assertThat(Databases.copyOf(server)
                        .query(
                                "license",
                                "select event || ' ' || coalesce(reason, decision) from license_audit"
                                        + " where actor = ? and event like 'PIN%' and coalesce(reason, '') <> "
                                        + "'MALFORMED'"
                                        + " order by id",
                                "guest20"))
                .containsExactly(
                        "PIN_LOGIN WRONG_CREDENTIALS",
                        "PIN_SET WRONG_CREDENTIALS",
                        "PIN_SET GRANTED",
                        "PIN_LOGIN GRANTED",
                        "PIN_SET WRONG_CREDENTIALS",
                        "PIN_REMOVED WRONG_CREDENTIALS",
                        "PIN_REMOVED GRANTED",
                        "PIN_LOGIN WRONG_CREDENTIALS");
        assertNowhere(PIN);
    }

    @Test
    void t2_the_session_of_a_call_is_bound_to_the_key_of_the_media_node() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest21");
        assertThat(set(owner, PIN, SsmsServer.PASSWORD).statusCode()).isEqualTo(204);
        ServiceKey key = ServiceKey.parse(Files.readString(server.home().resolve("secrets/media/service.key")));
        LicenseServerClient node =
                new LicenseServerClient(server.http().resolve("/license/v1"), key, Duration.ofSeconds(30), null);
        LicenseSession session = node.loginByPin("guest21", PIN.toCharArray(), "192.0.2.17", null);
        MessageId message = MediaNode.of(server).leave("guest21").id();
        try (LicenseDocument license = node.license(session, message, null)) {
            assertThat(license.messageId()).isEqualTo(message);
        }
        assertThat(owner.license(message.value(), "Bearer " + session.revealToken())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void t11_who_has_not_the_service_key_learns_nothing_of_pins() throws Exception {
        String body = WRONG.formatted("guest22", "192.0.2.13");
        for (String header : List.of("", Subscriber.of(server, "guest22").session())) {
            assertThat(Answers.withoutBody(nobody.post("/license/v1/keys/pin", header, body)))
                    .isEqualTo("401 urn:ssms:not-authenticated");
        }
        assertThat(Answers.withoutBody(nobody.get(PATH, MediaNode.of(server).authorization())))
                .isEqualTo("401 urn:ssms:not-authenticated");
        for (String odd : List.of(
                "{\"user\":\"guest22\",\"pin\":\"715208\"}",
                "{\"user\":\"guest22\",\"pin\":715208,\"source\":\"192.0.2.13\"}",
                "{\"user\":\"guest22\",\"pin\":\"715208\",\"source\":\"localhost\"}")) {
            assertThat(Answers.withoutBody(nobody.post(
                            "/license/v1/keys/pin", MediaNode.of(server).authorization(), odd)))
                    .isEqualTo("400 urn:ssms:malformed");
        }
    }

    @Test
    void t11_a_wrong_pin_is_answered_like_none_and_guessing_at_one_source_gets_slow() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest23");
        assertThat(set(owner, PIN, SsmsServer.PASSWORD).statusCode()).isEqualTo(204);
        String wrong = node(WRONG.formatted("guest23", "192.0.2.14")).body();
        assertThat(node(WRONG.formatted("guest24", "192.0.2.14")).body()).isEqualTo(wrong);
        assertThat(node(WRONG.formatted("no such user", "192.0.2.14")).body()).isEqualTo(wrong);
        HttpResponse<String> last = guess("guest23", "192.0.2.14");
        assertThat(Answers.withoutBody(last)).isEqualTo("429 urn:ssms:too-many-attempts");
        assertThat(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(30, 60);
        assertThat(say("guest23", PIN, "192.0.2.14").statusCode())
                .as("not looked at, though right")
                .isEqualTo(429);
        String called = "{\"user\":\"guest23\",\"pin\":\"" + PIN
                + "\",\"source\":\"192.0.2.14\",\"caller\":\"sip:+4989@example.com\"}";
        assertThat(node(called).statusCode()).as("of another caller there").isEqualTo(201);
    }

    @Test
    void t11_guessing_from_many_sources_gets_slow_and_the_owner_is_told_and_not_locked_out() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest25");
        assertThat(set(owner, PIN, SsmsServer.PASSWORD).statusCode()).isEqualTo(204);
        assertThat(say("guest25", PIN, "192.0.2.25").statusCode()).isEqualTo(201);
        int guessed = 0;
        while (guessed < MANY
                && node(WRONG.formatted("guest25", "198.51.100." + guessed)).statusCode() == 401) {
            guessed++;
        }
        assertThat(guessed).isEqualTo(11);
        assertThat(say("guest25", PIN, "203.0.113.25").statusCode())
                .as("where he never was")
                .isEqualTo(429);
        assertThat(owner.get(PATH, owner.session()).body()).contains("\"wrong\":11");
        assertThat(say("guest25", PIN, "192.0.2.25").statusCode())
                .as("where he was")
                .isEqualTo(201);
        assertThat(set(owner, OTHER, SsmsServer.PASSWORD).statusCode()).isEqualTo(204);
        assertThat(say("guest25", OTHER, "203.0.113.25").statusCode())
                .as("with a new PIN")
                .isEqualTo(201);
        assertThat(say("guest25", PIN, "192.0.2.25").statusCode())
                .as("with the old one")
                .isEqualTo(401);
        awaitMail("guest25", "Somebody guesses your PIN");
    }

    @Test
    void t11_many_notices_of_one_kind_are_refused_and_hide_none_of_another() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest26");
        HttpResponse<String> last = notice(owner, "pin-removed");
        for (int i = 0; i < MANY && last.statusCode() == 204; i++) {
            last = notice(owner, "pin-removed");
        }
        assertThat(Answers.withoutBody(last)).isEqualTo("429 urn:ssms:too-many-notices");
        assertThat(Answers.withoutBody(notice(owner, "pin-guessed"))).isEqualTo("204");
        awaitMail("guest26", "Somebody guesses your PIN");
    }

    @Test
    void c30_t12_who_calls_sets_another_pin_by_the_one_that_he_has_and_is_told_by_mail() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest35");
        assertThat(set(owner, PIN, SsmsServer.PASSWORD).statusCode()).isEqualTo(204);
        String token = "Bearer "
                + JSONObjectUtils.parse(say("guest35", PIN, "192.0.2.35").body())
                        .get("token");
        assertThat(Answers.withoutBody(change("715208", OTHER))).isEqualTo("401 urn:ssms:wrong-pin");
        assertThat(Answers.withoutBody(change(PIN, "777777"))).isEqualTo("400 urn:ssms:pin-pattern");
        assertThat(Answers.withoutBody(change(PIN, OTHER))).isEqualTo("204");
        assertThat(Answers.withoutBody(change(PIN, "482917350649"))).isEqualTo("401 urn:ssms:wrong-pin");
        assertThat(say("guest35", OTHER, "192.0.2.35").statusCode()).isEqualTo(201);
        assertThat(Answers.withoutBody(nobody.json("PUT", "/license/v1/keys/pin", token, changed(OTHER, PIN))))
                .as("without the service key")
                .isEqualTo("401 urn:ssms:not-authenticated");
        Await.untilTrue("two mails", MAILED, () -> Post.to("guest35@localhost").size() == 2);
        assertThat(Databases.copyOf(server)
                        .query(
                                "license",
                                "select event || ' ' || coalesce(reason, decision) from license_audit"
                                        + " where actor = ? and event = 'PIN_SET' order by id",
                                "guest35"))
                .containsExactly(
                        "PIN_SET GRANTED", "PIN_SET WRONG_CREDENTIALS", "PIN_SET GRANTED", "PIN_SET WRONG_CREDENTIALS");
        assertNowhere(OTHER);
    }

    @Test
    void t11_by_the_session_of_a_call_a_message_is_forwarded_to_subscribers_and_not_often() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest24");
        assertThat(set(owner, PIN, SsmsServer.PASSWORD).statusCode()).isEqualTo(204);
        String token = "Bearer "
                + JSONObjectUtils.parse(say("guest24", PIN, "192.0.2.24").body())
                        .get("token");
        String message = MediaNode.of(server).leave("guest24").id().value();
        String grants = "/license/v1/messages/" + message + "/grants";
        for (String guest : List.of(
                "{\"to\":\"mailto:eve@example.com\",\"rights\":{}}",
                "{\"to\":\"MAILTO:eve@example.com\",\"rights\":{}}",
                "{\"to\":\"guest26\",\"rights\":{},\"attach\":true}")) {
            assertThat(Answers.withoutBody(owner.post(grants, token, guest))).isEqualTo("403 urn:ssms:not-by-pin");
        }
        assertThat(Answers.withoutBody(owner.get(grants, token))).isEqualTo("403 urn:ssms:not-by-pin");
        String subscriber = "{\"to\":\"guest26\",\"rights\":{}}";
        HttpResponse<String> last = owner.post(grants, token, subscriber);
        assertThat(last.statusCode()).as(last.body()).isEqualTo(201);
        String grant =
                "/license/v1/grants/" + JSONObjectUtils.parse(last.body()).get("grantId");
        assertThat(Answers.withoutBody(owner.delete(grant, token))).isEqualTo("403 urn:ssms:not-by-pin");
        int forwarded = 0;
        while (forwarded < MANY && last.statusCode() == 201) {
            forwarded++;
            last = owner.post(grants, token, subscriber);
        }
        assertThat(forwarded).isEqualTo(10);
        assertThat(Answers.withoutBody(last)).isEqualTo("429 urn:ssms:too-many-attempts");
        assertThat(last.headers().firstValue("Retry-After")).isPresent();
        assertThat(owner.post(grants, owner.session(), subscriber).statusCode())
                .as("on the web")
                .isEqualTo(201);
    }

    private HttpResponse<String> change(String pin, String newPin) throws Exception {
        return nobody.json("PUT", "/license/v1/keys/pin", MediaNode.of(server).authorization(), changed(pin, newPin));
    }

    private static String changed(String pin, String newPin) {
        return "{\"user\":\"guest35\",\"pin\":\"" + pin + "\",\"newPin\":\"" + newPin + "\",\"source\":\"192.0.2.35\"}";
    }

    private static HttpResponse<String> notice(Subscriber owner, String about) throws Exception {
        return owner.json("POST", "/api/v1/notices", owner.session(), "{\"about\":\"" + about + "\"}");
    }

    private HttpResponse<String> guess(String user, String source) throws Exception {
        HttpResponse<String> answer = node(WRONG.formatted(user, source));
        for (int i = 0; i < MANY && answer.statusCode() == 401; i++) {
            answer = node(WRONG.formatted(user, source));
        }
        return answer;
    }

    private HttpResponse<String> say(String user, String pin, String source) throws Exception {
        return node("{\"user\":\"" + user + "\",\"pin\":\"" + pin + "\",\"source\":\"" + source + "\"}");
    }

    private HttpResponse<String> node(String body) throws Exception {
        return nobody.post("/license/v1/keys/pin", MediaNode.of(server).authorization(), body);
    }

    private static HttpResponse<String> set(Subscriber owner, String pin, String password) throws Exception {
        return owner.json("PUT", PATH, owner.session(), body(pin, password));
    }

    private static String body(String pin, String password) {
        return "{\"pin\":\"" + pin + "\",\"password\":\"" + password + "\"}";
    }

    private static HttpResponse<String> remove(Subscriber owner, String password) throws Exception {
        return owner.json("DELETE", PATH, owner.session(), "{\"password\":\"" + password + "\"}");
    }

    private static void awaitMail(String user, String subject) {
        Await.untilTrue(subject, MAILED, () -> {
            for (MimeMessage mail : Post.to(user + "@localhost")) {
                if (subject.equals(mail.getSubject())) {
                    return true;
                }
            }
            return false;
        });
    }

    private void assertNowhere(String pin) throws Exception {
        assertThat(Databases.copyOf(server).dump("license")).doesNotContain(pin);
        for (String log : List.of("server.log", "audit.log")) {
            Path file = server.log().resolveSibling(log);
            assertThat(Files.readString(file)).as(log).doesNotContain(pin);
        }
    }
}
