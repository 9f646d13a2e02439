package org.ssms.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.protect.key.MessageId;
import org.ssms.sip.container.config.ConnectorConfig;
import org.ssms.sip.container.config.Transport;

class TargetReaderTest {
    private static final OwnAddresses ADDRESSES =
            new OwnAddresses(List.of(new ConnectorConfig(Transport.UDP, "127.0.0.1", 5060)));

    private final TargetReader reader = reader("vm.localhost");

    static ServerNames names(String mailboxHost) {
        return new ServerNames("localhost", "vm.", mailboxHost, Set.of("voicemail"));
    }

    static TargetReader reader(String mailboxHost) {
        return new TargetReader(names(mailboxHost), Set.of("localhost", "example.com")::contains, ADDRESSES);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@localhost,                      alice,        localhost",
        "sips:alice@EXAMPLE.com:5061,              alice,        example.com",
        "sip:alice@127.0.0.1:5060;transport=tcp,   alice,        localhost",
        "sip:alice@127.0.0.1,                      alice,        localhost",
        "sip:+49-30-123@example.com;user=phone,    +4930123,     example.com",
        "sip:+49-30-123@example.com,               +49-30-123,   example.com",
        "sip:alice@example.com;user=phone,         alice,        example.com",
        "sip:+49x@localhost;user=phone,            +49x,         localhost",
        "tel:+49-30-123,                           +4930123,     localhost",
        "tel:7042;phone-context=Example.com,       7042;phone-context=example.com, localhost"
    })
    void a_user_at_a_host_of_ours_is_a_subscriber(String uri, String user, String domain) {
        assertThat(reader.read(uri)).isEqualTo(new RequestTarget.Subscriber(new CalledParty(user, domain)));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@vm.localhost,                                               alice,    localhost,   UNKNOWN",
        "sip:alice@vm.example.com;cause=486,                                   alice,    example.com, BUSY",
        "sip:alice@localhost;cause=408,                                        alice,    localhost,   NO_ANSWER",
        "sip:alice@127.0.0.1:5060;target=sip%3Aalice%40localhost;cause=404,    alice,    localhost,   NOT_REGISTERED",
        "sip:x@localhost;target=sip:bob%40vm.example.com;cause=302,            bob,      example.com, UNCONDITIONAL",
        "sip:voicemail@localhost;target=tel%3A%2B49-30-123;cause=480,          +4930123, localhost,   DECLINED",
        "sip:alice@vm.localhost;cause=abc,                                     alice,    localhost,   UNKNOWN",
        "sip:alice@vm.localhost;cause=999,                                     alice,    localhost,   UNKNOWN"
    })
    void the_mailbox_host_and_rfc_4458_parameters_name_a_mailbox(
            String uri, String user, String domain, DiversionReason reason) {
        assertThat(reader.read(uri)).isEqualTo(new RequestTarget.Mailbox(new CalledParty(user, domain), reason));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice.0123456789abcdefghjkmnpqrs@localhost,               alice",
        "sip:alice.0123456789abcdefghjkmnpqrs@vm.localhost,            alice",
        "sips:anna.maria.0123456789abcdefghjkmnpqrs@EXAMPLE.com:5061,  anna.maria",
        "sip:a.0123456789abcdefghjkmnpqrt.0123456789abcdefghjkmnpqrs@localhost, a.0123456789abcdefghjkmnpqrt",
        "sip:%61lice%2E0123456789abcdefghjkmnpqrs@127.0.0.1,           alice",
        "sip:..%2F.0123456789abcdefghjkmnpqrs@localhost,               ../",
        "sip:a:secret@localhost,                                       ",
        "sip:alice.0123456789ABCDEFGHJKMNPQRS@localhost,               ",
        "sip:alice.8123456789abcdefghjkmnpqrs@localhost,               ",
        "sip:alice.0123456789abcdefghjkmnpqr@localhost,                ",
        "sip:alice.0123456789abcdefghjkmnpqrs.@localhost,              ",
        "sip:.0123456789abcdefghjkmnpqrs@localhost,                    ",
        "sip:0123456789abcdefghjkmnpqrs@localhost,                     "
    })
    void a11_a_message_id_behind_the_last_dot_makes_a_stream(String uri, String user) {
        RequestTarget read = reader.read(uri);
        if (user == null) {
            assertThat(read).isInstanceOf(RequestTarget.Subscriber.class);
        } else {
            assertThat(read).isEqualTo(new RequestTarget.Stream(user, MessageId.parse("0123456789abcdefghjkmnpqrs")));
        }
    }

    @Test
    void a_mailbox_host_with_a_name_of_its_own_is_one() {
        assertThat(reader("voice.example.net:5070").read("sip:alice@voice.example.net"))
                .isEqualTo(new RequestTarget.Mailbox(new CalledParty("alice", "localhost"), DiversionReason.UNKNOWN));
    }

    @Test
    void a_mailbox_host_that_is_our_address_leaves_the_subscribers_there() {
        assertThat(reader("127.0.0.1:5060").read("sip:alice@127.0.0.1:5060"))
                .isEqualTo(new RequestTarget.Subscriber(new CalledParty("alice", "localhost")));
    }

    @Test
    void a_global_number_is_the_same_at_every_host() {
        CalledParty number = new CalledParty("+4930123", "localhost");
        for (String uri : List.of(
                "sip:+4930123@carrier.example",
                "sip:+49-30-123@203.0.113.7:5060;user=phone",
                "sip:%2B4930123@sbc.carrier.example;user=phone")) {
            assertThat(reader.globalNumber(uri)).contains(number);
        }
        for (String uri : List.of("sip:030123@carrier.example;user=phone", "sip:alice@carrier.example", "tel:x", "")) {
            assertThat(reader.globalNumber(uri)).isEmpty();
        }
    }

    @Test
    void an_extension_is_a_number_at_any_host_or_a_name_at_an_address() {
        assertThat(reader.extension("sip:alice@192.0.2.7:5062")).contains(new CalledParty("alice", "localhost"));
        assertThat(reader.extension("sip:alice@[2001:db8::7]")).contains(new CalledParty("alice", "localhost"));
        assertThat(reader.extension("sip:1001@pbx.example")).contains(new CalledParty("1001", "localhost"));
        for (String foreign : List.of("sip:info@partner.example", "sip:anonymous@anonymous.invalid")) {
            assertThat(reader.extension(foreign)).isEmpty();
        }
        assertThat(reader.extension("sip:1001@192.0.2.7")).contains(new CalledParty("1001", "localhost"));
        assertThat(reader.extension("sip:0(30)123@192.0.2.7;user=phone"))
                .contains(new CalledParty("030123", "localhost"));
        assertThat(reader.extension("sip:192.0.2.7")).isEmpty();
        assertThat(reader.extension("tel:+4930123")).isEmpty();
    }

    @Test
    void a_pilot_user_is_the_mailbox_service() {
        assertThat(reader.read("sip:Voicemail@localhost")).isEqualTo(new RequestTarget.Service());
        assertThat(reader.read("sip:voicemail@127.0.0.1")).isEqualTo(new RequestTarget.Service());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@elsewhere.example",
                "sip:alice@127.0.0.1:5080",
                "sip:alice@192.0.2.1",
                "sip:alice@vm.elsewhere.example",
                "sip:voicemail@localhost;target=sip:alice%40elsewhere.example"
            })
    void other_hosts_are_foreign(String uri) {
        assertThat(reader.read(uri)).isEqualTo(new RequestTarget.Foreign());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "nobodyKnowsThisScheme:x", "im:alice@localhost", "alice"})
    void other_schemes_are_unknown(String uri) {
        assertThat(reader.read(uri)).isEqualTo(new RequestTarget.UnknownScheme());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:", "sip:%ff@localhost", "tel:x", "sip:a@h;x=%"})
    void broken_uris_are_malformed(String uri) {
        assertThat(reader.read(uri)).isEqualTo(new RequestTarget.Malformed());
    }

    @Test
    void a_host_alone_is_the_server() {
        assertThat(reader.read("sip:localhost")).isEqualTo(new RequestTarget.Server());
        assertThat(reader.read("sip:vm.localhost;transport=udp")).isEqualTo(new RequestTarget.Server());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:anybody@localhost",
                "sips:alice@LOCALHOST",
                "sip:alice@localhost.",
                "sip:alice@Example.COM:5070;user=phone",
                "sip:alice@vm.localhost",
                "sip:alice@VM.example.com.:5060",
                "sip:localhost"
            })
    void a_caller_at_a_name_of_ours_claims_to_be_one_of_us(String from) {
        assertThat(reader.claimsOurHost(from)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@elsewhere.example",
                "sip:alice@localhost.elsewhere.example",
                "sip:alice@vm.elsewhere.example",
                "sip:caller@127.0.0.1",
                "tel:+4930123",
                "sip:%ff@localhost"
            })
    void a_caller_at_another_host_does_not(String from) {
        assertThat(reader.claimsOurHost(from)).isFalse();
    }

    @Test
    void the_name_of_the_mailbox_service_is_ours_too() {
        assertThat(reader("voice.example.net:5070").claimsOurHost("sip:alice@Voice.example.net."))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "tel:+49-30-123,                                  +4930123",
        "tel:7042;phone-context=Example.com,              7042;phone-context=example.com",
        "sip:+49-30-123@elsewhere.example;user=phone,     +4930123",
        "sips:030.123@elsewhere.example;user=PHONE,       030123",
        "sip:%2B4930123@elsewhere.example,                +4930123",
        "sip:alice@127.0.0.1,                             alice",
        "sip:alice@127.0.0.1:5060,                        alice",
        "sip:al%69ce@127.0.0.1:40000,                     alice",
        "sips:alice@127.000.000.001,                      alice",
        "sip:alice@[::ffff:127.0.0.1],                    alice"
    })
    void a_number_anywhere_and_a_name_at_our_address_may_be_taken_for_a_subscribers(String from, String user) {
        assertThat(reader.claimedUser(from)).contains(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:alice@elsewhere.example", "sip:127.0.0.1:40000", "tel:x", "sip:+49x@h", "im:x@y", ""})
    void a_name_elsewhere_is_nobody_of_ours(String from) {
        assertThat(reader.claimedUser(from)).isEmpty();
    }

    @Test
    void any_uri_has_a_target() {
        Random random = new Random(20_261_125); // fixed seed: a failure repeats
        String[] pieces = {
            "sip:",
            "tel:",
            "alice",
            "@",
            "localhost",
            "vm.",
            "127.0.0.1",
            ":5060",
            ";target=",
            ";cause=486",
            "sip%3Aalice%40localhost",
            ";user=phone",
            "+49",
            "%",
            "%00",
            "?",
            "voicemail",
            "[::1]",
            " ",
            "\0"
        };
        for (int i = 0; i < 50_000; i++) {
            StringBuilder uri = new StringBuilder();
            for (int length = random.nextInt(8); length >= 0; length--) {
                uri.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(reader.read(uri.toString())).isNotNull();
        }
    }
}
