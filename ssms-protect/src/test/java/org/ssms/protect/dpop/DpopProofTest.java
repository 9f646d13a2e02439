package org.ssms.protect.dpop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.protect.digest.MalformedCredentialsException;

class DpopProofTest {
    /** Of RFC 9449 §7.1. */
    private static final String RFC_TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

    private static final String RFC_HEAD =
            "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa"
                    + "0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIs"
                    + "ImNydiI6IlAtMjU2In19.";
    /** RFC 9449, figures 2 and 13. */
    private static final String RFC_FOR_A_TOKEN = RFC_HEAD
            + "eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2V"
            + "uIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nf"
            + "bV37xRZT3Lg";

    private static final String RFC_WITH_A_TOKEN = RFC_HEAD
            + "eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm9"
            + "0ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcW"
            + "tzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";

    /**
     * By openssl 3.0: {@code ecparam -name prime256v1 -genkey}, {@code dgst -sha256 -sign} over the first two parts,
     * and the two integers that {@code asn1parse} shows of the signature.
     */
    private static final String BY_OPENSSL =
            "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiZmd3MDNtaGVob"
                    + "HkyNWlJam9hVFZRX3E5QlhlNkczS05JeE1kdWRkbkpROCIsInkiOiJBS2szWWZHYS1KTmZMTWJCYTN3OEF0bGowYTR6XzFT"
                    + "ampTa3lmZnNGT3NFIn19.eyJqdGkiOiJtYWRlIGJ5IG9wZW5zc2wiLCJodG0iOiJQT1NUIiwiaHR1IjoiaHR0cHM6Ly9saW"
                    + "NlbnNlLmV4YW1wbGUvbGljZW5zZS92MS9zZXNzaW9ucyIsImlhdCI6MTc5NTc3MzYwMH0.ieK35faZbOxEhU2fyWP_47rUi"
                    + "_EAkHOdzxiaSWlTvi-XkIkSdZbFlLfNrtC2mgO_V5qvywyavZj79Xxe-d3PAQ";

    private static final String CLAIMS = "{'jti':'1','htm':'GET','htu':'https://a.example/b','iat':1795773600}";
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private final ECKey key = ec(Curve.P_256);

