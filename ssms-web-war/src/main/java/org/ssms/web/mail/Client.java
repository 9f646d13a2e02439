package org.ssms.web.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ssms.web.mail.mime.Octets;

/**
 * Who is talked to: what a conversation says to him, and what is to become of his connection. What is said is sent
 * later, as he reads, and is made no sooner than that. For one thread at a time.
 */
public final class Client {
    private final InetAddress address;
    private final Predicate<String> admission;
    private ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final Deque<Iterator<Octets>> unsent = new ArrayDeque<>();
    private @Nullable Octets sending;
    private long sent;
    private boolean isSecured;
    private boolean wantsTls;
    private boolean isOver;

    /**
     * A new one.
     *
     * @param isSecured whether all is encrypted already
     * @param admission whether somebody who has proved to be the owner of that mailbox may stay
     */
    public Client(InetAddress address, boolean isSecured, Predicate<String> admission) {
        this.address = address;
        this.isSecured = isSecured;
        this.admission = admission;
    }

    public InetAddress address() {
        return address;
    }

    public boolean isSecured() {
        return isSecured;
    }

    /** Whether one more may be logged in to that mailbox. Then he is counted there. */
    boolean isAdmitted(String owner) {
        return admission.test(owner);
    }

    /** Says a line; its end is added. */
    public void say(String line) {
        begin(line + "\r\n");
    }

    /** Says text that ends no line. */
    public void begin(String text) {
        lines.writeBytes(text.getBytes(UTF_8));
    }

    public void send(Octets octets) {
        sendEach(List.of(octets).iterator());
    }

    /** Sends one after the other, each made when the one before is sent. */
    public void sendEach(Iterator<Octets> some) {
        flushLines();
        unsent.add(some);
    }

    private void flushLines() {
        if (lines.size() > 0) {
            unsent.add(List.of(Octets.of(lines.toByteArray())).iterator());
            lines = new ByteArrayOutputStream(); // a long answer takes no room behind its end
        }
    }

    /** All that follows what was said is to be encrypted. */
    public void beginTls() {
        wantsTls = true;
    }

    /** What was said are the last words. */
    public void end() {
        isOver = true;
    }

    public boolean isOver() {
        return isOver;
    }

    boolean wantsTls() {
        return wantsTls;
    }

    void secured() {
        wantsTls = false;
        isSecured = true;
    }

    /**
     * Whether there is something to send.
     *
     * @throws IOException it cannot be had
     */
    boolean hasUnsent() throws IOException {
        flushLines();
        while (sending == null || sent == sending.length()) {
            sending = null;
            sent = 0;
            while (!unsent.isEmpty() && !unsent.getFirst().hasNext()) {
                unsent.removeFirst();
            }
            if (unsent.isEmpty()) {
                return false;
            }
            sending = unsent.getFirst().next();
        }
        return true;
    }

    /** Puts what is to be sent next, as much as there is and fits. */
    void fill(ByteBuffer out) throws IOException {
        while (out.hasRemaining() && hasUnsent()) {
            Octets next = sending;
            if (next != null) {
                int before = out.position();
                next.read(sent, out);
                sent += out.position() - before;
            }
        }
    }

    /** Forgets what was not sent. */
    void clear() {
        lines.reset();
        unsent.clear();
        sending = null;
    }
}
