package org.ssms.media.sdp;

import org.jspecify.annotations.Nullable;

/**
 * An {@code a=} line, RFC 8866 §5.13; a property attribute has no value. Does not print the key of an {@code a=crypto}.
 */
public record Attribute(String name, @Nullable String value) {

    static Attribute property(String name) {
        return new Attribute(name, null);
    }

    @Override
    public String toString() {
        boolean secret = name.strip().equalsIgnoreCase(CryptoAttribute.NAME);
        return "a=" + name + (value == null ? "" : ":" + (secret ? "redacted" : value));
    }
}
