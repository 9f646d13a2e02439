package org.ssms.web.live;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ssms.web.MessageJson;

/** The open event streams of this node, by mailbox. Whoever publishes names the mailbox, so a stream sees its own only. */
@ApplicationScoped
public class LiveMessages {
    /** Seconds between two comments; below the idle limits of usual proxies. */
    public static final int HEARTBEAT_SECONDS = 20;

    static final int STREAMS_PER_MAILBOX = 16;

    private final Map<String, List<LiveStream>> streams = new ConcurrentHashMap<>();
    private final Jsonb json = JsonbBuilder.create();

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private @Nullable ScheduledFuture<?> heartbeat;

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
            open.forEach(stream -> stream.message(text));
        }
    }

    /** Ends the streams that live in an HTTP session which has ended. */
    void sessionEnded(String session) {
        closeWhere(stream -> stream.livesIn(session));
    }

    void beat() {
        streams.values().forEach(open -> open.forEach(LiveMessages::beat));
        forgetClosed();
    }

    /** One that fails must not stop the heart of the others. */
    private static void beat(LiveStream stream) {
        try {
            stream.beat();
        } catch (RuntimeException e) {
            stream.close();
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
