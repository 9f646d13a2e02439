package org.ssms.license.ldap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends, a whole request at a time: a decoder that reads from here waits for nobody, and meets nothing
 * that is longer than {@value #LONGEST} octets or no request ({@link RequestShape}). Reads nothing beyond a request, so
 * that what comes behind StartTLS in clear is never taken for one (RFC 4511 §4.14.1). Passwords are in requests: each is
 * wiped when it was read. For one thread.
 */
final class Requests extends InputStream {
    static final int LONGEST = 16_384;

    private static final byte[] NOTHING = {};
    private static final int MESSAGE = 0x30;
    private static final int LONG_LENGTH = 0x80;

    private InputStream client;
    private byte[] request = NOTHING;
    private int at;
    private int marked;

    Requests(InputStream client) {
        this.client = client;
    }

    /**
     * What comes next comes from there.
     *
     * @throws IOException when something is left of what came before: it must not be read as if it came from there
     */
    void goOnWith(InputStream another) throws IOException {
        if (available() > 0) {
            throw new IOException("a request of LDAP has too much");
        }
        client = another;
    }

    @Override
    public int read() throws IOException {
        if (!isMore()) {
            return -1;
        }
        int octet = request[at++] & 0xff;
        wipeWhenRead();
        return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!isMore()) {
            return -1;
        }
        int count = Math.min(length, available());
        System.arraycopy(request, at, into, offset, count);
        at += count;
        wipeWhenRead();
        return count;
    }

    private void wipeWhenRead() {
        if (at == request.length) {
            wipe();
        }
    }

    /** Forgets what is left of a request. */
    void wipe() {
        Arrays.fill(request, (byte) 0);
        request = NOTHING;
        at = 0;
        marked = 0;
    }

    @Override
    public int available() {
        return request.length - at;
    }

    /** Else the SDK would put a buffer in between, which reads on. */
    @Override
    public boolean markSupported() {
        return true;
    }

    /** Within a request. */
    @Override
    public synchronized void mark(int limit) {
        marked = at;
    }

    @Override
    public synchronized void reset() {
        at = marked;
    }

    private boolean isMore() throws IOException {
        if (available() > 0) {
            return true;
        }
        byte @Nullable [] next = next();
        if (next == null) {
            return false;
        }
        request = next;
        return true;
    }

    /** Null: the client has ended the connection. */
    private byte @Nullable [] next() throws IOException {
        int tag = client.read();
        if (tag < 0) {
            return null;
        }
        int first = tag == MESSAGE ? octet() : LONG_LENGTH;
        int more = first < LONG_LENGTH ? 0 : first - LONG_LENGTH;
        if (first == LONG_LENGTH || more > Integer.BYTES) {
            throw new IOException("no request of LDAP");
        }
        byte[] head = new byte[2 + more];
        head[0] = (byte) tag;
        head[1] = (byte) first;
        long length = more == 0 ? first : 0;
        for (int i = 2; i < head.length; i++) {
            int next = octet();
            head[i] = (byte) next;
            length = (length << Byte.SIZE) | next;
        }
        if (length > LONGEST - head.length) {
            throw new IOException("a request of LDAP is too long");
        }
        byte[] whole = new byte[head.length + (int) length];
        System.arraycopy(head, 0, whole, 0, head.length);
        if (client.readNBytes(whole, head.length, (int) length) < length) {
            throw new EOFException();
        }
        byte @Nullable [] read = RequestShape.read(whole).orElse(null);
        if (read != whole) {
            Arrays.fill(whole, (byte) 0);
        }
        if (read == null) {
            throw new IOException("no request of LDAP");
        }
        return read;
    }

    private int octet() throws IOException {
        int octet = client.read();
        if (octet < 0) {
            throw new EOFException();
        }
        return octet;
    }
}
