package org.ssms.web.live;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One open event stream. Thread-safe. Neither sending nor closing blocks; who does not read is cut off. */
public final class LiveStream {
    /** Ten minutes: then the client connects again and proves again who it is. */
    static final int BEATS = 30;

    static final int MAX_UNSENT = 32;

    private static final long RECONNECT_MILLIS = 2000;

    private final SseEventSink sink;
    private final Consumer<SseEventSink> closer;
    private final Sse sse;
    private final @Nullable String sessionId;
    private final BooleanSupplier mayListen;
    private final AtomicInteger unsent = new AtomicInteger();
    private final AtomicInteger beatsLeft = new AtomicInteger(BEATS);
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Over an open answer.
     *
     * @param closer closes {@code sink}, which may wait until the listener has read, and so for good; must not wait
     * @param sessionId the HTTP session that the stream lives in; null when the request had none
     * @param mayListen asked with each heartbeat: whether the listener would still be let in
     */
    public LiveStream(
            SseEventSink sink,
            Consumer<SseEventSink> closer,
            Sse sse,
            @Nullable String sessionId,
            BooleanSupplier mayListen) {
        this.sink = sink;
        this.closer = closer;
        this.sse = sse;
        this.sessionId = sessionId;
        this.mayListen = mayListen;
    }

    void greet() {
        send(sse.newEventBuilder()
                .comment("connected")
                .reconnectDelay(RECONNECT_MILLIS)
                .build());
    }

    void message(String json) {
        send(sse.newEventBuilder().name("message").data(String.class, json).build());
    }

    /** @param id of letters and digits */
    void gone(String id) {
        send(sse.newEventBuilder()
                .name("gone")
                .data(String.class, "{\"id\":\"" + id + "\"}")
                .build());
    }

    void beat() {
        if (beatsLeft.decrementAndGet() < 0 || !mayListen.getAsBoolean()) {
            close();
        } else {
            send(sse.newEventBuilder().comment("").build());
        }
    }

    boolean livesIn(String session) {
        return session.equals(sessionId);
    }

    boolean isClosed() {
        return closed.get() || sink.isClosed();
    }

    void close() {
        if (!closed.getAndSet(true)) {
            closer.accept(sink);
        }
    }

    private void send(OutboundSseEvent event) {
        if (isClosed()) {
            return;
        }
        if (unsent.incrementAndGet() > MAX_UNSENT) {
            close();
            return;
        }
        try {
            sink.send(event).whenComplete((sent, failure) -> {
                unsent.decrementAndGet();
                if (failure != null) {
                    close();
                }
            });
        } catch (IllegalStateException closedMeanwhile) {
            close();
        }
    }
}
