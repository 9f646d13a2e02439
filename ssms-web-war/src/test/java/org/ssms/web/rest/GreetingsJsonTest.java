package org.ssms.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.JsonbBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.GreetingView;

class GreetingsJsonTest {
    @Test
    void c30_every_kind_has_a_place_and_says_how_long_it_may_be() {
        List<GreetingView> recorded = List.of(
                new GreetingView(
                        GreetingKind.NAME, Duration.ofMillis(2125), Instant.parse("2026-11-28T12:00:00Z"), null),
                new GreetingView(
                        GreetingKind.TEMPORARY,
                        Duration.ofSeconds(12),
                        Instant.parse("2026-11-28T13:00:00Z"),
                        Instant.parse("2026-12-01T00:00:00Z")));
        assertThat(JsonbBuilder.create().toJson(GreetingsJson.of(true, recorded)))
                .isEqualTo("{\"greetings\":[{\"kind\":\"name\",\"longestSeconds\":8.0,\"recorded\":"
                        + "{\"recordedAt\":\"2026-11-28T12:00:00Z\",\"seconds\":2.125}},"
                        + "{\"kind\":\"standard\",\"longestSeconds\":60.0},"
                        + "{\"kind\":\"busy\",\"longestSeconds\":60.0},"
                        + "{\"kind\":\"not-answered\",\"longestSeconds\":60.0},"
                        + "{\"kind\":\"out-of-office\",\"longestSeconds\":60.0},"
                        + "{\"kind\":\"temporary\",\"longestSeconds\":60.0,\"recorded\":"
                        + "{\"recordedAt\":\"2026-11-28T13:00:00Z\",\"seconds\":12.0,"
                        + "\"until\":\"2026-12-01T00:00:00Z\"}}],\"locked\":true}");
    }
}
