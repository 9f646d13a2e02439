package org.ssms.web.live;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;
import org.ssms.web.MessageJson;

/**
 * The open event streams of this node, by mailbox. Whoever publishes names the mailbox, so a stream sees its own only.
 */
@ApplicationScoped
public class LiveMessages {
    /** Seconds between two comments; below the idle limits of usual proxies. */
    public static final int HEARTBEAT_SECONDS = 20;

    static final int STREAMS_PER_MAILBOX = 16;

    /** How long a stream that ends may take to write what was sent. */
    static final int CLOSE_SECONDS = 2;

    /** Streams that are waited for at the same time, of all mailboxes together. */
    static final int CLOSING_AT_ONCE = 64;

    private static final System.Logger LOG = System.getLogger(LiveMessages.class.getName());

    /** The oldest first, each for {@value #CLOSE_SECONDS} seconds at most, also one that is over. */
    private final Queue<Thread> closings = new ConcurrentLinkedQueue<>();

    private final Map<String, List<LiveStream>> streams = new ConcurrentHashMap<>();
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();
    private final Jsonb json = JsonbBuilder.create();

    @Resource(type = ManagedScheduledExecutorService.class)
    private ScheduledExecutorService scheduler;

    @Resource(type = ManagedThreadFactory.class)
    private ThreadFactory threads;

    private @Nullable ScheduledFuture<?> heartbeat;

    /** By the container. */
    public LiveMessages() {}

    LiveMessages(ScheduledExecutorService scheduler, ThreadFactory threads) {
        this.scheduler = scheduler;
        this.threads = threads;
    }

    @PostConstruct
    void start() {
        heartbeat = scheduler.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
        closeWhere(stream -> true);
    }

    /** False, and the stream is left alone, when the mailbox already has {@value #STREAMS_PER_MAILBOX}. */
    public boolean join(String mailbox, LiveStream stream) {
        List<LiveStream> open = streams.compute(mailbox, (name, before) -> {
            List<LiveStream> alive = alive(before);
            if (alive.size() < STREAMS_PER_MAILBOX) {
                alive.add(stream);
            }
            return alive;
        });
        if (!open.contains(stream)) {
            return false;
        }
        stream.greet();
        return true;
    }

    /** Tells every open stream of {@code mailbox} the current state of a message. */
    public void publish(String mailbox, MessageJson message) {
        List<LiveStream> open = streams.get(mailbox);
        if (open != null) {
            String text = json.toJson(message);
            forEach(open, stream -> stream.message(text));
        }
        changed(mailbox);
    }

    /** Tells every open stream of {@code mailbox} that a message is there no more. */
    public void remove(String mailbox, MessageId id) {
        List<LiveStream> open = streams.get(mailbox);
        if (open != null) {
            forEach(open, stream -> stream.gone(id.value()));
        }
        changed(mailbox);
    }

    /** Something in a mailbox is another than before that pages do not show. */
    public void changed(String mailbox) {
        watchers.forEach(watcher -> watcher.accept(mailbox));
    }

    /** From now on somebody else is told, too, in which mailbox something has changed. He must not wait, nor throw. */
    public void watch(Consumer<String> watcher) {
        watchers.add(watcher);
    }

    /** Ends {@link #watch}. */
    public void leave(Consumer<String> watcher) {
        watchers.remove(watcher);
    }

    /** Ends the streams that live in an HTTP session which has ended. */
    void sessionEnded(String session) {
        closeWhere(stream -> stream.livesIn(session));
    }

    /**
     * Closes the answer of a stream, in a thread of its own and none of a pool that others wait for: RESTEasy's waits
     * until everything is written, which a listener who is gone or does not read may hinder for good. It is interrupted
     * after {@value #CLOSE_SECONDS} seconds, or when {@value #CLOSING_AT_ONCE} others have come after it, and then
     * closes at once. Never waits, and throws nothing: where there is no thread to be had, nothing more is written.
     */
    public void end(SseEventSink sink) {
        Thread closing;
        try {
            closing = threads.newThread(() -> closeInTime(sink));
            closing.start();
        } catch (RuntimeException | OutOfMemoryError noThread) { // the latter also says that the system has none left
            closeAtOnce(sink);
            return;
        }
        closings.add(closing);
        if (closings.size() > CLOSING_AT_ONCE) {
            interrupt(closings.poll());
        }
        try {
            Future<?> unused = scheduler.schedule(() -> limit(closing), CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException stopped) {
            limit(closing);
        }
    }

    private void limit(Thread closing) {
        closings.remove(closing);
        interrupt(closing);
    }

    private static void interrupt(@Nullable Thread closing) {
        if (closing != null) {
            closing.interrupt();
        }
    }

    private static void closeInTime(SseEventSink sink) {
        try {
            sink.close();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "an event stream did not close", e);
        }
    }

    /** In the caller's thread, as one that was interrupted. */
    private static void closeAtOnce(SseEventSink sink) {
        boolean before = Thread.interrupted();
        Thread.currentThread().interrupt();
        closeInTime(sink);
        boolean unused = Thread.interrupted();
        if (before) {
            Thread.currentThread().interrupt();
        }
    }

    void beat() {
        streams.values().forEach(open -> forEach(open, LiveStream::beat));
        forgetClosed();
    }

    /** One that fails is closed, and takes nothing from the others. */
    private static void forEach(List<LiveStream> open, Consumer<LiveStream> step) {
        for (LiveStream stream : open) {
            try {
                step.accept(stream);
            } catch (RuntimeException e) {
                stream.close();
            }
        }
    }

    private void closeWhere(Predicate<LiveStream> condition) {
        streams.values().forEach(open -> open.stream().filter(condition).forEach(LiveStream::close));
        forgetClosed();
    }

    private void forgetClosed() {
        streams.keySet()
                .forEach(mailbox -> streams.computeIfPresent(mailbox, (name, before) -> {
                    List<LiveStream> alive = alive(before);
                    return alive.isEmpty() ? null : alive;
                }));
    }

    /** A new list: readers walk over the old one without a lock. */
    private static List<LiveStream> alive(@Nullable List<LiveStream> before) {
        List<LiveStream> alive = new ArrayList<>(before == null ? List.of() : before);
        alive.removeIf(LiveStream::isClosed);
        return alive;
    }
}
