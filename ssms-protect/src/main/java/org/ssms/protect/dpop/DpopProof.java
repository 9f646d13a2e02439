package org.ssms.protect.dpop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.digest.MalformedCredentialsException;
import org.ssms.protect.key.Sha256;

/**
 * What the field {@value #FIELD} of a request holds (RFC 9449 §4.2): a JWT, signed by ES256 with the key that it brings
 * along. To read it costs little; whether it is signed, and by whose key, {@link #signer} alone says.
 */
public final class DpopProof {
    public static final String FIELD = "DPoP";
    public static final String ALGORITHM = "ES256";

    static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");

    private static final int MAX_CHARS = 4096;
    private static final int MAX_ID = 256;
    private static final int MAX_METHOD = 16;
    /** Of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;
    /** The library's decoder would also take the signs of plain base64 and skip others. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]+");

    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._~-]");

    private final JWSObject jws;
    private final ECPublicKey key;
    private final String jti;
    private final String htm;
    private final String htu;
    private final Instant iat;
    private final @Nullable String ath;

    private DpopProof(JWSObject jws, ECPublicKey key, JsonObject claims) throws MalformedJsonException {
        this.jws = jws;
        this.key = key;
        this.jti = claims.text("jti", MAX_ID);
        this.htm = claims.text("htm", MAX_METHOD);
        this.htu = claims.text("htu", MAX_CHARS);
        this.iat = Instant.ofEpochSecond(claims.integer("iat", 0, LAST_SECOND));
        this.ath = claims.has("ath") ? JsonObject.toBase64Url(claims.bytes("ath", Sha256.BYTES)) : null;
    }

    /**
     * Reads the form only.
     *
     * @throws MalformedCredentialsException when it is longer than 4096 characters, has another algorithm or type, no
     *     public key on P-256 or a private one, or lacks a claim
     */
    public static DpopProof parse(String text) throws MalformedCredentialsException {
        if (text.length() > MAX_CHARS || !COMPACT.matcher(text).matches()) {
            throw malformed("no signed JWT");
        }
        try {
            JWSObject jws = JWSObject.parse(text);
            byte[] claims = JsonObject.fromBase64Url(text.split("\\.", -1)[1]);
            return new DpopProof(jws, key(jws.getHeader()), JsonObject.parse(new String(claims, UTF_8), MAX_CHARS));
        } catch (MalformedJsonException e) {
            throw malformed(e.problem());
        } catch (ParseException | JOSEException | RuntimeException e) { // for odd JSON it throws more than it declares
            throw malformed("no signed JWT with a public key on P-256");
        }
    }

    private static ECPublicKey key(JWSHeader header) throws MalformedCredentialsException, JOSEException {
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())
                || !TYPE.equals(header.getType())
                || header.getCriticalParams() != null) {
            throw malformed("another algorithm or type");
        }
        if (!(header.getJWK() instanceof ECKey jwk) || !Curve.P_256.equals(jwk.getCurve()) || jwk.isPrivate()) {
            throw malformed("no public key on P-256");
        }
        return jwk.toECPublicKey();
    }

    private static MalformedCredentialsException malformed(String problem) {
        return new MalformedCredentialsException("the proof of the key: " + problem);
    }

    /** Of one proof; two of one key never have the same. */
    public String jti() {
        return jti;
    }

    public String htm() {
        return htm;
    }

    public String htu() {
        return htu;
    }

    public Instant iat() {
        return iat;
    }

    /** The hash of a token; empty: it is for a request without one. */
    public Optional<String> ath() {
        return Optional.ofNullable(ath);
    }

    /** The thumbprint of the key (RFC 7638), {@code jkt}; empty: the key has not signed this. */
    public Optional<String> signer() {
        try {
            return jws.verify(new ECDSAVerifier(key))
                    ? Optional.of(thumbprint(new ECKey.Builder(Curve.P_256, key).build())) // however it was written
                    : Optional.empty();
        } catch (JOSEException | RuntimeException e) {
            return Optional.empty();
        }
    }

    static String thumbprint(ECKey key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Whether it was made for a request that brings this token. */
    public boolean isOf(String token) {
        return hashOf(token).equals(ath);
    }

    static String hashOf(String token) {
        return JsonObject.toBase64Url(Sha256.of(token.getBytes(UTF_8)));
    }

    /**
     * Whether it was made for a request like this: by method and URI, as RFC 3986 §6.2.2 and §6.2.3 normalise it,
     * without query and fragment.
     */
    public boolean isFor(String method, String uri) {
        return htm.equals(method)
                && normalised(uri).map(normalised(htu).orElse("")::equals).orElse(false);
    }

    /** Empty: no URI of a host, or one with a user. */
    private static Optional<String> normalised(String text) {
        try {
            URI uri = new URI(text);
            String authority = uri.getRawAuthority();
            if (uri.getScheme() == null || uri.isOpaque() || authority == null || authority.contains("@")) {
                return Optional.empty();
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            String port = scheme.equals("https") ? "(:443|:)$" : "(:80|:)$";
            return Optional.of(scheme + "://"
                    + authority.toLowerCase(Locale.ROOT).replaceFirst(port, "") + normalisedPath(uri.getRawPath()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String normalisedPath(String path) {
        String decoded = ESCAPED.matcher(path).replaceAll(escaped -> {
            String sign = String.valueOf((char) Integer.parseInt(escaped.group(1), 16));
            return UNRESERVED.matcher(sign).matches() ? sign : escaped.group().toUpperCase(Locale.ROOT);
        });
        String[] segments = decoded.split("/", -1);
        Deque<String> kept = new ArrayDeque<>();
        for (int i = 1; i < segments.length; i++) {
            boolean isDots = segments[i].equals(".") || segments[i].equals("..");
            if (segments[i].equals("..")) {
                kept.pollLast();
            }
            if (!isDots || i == segments.length - 1) {
                kept.add(isDots ? "" : segments[i]);
            }
        }
        return "/" + String.join("/", kept);
    }
}
