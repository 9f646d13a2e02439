package org.ssms.media.sdp;

import org.jspecify.annotations.Nullable;

/** An {@code a=} line, RFC 8866 §5.13; a property attribute has no value. */
public record Attribute(String name, @Nullable String value) {

    static Attribute property(String name) {
        return new Attribute(name, null);
    }
}
