package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.BoundSession;
import org.ssms.it.server.Databases;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.Leased;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.protect.dpop.DpopKey;
import org.ssms.protect.license.PlayerKey;
import org.ssms.protect.license.SealedLicenseRequest;

/** Sessions that are bound to a key of the client: what was captured or stolen is worth nothing without it (T1, T2). */
class BoundSessionIT {
    private static final String LICENSE = "/license/v1";
    private static final String SESSIONS = LICENSE + "/sessions";
    private static final String DEFAULTS = LICENSE + "/defaults";
    private static final String PROOF = "DPoP";
    private static final String INVALID_PROOF = "DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"";
    private static final String INVALID_TOKEN = "DPoP error=\"invalid_token\", algs=\"ES256\"";
    private static final int COPIES = 20;

    private final SsmsServer server = SsmsServer.shared();
    private final SSLSocketFactory tls = tls(server);
    private final URI https = server.https();
    private final HttpFrom client = new HttpFrom("127.0.0.111", tls);
    private final Subscriber alice = Subscriber.of(server, "alice");

    @Test
    void t2_a_session_is_bound_to_the_key_of_its_proof_and_has_no_cookie() throws Exception {
        Answer opened = open(client, DpopKey.generate().proof("POST", https.resolve(SESSIONS), null, Instant.now()));
        assertThat(opened.status()).isEqualTo(201);
        assertThat(JSONObjectUtils.parse(opened.body()))
                .containsOnlyKeys("token", "expiresAt", "endsAt", "tokenType")
                .containsEntry("tokenType", "DPoP");
        assertThat(opened.header("set-cookie")).isEmpty();
        Answer plain = BoundSession.open(client, https, "alice", SsmsServer.PASSWORD, Map.of());
        assertThat(JSONObjectUtils.parse(plain.body())).containsOnlyKeys("token", "expiresAt", "endsAt");
        assertThat(plain.cookie("ssms-license")).isPresent();
    }

    @Test
    void t1_a_captured_license_request_is_refused_within_tls_and_counts_no_play() throws Exception {
        MediaNode.Message left = MediaNode.of(server).leave("alice");
        Leased message = Leased.of(alice, left.id(), 5);
        HttpFrom player = new HttpFrom("127.0.0.112", tls);
        BoundSession session = BoundSession.open(player, https, "alice");
        String clearKey = "{\"kids\":[\"" + Base64URL.encode(left.kid().toBytes()) + "\"],\"type\":\"temporary\"}";
        String sealed = new SealedLicenseRequest(
                        List.of(), Optional.of(PlayerKey.generate().publicKey()))
                .toJson();
        int plays = 5;
        for (String[] request : new String[][] {
            {"GET", LICENSE + "/licenses/" + left.id(), ""},
            {"GET", LICENSE + "/licenses?kid=" + left.kid(), ""},
            {"POST", LICENSE + "/clearkey/" + left.id(), clearKey},
            {"POST", LICENSE + "/licenses/" + left.id(), sealed}
        }) {
            Map<String, String> captured = session.headers(request[0], request[1]);
            assertThat(session.ask(request[0], request[1], captured, request[2]).status())
                    .as(request[1])
                    .isEqualTo(200);
            plays--;
            for (HttpFrom sender : List.of(player, new HttpFrom("127.0.0.113", tls))) {
                Answer again = sender.ask(https.resolve(request[1]), request[0], captured, request[2]);
                assertRefused(again, INVALID_PROOF);
            }
            assertThat(message.left()).as(request[1]).isEqualTo(plays);
        }
        assertThat(session.ask("GET", LICENSE + "/licenses/" + left.id(), "").status())
                .as("the owner asks anew")
                .isEqualTo(200);
        assertThat(message.left()).isZero();
        assertThat(audited("127.0.0.113")).hasSize(4).containsOnly("TOKEN alice REFUSED REPLAYED");
    }

