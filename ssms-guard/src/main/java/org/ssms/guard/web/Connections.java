package org.ssms.guard.web;

import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.ssms.guard.Source;

/**
 * The open connections of some doors: how many a source may have, and how long one may say nothing, be between two
 * requests, or be busy with one. Undertow's own limits know neither sources nor the time before the end of a TLS
 * handshake, and can be kept from running out by a byte now and then. The door of LDAP counts its own by it, too.
 * Thread-safe.
 */
public final class Connections {
    /**
     * How much there is.
     *
     * @param perSource connections of one source
     * @param total of all sources
     * @param first from the accepted connection to the first whole head of a request, handshake included
     * @param idle from the end of a request to the next whole head
     * @param busy from the whole head of a request to the end of its answer
     */
    public record Limits(int perSource, int total, Duration first, Duration idle, Duration busy) {}

    /** Both ends of a connection, which tell it from all others that are open. */
    public record Ends(InetSocketAddress peer, InetSocketAddress local) {}

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Map<Ends, Connection> connections = new HashMap<>();
    private final Shares shares;

    /**
     * None are open yet.
     *
     * @param nanoTime {@link System#nanoTime}
     */
    public Connections(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.shares = new Shares(limits.perSource(), limits.total());
    }

    /** Whether one more from this peer may stay open; if not, the caller closes it. */
    public synchronized boolean admit(Ends ends, Channel channel) {
        Source source = Source.of(ends.peer().getAddress());
        if (!shares.take(source)) {
            removeClosed();
            if (!shares.take(source)) {
                return false;
            }
        }
        Connection before = connections.put(ends, new Connection(source, channel, nanoTime.getAsLong()));
        if (before != null) {
            shares.giveBack(before.source); // closed, and its ports are in use again
        }
        return true;
    }

    /** The head of a request has arrived. {@code request} is its own until {@link #ended}. */
    public synchronized void began(Ends ends, Object request) {
        Connection connection = connections.get(ends);
        if (connection != null) {
            connection.requests.put(request, nanoTime.getAsLong());
            connection.spoke = true;
        }
    }

    public synchronized void ended(Ends ends, Object request) {
        Connection connection = connections.get(ends);
        if (connection != null) {
            connection.requests.remove(request);
            connection.streams.remove(request);
            connection.quietSince = nanoTime.getAsLong();
        }
    }

    /** The answer to this request is a stream of events: it may take its time, others on the connection may not. */
    synchronized void streams(Ends ends, Object request) {
        Connection connection = connections.get(ends);
        if (connection != null && connection.requests.remove(request) != null) {
            connection.streams.add(request);
        }
    }

    /** From now on it lives as long as its two ends like: it has become something else. */
    synchronized void release(Ends ends) {
        Connection connection = connections.get(ends);
        if (connection != null) {
            connection.released = true;
        }
    }

    /** Its time is over at once. */
    synchronized void condemn(Ends ends) {
        Connection connection = connections.get(ends);
        if (connection != null) {
            connection.condemned = true;
        }
    }

    /** Forgets what is closed and names what has to be: its time is over. To be called a few times a second. */
    public synchronized List<Channel> overdue() {
        removeClosed();
        long now = nanoTime.getAsLong();
        List<Channel> overdue = new ArrayList<>();
        for (Connection connection : connections.values()) {
            if (connection.isOverdue(limits, now)) {
                overdue.add(connection.channel);
            }
        }
        return overdue;
    }

    /** All that are open now: who closes the door closes them. */
    public synchronized List<Channel> all() {
        removeClosed();
        return connections.values().stream()
                .map(connection -> connection.channel)
                .toList();
    }

    synchronized int size() {
        return connections.size();
    }

    private void removeClosed() {
        for (Iterator<Connection> all = connections.values().iterator(); all.hasNext(); ) {
            Connection connection = all.next();
            if (!connection.channel.isOpen()) {
                all.remove();
                shares.giveBack(connection.source);
            }
        }
    }

    private static final class Connection {
        private final Source source;
        private final Channel channel;
        /** Since when each runs, the oldest first. */
        private final Map<Object, Long> requests = new LinkedHashMap<>();

        private final Set<Object> streams = new HashSet<>();

        private long quietSince;
        private boolean spoke;
        private boolean released;
        private boolean condemned;

        private Connection(Source source, Channel channel, long now) {
            this.source = source;
            this.channel = channel;
            this.quietSince = now;
        }

        private boolean isOverdue(Limits limits, long now) {
            if (condemned || released) {
                return condemned;
            }
            Iterator<Long> running = requests.values().iterator();
            if (running.hasNext()) {
                return now - running.next() > limits.busy().toNanos();
            }
            return streams.isEmpty() && now - quietSince > (spoke ? limits.idle() : limits.first()).toNanos();
        }
    }
}
