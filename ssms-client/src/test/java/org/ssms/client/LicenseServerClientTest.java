package org.ssms.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.client.LicenseServerException.Kind;
import org.ssms.protect.digest.MalformedCredentialsException;
import org.ssms.protect.dpop.DpopKey;
import org.ssms.protect.dpop.DpopProof;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.LeaseReport;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.LicenseSigner;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.SealedLicenseRequest;
import org.ssms.protect.license.UsageRights;

@Timeout(60) // a defect here may wait for ever
class LicenseServerClientTest {
    private static final KeyId KID = KeyId.parse("a7e61c37-3e21-4033-8210-91fa607bf3b8");
    private static final MessageId MESSAGE_ID = MessageId.parse("2xe7d4kbvm9wn3p5q8rs6tj0ya");
    private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final String SERVICE_KEY = "c2VydmljZS1rZXktZm9yLXRlc3Rz";
    private static final UsageRights CHOSEN = UsageRights.UNLIMITED.with(Right.PLAYS, 2);
    private static final UUID LEASE = UUID.fromString("5f2b7c0e-8a41-4c1d-9d55-3b2a1c0f9e77");
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String SESSION =
            "{\"token\":\"t0k\",\"expiresAt\":\"2026-11-23T05:00:00Z\",\"tokenType\":\"DPoP\"}";

    private final List<String> requests = new ArrayList<>();
    private final List<DpopProof> proofs = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer server;
    private LicenseServerClient client;

