package org.ssms.web.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.GreetingView;

/**
 * What an owner says himself to callers, on the wire.
 *
 * @param locked whether the operator does not let him change it
 * @param greetings one for each kind
 */
@Schema(name = "Greetings")
public record GreetingsJson(boolean locked, List<Kind> greetings) {
    private static final double MILLIS = 1000;

    /**
     * One kind of greeting.
     *
     * @param recorded absent: there is none
     */
    @Schema(name = "GreetingKind")
    public record Kind(
            @Schema(enumeration = {"name", "standard", "busy", "not-answered", "out-of-office", "temporary"})
            String kind,

            @Schema(example = "60") double longestSeconds,

            @Schema(nullable = true) @Nullable Recorded recorded) {}

    /**
     * A greeting that is there.
     *
     * @param until absent: it does not end
     */
    @Schema(name = "Greeting")
    public record Recorded(
            @Schema(example = "4.2") double seconds,
            Instant recordedAt,
            @Schema(nullable = true) @Nullable Instant until) {}

    static GreetingsJson of(boolean locked, List<GreetingView> recorded) {
        Map<GreetingKind, GreetingView> byKind =
                recorded.stream().collect(Collectors.toMap(GreetingView::kind, Function.identity()));
        return new GreetingsJson(
                locked,
                Arrays.stream(GreetingKind.values())
                        .map(kind -> new Kind(kind.label(), seconds(kind.longest()), of(byKind.get(kind))))
                        .toList());
    }

    private static @Nullable Recorded of(@Nullable GreetingView view) {
        return view == null ? null : new Recorded(seconds(view.length()), view.recordedAt(), view.until());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }
}
