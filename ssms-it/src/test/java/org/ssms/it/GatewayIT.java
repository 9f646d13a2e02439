package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Exchange;
import org.ssms.it.server.StirFixture;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Needles;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Timeline;

/**
 * Calls as a gateway to the telephone network sends them: by number, with an asserted identity that only a trusted peer
 * may assert, with keys as RFC 4733 events, with a signature of the calling number (C04, RFC 3325, RFC 3323, RFC 8224).
 */
@Execution(ExecutionMode.CONCURRENT)
class GatewayIT {
    private static final byte[] SPEECH = Speech.ulaw(3, 41);
    private static final Duration CERTIFICATE = Duration.ofMinutes(2);
    private static final Duration WRITTEN = Duration.ofSeconds(30);
    /** 127.0.0.1 is the server's own address. */
    private static final String STRANGER = "127.0.0.77";

    private final Exchange exchange = Exchange.shared();
    private final Subscriber owner = exchange.subscriber("gateway");
    private final StirFixture carrier = StirFixture.shared();

    @Test
    void the_asserted_number_is_the_caller_and_the_hash_key_ends_the_message() throws Exception {
        String id = leave(Exchange.GATEWAY, fromNetwork("+498911100001"), "+498911100001", true);
        assertThat(id).isNotEmpty();
    }

    @Test
    void with_privacy_the_caller_is_anonymous_and_the_number_is_in_the_audit_only() throws Exception {
        String number = "+498911100002";
        try (Telephone gateway = telephone(Exchange.GATEWAY)) {
            PhoneCall call = gateway.call(fromNetwork(number).with("Privacy", "id"));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(SPEECH);
            call.hangUp();
        }
        Subscriber.Message message = owner.awaitMessageFrom("anonymous");
        assertThat(message.caller()).isEqualTo("sip:anonymous@anonymous.invalid");
        assertThat(message.callerVerified()).isFalse();
        assertThat(owner.get("/api/v1/messages").body()).doesNotContain(number);
        assertThat(owner.get("/api/v1/messages/" + message.id() + "/manifest").body())
                .doesNotContain(number);
        Needles audited = new Needles().add("audit", number.getBytes(StandardCharsets.US_ASCII));
        Path database = exchange.server().home().resolve("db/ssms.mv.db");
        Await.untilTrue(
                "the audit has the number",
                WRITTEN,
                () -> !audited.in(Files.readAllBytes(database)).isEmpty());
        assertThat(audited.in(exchange.server().home().resolve("messages"))).isEmpty();
        assertThat(audited.in(Files.readAllBytes(exchange.server().log()))).isEmpty();
    }

    @Test
    void a_stranger_asserts_nothing() throws Exception {
        leave(STRANGER, fromNetwork("+498911100003").from("<sip:impostor@caller.invalid>"), "impostor", false);
        assertThat(owner.messageFrom("+498911100003")).isEmpty();
    }

    /** F4-38, A13: a trunk is believed; the choice is kept in the file and by the license server. */
    @Test
    void the_rights_that_a_trunk_asks_for_are_those_of_the_message() throws Exception {
        String number = "+498911100011";
        String id = leave(
                Exchange.GATEWAY,
                fromNetwork(number).with("X-SSMS-Rights", "{\"plays\":2,\"save\":false,\"users\":[\"gateway\",\"x\"]}"),
                number,
                false);
        // leave() has played it once
        String license = owner.get("/license/v1/licenses/" + id, owner.bearer()).body();
        assertThat(license).contains("\"rights\":{\"users\":[\"gateway\",\"x\"],\"plays\":1,\"save\":false}");
        HttpResponse<String> third = owner.get("/license/v1/licenses/" + id, owner.bearer());
        assertThat(third.statusCode()).isEqualTo(403);
        assertThat(third.body()).contains("urn:ssms:plays-exhausted");
    }

    @Test
    void what_a_stranger_asks_for_is_not_heard() throws Exception {
        String id = leave(
                STRANGER,
                fromNetwork("+498911100012").from("<sip:modest@caller.invalid>").with("X-SSMS-Rights", "{\"plays\":0}"),
                "modest",
                false);
        assertThat(owner.get("/license/v1/licenses/" + id, owner.bearer()).body())
                .contains("\"rights\":{}");
    }

