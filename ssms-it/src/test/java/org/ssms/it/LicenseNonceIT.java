package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.it.server.Databases;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.Leased;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.protect.key.MessageId;

/** A license that is asked for as JSON, with a nonce and without: what was captured is no second play (T1). */
class LicenseNonceIT {
    private static final String LICENSE = "/license/v1";
    private static final int COPIES = 10;

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber alice = Subscriber.of(server, "alice");
    private final HttpFrom client = new HttpFrom("127.0.0.121");

    @Test
    void t1_a_captured_request_with_a_nonce_is_refused_by_every_door_and_counts_no_play() throws Exception {
        MediaNode.Message left = MediaNode.of(server).leave("alice");
        Leased leased = Leased.of(alice, left.id(), 3);
        String session = alice.bearer();
        String nonce = nonce();
        Map<String, String> captured = with(session, nonce);
        assertThat(get(leased, captured).status()).isEqualTo(200);
        assertReplayed(get(leased, captured));
        assertReplayed(get(leased, with(renewed(session), nonce)));
        assertReplayed(clearKey(left, captured));
        assertReplayed(get(Leased.of(server, alice, 3), captured));
        assertThat(leased.left()).isEqualTo(2);
        assertThat(clearKey(left, with(session, nonce())).status())
                .as("with another nonce, as after an answer that was lost")
                .isEqualTo(200);
        assertThat(leased.left()).isEqualTo(1);
        assertThat(audited(leased.message())).containsExactly("GRANTED", "REPLAYED", "REPLAYED", "REPLAYED", "GRANTED");
    }

    @Test
    void t1_of_copies_at_once_one_is_answered() throws Exception {
        Leased leased = Leased.of(server, alice, COPIES);
        Map<String, String> captured = with(alice.bearer(), nonce());
        Map<String, Long> answers =
                AtOnce.counted(COPIES, i -> String.valueOf(get(leased, captured).status()));
        assertThat(answers).isEqualTo(Map.of("200", 1L, "409", COPIES - 1L));
        assertThat(leased.left()).isEqualTo(COPIES - 1);
    }

