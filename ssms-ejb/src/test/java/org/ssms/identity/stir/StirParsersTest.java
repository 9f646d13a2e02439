package org.ssms.identity.stir;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.base.test.TestCertificates.number;
import static org.ssms.base.test.TestCertificates.range;
import static org.ssms.base.test.TestCertificates.spc;
import static org.ssms.base.test.TestCertificates.tlv;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.config.TestConfig;

class StirParsersTest {
    private static final String TOKEN = "eyJh.eyJi.c2ln";
    private static final String URL = "https://cert.example.net/a.pem";
    private static final String GOOD = TOKEN + ";info=<" + URL + ">;alg=ES256;ppt=shaken";

    private final CallParties parties =
            new CallParties(Numbering.from(TestConfig.with(Map.of("ssms.numbering.country-code", "49"))));

    @Test
    void an_identity_header_is_taken_apart() throws Exception {
        assertThat(IdentityHeader.parse(GOOD)).isEqualTo(new IdentityHeader(TOKEN, URL, "shaken"));
        assertThat(IdentityHeader.parse(" " + TOKEN + " ; info = <" + URL + "> ; ppt = \"shaken\" ; x"))
                .isEqualTo(new IdentityHeader(TOKEN, URL, "shaken"));
        assertThat(IdentityHeader.parse("..c2ln;INFO=<" + URL + ">").compact()).isTrue();
        assertThat(IdentityHeader.parse(GOOD).compact()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.b;info=<https://x>",
                "a.b.;info=<https://x>",
                "a.b.c",
                "a.b.c;alg=ES256",
                "a.b.c;info=<https://x",
                "a.b.c;info=<https://x>;alg=none",
                "a.b.c;info=<https://x>;alg=RS256",
                "a.b.c;info=<https://x>;info=<https://y>",
                "a.b.c;info=<https://x>,d.e.f;info=<https://y>",
                "a.b.c.d;info=<https://x>",
                "a.b.c;info=<https://x>;ppt=\"sha\\ken\""
            })
    void an_identity_header_that_breaks_its_grammar_is_refused(String value) {
        assertThatThrownBy(() -> IdentityHeader.parse(value)).isInstanceOf(MalformedPassportException.class);
    }

    @Test
    void an_identity_header_that_is_too_long_is_refused() {
        assertThatThrownBy(() -> IdentityHeader.parse("a.b." + "c".repeat(9000) + ";info=<https://x>"))
                .isInstanceOf(MalformedPassportException.class);
    }