    @Test
    void rights_that_cannot_be_read_are_refused_by_name() throws Exception {
        try (Telephone gateway = telephone(Exchange.GATEWAY)) {
            PhoneCall call =
                    gateway.call(fromNetwork("+498911100013").with("X-SSMS-Rights", "{\"plays\":1,\"sing\":true}"));
            assertThat(call.response().status()).isEqualTo(400);
            assertThat(call.response().value("Warning"))
                    .isEqualTo("399 ssms \"X-SSMS-Rights: member 'sing' is unknown\"");
        }
    }

    /**
     * As soon as the certificate is there: no caller waits long for it, and after a failure it is left alone for a
     * while.
     */
    @Test
    void a_signed_number_has_its_attestation() {
        AtomicInteger calls = new AtomicInteger();
        Await.untilTrue("a signed number is believed", CERTIFICATE, () -> {
            String origin = "49891112%04d".formatted(calls.getAndIncrement());
            String identity = carrier.identity(origin, called(), "A", Instant.now());
            return attestation(leave(Exchange.GATEWAY, signed(origin, identity), "+" + origin, false))
                    .equals("A");
        });
    }

    @Test
    void an_altered_signature_has_none() throws Exception {
        String origin = "498911100005";
        String identity = carrier.identity(origin, called(), "A", Instant.now());
        int middle = identity.indexOf('.') + 10;
        char other = identity.charAt(middle) == 'a' ? 'b' : 'a';
        String id = leave(
                Exchange.GATEWAY,
                signed(origin, identity.substring(0, middle) + other + identity.substring(middle + 1)),
                "+" + origin,
                false);
        assertThat(attestation(id)).isEqualTo("null");
    }

    @Test
    void a_signature_of_another_number_has_none() throws Exception {
        String origin = "498911100006";
        String identity = carrier.identity("498911109999", called(), "A", Instant.now());
        assertThat(attestation(leave(Exchange.GATEWAY, signed(origin, identity), "+" + origin, false)))
                .isEqualTo("null");
    }

    @Test
    void a_stale_signature_has_none() throws Exception {
        String origin = "498911100007";
        String identity = carrier.identity(origin, called(), "A", Instant.now().minusSeconds(600));
        assertThat(attestation(leave(Exchange.GATEWAY, signed(origin, identity), "+" + origin, false)))
                .isEqualTo("null");
    }

    private static String called() {
        return Exchange.number("gateway").substring(1);
    }

    private Telephone telephone(String address) throws Exception {
        return exchange.telephone("gateway", "caller.invalid", Transport.UDP, InetAddress.getByName(address));
    }

    private static Invite fromNetwork(String number) {
        return Invite.to("sip:" + Exchange.number("gateway") + "@" + Exchange.PROXY + ";user=phone", "trunk")
                .from("\"Trunk\" <sip:unknown@gateway.invalid>")
                .with("P-Asserted-Identity", "<sip:" + number + "@gateway.invalid;user=phone>");
    }

    private static Invite signed(String origin, String identity) {
        return fromNetwork("+" + origin)
                .from("<sip:+" + origin + "@gateway.invalid;user=phone>")
                .with("Identity", identity);
    }

    /** Leaves a message; its id when it is recorded to the sample under that caller.
     *  @param byKey the hash key ends it, else hanging up */
    private String leave(String address, Invite invite, String caller, boolean byKey) throws Exception {
        try (Telephone gateway = telephone(address)) {
            PhoneCall call = gateway.call(invite);
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(SPEECH);
            if (byKey) {
                call.sound().press(11);
                call.ended();
            } else {
                call.hangUp();
            }
            Subscriber.Message message = owner.awaitMessageFrom(caller);
            assertThat(message.callerVerified()).isEqualTo(address.equals(Exchange.GATEWAY));
            short[] recording = Ffmpeg.samples(
                    new Storage(exchange.server()).file(message.kid(), "mp4"),
                    owner.keys(message.id()).cencHex());
            assertThat(Timeline.tail(call.sound().sent(), recording)).isBetween(0, Calls.KEY_IS_UNDERSTOOD + 8000);
            return message.id();
        }
    }

    private String attestation(String id) throws Exception {
        String body = owner.get("/api/v1/messages").body();
        return String.valueOf(com.nimbusds.jose.util.JSONArrayUtils.parse(body).stream()
                .map(json -> (java.util.Map<?, ?>) json)
                .filter(json -> id.equals(json.get("id")))
                .map(json -> String.valueOf(json.get("attestation")))
                .findFirst()
                .orElseThrow());
    }
}