    @Test
    void t1_a_captured_request_without_a_nonce_is_refused_by_every_door_and_counts_no_play() throws Exception {
        MediaNode.Message left = MediaNode.of(server).leave("alice");
        Leased leased = Leased.of(alice, left.id(), 3);
        String session = alice.bearer();
        Map<String, String> captured = Map.of("Authorization", session);
        assertThat(get(leased, captured).status()).isEqualTo(200);
        assertReplayed(get(leased, captured));
        assertReplayed(get(leased, Map.of("Authorization", renewed(session))));
        assertReplayed(client.get(at(LICENSE + "/licenses?kid=" + left.kid()), captured));
        assertReplayed(clearKey(left, captured));
        assertReplayed(post("/licenses/" + left.id(), captured, "{}"));
        assertThat(leased.left()).isEqualTo(2);
        assertThat(get(Leased.of(server, alice, 3), captured).status())
                .as("another message")
                .isEqualTo(200);
        assertThat(get(leased, with(session, nonce())).status()).isEqualTo(200);
        assertThat(get(leased, Map.of("Authorization", alice.bearer())).status())
                .as("another session of hers")
                .isEqualTo(200);
        assertThat(leased.left()).isZero();
        assertThat(audited(leased.message()))
                .containsExactly(
                        "GRANTED", "REPLAYED", "REPLAYED", "REPLAYED", "REPLAYED", "REPLAYED", "GRANTED", "GRANTED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void t1_of_copies_without_a_nonce_at_once_one_is_answered(boolean counted) throws Exception {
        MediaNode.Message left = MediaNode.of(server).leave("alice");
        if (counted) {
            Leased.of(alice, left.id(), COPIES);
        }
        assertThat(alice.license(left.id().value()).statusCode())
                .as("the first play, which alone changes a grant that counts none: the others do not wait for each "
                        + "other")
                .isEqualTo(200);
        Map<String, String> captured = Map.of("Authorization", alice.bearer());
        URI license = at(LICENSE + "/licenses/" + left.id());
        assertThat(AtOnce.counted(
                        COPIES,
                        i -> String.valueOf(client.get(license, captured).status())))
                .isEqualTo(Map.of("200", 1L, "409", COPIES - 1L));
    }

    @Test
    void what_would_be_refused_anyway_is_refused_for_its_reason_and_uses_nothing_up() throws Exception {
        Leased leased = Leased.of(server, alice, 2);
        Map<String, String> bob =
                Map.of("Authorization", Subscriber.of(server, "bob").bearer());
        assertThat(get(leased, bob).status()).isEqualTo(404);
        HttpResponse<String> shared = alice.post(
                LICENSE + "/messages/" + leased.message() + "/grants",
                alice.session(),
                "{\"to\":\"bob\",\"rights\":{\"plays\":1}}");
        assertThat(shared.statusCode()).as(shared.body()).isEqualTo(201);
        assertThat(get(leased, bob).status()).isEqualTo(200);
        Answer exhausted = get(leased, bob);
        assertThat(exhausted.status()).isEqualTo(403);
        assertThat(exhausted.body()).contains("\"urn:ssms:plays-exhausted\"");
    }

    @Test
    void a_nonce_is_its_sessions_own_and_not_used_up_by_a_refusal() throws Exception {
        Leased leased = Leased.of(server, alice, 3);
        String nonce = nonce();
        String bob = Subscriber.of(server, "bob").bearer();
        assertThat(get(leased, with(bob, nonce)).status()).isEqualTo(404);
        assertThat(get(leased, with(alice.bearer(), nonce)).status()).isEqualTo(200);
        assertThat(get(leased, with(alice.bearer(), nonce)).status())
                .as("of another session of hers")
                .isEqualTo(200);
        Leased bobs = Leased.of(server, Subscriber.of(server, "bob"), 1);
        assertThat(get(bobs, with(bob, nonce)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "has spaces in it, many", "semicolon;semicolon"})
    void what_is_no_nonce_is_refused_and_counts_no_play(String nonce) throws Exception {
        Leased leased = Leased.of(server, alice, 1);
        for (String value : List.of(nonce, "x".repeat(129))) {
            Answer refused = get(leased, with(alice.bearer(), value));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body()).contains("urn:ssms:malformed", "X-SSMS-Nonce");
        }
        assertThat(leased.left()).isEqualTo(1);
    }

    private Answer get(Leased leased, Map<String, String> headers) throws Exception {
        return client.get(at(LICENSE + "/licenses/" + leased.message()), headers);
    }

    private Answer clearKey(MediaNode.Message left, Map<String, String> headers) throws Exception {
        String kid = Base64URL.encode(left.kid().toBytes()).toString();
        return post("/clearkey/" + left.id(), headers, "{\"kids\":[\"" + kid + "\"],\"type\":\"temporary\"}");
    }

    private Answer post(String path, Map<String, String> headers, String body) throws Exception {
        return client.ask(at(LICENSE + path), "POST", HttpFrom.json(headers), body);
    }

    private String renewed(String session) throws Exception {
        Answer answer = client.ask(
                at(LICENSE + "/sessions/renewed"), "POST", HttpFrom.json(Map.of("Authorization", session)), "{}");
        return "Bearer " + JSONObjectUtils.parse(answer.body()).get("token");
    }

    private URI at(String path) {
        return server.http().resolve(path);
    }

    private static Map<String, String> with(String session, String nonce) {
        return new HashMap<>(Map.of("Authorization", session, "X-SSMS-Nonce", nonce));
    }

    private static String nonce() {
        return UUID.randomUUID().toString();
    }

    private static void assertReplayed(Answer answer) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("\"urn:ssms:replayed\"").doesNotContain("lease");
    }

    private List<String> audited(MessageId id) throws Exception {
        return Databases.copyOf(server).decisions("LICENSE", id.value());
    }
}
