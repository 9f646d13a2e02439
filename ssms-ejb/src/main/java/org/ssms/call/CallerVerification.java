package org.ssms.call;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.Attestation;
import org.ssms.identity.PassportCheck;

/**
 * The verification of the signed identity of one caller. Goes on beside the greeting; that it fails or takes long never
 * costs the message. Not thread-safe: the call's worker asks.
 */
final class CallerVerification {
    private static final System.Logger LOG = System.getLogger(CallerVerification.class.getName());

    /** Less than the call waits for its files. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final Function<PassportCheck, Optional<Attestation>> verifier;
    private final Executor blocking;
    private CompletableFuture<Optional<Attestation>> attestation = CompletableFuture.completedFuture(Optional.empty());

    CallerVerification(Function<PassportCheck, Optional<Attestation>> verifier, Executor blocking) {
        this.verifier = verifier;
        this.blocking = blocking;
    }

    /** Nothing is verified without a PASSporT. */
    void begin(@Nullable PassportCheck passport) {
        if (passport == null) {
            return;
        }
        try {
            attestation = CompletableFuture.supplyAsync(() -> verifier.apply(passport), blocking);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "no verification, the server goes down", e);
        }
    }

    /** What was verified; waits for it, but not for long. Null when nothing was. */
    @Nullable
    Attestation await() {
        try {
            return attestation.get(BOUND.toMillis(), TimeUnit.MILLISECONDS).orElse(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "SSMS-1007 a signed identity was not verified", e);
        }
        return null;
    }
}