    @Test
    void t1_of_twenty_copies_of_a_license_request_at_once_one_is_answered() throws Exception {
        Leased message = Leased.of(server, alice, COPIES);
        BoundSession session = BoundSession.open(client, https, "alice");
        String path = LICENSE + "/licenses/" + message.message();
        Map<String, String> captured = session.headers("GET", path);
        Map<String, Long> answers = AtOnce.counted(
                COPIES,
                i -> String.valueOf(session.ask("GET", path, captured, "").status()));
        assertThat(answers).isEqualTo(Map.of("200", 1L, "401", COPIES - 1L));
        assertThat(message.left()).isEqualTo(COPIES - 1);
    }

    @Test
    void t1_a_proof_for_anything_else_opens_no_license_and_counts_no_play() throws Exception {
        Leased message = Leased.of(server, alice, 3);
        Leased other = Leased.of(server, alice, 3);
        BoundSession session = BoundSession.open(client, https, "alice");
        String path = LICENSE + "/licenses/" + message.message();
        URI uri = https.resolve(path);
        Instant now = Instant.now();
        Duration window = Duration.ofMinutes(5).plusSeconds(30);
        String token = session.token();
        String good = session.proof("GET", uri, token, now);
        Map<String, String> proofs = new LinkedHashMap<>();
        proofs.put(
                "another message",
                session.proof("GET", https.resolve(LICENSE + "/licenses/" + other.message()), token, now));
        proofs.put("another method", session.proof("POST", uri, token, now));
        proofs.put(
                "another scheme",
                session.proof("GET", URI.create("http" + uri.toString().substring(5)), token, now));
        proofs.put("another host", session.proof("GET", URI.create("https://license.example" + path), token, now));
        proofs.put(
                "another token",
                session.proof(
                        "GET", uri, BoundSession.open(client, https, "bob").token(), now));
        proofs.put("no token", session.proof("GET", uri, null, now));
        proofs.put("a time that is over", session.proof("GET", uri, token, now.minus(window)));
        proofs.put("a time to come", session.proof("GET", uri, token, now.plus(window)));
        proofs.put("another signature", good.substring(0, good.lastIndexOf('.')) + "." + "A".repeat(86));
        proofs.put("nothing", "");
        proofs.put("no words", "x".repeat(5000));
        for (Map.Entry<String, String> proof : proofs.entrySet()) {
            Answer answer = session.ask("GET", path, session.headers(proof.getValue()), "");
            assertThat(answer.status()).as(proof.getKey()).isEqualTo(401);
            assertRefused(answer, INVALID_PROOF);
        }
        Map<String, String> none = session.headers(good);
        none.remove(PROOF);
        assertRefused(session.ask("GET", path, none, ""), INVALID_PROOF);
        Map<String, String> two = session.headers(good);
        two.put(PROOF.toLowerCase(Locale.ROOT), session.proof("GET", uri, token, now));
        assertRefused(session.ask("GET", path, two, ""), INVALID_PROOF);
        String anotherKey = DpopKey.generate().proof("GET", uri, token, now);
        assertRefused(session.ask("GET", path, session.headers(anotherKey), ""), INVALID_TOKEN);
        assertThat(message.left()).isEqualTo(3);
        assertThat(other.left()).isEqualTo(3);
        assertThat(session.ask("GET", path, session.headers(good), "").status())
                .as("none of this has used up the good one")
                .isEqualTo(200);
        assertThat(message.left()).isEqualTo(2);
    }

    @Test
    void a_uri_is_the_same_however_it_is_written() throws Exception {
        BoundSession session = BoundSession.open(client, https, "alice");
        URI written = URI.create("HTTPS://LocalHost:" + https.getPort() + "/license/./v1/%64efaults?x=y");
        String proof = session.proof("GET", written, session.token(), Instant.now());
        assertThat(session.ask("GET", DEFAULTS, session.headers(proof), "").status())
                .isEqualTo(200);
    }

