package org.ssms.protect.key;

import java.util.regex.Pattern;

/**
 * The shared secret by which a media node proves itself to the license server: at least 128 random bits as base64url
 * text without padding. Does not print itself.
 */
public final class ServiceKey {
    /** Authentication scheme of the {@code Authorization} header. */
    public static final String SCHEME = "SSMS-Service";

    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]{22,512}");

    private final String text;

    private ServiceKey(String text) {
        this.text = text;
    }

    /**
     * Reads the text of a key file.
     *
     * @throws IllegalArgumentException when {@code text} is not a service key; the message does not repeat it
     */
    public static ServiceKey parse(String text) {
        String key = text.strip();
        if (!BASE64URL.matcher(key).matches()) {
            throw new IllegalArgumentException("a service key is 22 to 512 characters of base64url");
        }
        return new ServiceKey(key);
    }

    /** The value of the {@code Authorization} header, secret in clear. */
    public String revealAuthorization() {
        return SCHEME + " " + text;
    }

    /** What is enough to recognise this key. */
    public ServiceKeyHash hash() {
        return ServiceKeyHash.of(text);
    }

    @Override
    public String toString() {
        return "ServiceKey[redacted]";
    }
}