    /** @param to what is answered to a body */
    private record Answer(int status, UnaryOperator<String> to) {
        Answer(int status, String body) {
            this(status, request -> body);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        client = client(server.getAddress().getPort(), TIMEOUT);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
        List<String> fields = exchange.getRequestHeaders().getOrDefault(DpopProof.FIELD, List.of());
        String url = "http://" + exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI();
        for (String field : fields) {
            DpopProof proof = proof(field);
            assertThat(proof.isFor(exchange.getRequestMethod(), url)).isTrue();
            proofs.add(proof);
        }
        Answer answer = answers.remove();
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        byte[] bytes = answer.to.apply(body).getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static DpopProof proof(String field) {
        try {
            return DpopProof.parse(field);
        } catch (MalformedCredentialsException e) {
            throw new AssertionError(field, e);
        }
    }

    @Test
    void deposit_puts_the_key_under_its_id_with_the_service_key() throws Exception {
        answers.add(new Answer(201, "{\"rights\":{\"plays\":1}}"));
        assertThat(deposit()).isEqualTo(new DepositAnswer(UsageRights.UNLIMITED.with(Right.PLAYS, 1), null));
        assertThat(requests)
                .containsExactly("PUT /license/v1/keys/" + KID + " SSMS-Service " + SERVICE_KEY
                        + " {\"messageId\":\"" + MESSAGE_ID
                        + "\",\"key\":\"AAECAwQFBgcICQoLDA0ODw\",\"owner\":\"alice\","
                        + "\"caller\":\"sip:bob@example.org\","
                        + "\"sender\":\"bob\",\"rights\":{\"plays\":2}}");
    }

    @Test
    void the_control_code_of_a_deposit_is_told_and_not_printed() throws Exception {
        answers.add(new Answer(201, "{\"rights\":{},\"controlCode\":\"123456789012\"}"));
        DepositAnswer answer = deposit();
        assertThat(answer.controlCode()).isEqualTo("123456789012");
        assertThat(answer.toString()).doesNotContain("123456789012");
    }

    @Test
    void what_comes_of_a_choice_may_be_less_for_members_of_a_list() throws Exception {
        answers.add(new Answer(200, "{\"rights\":{\"plays\":2}}"));
        answers.add(new Answer(200, "{\"rights\":{\"plays\":2},\"least\":{\"plays\":1}}"));
        assertThat(client.foresee(KID, CHOSEN)).isEqualTo(new ForeseenRights(CHOSEN, CHOSEN));
        assertThat(client.foresee(KID, CHOSEN))
                .isEqualTo(new ForeseenRights(CHOSEN, UsageRights.UNLIMITED.with(Right.PLAYS, 1)));
    }

    @Test
    void for_who_says_a_control_code_the_node_asks_at_its_own_door() throws Exception {
        String sent = "{\"playsUsed\":2,\"rights\":{\"plays\":2},\"firstPlayedAt\":\"2026-11-23T05:00:00Z\"}";
        answers.add(new Answer(200, sent));
        answers.add(new Answer(200, sent));
        answers.add(new Answer(
                200, "{\"playsUsed\":2,\"recalledAt\":\"2026-11-23T05:00:00Z\",\"members\":3,\"heardBy\":2}"));
        SpokenCode code = new SpokenCode("123456789012", "192.0.2.1", "tel:+491");
        assertThat(code.toString()).doesNotContain("1234");
        LeftMessage left = new LeftMessage(CHOSEN, Instant.parse("2026-11-23T05:00:00Z"), 0, 0);
        assertThat(client.left(new SpokenCode("123456789012", "192.0.2.1", null)))
                .isEqualTo(left);
        assertThat(client.limitLeft(code, CHOSEN)).isEqualTo(left);
        assertThat(client.recallLeft(code)).isEqualTo(new LeftMessage(null, null, 3, 2));
        String request = "POST /license/v1/keys/control SSMS-Service " + SERVICE_KEY
                + " {\"code\":\"123456789012\",\"source\":\"192.0.2.1\"";
        assertThat(requests)
                .containsExactly(
                        request + "}",
                        request + ",\"caller\":\"tel:+491\",\"rights\":{\"plays\":2}}",
                        request + ",\"caller\":\"tel:+491\",\"recall\":true}");
    }

    @Test
    void a_code_that_is_not_looked_at_is_told_from_a_wrong_one() {
        answers.add(new Answer(429, "{\"type\":\"urn:ssms:too-many-attempts\"}"));
        answers.add(new Answer(404, "{\"type\":\"urn:ssms:no-license\"}"));
        SpokenCode code = new SpokenCode("123456789012", "192.0.2.1", null);
        assertThat(catchThrowableOfType(LicenseServerException.class, () -> client.left(code))
                        .type())
                .isEqualTo(LicenseServerClient.TOO_MANY_ATTEMPTS);
        assertThat(catchThrowableOfType(LicenseServerException.class, () -> client.left(code))
                        .type())
                .isEqualTo(LicenseServerClient.NO_LICENSE);
    }

    @Test
    void a_rehearsal_is_a_deposit_that_says_so_for_nobody() throws Exception {
        answers.add(new Answer(204, ""));
        try (MessageKey key = MessageKey.of(KID, KEY)) {
            client.rehearse(key, MESSAGE_ID);
        }
        assertThat(requests.get(0))
                .startsWith("PUT /license/v1/keys/" + KID + "?rehearsal=true SSMS-Service " + SERVICE_KEY)
                .endsWith("\"owner\":\"nobody\",\"caller\":\"sip:nobody@invalid\"}");
    }

    @Test
    void manifest_and_withdrawal_name_the_key_id() throws Exception {
        answers.add(new Answer(204, ""));
        answers.add(new Answer(204, ""));
        answers.add(new Answer(404, ""));
        client.registerManifest(KID, MESSAGE_ID, new byte[32], null);
        client.withdraw(KID);
        client.withdraw(KID);
        assertThat(requests.get(0))
                .startsWith("PUT /license/v1/keys/" + KID + "/manifest ")
                .endsWith("\"sha256\":\"" + "A".repeat(43) + "\"}");
        assertThat(requests.get(1)).startsWith("DELETE /license/v1/keys/" + KID + " ");
    }

    @Test
    void who_holds_a_message_is_asked_with_the_service_key_and_404_is_an_answer() throws Exception {
        answers.add(new Answer(204, ""));
        answers.add(new Answer(404, ""));
        answers.add(new Answer(401, ""));
        assertThat(client.isHeld(MESSAGE_ID, "bo&b/ü")).isTrue();
        assertThat(client.isHeld(MESSAGE_ID, "eve")).isFalse();
        assertThat(catchThrowableOfType(LicenseServerException.class, () -> client.isHeld(MESSAGE_ID, "bob"))
                        .kind())
                .isEqualTo(Kind.NOT_AUTHENTICATED);
        assertThat(requests.get(0))
                .startsWith("GET /license/v1/keys/holders/" + MESSAGE_ID + "?user=bo%26b%2F%C3%BC SSMS-Service ");
    }

    @Test
    void of_many_messages_is_asked_what_may_be_saved_some_hundred_at_once() throws Exception {
        List<MessageId> many = new ArrayList<>(List.of(MESSAGE_ID));
        SecureRandom random = new SecureRandom();
        IntStream.range(0, 400).forEach(i -> many.add(MessageId.generate(random)));
        MessageId kept = many.get(7);
        MessageId last = many.get(400);
        answers.add(
                new Answer(200, "{\"held\":[\"" + kept + "\",\"" + MESSAGE_ID + "\"],\"saved\":[\"" + kept + "\"]}"));
        answers.add(new Answer(200, "{\"held\":[\"" + last + "\",\"" + kept + "\"],\"saved\":[]}"));
        Map<MessageId, Boolean> held = client.held("alice", many);
        assertThat(held).containsExactly(Map.entry(MESSAGE_ID, false), Map.entry(kept, true), Map.entry(last, false));
        assertThat(requests).hasSize(2);
        assertThat(requests.get(0))
                .startsWith("POST /license/v1/keys/holders SSMS-Service " + SERVICE_KEY)
                .contains("{\"user\":\"alice\",\"messages\":[\"" + MESSAGE_ID + "\",");
        assertThat(requests.get(1)).endsWith("\"messages\":[\"" + last + "\"]}");
    }

    @Test
    void nothing_is_asked_of_no_messages_and_no_answer_is_no_holder() throws Exception {
        assertThat(client.held("alice", List.of())).isEmpty();
        answers.add(new Answer(200, "{\"held\":[\"" + MESSAGE_ID + "\"]}"));
        assertThat(catchThrowableOfType(LicenseServerException.class, () -> client.held("alice", List.of(MESSAGE_ID)))
                        .kind())
                .isEqualTo(Kind.REFUSED);
        answers.add(new Answer(500, ""));
        assertThat(catchThrowableOfType(LicenseServerException.class, () -> client.held("alice", List.of(MESSAGE_ID)))
                        .kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void a_player_logs_in_and_gets_its_license_encrypted_to_its_key() throws Exception {
        answers.add(new Answer(201, SESSION));
        LicenseSigner signer = signer();
        answers.add(new Answer(200, signer.keySet()));
        answers.add(new Answer(200, request -> sealed(signer, request)));
        LicenseSession session = client.login("alice", "pa\"ss".toCharArray());
        LicenseDocument license = client.license(session, MESSAGE_ID, KID);
        assertThat(license.keyId()).isEqualTo(KID);
        assertThat(HexFormat.of().formatHex(license.key(KeyUse.CENC).revealKey()))
                .isEqualTo(HexFormat.of().formatHex(document().key(KeyUse.CENC).revealKey()));
        assertThat(requests.get(0)).endsWith("{\"username\":\"alice\",\"password\":\"pa\\\"ss\"}");
        assertThat(requests.get(1)).isEqualTo("GET /license/v1/jwks null ");
        assertThat(requests.get(2))
                .startsWith(
                        "POST /license/v1/licenses/" + MESSAGE_ID + " DPoP t0k {\"kids\":[\"p-YcNz4hQDOCEJH6YHvzuA\"]");
        assertThat(session.toString()).doesNotContain("t0k");
        assertThat(proofs).hasSize(2).extracting(DpopProof::jti).doesNotHaveDuplicates();
        assertThat(proofs.get(0).ath()).isEmpty();
        assertThat(proofs.get(1).isOf("t0k")).isTrue();
        assertThat(proofs.get(0).signer()).isPresent().isEqualTo(proofs.get(1).signer());
    }

    @Test
    void c30_a_media_node_gets_a_session_for_who_has_said_his_pin() throws Exception {
        answers.add(new Answer(201, SESSION));
        answers.add(new Answer(401, "{\"type\":\"urn:ssms:wrong-pin\"}"));
        LicenseSession session = client.loginByPin("alice", "824193".toCharArray(), "192.0.2.1", null);
        assertThat(session.revealToken()).isEqualTo("t0k");
        assertThat(requests.get(0))
                .startsWith("POST /license/v1/keys/pin SSMS-Service ")
                .endsWith(" {\"user\":\"alice\",\"pin\":\"824193\",\"source\":\"192.0.2.1\"}");
        assertThat(proofs.get(0).signer()).isPresent();
        LicenseServerException refused = catchThrowableOfType(
                LicenseServerException.class,
                () -> client.loginByPin("alice", "824193".toCharArray(), "192.0.2.1", "sip:bob@example.com"));
        assertThat(refused.kind()).isEqualTo(Kind.NOT_AUTHENTICATED);
        assertThat(refused.type()).isEqualTo("urn:ssms:wrong-pin");
        assertThat(refused).hasMessageNotContaining("824193");
        assertThat(requests.get(1)).endsWith(",\"caller\":\"sip:bob@example.com\"}");
    }

    @Test
    void c30_who_says_the_pin_that_he_has_sets_another_one() throws Exception {
        answers.add(new Answer(204, ""));
        answers.add(new Answer(400, "{\"type\":\"urn:ssms:pin-date\"}"));
        client.changePin("alice", "824193".toCharArray(), "371946".toCharArray(), "192.0.2.1", "tel:+491");
        assertThat(requests)
                .containsExactly("PUT /license/v1/keys/pin SSMS-Service " + SERVICE_KEY
                        + " {\"user\":\"alice\",\"pin\":\"824193\",\"source\":\"192.0.2.1\",\"caller\":\"tel:+491\","
                        + "\"newPin\":\"371946\"}");
        LicenseServerException refused = catchThrowableOfType(
                LicenseServerException.class,
                () -> client.changePin("alice", "824193".toCharArray(), "241280".toCharArray(), "192.0.2.1", null));
        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refused.type()).startsWith(LicenseServerClient.WEAK_PIN);
        assertThat(refused).hasMessageNotContaining("824193").hasMessageNotContaining("241280");
    }

    @Test
    void a_message_is_forwarded_with_a_session_once() throws Exception {
        answers.add(new Answer(201, "{\"grantId\":\"" + LEASE + "\",\"rights\":{\"plays\":2}}"));
        answers.add(new Answer(403, "{\"type\":\"urn:ssms:rights-exceeded\"}"));
        answers.add(new Answer(201, "{}"));
        LicenseSession session = session();
        GrantRequest wanted = new GrantRequest("bob", CHOSEN);
        assertThat(client.forward(session, MESSAGE_ID, wanted)).isEqualTo(CHOSEN);
        assertThat(requests)
                .containsExactly("POST /license/v1/messages/" + MESSAGE_ID + "/grants DPoP t0k " + wanted.toJson());
        assertThat(proofs).hasSize(1);
        assertThat(catchThrowableOfType(LicenseServerException.class, () -> client.forward(session, MESSAGE_ID, wanted))
                        .kind())
                .isEqualTo(Kind.DENIED);
        assertThat(catchThrowableOfType(LicenseServerException.class, () -> client.forward(session, MESSAGE_ID, wanted))
                        .kind())
                .isEqualTo(Kind.REFUSED);
    }

    @Test
    void c33_what_others_have_forwarded_is_told_without_its_rights() throws Exception {
        answers.add(new Answer(
                200,
                "{\"messages\":[{\"messageId\":\"" + MESSAGE_ID + "\",\"from\":\"bob\","
                        + "\"grantedAt\":\"2026-11-23T05:00:00Z\"}]}"));
        answers.add(new Answer(200, "{\"messages\":[{\"messageId\":\"../x\",\"from\":\"bob\"}]}"));
        LicenseSession session = session();
        assertThat(client.received(session)).containsExactly(new ReceivedMessage(MESSAGE_ID, "bob"));
        assertThatThrownBy(() -> client.received(session))
                .isInstanceOf(LicenseServerException.class)
                .hasMessageContaining("messageId");
        assertThat(requests).last().isEqualTo("GET /license/v1/shared?rights=false DPoP t0k ");
        assertThat(proofs).last().satisfies(proof -> assertThat(proof.htu()).endsWith("/license/v1/shared"));
    }

    @Test
    void a_session_is_given_back_with_its_token_and_a_proof() throws Exception {
        answers.add(new Answer(204, ""));
        answers.add(new Answer(500, ""));
        LicenseSession session = session();
        int before = proofs.size();
        client.logout(session);
        assertThat(requests).last().isEqualTo("DELETE /license/v1/sessions DPoP t0k ");
        assertThat(proofs).hasSize(before + 1);
        assertThat(catchThrowableOfType(LicenseServerException.class, () -> client.logout(session))
                        .kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void each_session_has_a_key_of_its_own_and_one_that_is_not_bound_is_refused() throws Exception {
        answers.add(new Answer(201, SESSION));
        answers.add(new Answer(201, SESSION));
        answers.add(new Answer(201, SESSION.replace("DPoP", "Bearer")));
        answers.add(new Answer(201, SESSION.replace(",\"tokenType\":\"DPoP\"", "")));
        client.login("alice", "x".toCharArray());
        client.login("alice", "x".toCharArray());
        assertThat(proofs.get(0).signer()).isNotEqualTo(proofs.get(1).signer());
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> client.login("alice", "x".toCharArray()))
                    .isInstanceOf(LicenseServerException.class)
                    .hasMessageContaining("does not bind");
        }
    }

    @Test
    void a_license_that_somebody_else_has_signed_is_refused() throws Exception {
        answers.add(new Answer(200, signer().keySet()));
        LicenseSigner another = signer();
        answers.add(new Answer(200, request -> sealed(another, request)));
        LicenseSession session = session();
        assertThatThrownBy(() -> client.license(session, MESSAGE_ID, KID))
                .isInstanceOf(LicenseServerException.class)
                .hasMessageContaining("has not signed it");
    }

    private static String sealed(LicenseSigner signer, String request) {
        try (LicenseDocument license = document()) {
            return signer.seal(license, SealedLicenseRequest.parse(request).playerKey());
        } catch (MalformedLicenseException e) {
            throw new AssertionError(request, e);
        }
    }

    private static LicenseSigner signer() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        return new LicenseSigner(pair.getPrivate(), (RSAPublicKey) pair.getPublic());
    }

    private static LicenseDocument document() {
        try (MessageKey key = MessageKey.of(KID, KEY)) {
            return LicenseDocument.of(
                    MESSAGE_ID, key, EnumSet.of(KeyUse.CENC), UsageRights.UNLIMITED, LEASE, new byte[32]);
        }
    }

    @Test
    void a_player_reports_by_the_lease_of_its_license() throws Exception {
        answers.add(new Answer(204, ""));
        answers.add(new Answer(403, "{\"type\":\"urn:ssms:plays-exhausted\"}"));
        LicenseSession session = session();
        client.report(session, LEASE, LeaseReport.STARTED);
        assertThat(catchThrowableOfType(
                                LicenseServerException.class, () -> client.report(session, LEASE, LeaseReport.ENDED))
                        .kind())
                .isEqualTo(Kind.DENIED);
        assertThat(requests)
                .containsExactly(
                        "POST /license/v1/leases/" + LEASE + "/started DPoP t0k ",
                        "POST /license/v1/leases/" + LEASE + "/ended DPoP t0k ");
    }

    @ParameterizedTest
    @CsvSource({
        "401, NOT_AUTHENTICATED, urn:ssms:not-authenticated",
        "403, DENIED, urn:ssms:expired",
        "404, DENIED, urn:ssms:no-license",
        "409, REFUSED, about:blank",
        "400, REFUSED, urn:ssms:malformed",
        "302, REFUSED, about:blank",
        "503, UNREACHABLE, about:blank"
    })
    void a_refusal_has_its_kind_and_type(int status, Kind kind, String type) {
        answers.add(new Answer(status, type.startsWith("urn") ? "{\"type\":\"" + type + "\"}" : "<html>"));
        LicenseServerException refusal = catchThrowableOfType(LicenseServerException.class, this::deposit);
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.type()).isEqualTo(type);
        assertThat(refusal.getMessage()).doesNotContain("AAECAwQ").doesNotContain(SERVICE_KEY);
        assertThat(requests).hasSize(1);
    }

