package org.ssms.call;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What workers do for one call, one piece after the other, whatever becomes of the one before. Not thread-safe. */
final class CallWork {
    private static final System.Logger LOG = System.getLogger(CallWork.class.getName());

    private final Executor workers;
    private final String subject;
    private CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);

    /** @param subject what it is for, in the log */
    CallWork(Executor workers, String subject) {
        this.workers = workers;
        this.subject = subject;
    }

    void add(Runnable task) {
        last = last.thenRunAsync(task, workers).exceptionally(failure -> {
            if (failure.getCause() instanceof RejectedExecutionException) {
                LOG.log(INFO, "SSMS-1003 {0} is left to the next start, the server goes down", subject);
            } else {
                LOG.log(ERROR, "SSMS-1004 work for " + subject + " failed", failure);
            }
            return null;
        });
    }

    /** As {@link #add}, but not before {@code condition} is complete, no matter how. */
    void addAfter(CompletionStage<?> condition, Runnable task) {
        await(condition);
        add(task);
    }

    /** What is added later is done when {@code condition} is complete, no matter how. */
    void await(CompletionStage<?> condition) {
        last = last.thenCombine(condition.handle((done, failure) -> null), (before, then) -> null);
    }

    /** Completes when all is done that there was to do up to now. */
    CompletableFuture<@Nullable Void> done() {
        return last;
    }
}
