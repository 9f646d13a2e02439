package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.Databases;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.SsmsServer;

/** A token that is no longer good opens no door: mailbox, content, events, phone password, license (A3). */
@SsmsServer.Beside
class RevokedTokenIT {
    private static final HttpFrom CLIENT = new HttpFrom("127.0.0.88");
    private static final String AGAIN = "{\"password\":\"" + SsmsServer.PASSWORD + "\"}";
    /** Nobody phones as this one. */
    private static final String RENEWED = "guest37";

    private static final String MESSAGE = "0190f5a45d2e7c3b8a1f000001";

    private SsmsServer server = SsmsServer.shared();

    @Test
    void a_good_token_opens_mailbox_and_license_server() throws Exception {
        String token = token("alice");
        assertThat(get("/api/v1/messages", token).status()).isEqualTo(200);
        assertThat(get("/api/v1/registrations", token).status()).isEqualTo(200);
        assertThat(license(token).status()).isEqualTo(404);
    }

    @Test
    void a_token_that_was_given_back_opens_nothing_from_that_moment() throws Exception {
        String token = token("alice");
        assertThat(get("/api/v1/messages", token).status()).isEqualTo(200);
        Answer end = CLIENT.ask(at("/license/v1/sessions"), "DELETE", HttpFrom.bearer(token), "");
        assertThat(end.status()).isEqualTo(204);
        assertOpensNothing(token);
    }

    @Test
    void logging_out_of_the_mailbox_without_any_script_gives_the_token_back() throws Exception {
        Answer login = CLIENT.form(server.http(), "alice", SsmsServer.PASSWORD, Map.of());
        String mailbox = login.cookie("ssms-session").orElseThrow();
        Answer session = CLIENT.session(server.http(), "alice", SsmsServer.PASSWORD);
        assertThat(session.headers().stream()
                        .filter(header -> header.getKey().equals("set-cookie"))
                        .filter(header -> header.getValue().contains("Path=/logout")))
                .as("the browser brings the token along when it logs out")
                .hasSize(1);
        String cookie = session.cookie("ssms-license").orElseThrow();
        String token = cookie.substring(cookie.indexOf('=') + 1);
        assertThat(get("/api/v1/messages", token).status()).isEqualTo(200);
        Answer out = CLIENT.ask(at("/logout"), "POST", Map.of("Cookie", mailbox + "; " + cookie), "");
        assertThat(out.status()).isEqualTo(302);
        assertOpensNothing(token);
        assertThat(CLIENT.get(at("/api/v1/messages"), Map.of("Cookie", mailbox)).status())
                .isEqualTo(401);
    }

    @Test
    void a_token_for_an_account_that_does_not_exist_opens_nothing() throws Exception {
        assertOpensNothing(signed("nosuch", Map.of("ver", 0)));
        assertOpensNothing(signed(":nobody", Map.of("ver", 0)));
    }

    @Test
    void a_token_of_another_version_of_the_account_opens_nothing() throws Exception {
        assertThat(get("/api/v1/messages", signed("alice", Map.of("ver", 0))).status())
                .isEqualTo(200);
        assertOpensNothing(signed("alice", Map.of("ver", 1)));
        assertOpensNothing(signed("alice", Map.of("ver", "x")));
        assertOpensNothing(signed("alice", Map.of("groups", "subscriber")));
    }

    @Test
    void a_disabled_account_has_no_token_no_password_and_no_session_any_more() throws Exception {
        try (SsmsServer own = SsmsServer.start("disabled", 6, Map.of())) {
            server = own;
            String token = token("bob");
            assertThat(get("/api/v1/messages", token).status()).isEqualTo(200);
            own.kill();
            new Databases(own).change("license", "update account set enabled = false where username = 'bob'");
            own.restart();
            assertOpensNothing(token);
            assertThat(CLIENT.session(own.http(), "bob", SsmsServer.PASSWORD).status())
                    .isEqualTo(401);
            assertThat(CLIENT.get(at("/api/v1/messages"), HttpFrom.basic("bob", SsmsServer.PASSWORD))
                            .status())
                    .isEqualTo(401);
            assertThat(CLIENT.session(own.http(), "alice", SsmsServer.PASSWORD).status())
                    .isEqualTo(201);
        }
    }

