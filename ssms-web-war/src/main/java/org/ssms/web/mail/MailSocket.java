package org.ssms.web.mail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A socket that waits for nothing, in clear or by TLS. Between two uses it keeps what is left of a record, and what the
 * other end has not taken. For one thread at a time.
 */
final class MailSocket {
    private static final byte[] NONE = {};
    /** A handshake takes about twenty; whoever says nothing in so many says nothing ever. */
    private static final int STEPS = 200;

    private final SocketChannel channel;
    private @Nullable SSLEngine tls;
    private boolean isShaking;
    /** Of a record that is not whole yet. */
    private byte[] undecoded = NONE;

    private ByteBuffer unsent = ByteBuffer.wrap(NONE);

    MailSocket(SocketChannel channel) {
        this.channel = channel;
    }

    /** All that is read and written from now on is TLS. */
    void beginTls(SSLEngine engine) throws SSLException {
        tls = engine;
        isShaking = true;
        engine.beginHandshake();
    }

    boolean isShaking() {
        return isShaking;
    }

    /** Whether the other end has taken all. */
    boolean flush() throws IOException {
        while (unsent.hasRemaining() && channel.write(unsent) > 0) {
            // goes on
        }
        if (!unsent.hasRemaining()) {
            unsent = ByteBuffer.wrap(NONE);
        }
        return !unsent.hasRemaining();
    }

    /**
     * Whether the other end has something to take. Tries nothing: what TLS wanted to say, and could not, is to be
     * waited for, though there may be room a moment later.
     */
    boolean hasUnsent() {
        return unsent.hasRemaining();
    }

    /**
     * Reads into {@link Buffers#said}, which then has what was said.
     *
     * @return octets; 0: none are there now; -1: none will come
     */
    int read(Buffers buffers) throws IOException {
        buffers.said.clear();
        int read = tls == null ? channel.read(buffers.said) : unwrapped(tls, buffers);
        buffers.said.flip();
        return read;
    }

    private int unwrapped(SSLEngine engine, Buffers buffers) throws IOException {
        ByteBuffer received = buffers.received.clear().put(undecoded);
        undecoded = NONE;
        for (int step = 0; step < STEPS; step++) {
            HandshakeStatus handshake = engine.getHandshakeStatus();
            if (handshake == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (handshake == HandshakeStatus.NEED_WRAP) {
                if (!flush()) {
                    return keep(buffers, 0);
                }
                wrap(engine, ByteBuffer.wrap(NONE), buffers);
            } else {
                SSLEngineResult result = engine.unwrap(received.flip(), buffers.said);
                received.compact();
                noteHandshake(engine, result);
                if (result.getStatus() == Status.CLOSED) {
                    return keep(buffers, -1);
                }
                if (result.bytesProduced() > 0) {
                    return keep(buffers, result.bytesProduced());
                }
                if (result.getStatus() == Status.BUFFER_OVERFLOW
                        || (result.getStatus() == Status.BUFFER_UNDERFLOW && !received.hasRemaining())) {
                    throw new SSLException("a record is too long");
                }
                if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                    int more = channel.read(received);
                    if (more <= 0) {
                        return keep(buffers, more);
                    }
                }
            }
        }
        throw new SSLException("many records, and nothing in them");
    }

    private int keep(Buffers buffers, int outcome) {
        int length = buffers.received.position();
        undecoded = length == 0 ? NONE : Arrays.copyOf(buffers.received.array(), length);
        return outcome;
    }

    private void noteHandshake(SSLEngine engine, SSLEngineResult result) {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED
                || engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            isShaking = false;
        }
    }

    /** Writes all of it. What the other end does not take now it gets by {@link #flush}, which comes first. */
    void write(ByteBuffer answer, Buffers buffers) throws IOException {
        SSLEngine engine = tls;
        if (engine == null) {
            channel.write(answer);
            keepUnsent(answer);
            return;
        }
        while (answer.hasRemaining()) {
            int before = answer.remaining();
            wrap(engine, answer, buffers);
            if (answer.remaining() == before) {
                throw new SSLException("the other end wants to begin anew");
            }
        }
    }

    private void wrap(SSLEngine engine, ByteBuffer answer, Buffers buffers) throws IOException {
        ByteBuffer sent = buffers.sent.clear();
        SSLEngineResult result = engine.wrap(answer, sent);
        noteHandshake(engine, result);
        if (result.getStatus() == Status.CLOSED && result.bytesProduced() == 0) {
            throw new SSLException("it is closed");
        }
        sent.flip();
        if (!unsent.hasRemaining()) {
            channel.write(sent);
        }
        keepUnsent(sent);
    }

    private void keepUnsent(ByteBuffer more) {
        if (more.hasRemaining()) {
            ByteBuffer all = ByteBuffer.allocate(unsent.remaining() + more.remaining());
            unsent = all.put(unsent).put(more).flip();
        }
    }

    /** Says good-bye, when that needs no waiting, and closes. */
    void close(Buffers buffers) {
        SSLEngine engine = tls;
        try (channel) {
            if (engine != null && channel.isOpen() && flush()) {
                engine.closeOutbound();
                wrap(engine, ByteBuffer.wrap(NONE), buffers);
            }
        } catch (IOException e) {
            // then without a word
        }
        undecoded = NONE;
        unsent = ByteBuffer.wrap(NONE);
    }
}
