package org.ssms.license.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.guard.login.Asker;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Replayed;
import org.ssms.license.auth.Authentication.Wrong;
import org.ssms.protect.digest.MalformedCredentialsException;

class BearerMethodTest extends AuthenticationContract {
    private static final String ISSUER = "https://id.example.com";
    private static final ECKey EC = ec("ec");
    private static final ECKey FOREIGN = ec("ec");
    private static final RSAKey RSA = rsa();

    @TempDir
    Path directory;

    private Path jwks;
    private BearerMethod method;
    private UsedProofs used;

    @BeforeEach
    void know_an_issuer() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:org/ssms/license/schema")
                .load()
                .migrate();
        used = new UsedProofs(database);
        jwks = directory.resolve("jwks.json");
        publish(EC, RSA);
        method = method(jwks.toUri());
    }

    private BearerMethod method(URI keys) {
        OidcConfig config = new OidcConfig(ISSUER, "ssms", keys, "preferred_username");
        return new BearerMethod(config, this::version, used, door, audit, clock);
    }

    private OptionalLong version(String name) {
        work.incrementAndGet();
        return isUsable(name) ? OptionalLong.of(version) : OptionalLong.empty();
    }

    @Override
    AuthenticationMethod method() {
        return method;
    }

    /** The issuer signs for everybody; whoever has another secret has another key. */
    @Override
    Evidence proof(String username, String secret) throws Exception {
        return bearer(HOME, sign(claims(username), secret.equals(password) ? EC : FOREIGN));
    }

    @Override
    Evidence from(Asker asker, String username) throws Exception {
        return bearer(asker, sign(claims(username), EC));
    }

    @Override
    Evidence oversize() throws Exception {
        return bearer(HOME, sign(claims("a".repeat(20_000)), EC));
    }

    @Override
    boolean isGoodOnce() {
        return true;
    }

    @Test
    void both_algorithms_are_taken_each_with_a_key_of_its_kind() throws Exception {
        assertThat(verify(bearer(HOME, sign(claims(ALICE), RSA)))).isInstanceOf(Proved.class);
        assertThat(verify(bearer(HOME, sign(claims(ALICE), EC)))).isInstanceOf(Proved.class);
        JWSHeader confused =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build();
        MACSigner publicKeyAsSecret = new MACSigner(RSA.toRSAPublicKey().getEncoded());
        assertThat(verify(bearer(HOME, sign(claims(ALICE).build(), confused, publicKeyAsSecret))))
                .isEqualTo(new Wrong(ALICE));
        JWSHeader otherHash =
                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rsa").build();
        assertThat(verify(bearer(HOME, sign(claims(ALICE).build(), otherHash, new RSASSASigner(RSA)))))
                .isEqualTo(new Wrong(ALICE));
    }

    @Test
    void no_account_is_looked_up_for_a_token_that_the_issuer_has_not_signed_for_us() throws Exception {
        assertThat(verify(proof(ALICE, "wrong"))).isInstanceOf(Wrong.class);
        assertThat(verify(bearer(HOME, sign(claims(ALICE).audience("other"), EC))))
                .isInstanceOf(Wrong.class);
        assertThat(work).hasValue(0);
    }

    @Test
    void a_token_without_signature_is_none() {
        String payload = Base64URL.encode("{\"preferred_username\":\"alice\"}") + ".";
        for (String header : List.of("{\"alg\":\"none\"}", "{\"alg\":\"none\",\"kid\":\"ec\"}")) {
            Evidence unsigned = bearer(HOME, Base64URL.encode(header) + "." + payload);
            assertThatThrownBy(() -> method.verify(unsigned)).isInstanceOf(MalformedCredentialsException.class);
        }
    }

    @Test
    void a_token_of_another_issuer_for_another_audience_or_of_no_time_is_refused() throws Exception {
        Date now = Date.from(clock.instant());
        Date tomorrow = Date.from(clock.instant().plus(Duration.ofHours(25)));
        for (JWTClaimsSet.Builder other : List.of(
                claims(ALICE).issuer("https://evil.example.com"),
                claims(ALICE).issuer(null),
                claims(ALICE).audience("other"),
                claims(ALICE).audience(List.of()),
                claims(ALICE).expirationTime(null),
                claims(ALICE).expirationTime(Date.from(clock.instant().minusSeconds(30))),
                claims(ALICE).expirationTime(tomorrow),
                claims(ALICE).notBeforeTime(Date.from(clock.instant().plusSeconds(31))))) {
            assertThat(method.verify(bearer(ELSEWHERE, sign(other, EC))))
                    .isInstanceOfAny(Wrong.class, Authentication.Later.class);
        }
        assertThat(verify(bearer(HOME, sign(claims(ALICE).notBeforeTime(now), EC))))
                .isInstanceOf(Proved.class);
    }

    @Test
    void a_token_without_a_name_or_with_one_that_nobody_has_is_nobodys() throws Exception {
        for (Object name : new Object[] {null, " ", "a\nb", ":nobody", "mailto:friend@example.org", "a".repeat(65)}) {
            assertThat(verify(bearer(HOME, sign(claims(ALICE).claim("preferred_username", name), EC))))
                    .isEqualTo(new Wrong(":nobody"));
        }
        Evidence number = bearer(HOME, sign(claims(ALICE).claim("preferred_username", 7), EC));
        assertThatThrownBy(() -> method.verify(number)).isInstanceOf(MalformedCredentialsException.class);
    }

    @Test
    void the_other_signature_of_the_same_token_is_the_same_token() throws Exception {
        String token = sign(claims(ALICE), EC);
        assertThat(verify(bearer(HOME, token))).isInstanceOf(Proved.class);
        String[] parts = token.split("\\.", -1);
        SignedJWT again = new SignedJWT(
                SignedJWT.parse(token).getHeader(), SignedJWT.parse(token).getJWTClaimsSet());
        again.sign(new ECDSASigner(EC)); // another random number, another signature
        String other = parts[0] + "." + parts[1] + "." + again.getSignature();
        assertThat(other).isNotEqualTo(token);
        assertThat(verify(bearer(HOME, other))).isEqualTo(new Replayed(ALICE));
    }

    @Test
    void a_key_that_is_new_is_fetched_and_one_that_was_withdrawn_is_gone_after_an_hour() throws Exception {
        assertThat(verify(proof(ALICE, password))).isInstanceOf(Proved.class);
        ECKey next = ec("next");
        publish(next);
        assertThat(verify(bearer(HOME, sign(claims(ALICE), next)))).isInstanceOf(Wrong.class);
        clock.advance(Duration.ofMinutes(1));
        assertThat(verify(bearer(HOME, sign(claims(ALICE), next)))).isInstanceOf(Proved.class);
        assertThat(verify(proof(ALICE, password))).isInstanceOf(Wrong.class);
        publish(EC);
        clock.advance(Duration.ofHours(1));
        assertThat(verify(proof(ALICE, password))).isInstanceOf(Proved.class);
        assertThat(verify(bearer(HOME, sign(claims(ALICE), next)))).isInstanceOf(Wrong.class);
    }

    @Test
    void the_keys_stay_while_the_issuer_is_away() throws Exception {
        assertThat(verify(proof(ALICE, password))).isInstanceOf(Proved.class);
        for (String broken : List.of("", "{", "{\"keys\":[{}]}", "[".repeat(50_000), "x".repeat(70_000))) {
            Files.writeString(jwks, broken);
            clock.advance(Duration.ofHours(1));
            assertThat(verify(proof(ALICE, password)))
                    .as(broken.substring(0, Math.min(9, broken.length())))
                    .isInstanceOf(Proved.class);
        }
    }

    @Test
    void a_token_whose_key_cannot_be_known_now_is_no_wrong_one() throws Exception {
        Files.delete(jwks);
        for (int i = 0; i < 30; i++) {
            assertThat(verify(proof(ALICE, password))).isEqualTo(new Authentication.Later(IssuerKeys.PAUSE));
        }
        assertThat(work).hasValue(0);
        publish(EC);
        clock.advance(IssuerKeys.PAUSE);
        assertThat(verify(proof(ALICE, password))).isInstanceOf(Proved.class);
        assertThat(lines).singleElement().asString().contains("granted");
    }

    @Test
    void strangers_with_unknown_keys_have_them_fetched_once_a_minute_at_most() throws Exception {
        AtomicInteger fetched = new AtomicInteger();
        HttpServer issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", exchange -> {
            fetched.incrementAndGet();
            byte[] body = new JWKSet(List.<JWK>of(EC.toPublicJWK())).toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        try {
            method = method(URI.create("http://localhost:" + issuer.getAddress().getPort() + "/jwks"));
            assertThat(verify(proof(ALICE, password))).isInstanceOf(Proved.class);
            for (int i = 0; i < 5; i++) {
                assertThat(verify(bearer(HOME, sign(claims(ALICE), ec("unknown" + i)))))
                        .isInstanceOf(Wrong.class);
            }
            assertThat(fetched).hasValue(1);
        } finally {
            issuer.stop(0);
        }
    }

    @Test
    void any_text_is_refused_and_never_throws_anything_else() throws Exception {
        Random random = new Random(20_261_126); // fixed seed: a failure repeats
        byte[] token = sign(claims(ALICE), EC).getBytes(UTF_8);
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = token.clone();
            int at = random.nextInt(changed.length - 90); // header and claims
            changed[at] = (byte) (changed[at] ^ (1 + random.nextInt(127)));
            try {
                assertThat(method.verify(bearer(HOME, new String(changed, UTF_8))))
                        .isNotInstanceOf(Proved.class);
            } catch (MalformedCredentialsException expected) {
                // the only permitted failure
            }
        }
    }

    private void publish(JWK... keys) throws Exception {
        JWKSet set = new JWKSet(List.of(keys));
        Files.writeString(jwks, set.toPublicJWKSet().toString());
    }

    private JWTClaimsSet.Builder claims(String username) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("ssms")
                .subject("248289761001")
                .jwtID(UUID.randomUUID().toString())
                .claim("preferred_username", username)
                .expirationTime(Date.from(clock.instant().plusSeconds(300)));
    }

    private static String sign(JWTClaimsSet.Builder claims, JWK key) throws JOSEException {
        JWSAlgorithm algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
        JWSHeader header =
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build();
        JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
        return sign(claims.build(), header, signer);
    }

    private static String sign(JWTClaimsSet claims, JWSHeader header, JWSSigner signer) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static Evidence bearer(Asker asker, String token) {
        return new Evidence(asker, "POST", PATH, "Bearer " + token, null, List.of());
    }

    private static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2048).keyID("rsa").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
