package org.ssms.sip.flood;

/** A store of {@code burst} tokens that fills up again at {@code rate} per second. Not thread-safe. */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double rate;
    private final double burst;
    private double tokens;
    private long filledAt;

    TokenBucket(double rate, double burst, long nowNanos) {
        this.rate = rate;
        this.burst = burst;
        this.tokens = burst;
        this.filledAt = nowNanos;
    }

    /** Takes a token if there is one. A clock that goes back adds none. */
    boolean take(long nowNanos) {
        return take(nowNanos, 1);
    }

    /** Takes {@code count} tokens, or none when there are fewer. */
    boolean take(long nowNanos, int count) {
        tokens = Math.min(burst, tokens + Math.max(0, nowNanos - filledAt) / NANOS * rate);
        filledAt = nowNanos;
        if (tokens < count) {
            return false;
        }
        tokens -= count;
        return true;
    }
}
