package org.ssms.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final Deque<Duration> steps = new ArrayDeque<>();
    private FakeLicenseServer license;
    private WarmUp warmUp;

    /** Goes on by the next step each time it is looked at. */
    private final class SteppingClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T05:00:00Z");

        @Override
        public Instant instant() {
            now = now.plus(steps.isEmpty() ? Duration.ZERO : steps.remove());
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void start() throws IOException {
        license = new FakeLicenseServer();
        warmUp = new WarmUp(license.client(), new SecureRandom(), new SteppingClock());
    }

    @AfterEach
    void stop() {
        license.close();
    }

    @Test
    void it_is_over_when_a_deposit_is_quick() {
        steps.addAll(List.of(Duration.ZERO, Duration.ofSeconds(4), Duration.ZERO, Duration.ofMillis(200)));
        warmUp.attempt();
        assertThat(warmUp.isOver()).isFalse();
        warmUp.attempt();
        assertThat(warmUp.isOver()).isTrue();
        assertThat(license.agreed).hasSize(2).allMatch(request -> request.startsWith("PUT /license/v1/keys/"));
    }

    @Test
    void it_is_over_after_a_while_when_deposits_stay_slow() {
        for (int i = 0; i < 19; i++) {
            steps.addAll(List.of(Duration.ZERO, Duration.ofSeconds(1)));
            warmUp.attempt();
        }
        assertThat(warmUp.isOver()).isFalse();
        steps.addAll(List.of(Duration.ZERO, Duration.ofSeconds(1)));
        warmUp.attempt();
        assertThat(warmUp.isOver()).isTrue();
    }

    @Test
    void it_is_over_after_a_minute_without_a_license_server() {
        license.away = true;
        steps.addAll(List.of(Duration.ZERO, Duration.ofSeconds(60)));
        warmUp.attempt();
        assertThat(warmUp.isOver()).isFalse();
        steps.addAll(List.of(Duration.ZERO, Duration.ofMillis(1)));
        warmUp.attempt();
        assertThat(warmUp.isOver()).isTrue();
    }
}
