package org.ssms.license.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.guard.login.AccountTable;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.guard.login.Usernames;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Replayed;
import org.ssms.license.auth.Authentication.Wrong;
import org.ssms.protect.digest.MalformedCredentialsException;
import org.ssms.protect.key.Sha256;

/**
 * An ID token of a configured issuer (OpenID Connect Core 1.0 §2, §3.1.3.7), as a bearer token: RS256 or ES256, for our
 * audience, of a user who has an account here. Each token is good once, and only while it lives.
 */
public final class BearerMethod implements AuthenticationMethod {
    private static final String SCHEME = "Bearer ";
    private static final int MAX_CHARS = 8192;
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final int MIN_RSA_BITS = 2048;
    /** Between the clocks of the issuer and ours. */
    private static final Duration SKEW = Duration.ofSeconds(30);
    /** No longer one is remembered that was used. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private final OidcConfig config;
    private final IssuerKeys keys;
    private final Function<String, OptionalLong> versions;
    private final UsedProofs used;
    private final CountedProofs proofs;
    private final Clock clock;

    /** @param versions of an account that exists and is enabled; the same work for every name that the issuer signs */
    public BearerMethod(
            OidcConfig config,
            Function<String, OptionalLong> versions,
            UsedProofs used,
            PasswordDoor passwords,
            SecurityAudit audit,
            Clock clock) {
        this.config = config;
        this.keys = new IssuerKeys(config.keys(), clock);
        this.versions = versions;
        this.used = used;
        this.proofs = new CountedProofs(passwords, audit);
        this.clock = clock;
    }

    /** Every 401 of the license server asks for a bearer token. */
    @Override
    public Optional<String> challenge(String address, boolean stale) {
        return Optional.empty();
    }

    @Override
    public boolean isUsedBy(Evidence evidence) {
        @Nullable String header = evidence.authorization();
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    @Override
    public Authentication verify(Evidence evidence) throws MalformedCredentialsException {
        String token = String.valueOf(evidence.authorization())
                .substring(SCHEME.length())
                .strip();
        if (token.length() > MAX_CHARS || !COMPACT.matcher(token).matches()) {
            throw new MalformedCredentialsException("the bearer token is no signed JWT");
        }
        Token read =
                read(token).orElseThrow(() -> new MalformedCredentialsException("the bearer token is no signed JWT"));
        return proofs.verify(evidence.asker(), read.username(), () -> verify(read));
    }

    private record Token(SignedJWT jwt, JWTClaimsSet claims, String username) {}

    private Optional<Token> read(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            @Nullable JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return claims == null
                    ? Optional.empty()
                    : Optional.of(
                            new Token(jwt, claims, Usernames.orNobody(claims.getStringClaim(config.userClaim()))));
        } catch (ParseException | RuntimeException e) { // for odd JSON it throws more than it declares
            return Optional.empty();
        }
    }

    private Authentication verify(Token token) {
        String username = token.username();
        IssuerKeys.Answer key = keys.find(token.jwt().getHeader().getKeyID());
        if (key instanceof IssuerKeys.Unknown unknown) {
            return new Later(unknown.time());
        }
        boolean good =
                key instanceof IssuerKeys.Found found && isSigned(token.jwt(), found.key()) && isForUs(token.claims());
        OptionalLong version = good ? versions.apply(username) : OptionalLong.empty();
        if (version.isEmpty() || username.equals(AccountTable.STAND_IN)) {
            return new Wrong(username);
        }
        // not of the signature: of ECDSA there are two for the same token
        String id = JsonObject.toBase64Url(Sha256.of(token.jwt().getSigningInput()));
        Instant end = token.claims().getExpirationTime().toInstant().plus(SKEW);
        if (!used.use(id, clock.instant(), end)) {
            return new Replayed(username);
        }
        return new Proved(username, version.getAsLong());
    }

    private static boolean isSigned(SignedJWT jwt, JWK key) {
        try {
            @Nullable JWSVerifier verifier = verifier(jwt.getHeader().getAlgorithm(), key);
            return verifier != null && jwt.verify(verifier);
        } catch (JOSEException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Only algorithms that we name, and only with a key of their kind: no token chooses how it is verified. */
    private static @Nullable JWSVerifier verifier(JWSAlgorithm algorithm, JWK key) throws JOSEException {
        if (algorithm.equals(JWSAlgorithm.RS256) && key instanceof RSAKey rsa && rsa.size() >= MIN_RSA_BITS) {
            return new RSASSAVerifier(rsa);
        }
        return algorithm.equals(JWSAlgorithm.ES256) && key instanceof ECKey ec ? new ECDSAVerifier(ec) : null;
    }

    private boolean isForUs(JWTClaimsSet claims) {
        Instant now = clock.instant();
        @Nullable Date end = claims.getExpirationTime();
        @Nullable Date begin = claims.getNotBeforeTime();
        return config.issuer().equals(claims.getIssuer())
                && claims.getAudience().contains(config.audience())
                && end != null
                && end.toInstant().plus(SKEW).isAfter(now)
                && end.toInstant().isBefore(now.plus(LONGEST))
                && (begin == null || !begin.toInstant().minus(SKEW).isAfter(now));
    }
}
