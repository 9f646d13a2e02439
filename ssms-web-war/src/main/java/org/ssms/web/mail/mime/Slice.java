package org.ssms.web.mail.mime;

import java.io.IOException;
import java.nio.ByteBuffer;

/** {@link Octets#slice}. */
final class Slice implements Octets {
    private final Octets whole;
    private final long first;
    private final long length;

    Slice(Octets whole, long first, long length) {
        this.whole = whole;
        this.first = first;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(long from, ByteBuffer out) throws IOException {
        int room = (int) Math.min(out.remaining(), length - from);
        ByteBuffer part = out.duplicate().limit(out.position() + room);
        whole.read(first + from, part);
        out.position(part.position());
    }
}
