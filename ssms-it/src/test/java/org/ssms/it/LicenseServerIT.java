package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.server.Databases;
import org.ssms.it.server.Leased;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.ManifestRegistration;
import org.ssms.protect.license.PlayerKey;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.SealedLicenseRequest;
import org.ssms.protect.license.UsageRights;

/**
 * The license server by its wire format: deposit, sessions, licenses, refusals (A12, F5-52..F5-55, F7-15, F7-16, T1,
 * T2, T10, T22).
 */
class LicenseServerIT {
    private static final String LICENSE = "/license/v1";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber alice = Subscriber.of(server, "alice");
    private final Subscriber bob = Subscriber.of(server, "bob");
    private final MessageId message = MessageId.generate(RANDOM);
    private final MessageKey key = MessageKey.generate(RANDOM);
    private String service = "";

    @BeforeEach
    void know_the_service_key() throws Exception {
        service = MediaNode.of(server).authorization();
    }

    @Test
    void a_deposit_is_stored_once_and_no_other_key_takes_its_names() throws Exception {
        assertThat(deposit(message, key).statusCode()).isEqualTo(201);
        assertThat(deposit(message, key).statusCode()).isEqualTo(200);
        MessageKey other = MessageKey.of(key.id(), new byte[MessageKey.BYTES]);
        assertThat(deposit(message, other).statusCode()).isEqualTo(409);
        assertThat(deposit(message, MessageKey.generate(RANDOM)).statusCode()).isEqualTo(409);
    }

    @Test
    void a_repeated_deposit_tells_the_same_control_code_until_the_recording_is_finished_and_undoes_nothing()
            throws Exception {
        Object code = JSONObjectUtils.parse(deposit(message, key).body()).get("controlCode");
        assertThat(String.valueOf(code)).matches("[0-9]{12}");
        assertThat(JSONObjectUtils.parse(deposit(message, key).body())).containsEntry("controlCode", code);
        assertThat(register(new byte[32])).isEqualTo(204);
        assertThat(JSONObjectUtils.parse(deposit(message, key).body())).doesNotContainKey("controlCode");
        assertThat(alice.get(byMessage(message), alice.bearer()).statusCode()).isEqualTo(200);
    }

    @Test
    void one_deposit_sent_many_times_at_once_is_stored_once() {
        List<CompletableFuture<Integer>> sent = IntStream.range(0, 8)
                .mapToObj(i -> CLIENT.sendAsync(depositRequest(message, key, service), BodyHandlers.discarding())
                        .thenApply(HttpResponse::statusCode))
                .toList();
        Map<Integer, Long> answers = sent.stream()
                .map(CompletableFuture::join)
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
        assertThat(answers).isEqualTo(Map.of(201, 1L, 200, 7L));
    }

    @Test
    void without_the_service_key_nothing_is_deposited_or_destroyed() throws Exception {
        String wrong =
                "SSMS-Service " + Base64URL.encode(MessageKey.generate(RANDOM).revealForDeposit());
        for (String header : List.of("", wrong, alice.bearer())) {
            assertThat(send(depositRequest(message, key, header)).statusCode()).isEqualTo(401);
            assertThat(send(request(keyPath(), header).DELETE().build()).statusCode())
                    .isEqualTo(401);
        }
        assertThat(deposit(message, key).statusCode()).isEqualTo(201);
    }

    @Test
    void the_owner_gets_the_license_by_message_id_and_by_kid_once_the_recording_is_registered() throws Exception {
        String session = alice.bearer();
        deposit(message, key);
        assertThat(alice.get(byMessage(message), session).statusCode()).isEqualTo(404);
        assertThat(register(new byte[32])).isEqualTo(204);
        assertThat(register(new byte[32])).isEqualTo(204);
        byte[] other = {1, 2, 3};
        assertThat(register(Arrays.copyOf(other, 32))).isEqualTo(409);
        Map<String, Object> license = exceptLease(alice.get(byMessage(message), alice.bearer()));
        assertThat(license)
                .containsEntry("messageId", message.value())
                .containsEntry("kid", key.id().toString())
                .containsEntry("manifestSha256", Base64URL.encode(new byte[32]).toString())
                .containsKeys("keys", "rights");
        assertThat(exceptLease(alice.get(byKid(key.id()), alice.bearer()))).isEqualTo(license);
        assertThat(exceptLease(alice.get(byMessage(message) + "?kid=" + key.id(), alice.bearer())))
                .isEqualTo(license);
        assertThat(alice.get(byMessage(message) + "?kid=" + UUID.randomUUID(), session)
                        .statusCode())
                .isEqualTo(400);
        assertThat(alice.get(LICENSE + "/licenses", session).statusCode()).isEqualTo(400);
    }

