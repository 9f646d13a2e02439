package org.ssms.recording;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Completes what a crash or an absent license server left, every five seconds, and warms up the way to the license
 * server. That may live in the same application and start after us: so the first attempts, too, are a timer's.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CompletionTimer {
    private static final long WARM_UP_PAUSE_MILLIS = 300;

    @Inject
    private RecordingCompletion completion;

    @Inject
    private WarmUp warmUp;

    @Resource
    private ManagedScheduledExecutorService timers;

    private volatile @Nullable Future<?> warming;

    @PostConstruct
    void takeOver() {
        try {
            completion.takeOver();
        } catch (IOException e) {
            throw new UncheckedIOException("ssms.storage.directory cannot be read", e);
        }
        warming = timers.scheduleWithFixedDelay(
                this::warmUp, WARM_UP_PAUSE_MILLIS, WARM_UP_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void warmUp() {
        Future<?> task = warming;
        if (!warmUp.isOver()) {
            warmUp.attempt();
        } else if (task != null) {
            task.cancel(false);
        }
    }

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    void retry() {
        completion.retry();
    }
}
