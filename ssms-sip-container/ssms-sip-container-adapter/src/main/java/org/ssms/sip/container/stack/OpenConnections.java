package org.ssms.sip.container.stack;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.config.ConnectionLimits;
import org.ssms.sip.container.log.LimitedLog;

/**
 * All connections of one stack, and what they cost: their number and their bytes, by source and in total. Whoever
 * wants more than its share is closed, and nobody else. Every few moments {@link #endOverdue} is to be called.
 * Thread-safe.
 */
public final class OpenConnections {
    /** A source may have one part in so many of the memory. */
    private static final int SOURCES = 4;

    private static final LimitedLog LOG = new LimitedLog(System.getLogger(OpenConnections.class.getName()));

    private final ConnectionLimits limits;
    private final LongSupplier nanos;
    private final IdentityHashMap<Object, ClientConnection> open = new IdentityHashMap<>();
    private final Map<String, Share> shares = new HashMap<>();
    private int incoming;
    private long bytes;
    private long refused;
    private long ended;

    private static final class Share {
        private int connections;
        private long bytes;
    }

    /** @param nanos as {@link System#nanoTime} */
    public OpenConnections(ConnectionLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    ConnectionLimits limits() {
        return limits;
    }

    long now() {
        return nanos.getAsLong();
    }

    /**
     * Whether {@code source} may open one more. When there are too many in all, an unused one of the source that has
     * most of them makes room, unless that is {@code source} itself: it does not help to be many.
     */
    boolean hasRoomFor(String source) {
        ClientConnection leaving = null;
        boolean room;
        synchronized (this) {
            Share share = shares.get(SourceAddress.key(source));
            int own = share == null ? 0 : share.connections;
            room = own < limits.maxPerSource();
            if (room && incoming >= limits.max()) {
                leaving = unusedOfWhoeverHasMoreThan(own + 1);
                room = leaving != null;
            }
            refused += room ? 0 : 1;
        }
        if (leaving != null) {
            leaving.wire().close();
        }
        if (!room) {
            LOG.log(
                    Level.WARNING,
                    "A SIP connection is refused, there are too many, or of its source: " + source,
                    null);
        }
        return room;
    }

    private @Nullable ClientConnection unusedOfWhoeverHasMoreThan(int own) {
        return open.values().stream()
                .filter(connection ->
                        connection.isIncoming() && share(connection).connections > own && !connection.isUsed())
                .max(Comparator.comparingInt(connection -> share(connection).connections))
                .orElse(null);
    }

    /**
     * Counts a connection from now on.
     *
     * @param key whose identity stands for it
     * @param address numeric, of the peer
     * @param clients whether the peer opened it
     */
    synchronized ClientConnection add(Object key, ClientConnection.Wire wire, String address, boolean clients) {
        ClientConnection connection = new ClientConnection(this, wire, SourceAddress.key(address), clients);
        ClientConnection before = open.put(key, connection);
        if (before != null) {
            uncount(before);
        }
        share(connection).connections++;
        incoming += clients ? 1 : 0;
        return connection;
    }

    /** Null when it was not added or is removed. */
    synchronized @Nullable ClientConnection get(Object key) {
        return open.get(key);
    }

    synchronized void remove(Object key) {
        ClientConnection gone = open.remove(key);
        if (gone != null) {
            uncount(gone);
        }
    }

    private void uncount(ClientConnection gone) {
        gone.forget();
        share(gone).connections--;
        incoming -= gone.isIncoming() ? 1 : 0;
        change(gone, 0);
    }

    private Share share(ClientConnection connection) {
        return shares.computeIfAbsent(connection.source(), source -> new Share());
    }

    /** Adds to what {@code connection} holds. */
    synchronized void change(ClientConnection connection, long more) {
        Share share = share(connection);
        share.bytes += more;
        bytes += more;
        if (share.connections == 0 && share.bytes == 0) {
            shares.remove(connection.source());
        }
    }

    /** Whether the memory, or that of its source, is used up. */
    synchronized boolean isOver(ClientConnection connection) {
        Share share = shares.get(connection.source());
        return bytes > limits.memory() || (share != null && share.bytes > limits.memory() / SOURCES);
    }

    /** Ends the connections that kept somebody waiting for too long. */
    public void endOverdue() {
        List<ClientConnection> late = new ArrayList<>();
        synchronized (this) {
            List<Object> gone = new ArrayList<>();
            open.forEach((key, connection) -> {
                if (!connection.wire().isOpen()) {
                    gone.add(key);
                } else if (connection.overdue() != null) {
                    late.add(connection);
                }
            });
            gone.forEach(this::remove);
            ended += late.size();
        }
        late.forEach(connection -> connection.wire().close());
    }

    /** Connections now. */
    public synchronized int size() {
        return open.size();
    }

    /** Bytes that they hold now. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Since the start, for there were too many. */
    public synchronized long refused() {
        return refused;
    }

    /** Since the start, by a deadline. */
    public synchronized long ended() {
        return ended;
    }
}
