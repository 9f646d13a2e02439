package org.ssms.license.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.Sha256;
import org.ssms.protect.license.MalformedLicenseException;

/** What a request says, checked. */
final class Input {
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{16,128}");

    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private Input() {}

    /** Whether a page in a browser sends it. Programs, and old browsers, do not say from where they come. */
    static boolean isFromPage(HttpServletRequest request) {
        return request.getHeader(FETCH_SITE) != null;
    }

    /** Whether that is a page of another site. */
    static boolean isFromAnotherSite(HttpServletRequest request) {
        return isFromPage(request) && !"same-origin".equals(request.getHeader(FETCH_SITE));
    }

    /** @throws MalformedLicenseException when the bytes are no UTF-8 */
    static String text(byte[] body) throws MalformedLicenseException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedLicenseException("the body is not UTF-8");
        }
    }

    /** A name as a person or a mailbox has: not blank, no control characters, no halves of characters. */
    static String name(String member, String text) throws MalformedLicenseException {
        boolean odd = text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (odd || text.isBlank()) {
            throw new MalformedLicenseException("member '" + member + "' is blank or has characters of no name");
        }
        return text;
    }

    /** A KID of a path or query; upper case is understood (RFC 9562 §4). */
    static KeyId keyId(@Nullable String text) throws MalformedLicenseException {
        if (text == null) {
            throw new MalformedLicenseException("the KID is missing");
        }
        try {
            return KeyId.parse(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new MalformedLicenseException("the KID is no UUID");
        }
    }

    /** Of one header field at most: 16 to 128 characters of base64url. Empty: none came. */
    static Optional<String> nonce(Enumeration<String> fields, String name) throws MalformedLicenseException {
        if (!fields.hasMoreElements()) {
            return Optional.empty();
        }
        String nonce = fields.nextElement();
        if (fields.hasMoreElements() || !NONCE.matcher(nonce).matches()) {
            throw new MalformedLicenseException(
                    "header '" + name + "' must be one of 16 to 128 letters, digits, '-' and '_'");
        }
        return Optional.of(nonce);
    }

    /** An IP address, of IPv6 without a zone; nothing is looked up for it. */
    static String address(String member, String text) throws MalformedLicenseException {
        try {
            if (ADDRESS.matcher(text).matches()) {
                return InetAddress.getByName(text).getHostAddress();
            }
        } catch (UnknownHostException e) {
            // told below
        }
        throw new MalformedLicenseException("member '" + member + "' is no IP address");
    }

    /**
     * Who asks a media node, for what it counts. Callers of a trunk all come from its address: they are told apart by
     * what it says of them.
     *
     * @param address as of {@link #address}
     * @param caller null: nobody else calls from there
     */
    static Asker caller(Door door, String address, @Nullable String caller) {
        if (caller == null) {
            return Asker.of(door, address);
        }
        byte[] both = Sha256.of((address + "\n" + caller).getBytes(UTF_8));
        return new Asker(door, address, new Source(ByteBuffer.wrap(both).getLong(), true));
    }

    /** A message id of a path; empty when no message can have it. */
    static Optional<MessageId> messageId(String text) {
        try {
            return Optional.of(MessageId.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The id of a grant or lease in a path; empty when none can have it. */
    static Optional<UUID> uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
