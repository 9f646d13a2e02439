package org.ssms.license.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Session tokens: JWTs (RFC 7519) of this server, bound to one user and short-lived; a session
 * that is used gets later ones, until its end. Always RS256, the algorithm that
 * the mailbox's token realm verifies too; a token of any other algorithm is no token. May be used by several threads.
 */
public final class Tokens {
    private static final String ISSUER = "ssms-license";
    private static final String AUDIENCE = "ssms";
    /** Of the account, see {@link org.ssms.guard.login.AccountTable}. */
    private static final String VERSION = "ver";
    /**
     * When the session ends, however often it is renewed: NumericDate, as {@code exp}. The token realm reads it, too.
     */
    private static final String END = "end";
    /** RFC 7800 §3.1, RFC 9449 §6.1. */
    private static final String CONFIRMATION = "cnf";

    private static final String THUMBPRINT = "jkt";
    /** Authentication method references (RFC 8176 §2). */
    private static final String METHODS = "amr";

    /** A caller listens in one call; nobody renews his session. */
    static final Duration OF_A_CALL = Duration.ofMinutes(30);

    /** As long as one request takes at most, between servers whose clocks differ a little. */
    private static final Duration OF_A_REQUEST = Duration.ofMinutes(2);

    private static final int MAX_CHARS = 2048;
    /** The library's decoder would also take the signs of plain base64 and skip others. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final RSASSASigner signer;
    private final RSASSAVerifier verifier;
    private final Duration lifetime;
    private final Duration longest;
    private final Clock clock;

    /**
     * Signs with one half of a key pair and verifies with the other.
     *
     * @param privateKey RSA, as {@code publicKey}, at least 2048 bits
     * @param lifetime of a token: as long a session lasts that is not renewed
     * @param longest as long a session lasts that is
     */
    public Tokens(PrivateKey privateKey, RSAPublicKey publicKey, Duration lifetime, Duration longest, Clock clock) {
        this.signer = new RSASSASigner(privateKey);
        this.verifier = new RSASSAVerifier(publicKey);
        this.lifetime = lifetime;
        this.longest = longest;
        this.clock = clock;
    }

    /**
     * A new session of that user, from now on.
     *
     * @param version of the account; the token is good as long as the account has it
     */
    public Session open(String username, long version) {
        return open(username, version, null);
    }

    /**
     * The same, bound to a key.
     *
     * @param jkt its thumbprint; null: it is bound to none
     */
    public Session open(String username, long version, @Nullable String jkt) {
        return signed(username, version, UUID.randomUUID(), now().plus(longest), jkt, null);
    }

    /**
     * A session of who calls and has said his PIN: with one token until its end.
     *
     * @param jkt of the media node's key; null: it is bound to none
     */
    public Session openByPin(String username, long version, @Nullable String jkt) {
        return signed(username, version, UUID.randomUUID(), now().plus(OF_A_CALL), jkt, Session.PIN);
    }

    /** For one request that this server makes itself in a user's name: with one token, which cannot be renewed. */
    public Session openForRequest(String username, long version) {
        return signed(username, version, UUID.randomUUID(), now().plus(OF_A_REQUEST), null, null);
    }

    /**
     * The same session with a later token: the same id, so that giving back one of them ends all, and the same end,
     * after which none is good.
     */
    public Session renewed(Session session) {
        return signed(
                session.username(), session.version(), session.id(), session.endsAt(), session.jkt(), session.amr());
    }

    /** In whole seconds, as a JWT has them. */
    private Instant now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    private Session signed(
            String username, long version, UUID id, Instant sessionEnd, @Nullable String jkt, @Nullable String amr) {
        Instant now = now();
        boolean slides = amr == null && now.plus(lifetime).isBefore(sessionEnd);
        Instant end = slides ? now.plus(lifetime) : sessionEnd;
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(username)
                .jwtID(id.toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(end))
                .claim(VERSION, version)
                .claim(END, sessionEnd.getEpochSecond());
        if (jkt != null) {
            claims.claim(CONFIRMATION, Map.of(THUMBPRINT, jkt));
        }
        if (amr != null) {
            claims.claim(METHODS, List.of(amr));
        }
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims.build());
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a session token", e);
        }
        return new Session(username, version, id, end, sessionEnd, jkt, amr, token.serialize());
    }

    /** The session of a token that this server signed and that is not over; empty for anything else. */
    public Optional<Session> read(String token) {
        if (token.length() > MAX_CHARS || !COMPACT.matcher(token).matches()) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(verifier)) {
                return Optional.empty();
            }
            return session(jwt.getJWTClaimsSet(), token);
        } catch (ParseException | JOSEException | RuntimeException e) {
            return Optional.empty(); // forged: why does not matter
        }
    }

    private Optional<Session> session(@Nullable JWTClaimsSet claims, String token) throws ParseException {
        if (claims == null
                || !ISSUER.equals(claims.getIssuer())
                || !claims.getAudience().contains(AUDIENCE)
                || claims.getSubject() == null
                || claims.getExpirationTime() == null
                || !claims.getExpirationTime().toInstant().isAfter(clock.instant())) {
            return Optional.empty();
        }
        UUID id = UUID.fromString(claims.getJWTID());
        long version = claims.getLongClaim(VERSION);
        Instant end = claims.getExpirationTime().toInstant();
        Long sessionEnd = claims.getLongClaim(END); // those of an earlier version have none
        @Nullable Map<String, Object> confirmation = claims.getJSONObjectClaim(CONFIRMATION);
        @Nullable String jkt = confirmation == null ? null : JSONObjectUtils.getString(confirmation, THUMBPRINT);
        if (jkt == null && claims.getClaim(CONFIRMATION) != null) {
            return Optional.empty(); // bound to something that we do not know
        }
        @Nullable List<String> methods = claims.getStringListClaim(METHODS);
        return Optional.of(new Session(
                claims.getSubject(),
                version,
                id,
                end,
                sessionEnd == null ? end : Instant.ofEpochSecond(sessionEnd),
                jkt,
                methods == null || methods.isEmpty() ? null : methods.get(0),
                token));
    }
}
