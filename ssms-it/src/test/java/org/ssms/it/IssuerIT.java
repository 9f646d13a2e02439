package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.SsmsServer;

/** Whoever has an ID token of the issuer that the operator believes gets a session for it, once (F5-52b, T1). */
@SsmsServer.Beside
class IssuerIT {
    private static final String ISSUER = "https://id.example.com";
    private static final HttpFrom CLIENT = new HttpFrom("127.0.0.96");

    @TempDir
    Path directory;

    @Test
    void f5_52b_an_id_token_opens_a_session_once_and_only_for_an_account() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        Path keys = directory.resolve("jwks.json");
        Files.writeString(keys, new JWKSet(key.toPublicJWK()).toString());
        Map<String, String> settings = Map.of(
                "ssms.license.oidc.issuer",
                ISSUER,
                "ssms.license.oidc.audience",
                "ssms",
                "ssms.license.oidc.jwks",
                keys.toString());
        try (SsmsServer server = SsmsServer.start("issuer", 10, settings)) {
            String token = idToken(key, "alice");
            Answer opened = open(server, token);
            assertThat(opened.status()).isEqualTo(201);
            String session = String.valueOf(JSONObjectUtils.parse(opened.body()).get("token"));
            URI messages = server.http().resolve("/api/v1/messages");
            assertThat(CLIENT.get(messages, HttpFrom.bearer(session)).status()).isEqualTo(200);
            assertThat(CLIENT.get(messages, HttpFrom.bearer(token)).status())
                    .as("an ID token is no session")
                    .isEqualTo(401);
            assertThat(open(server, token).status()).as("again").isEqualTo(401);
            assertThat(open(server, idToken(key, "nosuch")).status()).isEqualTo(401);
            ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
            assertThat(open(server, idToken(foreign, "alice")).status()).isEqualTo(401);
            assertThat(open(server, idToken(key, "alice")).status()).isEqualTo(201);
        }
    }

    private static Answer open(SsmsServer server, String token) throws Exception {
        return CLIENT.ask(server.http().resolve("/license/v1/sessions"), "POST", HttpFrom.bearer(token), "");
    }

    private static String idToken(ECKey key, String user) throws Exception {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("ssms")
                .subject(user)
                .claim("preferred_username", "bob") // which everybody may choose
                .claim("nonce", now.toString())
                .expirationTime(Date.from(now.plusSeconds(300)))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }
}
