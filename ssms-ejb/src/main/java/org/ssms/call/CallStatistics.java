package org.ssms.call;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what INVITEs are answered, since the start. Thread-safe. */
@Singleton
public class CallStatistics {
    private final LongAdder answered = new LongAdder();
    private final Map<Refusal, Long> refused = new ConcurrentHashMap<>();

    void countAnswered() {
        answered.increment();
    }

    void countRefused(Refusal reason) {
        refused.merge(reason, 1L, Long::sum);
    }

    public long answered() {
        return answered.sum();
    }

    public long refused(Refusal reason) {
        return refused.getOrDefault(reason, 0L);
    }
}
