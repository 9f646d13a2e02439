package org.ssms.license.ldap;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.ssms.guard.Source;
import org.ssms.guard.web.Shares;

/**
 * How many may ask the license server at once: a few of each source, who asks for more is refused; and of all fewer than
 * it takes to keep HTTP waiting for beans and the database, who waits for his turn. Those who have not bound have a
 * smaller part of that, so that they cannot keep those waiting who have. Thread-safe.
 */
final class LdapWorkers {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Shares shares;
    private final Semaphore turns;
    private final Semaphore unbound;
    private volatile boolean isClosed;

    /**
     * How many there are.
     *
     * @param waiting of all, those at work included
     * @param unbound of those at work, who have not bound
     */
    LdapWorkers(int perSource, int waiting, int atWork, int unbound) {
        this.shares = new Shares(perSource, waiting);
        this.turns = new Semaphore(atWork, true);
        this.unbound = new Semaphore(unbound, true);
    }

    /** Whether this source may work now. Then it gives that back. */
    boolean take(Source source, boolean isBound) {
        if (isClosed || !shares.take(source)) {
            return false;
        }
        boolean taken = false;
        try {
            taken = awaitTurn(isBound);
            if (taken && isClosed) {
                release(isBound);
                taken = false;
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            if (!taken) {
                shares.giveBack(source);
            }
        }
    }

    private boolean awaitTurn(boolean isBound) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        if (!isBound && !unbound.tryAcquire(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            return false;
        }
        boolean taken = false;
        try {
            taken = turns.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return taken;
        } finally {
            if (!taken && !isBound) {
                unbound.release();
            }
        }
    }

    private void release(boolean isBound) {
        turns.release();
        if (!isBound) {
            unbound.release();
        }
    }

    /** @param isBound as he was when he took it */
    void giveBack(Source source, boolean isBound) {
        release(isBound);
        shares.giveBack(source);
    }

    /** Nobody works any more but who does already. */
    void close() {
        isClosed = true;
    }
}
