package org.ssms.license.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;

class TokensTest {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final Duration LONGEST = Duration.ofHours(12);

    /** Of RFC 9449 §6.1. */
    private static final String JKT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    private static final KeyPair PAIR = rsa();
    private static final KeyPair FOREIGN = rsa();

    private final SettableClock clock = new SettableClock();
    private final Tokens tokens =
            new Tokens(PAIR.getPrivate(), (RSAPublicKey) PAIR.getPublic(), LIFETIME, LONGEST, clock);

    @Test
    void a_token_names_its_user_and_ends_after_its_lifetime() {
        Session session = tokens.open("alice", 7);
        assertThat(session.expiresAt()).isEqualTo(Instant.parse("2026-11-23T12:10:00Z"));
        assertThat(tokens.read(session.token())).contains(session);
        clock.advance(LIFETIME);
        assertThat(tokens.read(session.token())).isEmpty();
    }

    @Test
    void a_token_has_the_agreed_claims_and_no_more() throws Exception {
        SignedJWT jwt = SignedJWT.parse(tokens.open("alice", 7).token());
        assertThat(jwt.getHeader().toJSONObject()).containsOnly(Map.entry("alg", "RS256"));
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(claims.getClaims()).containsOnlyKeys("iss", "aud", "sub", "jti", "iat", "exp", "ver", "end");
        assertThat(claims.getIssuer()).isEqualTo("ssms-license");
        assertThat(claims.getAudience()).containsExactly("ssms");
        assertThat(claims.getLongClaim("ver")).isEqualTo(7);
    }

    @Test
    void c30_who_has_said_his_pin_has_one_token_for_a_call_which_says_so() throws Exception {
        Session session = tokens.openByPin("alice", 7, JKT);
        assertThat(session.expiresAt()).isEqualTo(session.endsAt()).isEqualTo(Instant.parse("2026-11-23T12:30:00Z"));
        assertThat(tokens.read(session.token())).contains(session);
        assertThat(SignedJWT.parse(session.token()).getJWTClaimsSet().getStringListClaim("amr"))
                .containsExactly("pin");
        clock.advance(Duration.ofMinutes(10));
        Session renewed = tokens.renewed(session);
        assertThat(renewed.endsAt()).isEqualTo(session.endsAt());
        assertThat(renewed.amr()).isEqualTo("pin");
        assertThat(renewed.jkt()).isEqualTo(JKT);
        clock.advance(Duration.ofMinutes(20));
        assertThat(tokens.read(renewed.token())).isEmpty();
    }

    @Test
    void what_this_server_asks_in_a_users_name_it_can_ask_for_two_minutes_and_no_longer() {
        Session session = tokens.openForRequest("alice", 7);
        assertThat(tokens.read(session.token())).contains(session);
        clock.advance(Duration.ofMinutes(1));
        Session renewed = tokens.renewed(session);
        clock.advance(Duration.ofMinutes(1));
        assertThat(tokens.read(session.token())).isEmpty();
        assertThat(tokens.read(renewed.token())).isEmpty();
    }

    @Test
    void a_session_slides_while_it_is_used_and_ends_all_the_same() {
        Session session = tokens.open("alice", 7);
        Instant end = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(LONGEST);
        Duration step = LIFETIME.minusSeconds(1);
        for (int used = 0; clock.instant().plus(step).isBefore(end); used++) {
            clock.advance(step);
            session = tokens.renewed(tokens.read(session.token()).orElseThrow());
            assertThat(tokens.read(session.token())).as("renewal %d", used).contains(session);
            assertThat(session.endsAt()).isEqualTo(end);
            assertThat(session.expiresAt()).isBeforeOrEqualTo(end);
        }
        assertThat(session.expiresAt()).isEqualTo(end);
        clock.advance(Duration.between(clock.instant(), end));
        assertThat(tokens.read(session.token())).isEmpty();
    }

    @Test
    void a_session_that_is_not_used_ends_with_its_token() {
        Session session = tokens.open("alice", 7);
        clock.advance(LIFETIME);
        assertThat(tokens.read(session.token())).isEmpty();
    }

    @Test
    void a_renewed_token_is_of_the_same_session_and_account() {
        Session session = tokens.open("alice", 7);
        clock.advance(Duration.ofMinutes(5));
        Session renewed = tokens.renewed(session);
        assertThat(renewed.token()).isNotEqualTo(session.token());
        assertThat(renewed.id()).isEqualTo(session.id());
        assertThat(renewed.version()).isEqualTo(7);
        assertThat(renewed.username()).isEqualTo("alice");
    }

    @Test
    void a_token_of_an_earlier_version_is_good_until_its_end_and_renews_nothing() throws Exception {
        Session old = tokens.read(sign(claims().build(), PAIR)).orElseThrow();
        assertThat(old.endsAt()).isEqualTo(old.expiresAt());
        clock.advance(Duration.ofMinutes(5));
        assertThat(tokens.renewed(old).expiresAt()).isEqualTo(old.expiresAt());
    }