    @Test
    void t2_a_stolen_token_opens_nothing_renews_nothing_and_ends_nothing() throws Exception {
        Leased message = Leased.of(server, alice, 3);
        BoundSession session = BoundSession.open(client, https, "alice");
        HttpFrom thief = new HttpFrom("127.0.0.114", tls);
        DpopKey foreign = DpopKey.generate();
        String license = LICENSE + "/licenses/" + message.message();
        for (String[] door : new String[][] {
            {"GET", license},
            {"GET", DEFAULTS},
            {"POST", SESSIONS + "/renewed"},
            {"DELETE", SESSIONS}
        }) {
            URI uri = https.resolve(door[1]);
            String proof = foreign.proof(door[0], uri, session.token(), Instant.now());
            for (Map<String, String> stolen : List.of(
                    HttpFrom.bearer(session.token()),
                    Map.of("Cookie", "ssms-license=" + session.token()),
                    Map.of("Authorization", "Bearer " + session.token(), PROOF, proof),
                    Map.of("Authorization", "DPoP " + session.token(), PROOF, proof))) {
                assertRefused(thief.ask(uri, door[0], HttpFrom.json(stolen), ""), INVALID_TOKEN);
            }
            Map<String, String> bare = HttpFrom.json(Map.of("Authorization", "DPoP " + session.token()));
            assertRefused(thief.ask(uri, door[0], bare, ""), INVALID_PROOF);
        }
        assertThat(message.left()).isEqualTo(3);
        Map<String, String> cookie = Map.of("Cookie", "ssms-license=" + session.token());
        thief.ask(https.resolve("/logout"), "POST", cookie, "");
        assertThat(session.ask("GET", license, "").status())
                .as("the owner goes on")
                .isEqualTo(200);
        assertThat(audited("127.0.0.114")).isNotEmpty().containsOnly("TOKEN alice REFUSED INVALID_TOKEN");
    }

    @Test
    void t2_a_renewed_session_stays_bound_and_its_owner_ends_it() throws Exception {
        BoundSession first = BoundSession.open(client, https, "bob");
        Answer renewed = first.ask("POST", SESSIONS + "/renewed", "{}");
        assertThat(renewed.status()).isEqualTo(201);
        assertThat(JSONObjectUtils.parse(renewed.body())).containsEntry("tokenType", "DPoP");
        assertThat(renewed.header("set-cookie")).isEmpty();
        BoundSession second = first.renewed();
        assertThat(second.ask("GET", DEFAULTS, "").status()).isEqualTo(200);
        assertRefused(client.get(https.resolve(DEFAULTS), HttpFrom.bearer(second.token())), INVALID_TOKEN);
        Map<String, String> captured = second.headers("POST", SESSIONS + "/renewed");
        assertThat(second.ask("POST", SESSIONS + "/renewed", captured, "{}").status())
                .isEqualTo(201);
        assertRefused(second.ask("POST", SESSIONS + "/renewed", captured, "{}"), INVALID_PROOF);
        for (int i = 0; i < 2; i++) {
            assertThat(second.ask("DELETE", SESSIONS, "").status()).isEqualTo(204);
            assertRefused(first.ask("GET", DEFAULTS, ""), INVALID_TOKEN);
            assertRefused(second.ask("GET", DEFAULTS, ""), INVALID_TOKEN);
        }
    }

    @Test
    void a_report_of_a_bound_session_counts_once() throws Exception {
        Leased message = Leased.of(server, alice, 3);
        BoundSession session = BoundSession.open(client, https, "alice");
        Answer license = session.ask("GET", LICENSE + "/licenses/" + message.message(), "");
        String report =
                LICENSE + "/leases/" + JSONObjectUtils.parse(license.body()).get("lease") + "/returned";
        Map<String, String> captured = session.headers("POST", report);
        assertThat(session.ask("POST", report, captured, "").status()).isEqualTo(204);
        assertRefused(session.ask("POST", report, captured, ""), INVALID_PROOF);
        assertThat(session.ask("POST", report, "").status())
                .as("repeated by its owner")
                .isEqualTo(204);
        assertThat(message.left()).isEqualTo(3);
    }

