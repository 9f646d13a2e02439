package org.ssms.sip.container.stack;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.ssms.sip.container.config.ConnectionLimits;

/**
 * What one connection holds, and since when it owes something: a first message, the rest of a message, room for what is
 * written to it, or a reason to stay open (RFC 5626 flows and calls). All of it is counted in {@link OpenConnections}.
 */
public final class ClientConnection {
    private static final long NEVER = Long.MIN_VALUE;
    private static final int MAX_USES = 10_000;

    /** Longer than a proxy lets a phone ring (Timer C, RFC 3261 §16.6). */
    private static final Duration RINGING = Duration.ofMinutes(10);

    /** 64*T1: as long as answers of a call that has ended may be repeated. */
    private static final Duration ENDING = Duration.ofSeconds(32);

    private final OpenConnections all;
    private final Wire wire;
    private final String source;
    private final boolean incoming;

    /** Why it stays open, by a hash of the Call-ID or of the address that is registered. */
    private final Map<UUID, Use> uses = new EldestForgotten();

    private final long opened;
    private boolean heard;
    private long messageBegan = NEVER;
    private long writingSince = NEVER;
    private long lastMessage;

    private boolean gone;
    private long begun;
    private long record;
    private long queued;
    private long unwritten;
    private long counted;

    /** The socket. */
    interface Wire {
        boolean isOpen();

        /** Whether bytes wait that the client does not take. */
        boolean isWriting();

        void close();
    }

    /** @param until by the clock of all connections; of no meaning for a call that is up */
    private record Use(Kind kind, long until) {
        private enum Kind {
            /** A registration, or a call that rings. */
            FOR_A_TIME,
            CALL,
            /** A call that has ended: known, so that a repeated answer does not begin it again. */
            ENDED
        }
    }

    ClientConnection(OpenConnections all, Wire wire, String source, boolean incoming) {
        this.all = all;
        this.wire = wire;
        this.source = source;
        this.incoming = incoming;
        this.opened = all.now();
        this.lastMessage = opened;
    }

    String source() {
        return source;
    }

    boolean isIncoming() {
        return incoming;
    }

    Wire wire() {
        return wire;
    }

    long opened() {
        return opened;
    }

    /** The only place where the sums change. What is gone holds nothing but messages that are still worked on. */
    private void count() {
        if (gone) {
            begun = 0;
            record = 0;
            unwritten = 0;
        }
        long now = returnable() + queued;
        all.change(this, now - counted);
        counted = now;
    }

    /** What a close gives back at once. Called with the lock of all connections held. */
    long returnable() {
        return begun + record + unwritten;
    }

    /** All that it holds. Called with the lock of all connections held. */
    long counted() {
        return counted;
    }

    /** It is closed, or about to be. */
    void forget() {
        synchronized (all) {
            gone = true;
            count();
        }
    }

    /**
     * Notes what is held after a read.
     *
     * @param bytes of a message that has begun; 0 between messages
     * @throws MalformedStreamException when there is no memory for it: the connection must be closed
     */
    public void holds(int bytes) throws MalformedStreamException {
        List<ClientConnection> leaving;
        synchronized (all) {
            boolean more = bytes > begun;
            begun = bytes;
            leaving = held(more);
        }
        close(leaving);
    }

    /**
     * Notes what TLS holds after a read, as {@link #holds} does.
     *
     * @param bytes of a record that has begun, whatever is in it; 0 between records
     */
    void holdsRecord(int bytes) throws MalformedStreamException {
        List<ClientConnection> leaving;
        synchronized (all) {
            boolean more = bytes > record;
            record = bytes;
            leaving = held(more);
        }
        close(leaving);
    }

    private List<ClientConnection> held(boolean more) {
        if (begun + record == 0) {
            messageBegan = NEVER;
        } else if (messageBegan == NEVER) {
            messageBegan = all.now();
        }
        count();
        return more ? leaving() : List.of();
    }

    /** Who must be closed so that there is memory for what this connection holds; they hold nothing any more. */
    private List<ClientConnection> leaving() {
        return gone ? List.of(this) : all.leavingFor(this);
    }

    /** To be called without the lock: sockets are closed. */
    private void close(List<ClientConnection> leaving) throws MalformedStreamException {
        leaving.stream().filter(other -> other != this).forEach(other -> other.wire.close());
        if (leaving.contains(this)) {
            throw new MalformedStreamException("the memory for unread messages is used up");
        }
    }

    /**
     * A whole message has come; what follows of the same read is another one.
     *
     * @throws MalformedStreamException when there is no memory for it: the connection must be closed
     */
    void arrived(int bytes) throws MalformedStreamException {
        List<ClientConnection> leaving;
        synchronized (all) {
            heard = true;
            lastMessage = all.now();
            messageBegan = NEVER;
            begun = 0;
            queued += bytes;
            count();
            leaving = leaving();
            if (leaving.contains(this)) {
                worked(bytes); // nobody will
            }
        }
        close(leaving);
    }