    @Test
    void t2_a_session_that_is_bound_to_a_key_stays_bound_to_it() throws Exception {
        Session session = tokens.open("alice", 7, JKT);
        assertThat(SignedJWT.parse(session.token()).getJWTClaimsSet().getJSONObjectClaim("cnf"))
                .isEqualTo(Map.of("jkt", JKT));
        assertThat(tokens.read(session.token())).contains(session);
        clock.advance(Duration.ofMinutes(5));
        Session renewed = tokens.renewed(tokens.read(session.token()).orElseThrow());
        assertThat(renewed.jkt()).isEqualTo(JKT);
        assertThat(tokens.read(renewed.token())).contains(renewed);
    }

    @Test
    void a_token_that_is_bound_to_what_nobody_knows_is_no_bearer_token() throws Exception {
        for (Object odd : List.of(Map.of("x5t#S256", JKT), Map.of(), Map.of("jkt", 7), "x", List.of())) {
            assertThat(tokens.read(sign(claims().claim("cnf", odd).build(), PAIR)))
                    .as("%s", odd)
                    .isEmpty();
        }
    }

    @Test
    void two_sessions_of_one_user_differ() {
        assertThat(tokens.open("alice", 7).id())
                .isNotEqualTo(tokens.open("alice", 7).id());
    }

    @Test
    void a_session_does_not_print_its_token() {
        Session session = tokens.open("alice", 7);
        assertThat(session.toString()).doesNotContain(session.token());
    }

    @Test
    void a_token_signed_by_another_key_is_refused() throws Exception {
        assertThat(tokens.read(sign(claims().build(), FOREIGN))).isEmpty();
    }

    @Test
    void a_token_of_another_issuer_or_audience_or_without_user_id_version_or_end_is_refused() throws Exception {
        assertThat(tokens.read(sign(claims().build(), PAIR))).isPresent();
        assertThat(tokens.read(sign(claims().issuer("other").build(), PAIR))).isEmpty();
        assertThat(tokens.read(sign(claims().audience("other").build(), PAIR))).isEmpty();
        assertThat(tokens.read(sign(claims().audience(List.of()).build(), PAIR)))
                .isEmpty();
        assertThat(tokens.read(sign(claims().subject(null).build(), PAIR))).isEmpty();
        assertThat(tokens.read(sign(claims().expirationTime(null).build(), PAIR)))
                .isEmpty();
        assertThat(tokens.read(sign(claims().jwtID(null).build(), PAIR))).isEmpty();
        assertThat(tokens.read(sign(claims().jwtID("1").build(), PAIR))).isEmpty();
        assertThat(tokens.read(sign(claims().claim("ver", null).build(), PAIR))).isEmpty();
    }

    @Test
    void a_token_without_signature_or_with_the_public_key_as_secret_is_refused() throws Exception {
        String[] parts = tokens.open("alice", 7).token().split("\\.", -1);
        String none = Base64URL.encode("{\"alg\":\"none\"}") + "." + parts[1] + ".";
        SignedJWT confused = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
        confused.sign(new MACSigner(PAIR.getPublic().getEncoded()));
        assertThat(tokens.read(none)).isEmpty();
        assertThat(tokens.read(confused.serialize())).isEmpty();
    }

    @Test
    void a_changed_token_is_refused_and_never_throws() {
        Random random = new Random(20_261_123); // fixed seed: a failure repeats
        byte[] token = tokens.open("alice", 7).token().getBytes(UTF_8);
        for (int i = 0; i < 5_000; i++) {
            byte[] changed = token.clone();
            int at = random.nextInt(changed.length - 2); // the last character holds bits that mean nothing
            changed[at] = (byte) (changed[at] ^ (1 + random.nextInt(127)));
            assertThat(tokens.read(new String(changed, UTF_8)))
                    .as("change at %d", at)
                    .isEmpty();
        }
    }

    @Test
    void any_text_is_refused_and_never_throws() {
        Random random = new Random(4711); // fixed seed: a failure repeats
        for (int i = 0; i < 20_000; i++) {
            byte[] text = new byte[random.nextInt(200)];
            random.nextBytes(text);
            assertThat(tokens.read(new String(text, UTF_8))).isEmpty();
            assertThat(tokens.read(Base64URL.encode(text) + "." + Base64URL.encode(text) + ".AA"))
                    .isEmpty();
        }
        assertThat(tokens.read("a".repeat(1_000_000))).isEmpty();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("ssms-license")
                .audience("ssms")
                .subject("alice")
                .jwtID(UUID.randomUUID().toString())
                .claim("ver", 7)
                .expirationTime(Date.from(clock.instant().plus(LIFETIME)));
    }

    private static String sign(JWTClaimsSet claims, KeyPair by) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        jwt.sign(new RSASSASigner(by.getPrivate()));
        return jwt.serialize();
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
