package org.ssms.sip.container.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
    private final Lines lines = new Lines();
    private final SetClock clock = new SetClock();
    private final LimitedLog log = new LimitedLog(lines, clock);

    private void warn(int times, String kind) {
        for (int i = 0; i < times; i++) {
            log.log(Level.WARNING, kind + ", which is one of a kind of lines: " + i, null);
        }
    }

    @Test
    void kind_gets_five_lines_a_minute_and_tells_how_many_were_left_out() {
        warn(100, "malformed");
        assertThat(lines.written).hasSize(5);
        clock.now = clock.now.plus(Duration.ofSeconds(61));
        warn(1, "malformed");
        assertThat(lines.written).hasSize(6);
        assertThat(lines.written.get(5)).endsWith("(95 lines like this were left out)");
    }

    @Test
    void kinds_do_not_take_from_each_other() {
        warn(100, "malformed");
        warn(3, "unreachable");
        assertThat(lines.written).hasSize(8);
    }

    @Test
    void debug_lines_are_not_limited() {
        for (int i = 0; i < 100; i++) {
            log.log(Level.DEBUG, "detail", null);
        }
        assertThat(lines.written).hasSize(100);
    }

    @Test
    void a_thousand_kinds_take_no_more_than_their_bound() {
        for (int i = 0; i < 1_000; i++) {
            log.log(Level.WARNING, i + " is the beginning of a kind of lines", null);
        }
        assertThat(lines.written).hasSizeLessThan(80);
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static final class Lines implements System.Logger {
        private final List<String> written = new ArrayList<>();

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            written.add(message);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... params) {
            written.add(format);
        }
    }
}
