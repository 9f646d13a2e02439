package org.ssms.sip.container.stack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into SIP messages by their Content-Length (RFC 3261 §18.3) and finds keep-alives between them
 * (RFC 5626 §3.5.1). What is held grows with the bytes that came, whatever length is announced. Not safe for concurrent
 * use; of no use after it has thrown.
 */
final class MessageFramer {
    private final int limit;
    private final Sink sink;
    private ByteArrayOutputStream line = new ByteArrayOutputStream();
    private ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean emptyLineBefore;
    private @Nullable Head waiting;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int bodyLength;

    /** Gets what was found, in order, on the thread that adds the bytes. */
    interface Sink {
        /** A whole message; the body belongs to the receiver. */
        void message(Head head, byte[] body) throws MalformedStreamException;

        /** Two empty lines: the peer wants one back. */
        void ping();

        /** A single empty line: the answer to our ping, or harmless. */
        void pong();
    }

    /**
     * Request or status line and headers.
     *
     * @param text bytes as ISO-8859-1 characters, with the empty line that ends them
     */
    record Head(String text, String callId) {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** @param limit largest body in bytes, and largest head when that is less than {@link HeadLimits#MAX_BYTES} */
    MessageFramer(int limit, Sink sink) {
        this.limit = limit;
        this.sink = sink;
    }

    /** Takes the next bytes of the stream; they are copied. */
    void add(byte[] bytes) throws MalformedStreamException {
        int at = 0;
        while (at < bytes.length) {
            if (waiting == null) {
                addToHead(bytes[at]);
                at++;
            } else {
                at += addToBody(bytes, at);
            }
        }
    }

    private void addToHead(byte next) throws MalformedStreamException {
        line.write(next);
        int maxHead = Math.min(limit, HeadLimits.MAX_BYTES);
        if (head.size() + line.size() > maxHead) {
            throw new MalformedStreamException("the head of a message is longer than " + maxHead + " bytes");
        }
        if (next == '\n') {
            boolean empty = line.size() == 1 || (line.size() == 2 && line.toByteArray()[0] == '\r');
            if (head.size() == 0 && empty) {
                keepAlive();
            } else {
                emptyLineBefore = false;
                head.writeBytes(line.toByteArray());
            }
            line = new ByteArrayOutputStream();
            if (head.size() > 0 && empty) {
                endOfHead();
            }
        }
    }

    private void keepAlive() {
        if (emptyLineBefore) {
            sink.ping();
        } else {
            sink.pong();
        }
        emptyLineBefore = !emptyLineBefore;
    }

    private void endOfHead() throws MalformedStreamException {
        String text = head.toString(StandardCharsets.ISO_8859_1);
        List<String> headers = headers(text);
        List<String> callIds = values(headers, "call-id", "i");
        List<String> lengths = values(headers, "content-length", "l");
        if (callIds.isEmpty() || callIds.get(0).isEmpty()) {
            throw new MalformedStreamException("a message has no Call-ID");
        }
        if (lengths.stream().distinct().count() > 1) {
            throw new MalformedStreamException("a message has two lengths");
        }
        bodyLength = lengths.isEmpty() ? 0 : length(lengths.get(0));
        waiting = new Head(text, callIds.get(0));
        head = new ByteArrayOutputStream();
        deliverWhenComplete();
    }

    private int length(String text) throws MalformedStreamException {
        if (!text.matches("\\d{1,9}")) {
            throw new MalformedStreamException("a Content-Length is no number");
        }
        int length = Integer.parseInt(text);
        if (length > limit) {
            throw new MalformedStreamException("the body of a message is longer than " + limit + " bytes");
        }
        return length;
    }

    private int addToBody(byte[] bytes, int from) throws MalformedStreamException {
        int count = Math.min(bodyLength - body.size(), bytes.length - from);
        body.write(bytes, from, count);
        deliverWhenComplete();
        return count;
    }

    private void deliverWhenComplete() throws MalformedStreamException {
        Head complete = waiting;
        if (complete != null && body.size() == bodyLength) {
            waiting = null;
            byte[] whole = body.toByteArray();
            body = new ByteArrayOutputStream(); // nothing large is kept for the next message
            sink.message(complete, whole);
        }
    }

    /** Bytes of a message that has begun and is not there as a whole; 0 between messages. */
    int held() {
        Head begun = waiting;
        return begun == null ? head.size() + line.size() : begun.text().length() + body.size();
    }

    /** Header lines, folded ones joined. */
    private static List<String> headers(String text) {
        List<String> headers = new ArrayList<>();
        for (String next : text.lines().toList()) {
            boolean folded = next.startsWith(" ") || next.startsWith("\t");
            if (folded && !headers.isEmpty()) {
                headers.add(headers.remove(headers.size() - 1) + next);
            } else {
                headers.add(next);
            }
        }
        return headers;
    }

    private static List<String> values(List<String> headers, String name, String compactName) {
        List<String> values = new ArrayList<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            String found = header.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
            if (found.equals(name) || found.equals(compactName)) {
                values.add(header.substring(colon + 1).strip());
            }
        }
        return values;
    }
}