    /** A message of {@code bytes} that had {@link #arrived} was worked on. */
    void worked(int bytes) {
        synchronized (all) {
            queued = Math.max(0, queued - bytes);
            count();
        }
    }

    /**
     * Bytes are about to be written.
     *
     * @throws IOException when the client does not take what was written before; it is closed
     */
    void writes(int bytes) throws IOException {
        List<ClientConnection> leaving;
        synchronized (all) {
            boolean waiting = wire.isWriting();
            unwritten = (waiting ? unwritten : 0) + bytes;
            writingSince = waiting ? writingSince : NEVER;
            count();
            leaving = waiting ? leaving() : List.of();
        }
        leaving.forEach(connection -> connection.wire.close());
        if (leaving.contains(this)) {
            throw new IOException("a client does not take what is written to it");
        }
    }

    /**
     * Notes what a message, in whatever direction, says about why this connection stays open. Only what is sent gives a
     * reason: a client may say anything.
     */
    public void passed(SIPMessage message, boolean sent) {
        if (!(message.getHeader(CSeqHeader.NAME) instanceof CSeqHeader cseq) || message.getCallId() == null) {
            return;
        }
        UUID call = key("call", message.getCallId().getCallId());
        int status = message instanceof SIPResponse response ? response.getStatusCode() : 0;
        synchronized (all) {
            lastMessage = all.now();
            switch (cseq.getMethod()) {
                case Request.INVITE -> invited(call, status, sent);
                case Request.BYE -> uses.computeIfPresent(call, (key, use) -> until(Use.Kind.ENDED, ENDING));
                case Request.REGISTER -> registered(message, status, sent);
                default -> {}
            }
        }
    }

    private void invited(UUID call, int status, boolean sent) {
        Use known = uses.get(call);
        boolean ringing = known == null ? sent : known.kind() == Use.Kind.FOR_A_TIME;
        if (!ringing) {
            return; // one that is up stays up, whatever becomes of a re-INVITE
        }
        if (status >= Response.MULTIPLE_CHOICES) {
            uses.remove(call);
        } else if (status >= Response.OK) {
            uses.put(call, new Use(Use.Kind.CALL, NEVER));
        } else if (sent) {
            uses.put(call, until(Use.Kind.FOR_A_TIME, RINGING));
        }
    }

    /** One address of several that share the connection says nothing about the others. */
    private void registered(SIPMessage message, int status, boolean sent) {
        boolean accepted = status >= Response.OK && status < Response.MULTIPLE_CHOICES;
        if (!sent || !accepted || message.getTo() == null) {
            return;
        }
        UUID address = key("address", message.getTo().getAddress().getURI().toString());
        Duration lifetime = lifetime(message);
        if (lifetime.isZero()) {
            uses.remove(address);
        } else {
            uses.put(address, until(Use.Kind.FOR_A_TIME, lifetime));
        }
    }

    private Use until(Use.Kind kind, Duration time) {
        return new Use(kind, all.now() + time.toNanos());
    }

    /** Of 16 bytes, however long the sender makes his Call-ID. */
    private static UUID key(String kind, String id) {
        return UUID.nameUUIDFromBytes((kind + "\n" + id).getBytes(StandardCharsets.UTF_8));
    }

    /** How long the longest binding of a response to a REGISTER lasts (RFC 3261 §10.3). */
    private static Duration lifetime(SIPMessage response) {
        ExpiresHeader general = (ExpiresHeader) response.getHeader(ExpiresHeader.NAME);
        long longest = 0;
        Iterator<?> contacts = response.getHeaders(ContactHeader.NAME);
        while (contacts.hasNext()) {
            int own = ((ContactHeader) contacts.next()).getExpires();
            int given = own < 0 && general != null ? general.getExpires() : own;
            longest = Math.max(longest, given);
        }
        return Duration.ofSeconds(longest);
    }

    /** Whether it is to be ended now. Called with the lock of all connections held. */
    boolean isOverdue() {
        long now = all.now();
        writingSince = wire.isWriting() ? (writingSince == NEVER ? now : writingSince) : NEVER;
        if (writingSince == NEVER) {
            unwritten = 0;
            count();
        }
        ConnectionLimits limits = all.limits();
        if (isOver(writingSince, limits.write()) || isOver(messageBegan, limits.message())) {
            return true;
        }
        if (!incoming) {
            return false;
        }
        return heard ? !isUsed() && isOver(lastMessage, limits.idle()) : isOver(opened, limits.firstMessage());
    }

    private boolean isOver(long since, Duration limit) {
        return since != NEVER && all.now() - since >= limit.toNanos();
    }

    /** Whether somebody is registered over it or a call is up. Called with the lock of all connections held. */
    boolean isUsed() {
        long now = all.now();
        uses.values().removeIf(use -> use.kind() != Use.Kind.CALL && now - use.until() >= 0);
        return uses.values().stream().anyMatch(use -> use.kind() != Use.Kind.ENDED);
    }

    /** The oldest is forgotten when there are too many. */
    private static final class EldestForgotten extends LinkedHashMap<UUID, Use> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Use> eldest) {
            return size() > MAX_USES;
        }
    }
}
