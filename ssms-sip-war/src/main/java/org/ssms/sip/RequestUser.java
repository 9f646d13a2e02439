package org.ssms.sip;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The user part of a SIP URI (RFC 3261 §19.1.1), unescaped exactly once. */
final class RequestUser {
    private static final int MAX_CHARS = 1024;

    private RequestUser() {}

    /** Empty when {@code uri} is no SIP or SIPS URI, has no user, or its escapes are wrong. */
    static Optional<String> of(String uri) {
        int scheme = uri.indexOf(':');
        if (scheme < 0 || !(uri.regionMatches(true, 0, "sip:", 0, 4) || uri.regionMatches(true, 0, "sips:", 0, 5))) {
            return Optional.empty();
        }
        int at = uri.indexOf('@', scheme); // an @ within the user part is escaped
        if (at < 0 || at - scheme > MAX_CHARS) {
            return Optional.empty();
        }
        String userInfo = uri.substring(scheme + 1, at);
        int password = userInfo.indexOf(':');
        String user = password < 0 ? userInfo : userInfo.substring(0, password);
        return user.isEmpty() ? Optional.empty() : unescape(user);
    }

    private static Optional<String> unescape(String escaped) {
        ByteBuffer bytes = ByteBuffer.allocate(escaped.length() * 3);
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                if (i + 2 >= escaped.length()) {
                    return Optional.empty();
                }
                int high = Character.digit(escaped.charAt(i + 1), 16);
                int low = Character.digit(escaped.charAt(i + 2), 16);
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            // strict: overlong forms and lone surrogates are refused, not replaced
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
