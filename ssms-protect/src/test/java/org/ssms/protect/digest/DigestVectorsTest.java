package org.ssms.protect.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7616 §3.9; SHA-512/256 as corrected by erratum 4897. */
class DigestVectorsTest {
    private static final byte[] NO_BODY = new byte[0];

    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void section_3_9_1(String algorithm, String response) throws Exception {
        DigestCredentials credentials = DigestCredentials.parse("""
                Digest username="Mufasa",
                    realm="http-auth@example.org",
                    uri="/dir/index.html",
                    algorithm=%s,
                    nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                    nc=00000001,
                    cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                    qop=auth,
                    response="%s",
                    opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"""".formatted(algorithm, response));
        DigestAlgorithm hash = DigestAlgorithm.of(algorithm).orElseThrow();
        byte[] password = "Circle of Life".getBytes(UTF_8);
        assertThat(credentials.matches(hash, password, "GET", NO_BODY)).isTrue();
        assertThat(credentials.matches(hash, password, "PUT", NO_BODY)).isFalse();
        assertThat(credentials.matches(hash, "circle of life".getBytes(UTF_8), "GET", NO_BODY))
                .isFalse();
    }

    @Test
    void section_3_9_2() throws Exception {
        DigestCredentials credentials = DigestCredentials.parse("""
                Digest username="Jäsøn Doe", realm="api@example.org", uri="/doe.json", algorithm=SHA-512-256,
                    nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", nc=00000001,
                    cnonce="NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", qop=auth,
                    response="3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5\"""");
        byte[] password = "Secret, or not?".getBytes(UTF_8);
        assertThat(credentials.matches(DigestAlgorithm.SHA_512_256, password, "GET", NO_BODY))
                .isTrue();
    }

    /** FIPS 180-4 and RFC 1321: the hash of "abc". */
    @ParameterizedTest
    @CsvSource({
        "SHA-512-256, 53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
        "SHA-256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "md5, 900150983cd24fb0d6963f7d28e17f72"
    })
    void the_hashes_are_the_published_ones(String token, String hash) {
        assertThat(DigestAlgorithm.of(token).orElseThrow().hash("abc".getBytes(UTF_8)))
                .isEqualTo(hash);
    }

    @Test
    void auth_int_covers_the_body() throws Exception {
        byte[] body = "v=0".getBytes(UTF_8);
        DigestAlgorithm hash = DigestAlgorithm.SHA_256;
        String a1 = hash.hash("alice", "localhost", "secret");
        String a2 = hash.hash("INVITE", "sip:bob@localhost", hash.hash(body));
        DigestCredentials credentials = DigestCredentials.parse("Digest username=\"alice\", realm=\"localhost\","
                + " uri=\"sip:bob@localhost\", algorithm=SHA-256, nonce=\"n\", nc=0000000a, cnonce=\"c\","
                + " qop=auth-int, response=\"" + hash.hash(a1, "n", "0000000a", "c", "auth-int", a2) + "\"");
        byte[] password = "secret".getBytes(UTF_8);
        assertThat(credentials.matches(hash, password, "INVITE", body)).isTrue();
        assertThat(credentials.matches(hash, password, "INVITE", "v=1".getBytes(UTF_8)))
                .isFalse();
    }
}
