package org.ssms.identity.digest;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of requests that must authenticate, since the start. Thread-safe. */
public final class DigestStatistics {
    /** Failures in one minute that no number of people makes by mistyping. */
    static final int ALERT_FAILURES = 100;

    private final Clock clock;
    private final LongAdder challenged = new LongAdder();
    private final LongAdder authenticated = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder replayed = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder backedOff = new LongAdder();
    private long minute;
    private int failuresThisMinute;
    private int failuresLastMinute;

    public DigestStatistics(Clock clock) {
        this.clock = clock;
    }

    public void challenged() {
        challenged.increment();
    }

    public void authenticated() {
        authenticated.increment();
    }

    public void stale() {
        stale.increment();
    }

    public void replayed() {
        replayed.increment();
    }

    public void malformed() {
        malformed.increment();
    }

    public void backedOff() {
        backedOff.increment();
    }

    /** True for the one failure by which this minute becomes alarming. */
    public synchronized boolean failed() {
        failed.increment();
        turnMinute();
        failuresThisMinute++;
        return failuresThisMinute == ALERT_FAILURES;
    }

    /** Whether somebody is guessing: {@value #ALERT_FAILURES} failures or more in this minute or in the last. */
    public synchronized boolean alert() {
        turnMinute();
        return Math.max(failuresThisMinute, failuresLastMinute) >= ALERT_FAILURES;
    }

    private void turnMinute() {
        long now = TimeUnit.MILLISECONDS.toMinutes(clock.millis());
        if (now != minute) {
            failuresLastMinute = now == minute + 1 ? failuresThisMinute : 0;
            failuresThisMinute = 0;
            minute = now;
        }
    }

    /** Requests without usable credentials. */
    public long challengedCount() {
        return challenged.sum();
    }

    public long authenticatedCount() {
        return authenticated.sum();
    }

    /** Wrong responses, whether the user exists or not. */
    public long failedCount() {
        return failed.sum();
    }

    /** Nonces that were too old, from before the restart, or issued to another address. */
    public long staleCount() {
        return stale.sum();
    }

    /** Right responses that came a second time. */
    public long replayedCount() {
        return replayed.sum();
    }

    public long malformedCount() {
        return malformed.sum();
    }

    /** Requests that were not looked at because of failures before. */
    public long backedOffCount() {
        return backedOff.sum();
    }
}