    @Test
    void any_identity_header_is_read_or_refused_in_time() {
        Random random = new Random(20_261_123); // fixed seed: a failure repeats
        String alphabet = "a.;=<>\" \t,\\%\u0000\u00e4ES256";
        String shaken = TestSigner.claims("A", "12155551212", "493012345678", 1);
        String full = TestSigner.base64(
                        ("{\"alg\":\"ES256\",\"typ\":\"passport\",\"x5u\":\"" + URL + "\"}").getBytes(US_ASCII))
                + "." + TestSigner.base64(shaken.getBytes(US_ASCII)) + "." + "A".repeat(86) + ";info=<" + URL + ">";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(full);
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(8)));
                }
            }
            try {
                IdentityHeader header = IdentityHeader.parse(text.toString());
                assertThat(Passport.parse(header).destinations()).isNotEmpty();
            } catch (MalformedPassportException expected) {
                // the only permitted failure
            }
        }
    }

    @Test
    void deeply_nested_claims_are_refused() {
        String claims = TestSigner.claims("A", "12155551212", "493012345678", 1)
                .replace("\"dest\"", "\"x\":" + "[".repeat(1900) + "]".repeat(1900) + ",\"dest\"");
        String header = "{\"alg\":\"ES256\",\"ppt\":\"shaken\",\"typ\":\"passport\",\"x5u\":\"" + URL + "\"}";
        String token =
                TestSigner.base64(header.getBytes(US_ASCII)) + "." + TestSigner.base64(claims.getBytes(US_ASCII));
        assertThatThrownBy(() -> Passport.parse(new IdentityHeader(token + "." + "A".repeat(86), URL, "shaken")))
                .isInstanceOf(MalformedPassportException.class);
    }

    @Test
    void any_claims_are_read_or_refused() {
        Random random = new Random(8225);
        String alphabet = "{}[]\":,0129ACxtn-e.\\u ";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder claims = new StringBuilder(TestSigner.claims("A", "12155551212", "493012345678", 1));
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                claims.setCharAt(random.nextInt(claims.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String token = TestSigner.base64(
                            ("{\"alg\":\"ES256\",\"ppt\":\"shaken\",\"typ\":\"passport\",\"x5u\":\"" + URL + "\"}")
                                    .getBytes(US_ASCII))
                    + "." + TestSigner.base64(claims.toString().getBytes(US_ASCII)) + "." + "A".repeat(86);
            try {
                Passport passport = Passport.parse(new IdentityHeader(token, URL, "shaken"));
                assertThat(passport.attest()).isIn("A", "B", "C");
            } catch (MalformedPassportException expected) {
                // the only permitted failure
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tel:+49-30/123, ''",
        "tel:+49-30-123, 4930123",
        "tel:030123, 4930123",
        "tel:0044(20)123, 4420123",
        "tel:123;phone-context=+49-30, 4930123",
        "tel:123;phone-context=example.org, 123",
        "sip:+4930123@gw;user=phone, 4930123",
        "sip:+4930123;ext=1@gw, 4930123",
        "sip:alice@example.org, sip:alice@example.org",
        "sips:Alice:pw@Example.ORG:5061;transport=tcp?x=y, sips:Alice@example.org",
        "sip:%61lice@example.org, sip:alice@example.org",
        "sip:example.org, ''",
        "mailto:alice@example.org, ''",
        "sip:a@b@c, ''"
    })
    void the_likeliest_form_of_a_uri_comes_first(String uri, String form) {
        assertThat(parties.of(uri).stream().findFirst().map(Party::value).orElse(""))
                .isEqualTo(form);
    }

    @Test
    void a_tn_auth_list_is_read() {
        TnAuthList list = TnAuthList.parse(
                        tlv(0x04, tlv(0x30, number("12155551212"), range("4930100", 3), range("*100", 2))))
                .orElseThrow();
        assertThat(list.serviceProvider()).isFalse();
        assertThat(list.allows("12155551212")).isTrue();
        assertThat(list.allows("12155551213")).isFalse();
        assertThat(list.allows("4930099")).isFalse();
        assertThat(list.allows("4930100")).isTrue();
        assertThat(list.allows("4930102")).isTrue();
        assertThat(list.allows("4930103")).isFalse();
        assertThat(list.allows("04930100")).isFalse();
        assertThat(list.allows("*100")).isTrue();
        assertThat(list.allows("*101")).isFalse();
        TnAuthList provider =
                TnAuthList.parse(tlv(0x04, tlv(0x30, spc("1234")))).orElseThrow();
        assertThat(provider.allows("4930103")).isTrue();
        assertThat(provider.names("4930103")).isFalse();
    }

    @Test
    void a_tn_auth_list_that_breaks_its_format_is_none() {
        assertThat(TnAuthList.parse(new byte[0])).isEmpty();
        assertThat(TnAuthList.parse(tlv(0x04, tlv(0x30)))).isEmpty();
        assertThat(TnAuthList.parse(tlv(0x04, tlv(0x30, number("12a"))))).isEmpty();
        assertThat(TnAuthList.parse(tlv(0x04, tlv(0x30, tlv(0xa3, new byte[1])))))
                .isEmpty();
        assertThat(TnAuthList.parse(tlv(0x04, tlv(0x31, spc("1"))))).isEmpty();
        Random random = new Random(8226);
        byte[] good = tlv(0x04, tlv(0x30, spc("1234"), number("12155551212"), range("4930100", 3)));
        for (int i = 0; i < 50_000; i++) {
            byte[] changed = good.clone();
            for (int edits = random.nextInt(3); edits >= 0; edits--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            assertThat(TnAuthList.parse(changed).map(TnAuthList::numbers).map(numbers -> numbers.size() < 10))
                    .isIn(Optional.empty(), Optional.of(true));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, true",
        "HTTPS://A.Example/x?y=z, true",
        "https://a.example:443/, true",
        "https://b.example:8443/x, true",
        "https://127.0.0.1:9000/x, true",
        "https://[::1]:9000/x, true",
        "https://b.example/x, false",
        "https://a.example:8443/x, false",
        "http://a.example/x, false",
        "https://a.example@evil.example/, false",
        "https://user@a.example/, false",
        "https://a.example/#x, false",
        "https://a.example.evil.example/, false",
        "file:///etc/passwd, false",
        "not a url, false"
    })
    void only_allowed_places_are_fetched_from(String url, boolean allowed) {
        Set<String> hosts = Set.of("a.example", "b.example:8443", "127.0.0.1:9000", "[::1]:9000");
        assertThat(X5u.parse(url, hosts).isPresent()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true",
        "2a00:1450::1, true",
        "10.1.2.3, false",
        "127.0.0.1, false",
        "169.254.169.254, false",
        "100.64.0.1, false",
        "192.168.1.1, false",
        "172.31.255.255, false",
        "0.0.0.0, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "::1, false",
        "::, false",
        "fe80::1, false",
        "fec0::1, false",
        "fd00::1, false",
        "ff02::1, false",
        "::ffff:10.0.0.1, false",
        "64:ff9b::a00:1, false",
        "2002:a00:1::, false"
    })
    void only_addresses_of_the_internet_are_public(String address, boolean isPublic) throws Exception {
        assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isEqualTo(isPublic);
    }
}
