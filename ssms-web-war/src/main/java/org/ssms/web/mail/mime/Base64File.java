package org.ssms.web.mail.mime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A file as base64 (RFC 2045 §6.8): lines of 76 characters and CRLF, the last one too. As each but the last stands for
 * as many octets, any position is found without reading what is before it. The file is open only while it is read.
 */
final class Base64File implements Octets {
    /** Octets of the file in a line. */
    private static final int RAW = 57;

    private static final int LINE = 78;
    /** Lines that are read at once: 29 KB of the file. */
    private static final int BLOCK = 512;

    private static final byte[] CRLF = {'\r', '\n'};

    private final Path file;
    private final long size;

    /** @param size octets of the file, which it has for ever */
    Base64File(Path file, long size) {
        this.file = file;
        this.size = size;
    }

    @Override
    public long length() {
        long rest = size % RAW;
        return size / RAW * LINE + (rest == 0 ? 0 : (rest + 2) / 3 * 4 + CRLF.length);
    }

    long lines() {
        return (size + RAW - 1) / RAW;
    }

    /** How long so many lines are. */
    long lengthOf(long lines) {
        return lines >= lines() ? length() : lines * LINE;
    }

    @Override
    public void read(long from, ByteBuffer out) throws IOException {
        long line = from / LINE;
        int skip = (int) (from % LINE);
        int lines = Math.min(BLOCK, (skip + out.remaining() + LINE - 1) / LINE);
        ByteBuffer raw = ByteBuffer.allocate((int) Math.min((long) lines * RAW, size - line * RAW));
        readFile(line * RAW, raw);
        byte[] encoded = Base64.getMimeEncoder(LINE - CRLF.length, CRLF).encode(raw.array());
        ByteBuffer text = ByteBuffer.allocate(encoded.length + CRLF.length)
                .put(encoded)
                .put(CRLF)
                .flip();
        text.position(Math.min(skip, text.limit()));
        out.put(text.limit(Math.min(text.limit(), text.position() + out.remaining())));
    }

    private void readFile(long from, ByteBuffer raw) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            while (raw.hasRemaining()) {
                if (channel.read(raw, from + raw.position()) < 0) {
                    throw new IOException("a protected file is shorter than it was: " + file.getFileName());
                }
            }
        }
    }
}
