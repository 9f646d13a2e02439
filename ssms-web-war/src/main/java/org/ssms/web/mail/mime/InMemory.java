package org.ssms.web.mail.mime;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** {@link Octets#of}. */
final class InMemory implements Octets {
    private final byte[] octets;

    InMemory(byte[] octets) {
        this.octets = octets;
    }

    @Override
    public long length() {
        return octets.length;
    }

    @Override
    public void read(long from, ByteBuffer out) {
        int start = (int) from;
        out.put(octets, start, Math.min(octets.length - start, out.remaining()));
    }

    @Override
    public byte[] toArray() {
        return Arrays.copyOf(octets, octets.length);
    }
}
