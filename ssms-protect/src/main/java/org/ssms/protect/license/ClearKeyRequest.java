package org.ssms.protect.license;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;

/**
 * License request of a browser's ClearKey session (W3C EME §9.1.3): {@code {"kids":["..."],"type":"temporary"}}. A
 * player of streams adds {@code "use":"srtp"}, which no browser does.
 *
 * @param use CENC or SRTP
 */
public record ClearKeyRequest(List<KeyId> keyIds, KeyUse use) {
    private static final int MAX_CHARS = 2048;
    private static final int MAX_KIDS = 16;
    private static final int KID_CHARS = 22;

    public ClearKeyRequest {
        keyIds = List.copyOf(keyIds);
    }

    /**
     * Reads a request body.
     *
     * @throws MalformedLicenseException also when no KID, or another type than "temporary", is asked for
     */
    public static ClearKeyRequest parse(String text) throws MalformedLicenseException {
        try {
            JsonObject json = JsonObject.parse(text, MAX_CHARS);
            String type = json.optionalText("type", 64);
            KeyUse use = json.has("use") ? json.value("use", KeyUse::parse) : KeyUse.CENC;
            List<KeyId> keyIds = new ArrayList<>();
            for (String kid : json.texts("kids", MAX_KIDS, KID_CHARS)) {
                keyIds.add(keyId(kid));
            }
            if (keyIds.isEmpty() || (type != null && !type.equals("temporary"))) {
                throw new MalformedLicenseException("not a request for a temporary license");
            }
            if (use == KeyUse.GREETING) {
                throw new MalformedLicenseException("no license has the key of a greeting");
            }
            return new ClearKeyRequest(keyIds, use);
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }

    private static KeyId keyId(String kid) throws MalformedLicenseException {
        try {
            byte[] bytes = JsonObject.fromBase64Url(kid);
            if (bytes.length == KeyId.BYTES) {
                return KeyId.read(ByteBuffer.wrap(bytes));
            }
        } catch (IllegalArgumentException e) {
            // told below, without the value
        }
        throw new MalformedLicenseException("a kid is not 16 bytes of base64url");
    }
}
