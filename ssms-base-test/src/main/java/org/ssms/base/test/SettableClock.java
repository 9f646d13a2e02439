package org.ssms.base.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. For one thread. */
public final class SettableClock extends Clock {
    private Instant now;

    public SettableClock() {
        this(Instant.parse("2026-11-23T12:00:00.250Z"));
    }

    public SettableClock(Instant start) {
        now = start;
    }

    /** Goes on by a time; a negative one sets it back. */
    public void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