    @Test
    void the_examples_of_the_rfc_are_read_and_signed_by_its_key() throws Exception {
        DpopProof first = DpopProof.parse(RFC_FOR_A_TOKEN);
        assertThat(first.jti()).isEqualTo("-BwC3ESc6acc2lTc");
        assertThat(first.htm()).isEqualTo("POST");
        assertThat(first.htu()).isEqualTo("https://server.example.com/token");
        assertThat(first.iat()).isEqualTo(Instant.ofEpochSecond(1562262616));
        assertThat(first.ath()).isEmpty();
        DpopProof second = DpopProof.parse(RFC_WITH_A_TOKEN);
        assertThat(second.isFor("GET", "https://resource.example.org/protectedresource"))
                .isTrue();
        assertThat(second.ath()).contains("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
        assertThat(second.isOf(RFC_TOKEN)).isTrue();
        assertThat(second.isOf(RFC_TOKEN + "x")).isFalse();
        assertThat(first.isOf(RFC_TOKEN)).isFalse();
        for (DpopProof proof : List.of(first, second)) {
            assertThat(proof.signer()).contains("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
        }
    }

    @Test
    void a_proof_that_openssl_has_made_is_good() throws Exception {
        DpopProof proof = DpopProof.parse(BY_OPENSSL);
        assertThat(proof.jti()).isEqualTo("made by openssl");
        assertThat(proof.signer()).contains("JiH1JfX5QWqBhq7Jr8ne4xQBuDcTXLsjf7bvhLg6tEo");
    }

    @Test
    void what_a_client_makes_its_server_takes_and_the_library_verifies() throws Exception {
        DpopKey client = DpopKey.generate();
        String text = client.proof("POST", URI.create("https://a.example:8443/x?y#z"), RFC_TOKEN, NOW);
        DpopProof proof = DpopProof.parse(text);
        assertThat(proof.htu()).isEqualTo("https://a.example:8443/x");
        assertThat(proof.isFor("POST", "https://a.example:8443/x")).isTrue();
        assertThat(proof.isOf(RFC_TOKEN)).isTrue();
        assertThat(proof.iat()).isEqualTo(NOW);
        assertThat(proof.signer()).contains(client.thumbprint());
        JWSObject foreign = JWSObject.parse(text);
        ECKey shown = foreign.getHeader().getJWK().toECKey();
        assertThat(foreign.verify(new ECDSAVerifier(shown))).isTrue();
        assertThat(shown.isPrivate()).isFalse();
        assertThat(client.toString()).isEqualTo("DpopKey[redacted]");
    }

    @Test
    void no_two_proofs_and_no_two_keys_are_alike() throws Exception {
        DpopKey client = DpopKey.generate();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            ids.add(DpopProof.parse(client.proof("GET", URI.create("https://a.example/"), null, NOW))
                    .jti());
        }
        assertThat(ids).hasSize(100);
        assertThat(DpopKey.generate().thumbprint()).isNotEqualTo(client.thumbprint());
    }

    /** RFC 9449 §4.3: after normalisation by RFC 3986 §6.2.2 and §6.2.3, without query and fragment. */
    @ParameterizedTest
    @CsvSource({
        "https://a.example/b/c, https://a.example/b/c, true",
        "https://a.example/b/c, HTTPS://A.Example:443/b/c?d=e, true",
        "https://a.example/b/c?x#y, https://a.example/b/c, true",
        "https://a.example:/b/c, https://a.example/b/c, true",
        "https://a.example/./x/../b/%63, https://a.example/b/c, true",
        "https://a.example/%c3%a4, https://a.example/%C3%A4, true",
        "https://a.example/../b, https://a.example/b, true",
        "https://a.example, https://a.example/, true",
        "https://a.example/b/., https://a.example/b/, true",
        "http://a.example:80/b, http://a.example/b, true",
        "https://[::1]:8443/b, https://[::1]:8443/b, true",
        "https://a.example/b/c, https://a.example/b/C, false",
        "https://a.example/b/c, https://a.example/b/c/, false",
        "https://a.example/b/c, https://a.example/b//c, false",
        "https://a.example/b%2Fc, https://a.example/b/c, false",
        "https://a.example/b/c, http://a.example/b/c, false",
        "https://a.example/b/c, https://a.example:8443/b/c, false",
        "https://a.example:80/b/c, https://a.example/b/c, false",
        "https://a.example/b/c, https://b.example/b/c, false",
        "https://u@a.example/b, https://u@a.example/b, false",
        "/b/c, /b/c, false",
        "a:b, a:b, false",
        "https://a.example/{b}, https://a.example/{b}, false"
    })
    void a_proof_is_for_the_uri_that_it_names_however_it_is_written(String htu, String uri, boolean isFor)
            throws Exception {
        DpopProof proof = DpopProof.parse(signed(head(""), CLAIMS.replace("https://a.example/b", htu)));
        assertThat(proof.isFor("GET", uri)).isEqualTo(isFor);
        assertThat(proof.isFor("get", uri)).isFalse();
        assertThat(proof.isFor("POST", uri)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{'htm':'GET','htu':'https://a.example/b','iat':1795773600}",
                "{'jti':'1','htu':'https://a.example/b','iat':1795773600}",
                "{'jti':'1','htm':'GET','iat':1795773600}",
                "{'jti':'1','htm':'GET','htu':'https://a.example/b'}",
                "{'jti':1,'htm':'GET','htu':'https://a.example/b','iat':1795773600}",
                "{'jti':'1','htm':['GET'],'htu':'https://a.example/b','iat':1795773600}",
                "{'jti':'1','htm':'GETGETGETGETGETGET','htu':'https://a.example/b','iat':1795773600}",
                "{'jti':'1','htm':'GET','htu':{},'iat':1795773600}",
                "{'jti':'1','htm':'GET','htu':'https://a.example/b','iat':'1795773600'}",
                "{'jti':'1','htm':'GET','htu':'https://a.example/b','iat':1795773600.5}",
                "{'jti':'1','htm':'GET','htu':'https://a.example/b','iat':-1}",
                "{'jti':'1','htm':'GET','htu':'https://a.example/b','iat':99999999999999}",
                "{'jti':'1','jti':'2','htm':'GET','htu':'https://a.example/b','iat':1795773600}",
                "{'jti':'1','htm':'GET','htu':'https://a.example/b','iat':1795773600,'ath':'x'}",
                "{'jti':'1','htm':'GET','htu':'https://a.example/b','iat':1795773600,'ath':7}",
                "{'jti':'1','htm':'GET','htu':'https://a.example/b','iat':1795773600}{}"
            })
    void claims_that_are_missing_or_of_another_type_or_length_are_malformed(String claims) throws Exception {
        assertMalformed(signed(head(""), claims));
    }

    @Test
    void a_long_id_and_a_long_proof_are_malformed() throws Exception {
        assertThat(DpopProof.parse(signed(head(""), CLAIMS.replace("'1'", "'" + "1".repeat(256) + "'")))
                        .signer())
                .isPresent();
        assertMalformed(signed(head(""), CLAIMS.replace("'1'", "'" + "1".repeat(257) + "'")));
        assertMalformed(signed(head(""), CLAIMS.replace("}", ",'x':'" + "1".repeat(3000) + "'}")));
    }

    @Test
    void another_head_than_es256_with_a_public_key_on_p_256_is_malformed() throws Exception {
        String jwk = jwk();
        ECKey other = ec(Curve.P_384);
        for (String head : List.of(
                "{'typ':'JWT','alg':'ES256','jwk':" + jwk + "}",
                "{'alg':'ES256','jwk':" + jwk + "}",
                "{'typ':'dpop+jwt','alg':'none','jwk':" + jwk + "}",
                "{'typ':'dpop+jwt','alg':'HS256','jwk':" + jwk + "}",
                "{'typ':'dpop+jwt','alg':'ES384','jwk':" + jwk + "}",
                "{'typ':'dpop+jwt','alg':'ES256K','jwk':" + jwk + "}",
                "{'typ':'dpop+jwt','jwk':" + jwk + "}",
                "{'typ':'dpop+jwt','alg':'ES256'}",
                "{'typ':'dpop+jwt','alg':'ES256','jwk':7}",
                "{'typ':'dpop+jwt','alg':'ES256','jwk':{}}",
                "{'typ':'dpop+jwt','alg':'ES256','jwk':{'kty':'oct','k':'AAAA'}}",
                "{'typ':'dpop+jwt','alg':'ES256','jwk':{'kty':'RSA','n':'AQAB','e':'AQAB'}}",
                "{'typ':'dpop+jwt','alg':'ES256','jwk':" + other.toPublicJWK().toJSONString() + "}",
                "{'typ':'dpop+jwt','alg':'ES256','jwk':" + key.toJSONString() + "}",
                "{'typ':'dpop+jwt','alg':'ES256','jwk':{'kty':'EC','crv':'P-256','x':'AQ','y':'AQ'}}",
                "{'typ':'dpop+jwt','alg':'ES256','crit':['exp'],'exp':1,'jwk':" + jwk + "}",
                "7",
                "")) {
            assertMalformed(signed(head, CLAIMS));
        }
        assertThat(DpopProof.parse(signed(head(",'kid':'x'"), CLAIMS)).signer()).isPresent();
    }

    @Test
    void what_is_no_jwt_in_compact_form_is_malformed() throws Exception {
        String good = signed(head(""), CLAIMS);
        for (String odd : List.of(
                "", ".", "..", good + ".", good + "=", " " + good, good + "," + good, good.replaceFirst("\\..*", ""))) {
            assertMalformed(odd);
        }
    }

    @Test
    void only_the_key_that_has_signed_is_named() throws Exception {
        String[] good = signed(head(""), CLAIMS).split("\\.", -1);
        String[] another = signed(head(""), CLAIMS.replace("'1'", "'2'")).split("\\.", -1);
        ECKey thief = ec(Curve.P_256);
        String[] stolen = sign(thief, head(""), CLAIMS).split("\\.", -1);
        for (String signature : List.of(
                another[2],
                stolen[2],
                Base64URL.encode(new byte[64]).toString(),
                Base64URL.encode(new byte[63]).toString(),
                "AA")) {
            assertThat(DpopProof.parse(good[0] + "." + good[1] + "." + signature)
                            .signer())
                    .as(signature)
                    .isEmpty();
        }
    }

    @Test
    void a_changed_proof_is_malformed_or_signed_by_nobody() throws Exception {
        Random random = new Random(20_261_127); // fixed seed: a failure repeats
        byte[] proof = BY_OPENSSL.getBytes(UTF_8);
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = proof.clone();
            int at = random.nextInt(changed.length - 2); // the last character holds bits that mean nothing
            changed[at] = (byte) (changed[at] ^ (1 + random.nextInt(127)));
            try {
                assertThat(DpopProof.parse(new String(changed, UTF_8)).signer())
                        .as("change at %d", at)
                        .isEmpty();
            } catch (MalformedCredentialsException expected) {
                // the other permitted failure
            }
        }
    }