    @Test
    void a_new_phone_password_asks_for_the_password_of_the_mailbox() throws Exception {
        String token = token(RENEWED);
        assertThat(renew(token, "{}").status()).isEqualTo(400);
        Answer wrong = renew(token, "{\"password\":\"guess\"}");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.body()).contains("urn:ssms:wrong-password");
        Answer right = renew(token, AGAIN);
        assertThat(right.status()).isEqualTo(200);
        assertThat(right.header("cache-control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    void guessing_with_a_stolen_token_is_slowed_down() throws Exception {
        String token = token(RENEWED);
        HttpFrom thief = new HttpFrom("127.0.0.89");
        Map<String, String> headers = HttpFrom.json(HttpFrom.bearer(token));
        Answer last = thief.ask(at("/api/v1/phone-password"), "POST", headers, "{\"password\":\"guess\"}");
        for (int i = 0; i < 12 && last.status() != 429; i++) {
            last = thief.ask(at("/api/v1/phone-password"), "POST", headers, "{\"password\":\"guess" + i + "\"}");
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.retryAfter()).isPositive();
    }

    @Test
    void a_page_of_another_site_logs_nobody_in() throws Exception {
        Map<String, String> elsewhere = Map.of("Sec-Fetch-Site", "cross-site");
        Answer form = CLIENT.form(server.http(), "alice", SsmsServer.PASSWORD, elsewhere);
        assertThat(form.status()).isEqualTo(403);
        Map<String, String> headers = HttpFrom.json(elsewhere);
        String body = "{\"username\":\"alice\",\"password\":\"" + SsmsServer.PASSWORD + "\"}";
        assertThat(CLIENT.ask(at("/license/v1/sessions"), "POST", headers, body).status())
                .isEqualTo(403);
        Map<String, String> here = Map.of("Sec-Fetch-Site", "same-origin");
        assertThat(CLIENT.form(server.http(), "alice", SsmsServer.PASSWORD, here)
                        .status())
                .isEqualTo(302);
    }

    private void assertOpensNothing(String token) throws Exception {
        for (String path : new String[] {
            "/api/v1/messages",
            "/api/v1/messages/" + MESSAGE + "/content",
            "/api/v1/events",
            "/api/v1/settings",
            "/api/v1/registrations"
        }) {
            assertThat(get(path, token).status()).as(path).isEqualTo(401);
        }
        assertThat(renew(token, AGAIN).status()).isEqualTo(401);
        assertThat(license(token).status()).isEqualTo(401);
    }

    private Answer renew(String token, String body) throws Exception {
        return CLIENT.ask(at("/api/v1/phone-password"), "POST", HttpFrom.json(HttpFrom.bearer(token)), body);
    }

    private Answer license(String token) throws Exception {
        return get("/license/v1/licenses?kid=" + UUID.randomUUID(), token);
    }

    private Answer get(String path, String token) throws Exception {
        return CLIENT.get(at(path), HttpFrom.bearer(token));
    }

    private URI at(String path) {
        return server.http().resolve(path);
    }

    private String token(String user) throws Exception {
        Answer session = CLIENT.session(server.http(), user, SsmsServer.PASSWORD);
        assertThat(session.status()).isEqualTo(201);
        return String.valueOf(JSONObjectUtils.parse(session.body()).get("token"));
    }

    /** As the license server signs them, with the server's own key. */
    private String signed(String user, Map<String, Object> more) throws Exception {
        Path secrets = server.home().resolve("secrets/license");
        char[] password = Files.readString(secrets.resolve("password"))
                .lines()
                .findFirst()
                .orElseThrow()
                .toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(secrets.resolve("token.p12"))) {
            store.load(file, password);
        }
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer("ssms-license")
                .audience("ssms")
                .subject(user)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
        new HashMap<>(more).forEach(claims::claim);
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims.build());
        token.sign(new RSASSASigner((PrivateKey) store.getKey("token", password)));
        return token.serialize();
    }
}
