package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.LdapFrom;
import org.ssms.it.server.Post;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Needles;
import org.ssms.it.tool.Speech;
import org.ssms.player.audio.SoundFile;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.WrappedKey;

/**
 * After a call, a play and a refusal neither a key nor a sound of the call lies anywhere in the server's home: not in
 * files, databases, logs or temporary folders (T9, C14, C21). The server is killed, so that nothing is tidied away
 * before we look.
 */
@SsmsServer.Heavy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryIT {
    private static final int WINDOW = 64;
    private static final Duration MAIL = Duration.ofSeconds(30);

    private final byte[] speech = Speech.ulaw(6, 99);
    private SsmsServer server;
    private Databases databases;
    private Subscriber.Message message;
    private Subscriber.Keys keys;

    @BeforeAll
    void a_call_a_play_and_a_refusal() throws Exception {
        server = SsmsServer.start("canary", 2, Post.settings());
        try (Calls calls = new Calls(server)) {
            calls.leave(Calls.to("alice", "canary"), speech);
        }
        Subscriber alice = Subscriber.of(server, "alice");
        message = alice.awaitMessageFrom("canary");
        assertThatThrownBy(() -> alice.awaitMessageFrom("somebody else", Duration.ofMillis(10)))
                .hasMessageContaining("the list answered 200 [")
                .hasMessageContaining(message.id() + " from " + message.caller() + " NEW at ")
                .hasMessageContaining("STORED at ");
        keys = alice.keys(message.id());
        assertThat(alice.get("/api/v1/messages/" + message.id() + "/content").statusCode())
                .isEqualTo(200);
        assertThat(alice.post("/license/v1/clearkey/" + message.id(), alice.bearer(), clearKeyRequest())
                        .statusCode())
                .isEqualTo(200);
        try (LdapFrom ldap = LdapFrom.connect(server, "127.0.0.1")) {
            ldap.bind("alice", SsmsServer.PASSWORD);
            assertThat(ldap.license(MessageId.parse(message.id())).license()).contains("\"keys\":[{");
        }
        Subscriber bob = Subscriber.of(server, "bob");
        assertThat(bob.get("/license/v1/licenses/" + message.id(), bob.bearer()).statusCode())
                .isEqualTo(404);
        Needles notified = new Needles().add("audit", "NOTIFIED".getBytes(StandardCharsets.US_ASCII));
        Path database = server.home().resolve("db/ssms.mv.db");
        Await.untilTrue(
                "the audit says that the mail is out",
                MAIL,
                () -> !notified.in(Files.readAllBytes(database)).isEmpty());
        server.kill();
        databases = new Databases(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String clearKeyRequest() {
        UUID kid = UUID.fromString(message.kid());
        byte[] octets = ByteBuffer.allocate(16)
                .putLong(kid.getMostSignificantBits())
                .putLong(kid.getLeastSignificantBits())
                .array();
        return "{\"kids\":[\"" + Base64URL.encode(octets) + "\"],\"type\":\"temporary\"}";
    }

    @Test
    void no_key_is_found() throws Exception {
        Needles needles = new Needles()
                .addKey("message key", messageKey())
                .addKey("K_cenc", HexFormat.of().parseHex(keys.cencHex()))
                .addKey("K_srtp", HexFormat.of().parseHex(keys.srtpHex().substring(0, 32)));
        assertNowhere(needles);
    }

    @Test
    void no_sound_is_found() throws Exception {
        Needles needles = new Needles();
        for (int at = 1000; at + WINDOW < speech.length; at += speech.length / 12) {
            byte[] octets = Arrays.copyOfRange(speech, at, at + WINDOW);
            short[] samples = SoundFile.fromUlaw(octets);
            needles.add("u-law at " + at, octets)
                    .add("linear at " + at, linear(samples, ByteOrder.LITTLE_ENDIAN))
                    .add("linear, big-endian, at " + at, linear(samples, ByteOrder.BIG_ENDIAN));
        }
        assertNowhere(needles);
    }

    private static byte[] linear(short[] samples, ByteOrder order) {
        ByteBuffer octets = ByteBuffer.allocate(samples.length * Short.BYTES).order(order);
        octets.asShortBuffer().put(samples);
        return octets.array();
    }

    private void assertNowhere(Needles needles) throws Exception {
        assertThat(needles.in(server.home())).isEmpty();
        for (String database : List.of("ssms", "license")) {
            byte[] dump = databases.dump(database).getBytes(StandardCharsets.UTF_8);
            assertThat(needles.in(dump)).as("dump of " + database).isEmpty();
        }
    }

    @Test
    void what_may_be_known_is_found_by_the_same_search() throws Exception {
        Needles id = new Needles().add("message id", message.id().getBytes(StandardCharsets.US_ASCII));
        assertThat(id.in(server.home())).anyMatch(find -> find.startsWith("db"));
        assertThat(id.in(databases.dump("ssms").getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
    }

    @Test
    void the_audit_shows_the_steps_in_their_order() throws Exception {
        assertThat(databases.query(
                        "ssms", "select event from message_event where message_id = ? order by number", message.id()))
                .containsExactly("KEY_DEPOSITED", "PROTECTED", "STORED", "NOTIFIED");
    }

    @Test
    void the_license_server_has_written_down_the_refusal() throws Exception {
        assertThat(databases.query(
                        "license",
                        "select decision from license_audit where message_id = ? and actor = 'bob'",
                        message.id()))
                .containsExactly("REFUSED");
    }

    /** The test may do what only the license server can: it reads the key encryption key from the secrets. */
    private byte[] messageKey() throws Exception {
        Path secrets = server.home().resolve("secrets/license");
        char[] password = Files.readString(secrets.resolve("password")).strip().toCharArray();
        KeyEncryptionKey kek = KeyEncryptionKey.load(secrets.resolve("kek.p12"), "PKCS12", password, "kek");
        String sql = "select wrapped_key from message_key where message_id = ?";
        String wrapped = databases.query("license", sql, message.id()).get(0);
        String kekId = databases
                .query("license", sql.replace("wrapped_key", "kek_id"), message.id())
                .get(0);
        try (MessageKey key = kek.unwrap(
                new WrappedKey(kekId, new Base64URL(wrapped).decode()),
                KeyId.parse(message.kid()),
                MessageId.parse(message.id()))) {
            return key.revealForDeposit();
        }
    }
}
