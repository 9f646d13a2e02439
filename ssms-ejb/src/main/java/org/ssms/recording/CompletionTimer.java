package org.ssms.recording;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Completes what a crash or an absent license server left, every five seconds. The license server may live in the same
 * application and start after us: so the first attempt, too, is the timer's.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CompletionTimer {
    @Inject
    private RecordingCompletion completion;

    @PostConstruct
    void takeOver() {
        try {
            completion.takeOver();
        } catch (IOException e) {
            throw new UncheckedIOException("ssms.storage.directory cannot be read", e);
        }
    }

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    void retry() {
        completion.retry();
    }
}
