package org.ssms.license.ldap;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * All clients whose connections have not ended: nobody stays without a bind, nor longer than his session. Thread-safe;
 * a client is only ever ended from here, what it has is wiped by its own thread.
 */
final class LdapClients {
    /** From the accepted connection to a bind that succeeds, handshake included, and from the end of one to another. */
    static final Duration WITHOUT_BIND = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Set<LdapClient> clients = new HashSet<>();

    /** @param nanoTime {@link System#nanoTime} */
    LdapClients(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    synchronized void add(LdapClient client) {
        clients.add(client);
    }

    synchronized void remove(LdapClient client) {
        clients.remove(client);
        notifyAll();
    }

    private synchronized List<LdapClient> all() {
        return List.copyOf(clients);
    }

    /** To be called a few times a second. */
    void endOverdue() {
        all().stream()
                .filter(client -> client.isOver(clock.instant(), WITHOUT_BIND))
                .forEach(LdapClient::abort);
    }

    /** Ends all, and waits until each has cleaned up, or for so long. */
    void end(Duration patience) {
        all().forEach(LdapClient::abort);
        long end = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            try {
                for (long left = patience.toNanos(); !clients.isEmpty() && left > 0; left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    synchronized int size() {
        return clients.size();
    }
}
