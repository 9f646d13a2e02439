package org.ssms.greeting;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A greeting that is there.
 *
 * @param until when it ends; null: never. Only {@link GreetingKind#TEMPORARY} ends
 */
public record GreetingView(
        GreetingKind kind,
        Duration length,
        Instant recordedAt,
        @Nullable Instant until) {}
