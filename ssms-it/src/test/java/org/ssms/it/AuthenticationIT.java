package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.Databases;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.Leased;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Digest;
import org.ssms.it.tool.Tool;

/**
 * Who asks for a license proves who he is, in more than one way, and a captured proof is worth nothing (F5-52b, T1).
 */
class AuthenticationIT {
    private static final String SESSIONS = "/license/v1/sessions";
    private static final List<String> DOORS = List.of("/api/v1/messages", "/license/v1/defaults");
    private static final Digest ALICE = new Digest("alice", SsmsServer.PASSWORD, "SHA-256");

    private final SsmsServer server = SsmsServer.shared();
    private final HttpFrom client = new HttpFrom("127.0.0.97");
    private final URI sessions = server.http().resolve(SESSIONS);

    @Test
    void f5_52b_without_a_proof_there_is_a_challenge_for_sha_256_and_none_for_md5() throws Exception {
        Answer answer = open(Map.of(), "");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(challenges(answer))
                .anySatisfy(challenge -> assertThat(challenge)
                        .startsWith("Digest realm=\"ssms-license\"")
                        .contains("qop=\"auth\"", "algorithm=SHA-256", "nonce=\""))
                .noneMatch(challenge -> challenge.contains("MD5"));
    }

    @Test
    void f5_52b_a_page_is_not_challenged_so_that_no_browser_asks_for_the_password_itself() throws Exception {
        Answer wrong = client.session(server.http(), "nosuch", "wrong");
        Answer page = open(Map.of("Sec-Fetch-Site", "same-origin"), "");
        for (Answer answer : List.of(wrong, page)) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(challenges(answer)).containsExactly("Bearer realm=\"ssms-license\"");
        }
    }

    @Test
    void f5_52b_a_response_by_digest_opens_a_session_that_is_as_good_as_any() throws Exception {
        Answer opened = open(authorization(ALICE, challenge(), 1), "");
        assertThat(opened.status()).isEqualTo(201);
        String token = String.valueOf(JSONObjectUtils.parse(opened.body()).get("token"));
        Map<String, String> bearer = HttpFrom.bearer(token);
        assertThat(client.get(server.http().resolve("/license/v1/defaults"), bearer)
                        .status())
                .isEqualTo(200);
        assertThat(client.get(server.http().resolve("/api/v1/messages"), bearer).status())
                .isEqualTo(200);
    }

    @Test
    void f5_52b_curl_understands_the_challenge() {
        Tool.require("curl", "curl");
        Tool.Result curl = Tool.run(
                new byte[0],
                "curl",
                "--silent",
                "--digest",
                "--user",
                "alice:" + SsmsServer.PASSWORD,
                "--header",
                "Content-Type: application/json",
                "--data",
                "",
                "--write-out",
                "%{http_code}",
                sessions.toString());
        assertThat(curl.output().text()).endsWith("201");
    }

    @Test
    void f5_52b_a_wrong_response_and_an_unknown_name_are_answered_alike() throws Exception {
        Digest wrong = new Digest("alice", "guess", "SHA-256");
        Digest unknown = new Digest("nosuch", SsmsServer.PASSWORD, "SHA-256");
        HttpFrom stranger = new HttpFrom("127.0.0.98");
        for (Digest guess : List.of(wrong, unknown)) {
            Map<String, String> challenge = challenge(stranger.ask(sessions, "POST", HttpFrom.json(Map.of()), ""));
            Answer answer = stranger.ask(sessions, "POST", HttpFrom.json(authorization(guess, challenge, 1)), "");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(challenges(answer)).noneMatch(next -> next.contains("stale"));
        }
        assertThat(audited("127.0.0.98"))
                .containsExactly("LOGIN alice REFUSED WRONG_CREDENTIALS", "LOGIN nosuch REFUSED WRONG_CREDENTIALS");
    }

    @Test
    void credentials_that_cannot_be_read_are_malformed() throws Exception {
        for (String header : List.of("Digest", "Digest username=\"alice", "Digest " + "a".repeat(5000))) {
            assertThat(open(Map.of("Authorization", header), "").status())
                    .as(header.substring(0, Math.min(30, header.length())))
                    .isEqualTo(400);
        }
    }

    @Test
    void t1_a_captured_response_by_digest_is_refused_and_opens_nothing() throws Exception {
        HttpFrom victim = new HttpFrom("127.0.0.99");
        Map<String, String> challenge = challenge(victim.ask(sessions, "POST", HttpFrom.json(Map.of()), ""));
        Map<String, String> captured = HttpFrom.json(authorization(ALICE, challenge, 1));
        assertThat(victim.ask(sessions, "POST", captured, "").status()).isEqualTo(201);
        Answer again = victim.ask(sessions, "POST", captured, "");
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.cookie("ssms-license")).isEmpty();
        assertThat(challenges(again)).anyMatch(next -> next.contains("stale=true"));
        assertThat(client.ask(sessions, "POST", captured, "").status())
                .as("from another address")
                .isEqualTo(401);
        assertThat(audited("127.0.0.99")).containsExactly("LOGIN alice GRANTED null", "LOGIN alice REFUSED REPLAYED");
        Map<String, String> next = HttpFrom.json(authorization(ALICE, challenge, 2));
        assertThat(victim.ask(sessions, "POST", next, "").status())
                .as("the victim goes on")
                .isEqualTo(201);
    }

    @Test
    void t1_a_captured_license_request_and_a_captured_report_change_nothing() throws Exception {
        Subscriber alice = Subscriber.of(server, "alice");
        Leased message = Leased.of(server, alice, 3);
        String captured = alice.bearer();
        String license = "/license/v1/licenses/" + message.message();
        String lease = String.valueOf(
                JSONObjectUtils.parse(alice.get(license, captured).body()).get("lease"));
        String report = "/license/v1/leases/" + lease + "/";
        assertThat(alice.post(report + "returned", captured).statusCode()).isEqualTo(204);
        assertThat(alice.post(report + "returned", captured).statusCode()).isEqualTo(204);
        assertThat(message.left()).as("given back once").isEqualTo(3);
        assertThat(alice.post(report + "started", captured).statusCode()).isEqualTo(204);
        assertThat(alice.post(report + "started", captured).statusCode()).isEqualTo(204);
        assertThat(alice.post(report + "returned", captured).statusCode()).isEqualTo(409);
        assertThat(message.left()).as("counted once").isEqualTo(2);
        assertThat(alice.delete(SESSIONS, captured).statusCode()).isEqualTo(204);
        assertThat(alice.get(license, captured).statusCode()).isEqualTo(401);
        assertThat(alice.post(report + "returned", captured).statusCode()).isEqualTo(401);
        assertThat(message.left()).isEqualTo(2);
    }

    @Test
    void a_session_slides_without_a_password_and_its_end_stays() throws Exception {
        Map<String, Object> opened = JSONObjectUtils.parse(
                client.session(server.http(), "alice", SsmsServer.PASSWORD).body());
        String token = String.valueOf(opened.get("token"));
        Answer renewed = Await.until("a token of a later second", Duration.ofSeconds(10), () -> {
            Answer answer = renew(token);
            assertThat(answer.status()).isEqualTo(201);
            return token(answer).equals(token) ? Optional.empty() : Optional.of(answer);
        });
        assertThat(renewed.cookie("ssms-license")).isPresent();
        Map<String, Object> later = JSONObjectUtils.parse(renewed.body());
        assertThat(later.get("endsAt")).isEqualTo(opened.get("endsAt"));
        assertThat(moment(later, "expiresAt")).isAfter(moment(opened, "expiresAt"));
        String next = String.valueOf(later.get("token"));
        for (String door : DOORS) {
            assertThat(status(door, token)).as(door).isEqualTo(200);
            assertThat(status(door, next)).as(door).isEqualTo(200);
        }
    }

    @Test
    void giving_back_any_token_of_a_session_ends_it_at_both_doors_and_it_is_not_renewed() throws Exception {
        for (boolean isOlder : new boolean[] {true, false}) {
            Answer session = client.session(server.http(), "bob", SsmsServer.PASSWORD);
            String first = token(session);
            String second = token(renew(first));
            String givenBack = isOlder ? first : second;
            assertThat(client.ask(sessions, "DELETE", HttpFrom.bearer(givenBack), "")
                            .status())
                    .isEqualTo(204);
            for (String token : List.of(first, second)) {
                for (String door : DOORS) {
                    assertThat(status(door, token)).as(door).isEqualTo(401);
                }
                assertThat(renew(token).status()).isEqualTo(401);
            }
        }
    }

    @Test
    void nothing_but_a_session_is_renewed() throws Exception {
        assertThat(renew("x").status()).isEqualTo(401);
        URI renewed = server.http().resolve(SESSIONS + "/renewed");
        assertThat(client.ask(renewed, "POST", HttpFrom.json(Map.of()), "{}").status())
                .isEqualTo(401);
        assertThat(client.ask(renewed, "POST", Map.of(), "").status())
                .as("what a page of another origin could send")
                .isEqualTo(415);
    }

    private Answer renew(String token) throws Exception {
        return client.ask(server.http().resolve(SESSIONS + "/renewed"), "POST", HttpFrom.bearer(token), "");
    }

    private static Instant moment(Map<String, Object> session, String member) {
        return Instant.parse(String.valueOf(session.get(member)));
    }

    private static String token(Answer session) throws Exception {
        return String.valueOf(JSONObjectUtils.parse(session.body()).get("token"));
    }

    private int status(String path, String token) throws Exception {
        return client.get(server.http().resolve(path), HttpFrom.bearer(token)).status();
    }

    private Answer open(Map<String, String> headers, String body) throws Exception {
        return client.ask(sessions, "POST", HttpFrom.json(headers), body);
    }

    private Map<String, String> challenge() throws Exception {
        return challenge(open(Map.of(), ""));
    }

    private static Map<String, String> challenge(Answer answer) {
        return ALICE.challenge(challenges(answer).stream()
                        .filter(value -> value.startsWith("Digest"))
                        .toList())
                .orElseThrow();
    }

    private static List<String> challenges(Answer answer) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equals("www-authenticate"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Map<String, String> authorization(Digest user, Map<String, String> challenge, int count) {
        return new HashMap<>(Map.of("Authorization", user.answer(challenge, "POST", SESSIONS, count)));
    }

    private List<String> audited(String address) throws Exception {
        return Databases.copyOf(server).auditedFrom(address);
    }
}
