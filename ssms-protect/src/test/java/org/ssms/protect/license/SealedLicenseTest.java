package org.ssms.protect.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.KID;
import static org.ssms.protect.Fixtures.MESSAGE_ID;

import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.protect.Fixtures;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;

class SealedLicenseTest {
    private static final String BASE64_URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final LicenseSigner signer = signer();
    private final PlayerKey player = PlayerKey.generate();

    @Test
    void a_player_opens_what_was_encrypted_to_it_and_nobody_else_does() throws Exception {
        String sealed = seal(signer, Optional.of(player));
        try (LicenseDocument opened = player.open(sealed, signer.keySet())) {
            assertThat(opened.toJson()).isEqualTo(license().toJson());
        }
        assertThat(sealed).doesNotContain("eyJtZXNzYWdlSWQ"); // {"messageId, in base64url
        assertThatThrownBy(() -> PlayerKey.generate().open(sealed, signer.keySet()))
                .isInstanceOf(MalformedLicenseException.class)
                .hasMessage("the license does not open");
    }

    @Test
    void t1_a_key_is_known_again_however_its_json_is_written_and_no_two_players_have_the_same() throws Exception {
        SealedLicenseRequest request = new SealedLicenseRequest(List.of(), Optional.of(player.publicKey()));
        String json = request.toJson();
        String rewritten = json.replace("{\"playerKey\":{", "{\"playerKey\": { \"use\":\"enc\", ");
        assertThat(rewritten).isNotEqualTo(json);
        assertThat(SealedLicenseRequest.parse(rewritten).thumbprint())
                .isEqualTo(request.thumbprint())
                .hasValueSatisfying(print -> assertThat(print).hasSize(43));
        assertThat(new SealedLicenseRequest(
                                List.of(), Optional.of(PlayerKey.generate().publicKey()))
                        .thumbprint())
                .isNotEqualTo(request.thumbprint());
        assertThat(new SealedLicenseRequest(List.of(), Optional.empty()).thumbprint())
                .isEmpty();
    }

    @Test
    void no_two_answers_are_alike() {
        assertThat(seal(signer, Optional.of(player))).isNotEqualTo(seal(signer, Optional.of(player)));
    }

    @Test
    void an_answer_that_is_not_encrypted_or_signed_by_another_is_none() throws Exception {
        for (String odd : List.of(
                seal(signer, Optional.empty()), seal(signer(), Optional.of(player)), unsigned(), "", "a.b.c.d.e")) {
            assertThatThrownBy(() -> player.open(odd, signer.keySet()))
                    .as(odd)
                    .isInstanceOf(MalformedLicenseException.class);
        }
    }

    /** Encrypted to the player by somebody who has its public key, which is no secret. */
    private String unsigned() throws Exception {
        JWEObject mine = JWEObject.parse(seal(signer, Optional.of(player)));
        JWEObject forged = new JWEObject(
                new JWEHeader.Builder(
                                mine.getHeader().getAlgorithm(),
                                mine.getHeader().getEncryptionMethod())
                        .build(),
                new Payload(license().toJson()));
        forged.encrypt(new ECDHEncrypter(player.publicKey()));
        return forged.serialize();
    }

    @Test
    void any_changed_sign_of_an_answer_is_found() {
        String sealed = seal(signer, Optional.of(player));
        for (int i = 0; i < sealed.length(); i += 7) {
            int sign = BASE64_URL.indexOf(sealed.charAt(i)); // -1: a dot
            // the lower bits of a last sign mean nothing, and may change unseen
            char changed = sign < 0 ? 'A' : BASE64_URL.charAt(sign ^ 0x20);
            String altered = sealed.substring(0, i) + changed + sealed.substring(i + 1);
            assertThatThrownBy(() -> player.open(altered, signer.keySet()))
                    .as("%d", i)
                    .isInstanceOf(MalformedLicenseException.class);
        }
    }

    @Test
    void without_a_key_of_the_player_the_license_is_signed_and_can_be_read() throws Exception {
        JWSObject signed = JWSObject.parse(seal(signer, Optional.empty()));
        assertThat(signed.getPayload().toString()).isEqualTo(license().toJson());
        assertThat(signer.keySet()).contains("\"kid\":\"" + signed.getHeader().getKeyID() + "\"");
        assertThat(signer.keySet()).doesNotContain("\"d\"", "\"p\"");
    }

    @Test
    void a_request_that_parses_writes_the_same() throws Exception {
        SealedLicenseRequest request = new SealedLicenseRequest(List.of(KID), Optional.of(player.publicKey()));
        SealedLicenseRequest read = SealedLicenseRequest.parse(request.toJson());
        assertThat(read.toJson()).isEqualTo(request.toJson());
        assertThat(SealedLicenseRequest.parse("{}").playerKey()).isEmpty();
    }

    /** What a browser exports (W3C WebCrypto §26.7), with a point of RFC 7517 appendix A.1; then what is none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'kty':'EC','crv':'P-256','x':'X','y':'Y','ext':true,'key_ops':[] | ",
                "'kty':'EC','crv':'P-256','x':'X','y':'X' | playerKey",
                "'kty':'EC','crv':'P-256','x':'X','y':'Y','d':'X' | playerKey",
                "'kty':'EC','crv':'P-384','x':'X','y':'Y' | playerKey",
                "'kty':'RSA','crv':'P-256','x':'X','y':'Y' | playerKey",
                "'kty':'EC','crv':'P-256','x':'X' | y",
                "'kty':'EC','crv':'P-256','x':'','y':'Y' | x",
                "'crv':'P-256','x':'X','y':'Y' | kty"
            })
    void a_key_of_a_player_is_a_point_on_p_256(String jwk, String wrong) throws Exception {
        String json = ("{'playerKey':{" + jwk + "}}")
                .replace('\'', '"')
                .replace("\"X\"", "\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\"")
                .replace("\"Y\"", "\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"");
        if (wrong == null) {
            assertThat(SealedLicenseRequest.parse(json).playerKey()).isPresent();
        } else {
            assertThatThrownBy(() -> SealedLicenseRequest.parse(json))
                    .isInstanceOf(MalformedLicenseException.class)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    @Test
    void a_request_with_what_nobody_knows_is_refused() {
        for (String odd : List.of("[]", "{\"playerkey\":{}}", "{\"kids\":[]}", "{\"playerKey\":7}")) {
            assertThatThrownBy(() -> SealedLicenseRequest.parse(odd)).isInstanceOf(MalformedLicenseException.class);
        }
    }

    private static String seal(LicenseSigner signer, Optional<PlayerKey> player) {
        try (LicenseDocument license = license()) {
            return signer.seal(license, player.map(PlayerKey::publicKey));
        }
    }

    private static LicenseDocument license() {
        try (MessageKey key = Fixtures.key()) {
            return LicenseDocument.of(
                    MESSAGE_ID,
                    key,
                    EnumSet.of(KeyUse.CENC, KeyUse.SRTP),
                    UsageRights.UNLIMITED.with(Right.PLAYS, 3),
                    Fixtures.LEASE,
                    new byte[32]);
        }
    }

    private static LicenseSigner signer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return new LicenseSigner(pair.getPrivate(), (RSAPublicKey) pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