    @Test
    void any_text_is_malformed_and_nothing_else_is_thrown() {
        Random random = new Random(9449); // fixed seed: a failure repeats
        for (int i = 0; i < 10_000; i++) {
            byte[] text = new byte[random.nextInt(200)];
            random.nextBytes(text);
            assertMalformed(new String(text, UTF_8));
            assertMalformed(Base64URL.encode(text) + "." + Base64URL.encode(text) + ".AA");
            assertMalformed(RFC_HEAD + Base64URL.encode(text) + ".AA");
        }
        assertMalformed("a".repeat(1_000_000));
    }

    private static void assertMalformed(String proof) {
        assertThatThrownBy(() -> DpopProof.parse(proof))
                .as(proof)
                .isInstanceOf(MalformedCredentialsException.class)
                .hasMessageStartingWith("the proof of the key: ");
    }

    private String jwk() {
        return key.toPublicJWK().toJSONString();
    }

    private String head(String more) {
        return "{'typ':'dpop+jwt','alg':'ES256','jwk':" + jwk() + more + "}";
    }

    private String signed(String head, String claims) throws Exception {
        return sign(key, head, claims);
    }

    /** Apostrophes for quotation marks. The signature is good, whatever the head says. */
    private static String sign(ECKey by, String head, String claims) throws Exception {
        Base64URL first = Base64URL.encode(head.replace('\'', '"'));
        Base64URL second = Base64URL.encode(claims.replace('\'', '"'));
        byte[] input = (first + "." + second).getBytes(UTF_8);
        Base64URL signature = new ECDSASigner(by).sign(new JWSHeader(JWSAlgorithm.ES256), input);
        return first + "." + second + "." + signature;
    }

    private static ECKey ec(Curve curve) {
        try {
            return new ECKeyGenerator(curve).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
