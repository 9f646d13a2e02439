package org.ssms.identity.stir;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;

/**
 * A PASSporT (RFC 8225), with or without the extension {@code shaken} (RFC 8588). It is only what the sender claims
 * until {@link #isSignedBy}.
 *
 * @param shaken whether it has the claims of RFC 8588
 * @param x5u where the certificate is
 * @param origin who calls
 * @param destinations who is called, one or more
 * @param attest {@code A}, {@code B} or {@code C}; null without {@code shaken}
 */
public record Passport(
        boolean shaken,
        String x5u,
        Instant issuedAt,
        Party origin,
        List<Party> destinations,
        @Nullable String attest,
        Signed signed) {
    private static final int MAX_JSON = 4096;
    private static final int MAX_URI = 1024;
    private static final int MAX_DESTINATIONS = 16;
    private static final int SIGNATURE_BYTES = 64;
    private static final long LAST_SECOND = 253_402_300_799L; // end of the year 9999
    private static final Set<String> ATTESTATIONS = Set.of("A", "B", "C");

    /** The signature and what it covers. */
    // never compared, and never changed after it is made
    @SuppressWarnings("ArrayRecordComponent")
    public record Signed(String input, byte[] signature) {}

    /** Takes the full form apart. */
    public static Passport parse(IdentityHeader header) throws MalformedPassportException {
        String[] parts = header.token().split("\\.", -1);
        try {
            JsonObject protectedHeader = json(parts[0]);
            boolean shaken = checkHeader(protectedHeader, header);
            JsonObject claims = json(parts[1]);
            return new Passport(
                    shaken,
                    header.info(),
                    Instant.ofEpochSecond(claims.integer("iat", 0, LAST_SECOND)),
                    origin(claims.object("orig")),
                    destinations(claims.object("dest")),
                    shaken ? attest(claims) : null,
                    new Signed(parts[0] + "." + parts[1], signature(parts[2])));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new MalformedPassportException("a PASSporT that cannot be read");
        }
    }

    /**
     * Puts the compact form together from what the call says (RFC 8224 §4.1, RFC 8225 §7). Only the base form has one:
     * the claims of RFC 8588 are in no other header field.
     */
    public static Passport ofCompact(IdentityHeader header, Party origin, Party destination, Instant date)
            throws MalformedPassportException {
        if (header.ppt() != null) {
            throw new MalformedPassportException("a compact PASSporT with an extension");
        }
        String protectedHeader = "{\"alg\":\"ES256\",\"typ\":\"passport\",\"x5u\":\"" + plain(header.info()) + "\"}";
        String claims = "{\"dest\":{\"%s\":[\"%s\"]},\"iat\":%d,\"orig\":{\"%s\":\"%s\"}}"
                .formatted(
                        destination.claim(),
                        plain(destination.value()),
                        date.getEpochSecond(),
                        origin.claim(),
                        plain(origin.value()));
        String input = base64(protectedHeader) + "." + base64(claims);
        try {
            return new Passport(
                    false,
                    header.info(),
                    date,
                    origin,
                    List.of(destination),
                    null,
                    new Signed(input, signature(header.token().substring(2))));
        } catch (IllegalArgumentException e) {
            throw new MalformedPassportException("a PASSporT that cannot be read");
        }
    }

    /** Whether the signature is that of this key (ES256, RFC 7518 §3.4). */
    public boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(key);
            verifier.update(signed.input().getBytes(US_ASCII));
            return verifier.verify(signed.signature());
        } catch (GeneralSecurityException e) { // the key is of another kind, or the numbers are none
            return false;
        }
    }

    /** Whether the extension is {@code shaken}; there is no other that we know. */
    private static boolean checkHeader(JsonObject json, IdentityHeader header)
            throws MalformedJsonException, MalformedPassportException {
        @Nullable String ppt = json.optionalText("ppt", 32);
        boolean known = json.text("alg", 32).equals("ES256")
                && json.text("typ", 32).equals("passport")
                && json.text("x5u", MAX_URI).equals(header.info())
                && !json.has("crit")
                && (ppt == null || ppt.equals("shaken"))
                && (header.ppt() == null || header.ppt().equals(ppt));
        if (!known) {
            throw new MalformedPassportException("a PASSporT of another kind");
        }
        return ppt != null;
    }

    private static Party origin(JsonObject orig) throws MalformedJsonException, MalformedPassportException {
        @Nullable String number = orig.optionalText("tn", Party.MAX_NUMBER);
        @Nullable String uri = orig.optionalText("uri", MAX_URI);
        if (number != null && uri == null) {
            return Party.ofNumber(number);
        }
        if (uri != null && number == null) {
            return Party.ofUri(uri);
        }
        throw new MalformedPassportException("a PASSporT without one origin");
    }

    private static List<Party> destinations(JsonObject dest) throws MalformedJsonException, MalformedPassportException {
        List<Party> parties = new ArrayList<>();
        if (dest.has("tn")) {
            for (String number : dest.texts("tn", MAX_DESTINATIONS, Party.MAX_NUMBER)) {
                parties.add(Party.ofNumber(number));
            }
        }
        if (dest.has("uri")) {
            for (String uri : dest.texts("uri", MAX_DESTINATIONS, MAX_URI)) {
                parties.add(Party.ofUri(uri));
            }
        }
        if (parties.isEmpty()) {
            throw new MalformedPassportException("a PASSporT without destination");
        }
        return parties;
    }

    private static String attest(JsonObject claims) throws MalformedJsonException, MalformedPassportException {
        String attest = claims.text("attest", 1);
        claims.value("origid", UUID::fromString);
        if (!ATTESTATIONS.contains(attest)) {
            throw new MalformedPassportException("a PASSporT with an unknown attestation");
        }
        return attest;
    }

    private static byte[] signature(String text) throws MalformedPassportException {
        byte[] signature = JsonObject.fromBase64Url(text);
        if (signature.length != SIGNATURE_BYTES) {
            throw new MalformedPassportException("a signature that is not ES256");
        }
        return signature;
    }

    private static JsonObject json(String part) throws MalformedJsonException {
        return JsonObject.parse(new String(JsonObject.fromBase64Url(part), UTF_8), MAX_JSON);
    }

    /** Text that JSON writes as it is. */
    private static String plain(String text) throws MalformedPassportException {
        if (!text.matches("[ -~&&[^\"\\\\]]{1," + MAX_URI + "}")) {
            throw new MalformedPassportException("a compact PASSporT over text that JSON escapes");
        }
        return text;
    }

    private static String base64(String json) {
        return JsonObject.toBase64Url(json.getBytes(UTF_8));
    }

    /** Without caller and signature. */
    @Override
    public String toString() {
        return "Passport[" + (shaken ? "shaken" : "base") + ", " + issuedAt + "]";
    }
}
