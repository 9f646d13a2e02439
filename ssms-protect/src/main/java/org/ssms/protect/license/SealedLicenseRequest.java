package org.ssms.protect.license;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.interfaces.ECPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.KeyId;

/**
 * Request for a license that is signed, and encrypted to its player: {@code {"kids":["..."],"playerKey":{...}}}, both
 * of which may be absent. The key is a public JWK (RFC 7517), EC on P-256; the KIDs are written as in a {@link
 * ClearKeyRequest}.
 *
 * @param keyIds the message's must be among them; empty: the message is named otherwise
 */
public record SealedLicenseRequest(List<KeyId> keyIds, Optional<ECPublicKey> playerKey) {
    private static final int MAX_CHARS = 2048;
    private static final Set<String> MEMBERS = Set.of("kids", "type", "playerKey");
    private static final int COORDINATE_BYTES = 32;

    public SealedLicenseRequest {
        keyIds = List.copyOf(keyIds);
    }

    /**
     * Reads a request body.
     *
     * @throws MalformedLicenseException naming the member; also when the key is no point of the curve
     */
    public static SealedLicenseRequest parse(String text) throws MalformedLicenseException {
        try {
            JsonObject json = JsonObject.parse(text, MAX_CHARS);
            json.onlyMembers(MEMBERS);
            List<KeyId> keyIds = json.has("kids") ? ClearKeyRequest.parse(text).keyIds() : List.of();
            Optional<ECPublicKey> key =
                    json.has("playerKey") ? Optional.of(key(json.object("playerKey"))) : Optional.empty();
            return new SealedLicenseRequest(keyIds, key);
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }

    private static ECPublicKey key(JsonObject jwk) throws MalformedJsonException, MalformedLicenseException {
        boolean known = "EC".equals(jwk.text("kty", 8)) && Curve.P_256.getName().equals(jwk.text("crv", 16));
        if (!known || jwk.has("d")) {
            throw noKey();
        }
        Base64URL x = Base64URL.encode(jwk.bytes("x", COORDINATE_BYTES));
        Base64URL y = Base64URL.encode(jwk.bytes("y", COORDINATE_BYTES));
        try {
            return new ECKey.Builder(Curve.P_256, x, y).build().toECPublicKey(); // checks that it is on the curve
        } catch (JOSEException | IllegalStateException | IllegalArgumentException e) {
            throw noKey();
        }
    }

    private static MalformedLicenseException noKey() {
        return new MalformedLicenseException("member 'playerKey' is no public key on P-256");
    }

    /** Of the player's key (RFC 7638): the same however its JSON was written. */
    public Optional<String> thumbprint() {
        return playerKey.map(key -> {
            try {
                return new ECKey.Builder(Curve.P_256, key)
                        .build()
                        .computeThumbprint()
                        .toString();
            } catch (JOSEException e) {
                throw new IllegalStateException("this Java has no SHA-256", e);
            }
        });
    }

    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!keyIds.isEmpty()) {
            json.put(
                    "kids",
                    keyIds.stream()
                            .map(kid -> JsonObject.toBase64Url(kid.toBytes()))
                            .toList());
        }
        playerKey.ifPresent(key -> json.put(
                "playerKey", new ECKey.Builder(Curve.P_256, key).build().toJSONObject()));
        return JsonText.of(json);
    }
}
