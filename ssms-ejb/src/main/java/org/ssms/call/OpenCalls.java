package org.ssms.call;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The calls that are up, and those for which there is still something to do. Thread-safe. */
@Singleton
public class OpenCalls {
    private static final System.Logger LOG = System.getLogger(OpenCalls.class.getName());

    private static final long SHUTDOWN_BOUND_SECONDS = 15;

    private final Door door;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    @Inject
    OpenCalls(Door door) {
        this.door = door;
    }

    /** Keeps the call until nothing is left to do for it. */
    void add(Call call) {
        calls.add(call);
        var unused = call.finished().whenComplete((done, failure) -> calls.remove(call));
    }

    /** Calls that are up. */
    public int current() {
        return (int) calls.stream().filter(call -> !call.isOver()).count();
    }

    public int recordingsInProgress() {
        return (int) calls.stream().filter(Call::isRecording).count();
    }

    /**
     * Ends all calls with BYE and takes no more. Harmless when repeated.
     *
     * @return completes when every BYE is on its way and what the calls have recorded is in the mailboxes or, where
     *     that is not possible, safe on disk to be completed at the next start; what depends on it must not block
     */
    public CompletionStage<@Nullable Void> stop() {
        door.drain();
        calls.forEach(Call::aborted);
        CompletableFuture<?>[] finished = calls.stream()
                .map(call -> call.finished().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(finished).thenApply(all -> null);
    }

    /** As {@link #stop()}, and waits for it, for {@value #SHUTDOWN_BOUND_SECONDS} seconds at most. */
    public void shutDown() {
        try {
            stop().toCompletableFuture().get(SHUTDOWN_BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "SSMS-1005 not all calls ended in time");
        }
    }
}
