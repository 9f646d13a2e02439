package org.ssms.sip.container.stack;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.config.ConnectionLimits;
import org.ssms.sip.container.log.LimitedLog;
import org.ssms.sip.container.log.Redaction;

/**
 * All connections of one stack, and what they cost: their number and their bytes, by source and in total. Whoever
 * has most of what is used up is closed, and nobody else. Every few moments {@link #endOverdue} is to be called.
 * Thread-safe.
 */
public final class OpenConnections {
    /** A source may have one part in so many of the memory. */
    private static final int SOURCES = 4;

    /**
     * A source may begin so many TLS handshakes at once, which is an office after a restart, and then 20 a second: each
     * takes a millisecond or two of the thread that reads all connections.
     */
    private static final int HANDSHAKES = 1_000;

    private static final long HANDSHAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

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
        private long paidUntil;

        Share(long now) {
            paidUntil = now;
        }

        boolean mayShakeHands(long now) {
            return paidUntil - now < HANDSHAKES * HANDSHAKE_NANOS;
        }

        void shakesHands(long now) {
            paidUntil = (paidUntil - now > 0 ? paidUntil : now) + HANDSHAKE_NANOS;
        }

        /** Nothing is known of it that a new one would not know. */
        boolean isFresh(long now) {
            return connections == 0 && bytes == 0 && paidUntil - now <= 0;
        }
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
     * Whether {@code source} may open one more now. When there are too many in all, an unused one of the source that
     * has most of them makes room, of several the oldest: for a source that has none always, for another one only if it
     * stays behind. It does not help to be many.
     *
     * @param handshake whether it begins with one that counts
     */
    boolean hasRoomFor(String source, boolean handshake) {
        ClientConnection leaving = null;
        boolean room;
        synchronized (this) {
            Share share = share(SourceAddress.key(source));
            room = share.connections < limits.maxPerSource() && (!handshake || share.mayShakeHands(now()));
            if (room && incoming >= limits.max()) {
                leaving = unusedOfWhoeverHasMoreThan(share.connections == 0 ? 0 : share.connections + 1);
                room = leaving != null;
            }
            if (!room) {
                refused++;
            } else if (handshake) {
                share.shakesHands(now());
            }
        }
        if (leaving != null) {
            close(leaving);
        }
        if (!room) {
            LOG.log(
                    Level.WARNING,
                    "A SIP connection is refused, there are too many, or of its source: " + source,
                    null);
        }
        return room;
    }

    private @Nullable ClientConnection unusedOfWhoeverHasMoreThan(int connections) {
        return open.values().stream()
                .filter(connection -> connection.isIncoming()
                        && share(connection).connections > connections
                        && connection.wire().isOpen()
                        && !connection.isUsed())
                .max(Comparator.<ClientConnection>comparingInt(connection -> share(connection).connections)
                        .thenComparingLong(connection -> now() - connection.opened()))
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
    }

    private Share share(ClientConnection connection) {
        return share(connection.source());
    }

    private Share share(String key) {
        return shares.computeIfAbsent(key, source -> new Share(now()));
    }

    /** Adds to what {@code connection} holds. */
    synchronized void change(ClientConnection connection, long more) {
        share(connection).bytes += more;
        bytes += more;
    }

    /**
     * Who must be closed for {@code asking} to keep what it holds: of the source that holds most, or of its own when
     * that has had its part, the connection that holds most; {@code asking} itself when nobody holds more. They hold
     * nothing any more but messages that are worked on.
     */
    synchronized List<ClientConnection> leavingFor(ClientConnection asking) {
        List<ClientConnection> leaving = new ArrayList<>();
        while (!leaving.contains(asking) && isOver(asking)) {
            ClientConnection next = greediest(asking);
            next.forget();
            leaving.add(next);
        }
        return leaving;
    }

    private boolean isOver(ClientConnection connection) {
        return bytes > limits.memory() || isOverItsPart(connection);
    }

    private boolean isOverItsPart(ClientConnection connection) {
        return share(connection).bytes > limits.memory() / SOURCES;
    }

    private ClientConnection greediest(ClientConnection asking) {
        boolean own = isOverItsPart(asking);
        long part = share(asking).bytes;
        return open.values().stream()
                .filter(other -> other.returnable() > 0
                        && (!own || other.source().equals(asking.source()))
                        && (share(other).bytes > part
                                || (share(other).bytes == part && other.returnable() > asking.counted())))
                .max(Comparator.<ClientConnection>comparingLong(other -> share(other).bytes)
                        .thenComparingLong(ClientConnection::returnable))
                .orElse(asking);
    }

    /** Ends the connections that kept somebody waiting for too long. */
    public void endOverdue() {
        List<ClientConnection> late = new ArrayList<>();
        synchronized (this) {
            List<Object> gone = new ArrayList<>();
            open.forEach((key, connection) -> {
                try {
                    if (!connection.wire().isOpen()) {
                        gone.add(key);
                    } else if (connection.isOverdue()) {
                        late.add(connection);
                    }
                } catch (RuntimeException e) { // of the stack: nobody else's deadline ends with it
                    LOG.log(Level.WARNING, "A SIP connection cannot be looked at and is closed", Redaction.redacted(e));
                    late.add(connection);
                }
            });
            gone.forEach(this::remove);
            ended += late.size();
            shares.values().removeIf(share -> share.isFresh(now()));
        }
        late.forEach(OpenConnections::close);
    }

    private static void close(ClientConnection connection) {
        try {
            connection.wire().close();
        } catch (RuntimeException e) { // by upstream
            LOG.log(Level.WARNING, "A SIP connection cannot be closed", Redaction.redacted(e));
        }
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
