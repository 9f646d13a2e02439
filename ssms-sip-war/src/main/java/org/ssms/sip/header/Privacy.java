package org.ssms.sip.header;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the caller wants hidden (RFC 3323 §4.2, RFC 3325 §9.3). Unknown wishes are ignored. */
public record Privacy(Set<String> wishes) {
    public static final String HEADER = "Privacy";

    /** Reads values that are separated by semicolons or, when fields are joined, by commas. */
    public static Privacy of(String value) {
        return new Privacy(Arrays.stream(value.split("[;,]"))
                .limit(HeaderText.MAX_ELEMENTS)
                .map(wish -> wish.strip().toLowerCase(Locale.ROOT))
                .filter(wish -> !wish.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether the listener may not learn who calls. Who says "none" beside something else wants something else. */
    public boolean hidesCaller() {
        return wishes.contains("id") || wishes.contains("user") || wishes.contains("header");
    }

    boolean hidesHistory() {
        return wishes.contains("history") || hidesCaller();
    }
}
