package org.ssms.greeting;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an owner may say himself. */
public enum GreetingKind {
    /** His name only; the rest is said by prompts, with the reason why he does not answer. */
    NAME,
    /** Whatever the reason, unless there is one for it. */
    STANDARD,
    BUSY,
    NOT_ANSWERED,
    OUT_OF_OFFICE,
    /** Instead of all others, until it ends. */
    TEMPORARY;

    /** Shorter ones are a slip of the finger. */
    public static final Duration SHORTEST = Duration.ofMillis(300);

    private static final Duration LONGEST_NAME = Duration.ofSeconds(8);
    private static final Duration LONGEST_GREETING = Duration.ofSeconds(60);

    public Duration longest() {
        return this == NAME ? LONGEST_NAME : LONGEST_GREETING;
    }

    /** In addresses and texts: {@code not-answered}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<GreetingKind> parse(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findAny();
    }
}