    /** A license without its lease, which is another one each time. */
    private static Map<String, Object> exceptLease(HttpResponse<String> response) throws ParseException {
        Map<String, Object> license = JSONObjectUtils.parse(response.body());
        assertThat(license.remove("lease")).isNotNull();
        return license;
    }

    @Test
    void foreign_unknown_unfinished_and_destroyed_are_one_answer() throws Exception {
        String session = bob.bearer();
        depositAndRegister();
        Map<String, Object> unknown = answer(bob.get(byMessage(MessageId.generate(RANDOM)), session));
        assertThat(unknown).containsEntry("status", 404);
        assertThat((String) unknown.get("body")).contains("\"urn:ssms:no-license\"");
        assertThat(answer(bob.get(byMessage(message), session))).isEqualTo(unknown);
        assertThat(answer(bob.get(byKid(key.id()), session))).isEqualTo(unknown);
        assertThat(answer(bob.get(byMessage(message) + "?kid=" + UUID.randomUUID(), session)))
                .isEqualTo(unknown);
        assertThat(answer(bob.post(clearKeyPath(), session, clearKeyRequest()))).isEqualTo(unknown);
        assertThat(send(request(keyPath(), service).DELETE().build()).statusCode())
                .isEqualTo(204);
        assertThat(answer(alice.get(byMessage(message), alice.bearer()))).isEqualTo(unknown);
        assertThat(deposit(message, key).statusCode()).isEqualTo(409);
    }

    @Test
    void a_browser_gets_the_clearkey_license_by_its_cookie_and_by_json_only() throws Exception {
        depositAndRegister();
        HttpResponse<String> login = login("alice", SsmsServer.PASSWORD);
        String cookie = login.headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith("ssms-license="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/license/v1");
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertThat(clearKey(pair, "application/json").body())
                .contains(
                        "\"kty\":\"oct\"", Base64URL.encode(key.id().toBytes()).toString());
        assertThat(clearKey(pair, "text/plain").statusCode()).isEqualTo(415);
        HttpRequest.Builder end = request(LICENSE + "/sessions", "").header("Cookie", pair);
        assertThat(send(end.DELETE().build()).statusCode()).isEqualTo(204);
        assertThat(clearKey(pair, "application/json").statusCode()).isEqualTo(401);
    }

    @Test
    void t2_a_license_opens_with_the_key_of_its_player_only_and_says_who_signed_it() throws Exception {
        depositAndRegister();
        String session = alice.bearer();
        PlayerKey player = PlayerKey.generate();
        String wanted = new SealedLicenseRequest(List.of(key.id()), Optional.of(player.publicKey())).toJson();
        HttpResponse<String> answer = alice.post(byMessage(message), session, wanted);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/jose");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-store");
        String keySet = alice.get(LICENSE + "/jwks", "").body();
        try (LicenseDocument license = player.open(answer.body(), keySet)) {
            assertThat(license.keyId()).isEqualTo(key.id());
        }
        assertThatThrownBy(() -> PlayerKey.generate().open(answer.body(), keySet))
                .isInstanceOf(MalformedLicenseException.class);
        assertThat(bob.post(byMessage(message), bob.bearer(), wanted).statusCode())
                .isEqualTo(404);
        assertThat(alice.post(byMessage(message), session, "{'playerKey':{'kty':'EC'}}".replace('\'', '"'))
                        .body())
                .contains("urn:ssms:malformed", "'crv'");
    }

    @Test
    void t6_a_license_of_a_counted_play_says_signed_and_in_clear_when_that_play_ends() throws Exception {
        String counted = byMessage(Leased.of(server, alice, 2).message());
        String session = alice.bearer();
        Instant before = Instant.now();
        Map<String, Object> clear =
                JSONObjectUtils.parse(alice.get(counted, session).body());
        Duration lasting = Duration.between(before, Instant.parse(String.valueOf(clear.get("playEndsAt"))));
        assertThat(lasting).isBetween(Duration.ofHours(1), Duration.ofHours(2));
        PlayerKey player = PlayerKey.generate();
        String wanted = new SealedLicenseRequest(List.of(), Optional.of(player.publicKey())).toJson();
        String keySet = alice.get(LICENSE + "/jwks", "").body();
        try (LicenseDocument sealed =
                player.open(alice.post(counted, session, wanted).body(), keySet)) {
            assertThat(sealed.playEndsAt()).isAfter(before.plus(lasting));
            assertThat(sealed.rights().get(Right.NOT_AFTER)).isNull();
        }
        depositAndRegister();
        assertThat(alice.get(byMessage(message), session).body()).doesNotContain("playEndsAt");
    }