    @Test
    void a_response_without_end_is_refused() {
        answers.add(new Answer(200, "x".repeat(70_000)));
        assertThat(catchThrowableOfType(LicenseServerException.class, () -> client.login("alice", "x".toCharArray()))
                        .kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void a_broken_session_or_license_is_refused_without_its_content() {
        answers.add(new Answer(201, "{\"token\":\"secret\"}"));
        assertThatThrownBy(() -> client.login("alice", "x".toCharArray()))
                .isInstanceOf(LicenseServerException.class)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"rights\":{\"plays\":-1}}"})
    void a_deposit_without_rights_in_its_answer_is_refused(String answer) {
        answers.add(new Answer(201, answer));
        assertThat(catchThrowableOfType(LicenseServerException.class, this::deposit)
                        .kind())
                .isEqualTo(Kind.REFUSED);
    }

    @Test
    void nobody_at_the_port_is_unreachable() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        LicenseServerClient lonely = client(port, TIMEOUT);
        assertThat(catchThrowableOfType(LicenseServerException.class, () -> lonely.withdraw(KID))
                        .kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void a_server_that_stalls_in_the_middle_of_its_answer_is_unreachable() throws Exception {
        try (ServerSocket stalling = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> connection =
                    answerOnce(stalling, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            LicenseServerClient impatient = client(stalling.getLocalPort(), Duration.ofMillis(500));
            assertThat(catchThrowableOfType(LicenseServerException.class, () -> impatient.withdraw(KID))
                            .kind())
                    .isEqualTo(Kind.UNREACHABLE);
            if (connection.isDone()) { // a busy machine may have given up before
                close(connection.get());
            }
        }
    }

    @Test
    void a_put_is_repeated_once_when_the_connection_breaks() throws Exception {
        try (ServerSocket breaking = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> second = CompletableFuture.supplyAsync(() -> {
                        try (Socket first = breaking.accept()) {
                            first.getInputStream().read();
                            return "HTTP/1.1 204 No Content\r\n\r\n";
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .thenCompose(answer -> answerOnce(breaking, answer));
            LicenseServerClient persistent = client(breaking.getLocalPort(), TIMEOUT);
            assertThatCode(() -> persistent.registerManifest(KID, MESSAGE_ID, new byte[32], null))
                    .doesNotThrowAnyException();
            close(second.get());
        }
    }

    @Test
    void a_report_that_is_repeated_brings_another_proof() throws Exception {
        try (ServerSocket breaking = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<DpopProof>> brought = CompletableFuture.supplyAsync(() -> {
                List<DpopProof> both = new ArrayList<>();
                for (String answer : List.of("", "HTTP/1.1 204 No Content\r\n\r\n")) {
                    try (Socket connection = breaking.accept()) {
                        both.add(proof(field(connection)));
                        connection.getOutputStream().write(answer.getBytes(UTF_8));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return both;
            });
            client(breaking.getLocalPort(), TIMEOUT).report(session(), LEASE, LeaseReport.STARTED);
            assertThat(brought.get()).extracting(DpopProof::jti).hasSize(2).doesNotHaveDuplicates();
        }
    }

    /** The proof of a request, which is read up to the end of its head. */
    private static String field(Socket connection) throws IOException {
        BufferedReader head = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
        String proof = "";
        for (String line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {
            if (line.startsWith(DpopProof.FIELD + ": ")) {
                proof = line.substring(DpopProof.FIELD.length() + 2);
            }
        }
        return proof;
    }

    private static LicenseSession session() {
        return new LicenseSession("t0k", DpopKey.generate(), Instant.parse("2026-11-23T05:00:00Z"));
    }

    private static void close(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<Socket> answerOnce(ServerSocket server, String answer) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                Socket connection = server.accept();
                connection.getInputStream().read();
                connection.getOutputStream().write(answer.getBytes(UTF_8));
                return connection;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://license.example/license/v1",
                "http://127.0.0.1.example/",
                "http://localhost.example/",
                "http://10.0.0.1/",
                "ftp://localhost/",
                "https:/nowhere",
                "http://user@localhost/",
                "http://[::2]/"
            })
    void keys_do_not_leave_the_host_in_clear(String address) {
        assertThatThrownBy(() -> new LicenseServerClient(URI.create(address), null, TIMEOUT, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://license.example/license/v1",
                "http://localhost:8080/",
                "http://[::1]:1/",
                "http://127.0.0.1"
            })
    void encrypted_and_local_addresses_are_taken(String address) {
        assertThatCode(() -> new LicenseServerClient(URI.create(address), null, TIMEOUT, null))
                .doesNotThrowAnyException();
    }

    private DepositAnswer deposit() throws LicenseServerException {
        try (MessageKey key = MessageKey.of(KID, KEY)) {
            assertThat(Base64.getUrlEncoder().encodeToString(KEY)).startsWith("AAECAwQ");
            return client.deposit(new KeyDeposit(MESSAGE_ID, key, "alice", "sip:bob@example.org", "bob", CHOSEN));
        }
    }

    private static LicenseServerClient client(int port, Duration timeout) {
        URI base = URI.create("http://127.0.0.1:" + port + "/license/v1/");
        return new LicenseServerClient(base, ServiceKey.parse(SERVICE_KEY), timeout, null);
    }
}
