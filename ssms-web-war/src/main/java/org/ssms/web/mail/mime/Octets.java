package org.ssms.web.mail.mime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Octets that never change and are read from anywhere, of which no more is in memory than is asked for. Nothing is open
 * between two reads. Thread-safe.
 */
public interface Octets {
    /** How many there are. */
    long length();

    /**
     * Puts octets into {@code out}, from a position on: as many as fit, or fewer, but one at least where there are any.
     *
     * @throws IOException when they cannot be had, or are fewer than {@link #length} said
     */
    void read(long from, ByteBuffer out) throws IOException;

    /** Some in memory, which nobody changes any more. */
    static Octets of(byte[] octets) {
        return new InMemory(octets);
    }

    /** One after the other. */
    static Octets inARow(List<Octets> parts) {
        return new InARow(parts);
    }

    /** The same from a position on; of a part that reaches beyond the end, what there is of it. */
    default Octets slice(long from, long length) {
        long first = Math.min(Math.max(0, from), length());
        return new Slice(this, first, Math.max(0, Math.min(length, length() - first)));
    }

    /** All of them at once: for short ones. */
    default byte[] toArray() throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(length()));
        while (all.hasRemaining()) {
            read(all.position(), all);
        }
        return all.array();
    }
}