    @Test
    void t1_a_captured_license_request_is_refused_and_counts_no_play_whoever_sends_it_again() throws Exception {
        Leased leased = Leased.of(server, alice, 2);
        String path = byMessage(leased.message());
        String session = alice.bearer();
        String captured = wanted();
        assertThat(alice.post(path, session, captured).statusCode()).isEqualTo(200);
        for (String token : List.of(session, alice.bearer())) {
            assertReplayed(alice.post(path, token, captured));
        }
        depositAndRegister();
        assertReplayed(alice.post(byMessage(message), session, captured));
        assertThat(bob.post(path, bob.bearer(), captured).statusCode())
                .as("a stranger is told what he is always told")
                .isEqualTo(404);
        assertThat(leased.left()).isEqualTo(1);
        assertThat(alice.post(path, session, wanted()).statusCode())
                .as("with a new key, as after an answer that was lost")
                .isEqualTo(200);
        assertReplayed(alice.post(path, session, captured));
        assertThat(leased.left()).isZero();
        assertThat(audited(leased.message()))
                .containsExactly("GRANTED", "REPLAYED", "REPLAYED", "NOT_ENTITLED", "GRANTED", "REPLAYED");
        assertThat(audited(message)).containsExactly("REPLAYED");
    }

    @Test
    void t1_of_one_license_request_sent_many_times_at_once_one_is_answered_also_where_no_play_is_counted()
            throws Exception {
        depositAndRegister();
        String session = alice.bearer();
        HttpRequest captured = json(request(byMessage(message), session), "POST", wanted());
        Map<Integer, Long> answers =
                IntStream.range(0, 8)
                        .mapToObj(i -> CLIENT.sendAsync(captured, BodyHandlers.discarding()))
                        .toList()
                        .stream()
                        .map(answer -> answer.join().statusCode())
                        .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
        assertThat(answers).isEqualTo(Map.of(200, 1L, 409, 7L));
        assertThat(audited(message))
                .containsExactlyInAnyOrder(
                        "GRANTED", "REPLAYED", "REPLAYED", "REPLAYED", "REPLAYED", "REPLAYED", "REPLAYED", "REPLAYED");
    }

    @Test
    void t1_a_license_request_that_was_refused_is_not_used_up() throws Exception {
        String session = alice.bearer();
        String wanted = wanted();
        deposit(message, key);
        assertThat(alice.post(byMessage(message), session, wanted).statusCode()).isEqualTo(404);
        register(new byte[32]);
        assertThat(alice.post(byMessage(message), session, wanted).statusCode()).isEqualTo(200);
    }

    /** A request for a sealed license, with a key of its own. */
    private static String wanted() {
        return new SealedLicenseRequest(
                        List.of(), Optional.of(PlayerKey.generate().publicKey()))
                .toJson();
    }

    private static void assertReplayed(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("\"urn:ssms:replayed\"").doesNotContain("lease");
    }

    private List<String> audited(MessageId id) throws Exception {
        return Databases.copyOf(server).decisions("LICENSE", id.value());
    }

    @Test
    void a_signed_license_is_no_session_and_a_token_is_no_license() throws Exception {
        depositAndRegister();
        String session = alice.bearer();
        String signed = alice.post(byMessage(message), session, "{}").body();
        assertThat(JWSObject.parse(signed).getPayload().toString())
                .contains(key.id().toString());
        assertThat(alice.get(byMessage(message), "Bearer " + signed).statusCode())
                .isEqualTo(401);
        assertThat(alice.get("/api/v1/messages", "Bearer " + signed).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/licenses/x,   401, urn:ssms:not-authenticated",
        "/nowhere,      404, about:blank",
        "/sessions,     405, about:blank",
        "/keys, 404, about:blank"
    })
    void every_error_is_a_problem_document_that_may_not_be_stored(String path, int status, String type)
            throws Exception {
        HttpResponse<String> response = alice.get(LICENSE + path, "");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("private, no-store");
        assertThat(JSONObjectUtils.parse(response.body())).containsEntry("type", type);
    }

