package org.ssms.guard.web;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Collects the body of one request without a thread that waits, and puts it back for whoever handles the request. Used
 * by one I/O thread. The body that is too large, too slow or broken is given up; the buffers are ours until then or
 * until the body is whole.
 */
final class RequestBody {
    /**
     * How much one may be.
     *
     * @param seconds from the head of the request to the end of its body
     */
    record Limit(int bytes, int seconds) {
        /** No other request of ours comes near it. */
        static final Limit ORDINARY = new Limit(65_536, 10);

        /** A minute of sound, over a slow line. */
        static final Limit UPLOAD = new Limit(1 << 20, 60);
    }

    /** What follows; {@code whole} is false when the body is longer than its limit. */
    interface Next {
        void handle(boolean whole) throws Exception;
    }

    private final HttpServerExchange exchange;
    private final Limit limit;
    private final Runnable release;
    private final Runnable late;
    private final Next next;
    private final List<PooledByteBuffer> full = new ArrayList<>();

    private @Nullable PooledByteBuffer filling;
    private XnioExecutor.@Nullable Key deadline;
    private int size;
    private boolean over;

    /**
     * @param release runs once, when the body is whole or given up
     * @param late runs when it was too slow, after the answer
     */
    RequestBody(HttpServerExchange exchange, Limit limit, Runnable release, Runnable late, Next next) {
        this.exchange = exchange;
        this.limit = limit;
        this.release = release;
        this.late = late;
        this.next = next;
    }

    /** To be called by the I/O thread while it handles the request. */
    void read() throws Exception {
        deadline = exchange.getIoThread().executeAfter(this::expire, limit.seconds(), TimeUnit.SECONDS);
        if (HttpContinue.requiresContinueResponse(exchange)) {
            exchange.dispatch(
                    SameThreadExecutor.INSTANCE, () -> HttpContinue.sendContinueResponse(exchange, permitted()));
            return;
        }
        StreamSourceChannel channel = exchange.getRequestChannel();
        try {
            if (take(channel)) {
                next.handle(isWhole());
                return;
            }
        } catch (IOException e) {
            giveUp();
            throw e;
        }
        channel.getReadSetter().set(this::more);
        channel.resumeReads();
    }

    private IoCallback permitted() {
        return new IoCallback() {
            @Override
            public void onComplete(HttpServerExchange same, Sender sender) {
                StreamSourceChannel channel = exchange.getRequestChannel();
                channel.getReadSetter().set(RequestBody.this::more);
                channel.resumeReads();
                more(channel);
            }

            @Override
            public void onException(HttpServerExchange same, Sender sender, IOException e) {
                end();
            }
        };
    }

    private void more(StreamSourceChannel channel) {
        if (over) {
            return;
        }
        try {
            if (take(channel)) {
                channel.getReadSetter().set(null);
                channel.suspendReads();
                Connectors.executeRootHandler(same -> next.handle(isWhole()), exchange);
            }
        } catch (IOException clientIsGone) {
            end();
        }
    }

    /** Takes what is there. True when nothing more is to come, or when it is too much. */
    private boolean take(StreamSourceChannel channel) throws IOException {
        while (true) {
            PooledByteBuffer buffer = filling == null
                    ? exchange.getConnection().getByteBufferPool().allocate()
                    : filling;
            filling = buffer;
            ByteBuffer bytes = buffer.getBuffer();
            int read = channel.read(bytes);
            if (read == 0) {
                return false;
            }
            if (read > 0) {
                size += read;
                if (!bytes.hasRemaining()) {
                    full.add(buffer);
                    filling = null;
                }
            }
            if (!isWhole()) {
                giveUp();
                return true;
            }
            if (read < 0) {
                putBack();
                return true;
            }
        }
    }

    private boolean isWhole() {
        return size <= limit.bytes();
    }

    private void putBack() {
        if (filling != null) {
            full.add(filling);
            filling = null;
        }
        full.forEach(buffer -> buffer.getBuffer().flip());
        Connectors.ungetRequestBytes(exchange, full.toArray(new PooledByteBuffer[0]));
        Connectors.resetRequestChannel(exchange);
        full.clear();
        finish();
    }

    private void expire() {
        if (!over) {
            exchange.setPersistent(false);
            exchange.setStatusCode(StatusCodes.REQUEST_TIME_OUT);
            end();
            late.run();
        }
    }

    private void end() {
        giveUp();
        exchange.endExchange();
    }

    private void giveUp() {
        full.forEach(IoUtils::safeClose);
        full.clear();
        if (filling != null) {
            filling.close();
            filling = null;
        }
        finish();
    }

    private void finish() {
        if (!over) {
            over = true;
            if (deadline != null) {
                deadline.remove();
            }
            release.run();
        }
    }
}
