package org.ssms.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.AccountTable;
import org.ssms.guard.login.MadeAt;

/**
 * The accounts that nobody may use now: an operator of the license server has disabled or deleted them. Whoever proves
 * something is looked up; for calls there is a list, which is read anew at most every two seconds, and only while
 * somebody asks. A subscriber without an account is none of them. Thread-safe.
 */
@Singleton
public class ShutAccounts {
    static final Duration FRESH = Duration.ofSeconds(2);
    /** Between a read that has failed and the next one, while nothing is known. */
    static final Duration AGAIN = Duration.ofSeconds(1);
    /** For whoever reads for the first time; a call that waits so long is still answered in time. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<Map<String, Boolean>> all;
    private final BiPredicate<String, MadeAt> now;
    private final LongSupplier nanos;
    private final Duration patience;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Read last;
    private volatile @Nullable Failure failed;

    /**
     * What was read, or was not.
     *
     * @param at {@link System#nanoTime} behind that
     * @param gone by name: true, deleted; false, disabled
     */
    private record Read(long at, Map<String, Boolean> gone) {}

    /** The last one before anything was read. */
    private record Failure(long at, IllegalStateException cause) {}

    @Inject
    ShutAccounts(AccountTable accounts) {
        this(accounts::shut, accounts::isShut, System::nanoTime);
    }

    /**
     * Of some table.
     *
     * @param all {@link AccountTable#shut}
     * @param now {@link AccountTable#isShut}
     * @param nanos {@link System#nanoTime}: no change of the clock stops it
     */
    public ShutAccounts(Supplier<Map<String, Boolean>> all, BiPredicate<String, MadeAt> now, LongSupplier nanos) {
        this(all, now, nanos, PATIENCE);
    }

    ShutAccounts(
            Supplier<Map<String, Boolean>> all,
            BiPredicate<String, MadeAt> now,
            LongSupplier nanos,
            Duration patience) {
        this.all = all;
        this.now = now;
        this.nanos = nanos;
        this.patience = patience;
    }

    /**
     * Whether a phone with that password may use nothing, as it is at this moment.
     *
     * @throws IllegalStateException when the accounts cannot be read
     */
    public boolean isShutNow(String name, MadeAt phonePassword) {
        return now.test(name, phonePassword);
    }

    /**
     * Whether its owner may use nothing, as it was two seconds ago; while nobody can say, as it was before.
     *
     * @throws IllegalStateException when the accounts could not be read since the start, or not yet: whoever is first
     *     reads them, and two seconds later the others wait no more
     */
    public boolean isShut(String name) {
        return read().containsKey(name);
    }

    /**
     * The same of an account that was deleted.
     *
     * @throws IllegalStateException when the accounts could not be read since the start, or not yet: whoever is first
     *     reads them, and two seconds later the others wait no more
     */
    public boolean isGone(String name) {
        return read().getOrDefault(name, false);
    }

    private Map<String, Boolean> read() {
        @Nullable Read known = last;
        if (known == null) {
            return first();
        }
        if (nanos.getAsLong() - known.at() < FRESH.toNanos() || !reading.tryLock()) {
            return known.gone(); // while somebody else reads, that of before is good enough
        }
        Map<String, Boolean> gone = known.gone();
        try {
            gone = all.get();
        } catch (IllegalStateException e) { // readiness tells that the database is away
            return gone;
        } finally {
            last = new Read(nanos.getAsLong(), gone); // from its end on: a slow database is asked no more often
            reading.unlock();
        }
        return gone;
    }

    /** As long as nothing is known there is nothing to go on with. */
    private Map<String, Boolean> first() {
        failAsBefore();
        waitForWhoReads();
        try {
            @Nullable Read known = last;
            if (known == null) {
                failAsBefore();
                known = firstRead();
                last = known;
            }
            return known.gone();
        } finally {
            reading.unlock();
        }
    }

    private Read firstRead() {
        try {
            Map<String, Boolean> gone = all.get();
            return new Read(nanos.getAsLong(), gone);
        } catch (IllegalStateException e) {
            failed = new Failure(nanos.getAsLong(), e);
            throw e;
        }
    }

    private void failAsBefore() {
        @Nullable Failure before = failed;
        if (before != null && nanos.getAsLong() - before.at() < AGAIN.toNanos()) {
            throw new IllegalStateException("the accounts could not be read a moment ago", before.cause());
        }
    }

    /** Has the lock then. */
    private void waitForWhoReads() {
        try {
            if (reading.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("the accounts are being read for the first time");
    }
}