    @Test
    void a_session_that_is_not_bound_is_used_as_before_and_never_with_a_proof() throws Exception {
        Leased message = Leased.of(server, alice, 3);
        String path = LICENSE + "/licenses/" + message.message();
        String token = BoundSession.token(BoundSession.open(client, https, "alice", SsmsServer.PASSWORD, Map.of()));
        String proof = DpopKey.generate().proof("GET", https.resolve(path), token, Instant.now());
        Map<String, String> dpop = Map.of("Authorization", "DPoP " + token, PROOF, proof);
        assertRefused(client.get(https.resolve(path), dpop), INVALID_TOKEN);
        assertThat(message.left()).isEqualTo(3);
        Map<String, String> ignored = new HashMap<>(HttpFrom.bearer(token));
        ignored.put(PROOF, "x");
        for (Map<String, String> bearer : List.of(HttpFrom.bearer(token), HttpFrom.bearer(token), ignored)) {
            Map<String, String> again = new HashMap<>(bearer);
            again.put("X-SSMS-Nonce", UUID.randomUUID().toString());
            assertThat(client.get(https.resolve(path), again).status()).isEqualTo(200);
        }
        assertThat(message.left()).as("each is a play").isZero();
    }

    @Test
    void a_bad_proof_opens_no_session_and_no_password_is_looked_at() throws Exception {
        HttpFrom guesser = new HttpFrom("127.0.0.115", tls);
        URI uri = https.resolve(SESSIONS);
        DpopKey key = DpopKey.generate();
        Instant now = Instant.now();
        List<String> odd = List.of(
                "",
                "x",
                key.proof("GET", uri, null, now),
                key.proof("POST", https.resolve(SESSIONS + "/renewed"), null, now),
                key.proof("POST", uri, null, now.minusSeconds(330)),
                key.proof("POST", uri, null, now.plusSeconds(330)));
        for (int i = 0; i < 3; i++) {
            for (String proof : odd) {
                Answer answer = BoundSession.open(guesser, https, "alice", "wrong", Map.of(PROOF, proof));
                assertRefused(answer, INVALID_PROOF);
                assertThat(answer.header("set-cookie")).isEmpty();
            }
        }
        for (String proof : odd) {
            assertRefused(open(guesser, proof), INVALID_PROOF);
        }
        String good = key.proof("POST", uri, null, now);
        Map<String, String> two = Map.of(PROOF, good, "dpop", key.proof("POST", uri, null, now));
        assertRefused(BoundSession.open(guesser, https, "alice", SsmsServer.PASSWORD, two), INVALID_PROOF);
        String unsigned = good.substring(0, good.lastIndexOf('.')) + "." + "A".repeat(86);
        assertRefused(open(guesser, unsigned), INVALID_PROOF);
        assertThat(open(guesser, good).status()).as("nobody has to wait").isEqualTo(201);
    }

    @Test
    void t1_a_captured_login_with_a_proof_opens_no_second_session() throws Exception {
        HttpFrom victim = new HttpFrom("127.0.0.116", tls);
        String proof = DpopKey.generate().proof("POST", https.resolve(SESSIONS), null, Instant.now());
        assertThat(open(victim, proof).status()).isEqualTo(201);
        Answer again = open(victim, proof);
        assertRefused(again, INVALID_PROOF);
        assertThat(again.body()).doesNotContain("token\"");
        assertThat(audited("127.0.0.116")).containsExactly("LOGIN alice GRANTED null", "LOGIN alice REFUSED REPLAYED");
    }

    /** RFC 9449 §7.2: a resource server that does not know DPoP takes the token as any. There are no keys. */
    @Test
    void the_mailbox_takes_a_bound_token_as_a_bearer_token_as_long_as_the_session_lasts() throws Exception {
        BoundSession session = BoundSession.open(client, https, "bob");
        URI list = https.resolve("/api/v1/messages");
        assertThat(client.get(list, HttpFrom.bearer(session.token())).status()).isEqualTo(200);
        assertThat(session.ask("DELETE", SESSIONS, "").status()).isEqualTo(204);
        assertThat(client.get(list, HttpFrom.bearer(session.token())).status()).isEqualTo(401);
    }

    private Answer open(HttpFrom from, String proof) throws Exception {
        return BoundSession.open(from, https, "alice", SsmsServer.PASSWORD, Map.of(PROOF, proof));
    }

    private static void assertRefused(Answer answer, String challenge) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).contains(challenge);
        assertThat(answer.body()).contains("\"urn:ssms:not-authenticated\"");
    }

    private List<String> audited(String address) throws Exception {
        return Databases.copyOf(server).auditedFrom(address);
    }

    private static SSLSocketFactory tls(SsmsServer of) {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(of.certificate());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
