package org.ssms.sip.container.stack;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPResponse;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * What one connection holds, and since when it owes something: a first message, the rest of a message, room for what is
 * written to it, or a reason to stay open (RFC 5626 flows and calls). All of it is counted in {@link OpenConnections}.
 */
public final class ClientConnection {
    private static final long NEVER = Long.MIN_VALUE;
    private static final int MAX_CALLS = 10_000;

    private final OpenConnections all;
    private final Wire wire;
    private final String source;
    private final boolean incoming;
    /** Call-IDs, and whether the call was answered. */
    private final Map<String, Boolean> calls = new EldestForgotten();

    private final long opened;
    private boolean heard;
    private long messageBegan = NEVER;
    private long writingSince = NEVER;
    private long lastMessage;
    private long registeredUntil = NEVER;
    private long held;
    private long queued;
    private long unwritten;

    /** The socket. */
    interface Wire {
        boolean isOpen();

        /** Whether bytes wait that the client does not take. */
        boolean isWriting();

        void close();
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

    /**
     * Notes what is held after a read.
     *
     * @param bytes of a message that has begun; 0 between messages
     * @throws MalformedStreamException when there is no memory for it: the connection must be closed
     */
    public void holds(int bytes) throws MalformedStreamException {
        synchronized (all) {
            long before = held;
            held = bytes;
            all.change(this, bytes - before);
            if (bytes == 0) {
                messageBegan = NEVER;
            } else if (messageBegan == NEVER) {
                messageBegan = all.now();
            }
            if (bytes > before && all.isOver(this)) {
                throw new MalformedStreamException("the memory for unread messages is used up");
            }
        }
    }

    /** A whole message has come; what follows of the same read is another one. */
    void arrived(int bytes) throws MalformedStreamException {
        synchronized (all) {
            heard = true;
            lastMessage = all.now();
            messageBegan = NEVER;
            queued += bytes;
            all.change(this, bytes);
            if (all.isOver(this)) {
                throw new MalformedStreamException("the memory for unread messages is used up");
            }
        }
    }

    /** A message of {@code bytes} that had {@link #arrived} was worked on. */
    void worked(int bytes) {
        synchronized (all) {
            long left = Math.max(0, queued - bytes);
            all.change(this, left - queued);
            queued = left;
        }
    }

    /**
     * Bytes are about to be written.
     *
     * @throws IOException when the client does not take what was written before; it is closed
     */
    void writes(int bytes) throws IOException {
        boolean over;
        synchronized (all) {
            long before = unwritten;
            boolean waiting = wire.isWriting();
            unwritten = (waiting ? before : 0) + bytes;
            writingSince = waiting ? writingSince : NEVER;
            all.change(this, unwritten - before);
            over = waiting && all.isOver(this);
        }
        if (over) {
            wire.close();
            throw new IOException("a client does not take what is written to it");
        }
    }

    /** Notes what a message, in whatever direction, says about why this connection stays open. */
    public void passed(SIPMessage message, boolean sent) {
        if (!(message.getHeader(CSeqHeader.NAME) instanceof CSeqHeader cseq) || message.getCallId() == null) {
            return;
        }
        String call = message.getCallId().getCallId();
        int status = message instanceof SIPResponse response ? response.getStatusCode() : 0;
        synchronized (all) {
            lastMessage = all.now();
            if (cseq.getMethod().equals(Request.BYE)) {
                calls.remove(call);
            } else if (cseq.getMethod().equals(Request.INVITE) && status >= Response.MULTIPLE_CHOICES) {
                calls.remove(call, false); // one that is up stays up
            } else if (cseq.getMethod().equals(Request.INVITE) && status > 0) {
                calls.merge(call, status >= Response.OK, Boolean::logicalOr);
            } else if (cseq.getMethod().equals(Request.REGISTER) && sent && status >= Response.OK) {
                registeredUntil = all.now() + TimeUnit.SECONDS.toNanos(lifetime(message));
            }
        }
    }

    /** Seconds that the longest binding of a response to a REGISTER lasts (RFC 3261 §10.3). */
    private static long lifetime(SIPMessage response) {
        ExpiresHeader general = (ExpiresHeader) response.getHeader(ExpiresHeader.NAME);
        long longest = 0;
        Iterator<?> contacts = response.getHeaders(ContactHeader.NAME);
        while (contacts.hasNext()) {
            int own = ((ContactHeader) contacts.next()).getExpires();
            int given = own < 0 && general != null ? general.getExpires() : own;
            longest = Math.max(longest, given);
        }
        return longest;
    }

    /** Why it is to be ended now; null when it is not. Called with the lock of all connections held. */
    @Nullable
    String overdue() {
        long now = all.now();
        writingSince = wire.isWriting() ? (writingSince == NEVER ? now : writingSince) : NEVER;
        if (writingSince == NEVER) {
            all.change(this, -unwritten);
            unwritten = 0;
        }
        if (writingSince != NEVER && now - writingSince >= all.limits().write().toNanos()) {
            return "takes nothing";
        }
        if (messageBegan != NEVER
                && now - messageBegan >= all.limits().message().toNanos()) {
            return "does not end its message";
        }
        if (!incoming) {
            return null;
        }
        if (!heard) {
            return now - opened >= all.limits().firstMessage().toNanos() ? "has said nothing" : null;
        }
        return !isUsed() && now - lastMessage >= all.limits().idle().toNanos() ? "is not used" : null;
    }

    /** Whether somebody is registered over it or a call is up. Called with the lock of all connections held. */
    boolean isUsed() {
        return !calls.isEmpty() || (registeredUntil != NEVER && all.now() - registeredUntil < 0);
    }

    /** It is closed: only messages that are still worked on count for it. */
    void forget() {
        all.change(this, -held - unwritten);
        held = 0;
        unwritten = 0;
    }

    /** The oldest is forgotten when there are too many. */
    private static final class EldestForgotten extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_CALLS;
        }
    }
}
