package org.ssms.web.mail.mime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** {@link Octets#inARow}. */
final class InARow implements Octets {
    private final List<Octets> parts;
    private final long length;

    InARow(List<Octets> parts) {
        this.parts = List.copyOf(parts);
        this.length = parts.stream().mapToLong(Octets::length).sum();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(long from, ByteBuffer out) throws IOException {
        long start = from;
        for (Octets part : parts) {
            if (start < part.length()) {
                part.read(start, out);
                return;
            }
            start -= part.length();
        }
    }
}
