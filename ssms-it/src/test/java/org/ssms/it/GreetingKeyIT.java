package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;

/** The door by which media nodes get the keys of greetings, and no others (ADR 0030). */
class GreetingKeyIT {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber alice = Subscriber.of(server, "alice");
    private final MessageKey key = MessageKey.generate(RANDOM);
    private final MessageId greeting = MessageId.generate(RANDOM);
    private String service = "";

    @BeforeEach
    void know_the_service_key() throws Exception {
        service = MediaNode.of(server).authorization();
    }

    private static String path(KeyId kid) {
        return "/license/v1/keys/greetings/" + kid;
    }

    private int deposit(MessageKey which, MessageId id, String header) throws Exception {
        String body = "{\"greetingId\":\"%s\",\"key\":\"%s\",\"owner\":\"alice\"}"
                .formatted(id, Base64URL.encode(which.revealForDeposit()));
        return alice.json("PUT", path(which.id()), header, body).statusCode();
    }

    @Test
    void c30_a_key_is_there_from_its_deposit_until_it_is_destroyed() throws Exception {
        assertThat(deposit(key, greeting, service)).isEqualTo(204);
        assertThat(deposit(key, greeting, service)).as("again").isEqualTo(204);
        HttpResponse<String> opened = alice.get(path(key.id()), service);
        assertThat(opened.statusCode()).isEqualTo(200);
        try (DerivedKey derived = key.derive(KeyUse.GREETING, DerivedKey.ALL_TRACKS)) {
            assertThat(JSONObjectUtils.parse(opened.body()))
                    .containsOnlyKeys("key")
                    .containsEntry("key", Base64URL.encode(derived.revealKey()).toString());
        }
        for (int i = 0; i < 2; i++) {
            assertThat(alice.delete(path(key.id()), service).statusCode()).isEqualTo(204);
        }
        assertThat(alice.get(path(key.id()), service).statusCode()).isEqualTo(404);
    }

    @Test
    void no_other_key_takes_its_names_nor_the_name_of_a_message() throws Exception {
        assertThat(deposit(key, greeting, service)).isEqualTo(204);
        assertThat(deposit(MessageKey.of(key.id(), new byte[MessageKey.BYTES]), greeting, service))
                .isEqualTo(409);
        assertThat(deposit(MessageKey.generate(RANDOM), greeting, service)).isEqualTo(409);
        KeyId ofMessage = MediaNode.of(server).leave("alice").kid();
        MessageKey planted = MessageKey.of(ofMessage, new byte[MessageKey.BYTES]);
        assertThat(deposit(planted, MessageId.generate(RANDOM), service)).isEqualTo(409);
    }

    @Test
    void the_key_of_a_message_is_not_had_there() throws Exception {
        KeyId ofMessage = MediaNode.of(server).leave("alice").kid();
        assertThat(alice.get(path(ofMessage), service).statusCode()).isEqualTo(404);
        assertThat(alice.delete(path(ofMessage), service).statusCode()).isEqualTo(204);
        assertThat(alice.get("/license/v1/licenses?kid=" + ofMessage, alice.bearer())
                        .statusCode())
                .as("nor destroyed")
                .isEqualTo(200);
    }

    @Test
    void nobody_but_a_media_node_gets_one_or_destroys_it() throws Exception {
        assertThat(deposit(key, greeting, service)).isEqualTo(204);
        for (String header : List.of("", alice.basic(), alice.bearer(), alice.session())) {
            assertThat(alice.get(path(key.id()), header).statusCode()).isEqualTo(401);
            assertThat(alice.json("DELETE", path(key.id()), header, "").statusCode())
                    .isEqualTo(401);
            assertThat(deposit(MessageKey.generate(RANDOM), MessageId.generate(RANDOM), header))
                    .isEqualTo(401);
        }
        assertThat(alice.get(path(key.id()), service).statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_malformed_is_refused_with_a_reason() throws Exception {
        for (String body : List.of("", "{}", "[]", "{\"greetingId\":\"x\",\"key\":\"AA\",\"owner\":\"alice\"}")) {
            assertThat(alice.json("PUT", path(key.id()), service, body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(alice.get("/license/v1/keys/greetings/nothing", service).statusCode())
                .isEqualTo(400);
    }
}