    @Test
    void a_body_that_is_malformed_or_large_is_refused_as_such() throws Exception {
        assertThat(alice.post(LICENSE + "/sessions", "", "{oops").statusCode()).isEqualTo(400);
        assertThat(alice.post(LICENSE + "/sessions", "", " ".repeat(20_000)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void guessing_is_slowed_down_alike_for_known_and_unknown_users() throws Exception {
        HttpResponse<String> known = login("bob", "wrong");
        assertThat(answer(login("ghost-" + UUID.randomUUID(), "wrong"))).isEqualTo(answer(known));
        assertThat(known.statusCode()).isEqualTo(401);
        String ghost = "ghost-" + UUID.randomUUID();
        HttpResponse<String> last = known;
        for (int i = 0; i < 12 && last.statusCode() == 401; i++) {
            last = login(ghost, "guess" + i);
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(Duration.ofSeconds(
                        last.headers().firstValueAsLong("Retry-After").orElseThrow()))
                .isPositive();
    }

    /** A13: what the caller decides while he speaks. */
    @Test
    void f4_37_the_owner_gets_what_was_registered_instead_of_what_was_deposited() throws Exception {
        UsageRights chosen = UsageRights.UNLIMITED.with(Right.PLAYS, 3).with(Right.FORWARD, 0);
        String foreseen = "{\"rights\":" + chosen.toJson() + "}";
        assertThat(foresee(chosen).statusCode()).as("of no key").isEqualTo(404);
        assertThat(deposit(message, key).statusCode()).isEqualTo(201);
        assertThat(foresee(chosen).body()).isEqualTo(foreseen);
        String rights = LICENSE + "/messages/" + message + "/rights";
        String manifest = new ManifestRegistration(message, new byte[32], chosen).toJson();
        for (String registration : List.of(manifest, new ManifestRegistration(message, new byte[32]).toJson())) {
            assertThat(send(json(request(keyPath() + "/manifest", service), "PUT", registration))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(JSONObjectUtils.parse(alice.get(rights, alice.session()).body()))
                    .containsEntry("plays", 3L)
                    .containsEntry("forward", 0L);
        }
        assertThat(foresee(UsageRights.UNLIMITED).statusCode())
                .as("of a finished recording")
                .isEqualTo(404);
        assertThat(alice.post(keyPath() + "/rights", alice.session(), "{}").statusCode())
                .as("for media nodes only")
                .isEqualTo(401);
    }

    private HttpResponse<String> foresee(UsageRights chosen) throws Exception {
        return send(json(request(keyPath() + "/rights", service), "POST", chosen.toJson()));
    }

    private void depositAndRegister() throws Exception {
        assertThat(deposit(message, key).statusCode()).isEqualTo(201);
        assertThat(register(new byte[32])).isEqualTo(204);
    }

    private HttpResponse<String> deposit(MessageId id, MessageKey deposited) throws Exception {
        return send(depositRequest(id, deposited, service));
    }

    private HttpRequest depositRequest(MessageId id, MessageKey deposited, String header) {
        String body = new KeyDeposit(id, deposited, "alice", "sip:carol@example.com", null).toJson();
        return json(request(LICENSE + "/keys/" + deposited.id(), header), "PUT", body);
    }

    private int register(byte[] sha256) throws Exception {
        String body = new ManifestRegistration(message, sha256).toJson();
        return send(json(request(keyPath() + "/manifest", service), "PUT", body))
                .statusCode();
    }

    private HttpResponse<String> login(String username, String password) throws Exception {
        String body = JSONObjectUtils.toJSONString(Map.of("username", username, "password", password));
        return send(json(request(LICENSE + "/sessions", ""), "POST", body));
    }

    private HttpResponse<String> clearKey(String cookie, String type) throws Exception {
        HttpRequest.Builder request = request(clearKeyPath(), "").header("Cookie", cookie);
        return send(request.header("Content-Type", type)
                .POST(BodyPublishers.ofString(clearKeyRequest()))
                .build());
    }

    private String clearKeyRequest() {
        return "{\"kids\":[\"" + Base64URL.encode(key.id().toBytes()) + "\"],\"type\":\"temporary\"}";
    }

    private String clearKeyPath() {
        return LICENSE + "/clearkey/" + message;
    }

    private String keyPath() {
        return LICENSE + "/keys/" + key.id();
    }

    private static String byMessage(MessageId id) {
        return LICENSE + "/licenses/" + id;
    }

    private static String byKid(KeyId kid) {
        return LICENSE + "/licenses?kid=" + kid;
    }

    /** Everything of a response that its receiver sees, but the time. */
    private static Map<String, Object> answer(HttpResponse<String> response) {
        Map<String, Object> answer = new HashMap<>(response.headers().map());
        answer.keySet().removeIf(name -> name.equalsIgnoreCase("date"));
        answer.put("status", response.statusCode());
        answer.put("body", response.body());
        return answer;
    }

    private HttpRequest.Builder request(String path, String authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.http().resolve(path)).timeout(Duration.ofSeconds(30));
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private static HttpRequest json(HttpRequest.Builder request, String method, String body) {
        return request.header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
