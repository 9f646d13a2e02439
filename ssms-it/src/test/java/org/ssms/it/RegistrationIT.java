package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.IncomingCall;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.SipText;
import org.ssms.it.sip.Telephone;

/**
 * Telephones at the registrar with the algorithms of RFC 8760: the life of a binding (RFC 3261 §10), and what a
 * stranger learns (T10). On the shared server, as it is delivered.
 */
@Execution(ExecutionMode.SAME_THREAD)
class RegistrationIT {
    private final SsmsServer server = SsmsServer.shared();

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "MD5"})
    void a_binding_lives_from_register_to_register(String algorithm) throws Exception {
        try (Telephone telephone = telephone("bob", SsmsServer.PASSWORD).knowing(algorithm)) {
            SipText registered = telephone.register(600);
            assertThat(registered.status()).isEqualTo(200);
            assertThat(contacts(registered)).hasSize(1);
            assertThat(expires(registered)).isBetween(500, 600);
            assertThat(Subscriber.of(server, "bob").get("/api/v1/registrations").body())
                    .contains(telephone.contact().replaceAll("[<>]", ""));

            SipText refreshed = telephone.register(300);
            assertThat(contacts(refreshed)).hasSize(1);
            assertThat(expires(refreshed)).isBetween(200, 300);

            assertThat(redirection("sip:bob@localhost").value("Contact"))
                    .contains(telephone.contact().replaceAll("[<>]", ""));
            SipText removed = telephone.register(0);
            assertThat(removed.status()).isEqualTo(200);
            assertThat(contacts(removed)).isEmpty();
            assertThat(redirection("sip:bob@localhost").value("Contact")).contains("cause=404");
        }
    }

    @Test
    void the_best_algorithm_is_offered_first_and_md5_alone_to_a_phone_that_gives_up_at_two() throws Exception {
        try (Telephone telephone = telephone("bob", "", "127.0.0.86")) {
            assertThat(offered(telephone, "Desk phone 3")).containsExactly("SHA-256", "MD5");
            assertThat(offered(telephone, "sipsak 0.9.8.1")).containsExactly("MD5");
        }
    }

    private static List<String> offered(Telephone telephone, String userAgent) {
        SipText asked = telephone.ask(telephone
                .outside("REGISTER", "sip:localhost", "offered-" + userAgent.hashCode())
                .with("From", "<sip:bob@localhost>;tag=1")
                .with("To", "<sip:bob@localhost>")
                .with("Contact", telephone.contact())
                .with("User-Agent", userAgent));
        assertThat(asked.status()).isEqualTo(401);
        return asked.values("WWW-Authenticate").stream()
                .map(challenge -> challenge.replaceAll(".*algorithm=|,.*", ""))
                .toList();
    }

    @Test
    void several_telephones_of_one_subscriber_are_offered_by_preference_and_a_star_removes_all() throws Exception {
        try (Telephone desk = telephone("bob", SsmsServer.PASSWORD);
                Telephone pocket = telephone("bob", SsmsServer.PASSWORD)) {
            desk.register(desk.contact() + ";q=0.3", 600);
            assertThat(contacts(pocket.register(pocket.contact() + ";q=0.8", 600)))
                    .hasSize(2);
            List<String> offered = redirection("sip:bob@localhost").values("Contact").stream()
                    .flatMap(value -> List.of(value.split(",(?=\\s*<)", -1)).stream())
                    .map(SipText::uri)
                    .toList();
            assertThat(offered).hasSize(3);
            assertThat(offered.get(0)).isEqualTo(SipText.uri(pocket.contact()));
            assertThat(offered.get(1)).isEqualTo(SipText.uri(desk.contact()));
            assertThat(offered.get(2)).contains("cause=408");

            assertThat(contacts(desk.register("*", 0))).isEmpty();
            assertThat(redirection("sip:bob@localhost").value("Contact")).contains("cause=404");
        }
    }

    @Test
    void a_registration_that_is_too_short_is_told_the_shortest() throws Exception {
        try (Telephone telephone = telephone("bob", SsmsServer.PASSWORD)) {
            SipText refused = telephone.register(5);
            assertThat(refused.status()).isEqualTo(423);
            assertThat(refused.value("Min-Expires")).isEqualTo("60");
        }
    }

    @Test
    void an_unknown_user_and_a_wrong_password_are_answered_alike() throws Exception {
        Map<String, String> seen =
                Map.of("bob", answers("bob", "127.0.0.81"), "nosuchuser", answers("nosuchuser", "127.0.0.82"));
        assertThat(seen.get("nosuchuser")).isEqualTo(seen.get("bob")).startsWith("401");
    }

    /** Status and header names of the challenge and of the refusal. */
    private String answers(String user, String address) throws Exception {
        try (Telephone telephone = telephone(user, "guess", address)) {
            SipText asked = telephone.ask(telephone
                    .outside("REGISTER", "sip:localhost", "guess-" + user)
                    .with("From", "<sip:" + user + "@localhost>;tag=1")
                    .with("To", "<sip:" + user + "@localhost>")
                    .with("Contact", telephone.contact()));
            return shape(asked) + " then " + shape(telephone.register(600));
        }
    }

    private static String shape(SipText response) {
        return response.startLine().substring(8) + " "
                + response.headers().stream().map(SipText.Header::name).toList() + " "
                + response.value("WWW-Authenticate").replaceAll("(nonce|opaque|cnonce)=\"[^\"]*\"", "$1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:alice@localhost>",
                "<sips:Alice@LOCALHOST>",
                "<sip:alice@vm.localhost>",
                "<sip:alice@127.0.0.1>",
                "\"Alice\" <sip:al%69ce@127.0.0.1:4711>"
            })
    void who_claims_to_be_one_of_us_must_show_a_password_to_call(String from) throws Exception {
        try (Telephone impostor = telephone("impostor", "guess", "127.0.0.83")) {
            var call = impostor.call(Invite.to("sip:bob@vm.localhost", "x").from(from));
            assertThat(call.response().status()).isEqualTo(407);
        }
        try (Telephone alice = telephone("alice", SsmsServer.PASSWORD, "127.0.0.84")) {
            var call = alice.call(Invite.to("sip:bob@vm.localhost", "x").from(from));
            assertThat(call.response().status()).isEqualTo(200);
            call.hangUp();
        }
    }

    @Test
    void a_stranger_is_not_told_where_the_telephones_are_and_makes_them_ring_all_the_same() throws Exception {
        try (Telephone bob = telephone("bob", SsmsServer.PASSWORD).when(IncomingCall::accept);
                Telephone stranger = telephone("stranger", "", "127.0.0.85")) {
            assertThat(bob.register(600).status()).isEqualTo(200);
            var call = stranger.call(Invite.to("sip:bob@localhost", "stranger")
                    .with("Alert-Info", "<http://192.0.2.1/ring.wav>")
                    .with("Answer-Mode", "Auto")
                    .with("P-Asserted-Identity", "<sip:alice@localhost>")
                    .with("X-Something", "1"));
            assertThat(call.response().status()).isEqualTo(200);
            SipText invite = bob.calls().get(0).invite();
            assertThat(invite.headers().stream().map(SipText.Header::name))
                    .contains("Allow")
                    .doesNotContain("Alert-Info", "Answer-Mode", "P-Asserted-Identity", "X-Something");
            call.hangUp();
            assertThat(bob.register(0).status()).isEqualTo(200);
        }
    }

    @Test
    void an_address_that_carries_header_fields_is_not_registered() throws Exception {
        try (Telephone bob = telephone("bob", SsmsServer.PASSWORD)) {
            String contact = bob.contact().replace(">", "?Route=%3Csip:192.0.2.1%3Blr%3E>");
            assertThat(bob.register(contact, 600).status()).isEqualTo(400);
        }
    }

    private SipText redirection(String uri) throws Exception {
        try (Telephone caller = telephone("alice", SsmsServer.PASSWORD)) { // a stranger would not be told
            SipText response = caller.call(Invite.to(uri, "alice").from("<sip:alice@localhost>"))
                    .response();
            assertThat(response.status()).isEqualTo(302);
            return response;
        }
    }

    private Telephone telephone(String user, String password) throws UnknownHostException {
        return telephone(user, password, "127.0.0.1");
    }

    private Telephone telephone(String user, String password, String address) throws UnknownHostException {
        return new Telephone(SipLine.udp(InetAddress.getByName(address), server.sip()), user, "localhost", password);
    }

    private static List<String> contacts(SipText response) {
        return response.values("Contact").stream()
                .flatMap(value -> List.of(value.split(",(?=\\s*<)", -1)).stream())
                .toList();
    }

    private static int expires(SipText response) {
        return Integer.parseInt(
                SipText.parameter(response.value("Contact"), "expires").orElseThrow());
    }
}
