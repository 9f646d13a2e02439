package org.ssms.web.live;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.protect.key.MessageId;
import org.ssms.web.MessageJson;

class LiveMessagesTest {
    private static final MessageJson MESSAGE = new MessageJson(
            "0123456789abcdefghjkmnpqrs", "kid", "sip:bob@b", "", false, Instant.EPOCH, 1.5, "new", null, null);

    private final List<Thread> closings = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private String refused = "nothing";
    private final LiveMessages live = new LiveMessages(scheduler(), this::closing);

    @Test
    void a_message_reaches_every_stream_of_its_mailbox_and_no_other() {
        FakeSink desk = joined("alice", null);
        FakeSink phone = joined("alice", null);
        FakeSink stranger = joined("bob", null);
        live.publish("alice", MESSAGE);
        assertThat(desk.messages())
                .singleElement()
                .asString()
                .contains("0123456789abcdefghjkmnpqrs", "\"seconds\":1.5");
        assertThat(phone.messages()).hasSize(1);
        assertThat(stranger.messages()).isEmpty();
    }

    @Test
    void a_message_that_is_gone_is_told_to_its_mailbox_and_all_changes_to_who_watches() {
        FakeSink desk = joined("alice", null);
        FakeSink stranger = joined("bob", null);
        List<String> changed = new ArrayList<>();
        Consumer<String> watcher = changed::add;
        live.watch(watcher);
        live.remove("alice", new MessageId("0123456789abcdefghjkmnpqrs"));
        live.publish("bob", MESSAGE);
        live.changed("carol");
        live.leave(watcher);
        live.publish("alice", MESSAGE);
        assertThat(desk.events)
                .filteredOn(event -> "gone".equals(event.getName()))
                .extracting(OutboundSseEvent::getData)
                .containsExactly("{\"id\":\"0123456789abcdefghjkmnpqrs\"}");
        assertThat(stranger.events).noneMatch(event -> "gone".equals(event.getName()));
        assertThat(changed).containsExactly("alice", "bob", "carol");
    }

    @Test
    void a_mailbox_has_a_limited_number_of_streams() {
        List<FakeSink> sinks = new ArrayList<>();
        for (int i = 0; i < LiveMessages.STREAMS_PER_MAILBOX; i++) {
            sinks.add(joined("alice", null));
        }
        FakeSink tooMany = new FakeSink();
        assertThat(live.join("alice", tooMany.stream(null))).isFalse();
        assertThat(tooMany.ended()).isFalse();
        sinks.get(0).closed = true;
        assertThat(live.join("alice", tooMany.stream(null))).isTrue();
    }

    @Test
    void a_stream_ends_with_the_session_it_lives_in() {
        FakeSink browser = joined("alice", "session-1");
        FakeSink other = joined("alice", "session-2");
        FakeSink program = joined("alice", null);
        live.sessionEnded("session-1");
        assertThat(browser.ended()).isTrue();
        assertThat(other.ended()).isFalse();
        assertThat(program.ended()).isFalse();
    }

    @Test
    void a_stream_ends_after_its_last_heartbeat() {
        FakeSink sink = joined("alice", null);
        for (int i = 0; i < LiveStream.BEATS; i++) {
            live.beat();
        }
        assertThat(sink.ended()).isFalse();
        live.beat();
        assertThat(sink.ended()).isTrue();
    }

    @Test
    void a_stream_ends_with_the_first_heartbeat_after_its_token_was_given_back() {
        FakeSink sink = joined("alice", null);
        live.beat();
        assertThat(sink.ended()).isFalse();
        sink.welcome = false;
        live.beat();
        assertThat(sink.ended()).isTrue();
    }

    @Test
    void who_does_not_read_is_cut_off() {
        FakeSink slow = joined("alice", null);
        slow.stuck = true;
        for (int i = 0; i <= LiveStream.MAX_UNSENT; i++) {
            live.publish("alice", MESSAGE);
        }
        assertThat(slow.ended()).isTrue();
    }

    @Test
    void a_broken_stream_does_not_stop_the_others() {
        FakeSink broken = joined("alice", null);
        FakeSink sound = joined("alice", null);
        broken.broken = true;
        live.publish("alice", MESSAGE);
        assertThat(broken.ended()).isTrue();
        assertThat(sound.messages()).hasSize(1);
    }

    @Test
    void a_stream_that_fails_in_another_way_takes_no_message_from_the_others() {
        FakeSink failing = joined("alice", null);
        FakeSink sound = joined("alice", null);
        failing.failing = true;
        live.publish("alice", MESSAGE);
        assertThat(failing.ended()).isTrue();
        assertThat(sound.messages()).hasSize(1);
    }

    @Test
    void all_streams_end_with_the_application() {
        FakeSink sink = joined("alice", null);
        live.stop();
        assertThat(sink.ended()).isTrue();
    }

    @Test
    void nobody_waits_for_the_end_of_a_stream_that_its_listener_does_not_read() throws Exception {
        FakeSink stuck = joined("alice", "session-1");
        FakeSink sound = joined("alice", "session-1");
        stuck.stuck = true;
        live.sessionEnded("session-1");
        live.stop();
        assertThat(closings).hasSize(2);
        closings.get(1).join(SECONDS.toMillis(10));
        assertThat(sound.closed).isTrue();
        assertThat(stuck.waits.await(10, SECONDS)).isTrue();
        assertThat(stuck.closed).isFalse();
        later.forEach(Runnable::run);
        closings.get(0).join(SECONDS.toMillis(10));
        assertThat(stuck.interrupted.getCount()).isZero();
        assertThat(stuck.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "limit"})
    void where_no_thread_or_no_limit_is_to_be_had_streams_end_at_once(String missing) throws Exception {
        FakeSink first = joined("alice", null);
        FakeSink second = joined("bob", null);
        first.stuck = true;
        second.stuck = true;
        refused = missing;
        live.stop();
        for (Thread closing : closings) {
            closing.join(SECONDS.toMillis(10));
        }
        assertThat(first.closed).isTrue();
        assertThat(second.closed).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void the_oldest_end_is_not_waited_for_when_there_are_too_many() throws Exception {
        for (int i = 0; i <= LiveMessages.CLOSING_AT_ONCE; i++) {
            joined("user" + i, null).stuck = true;
        }
        live.stop();
        closings.get(0).join(SECONDS.toMillis(10));
        assertThat(closings.stream().filter(Thread::isAlive)).hasSize(LiveMessages.CLOSING_AT_ONCE);
        closings.forEach(Thread::interrupt);
    }

    private Thread closing(Runnable task) {
        if (refused.equals("thread")) {
            throw new IllegalStateException("stopped");
        }
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        closings.add(thread);
        return thread;
    }

    /** Keeps what is to be done later. */
    private ScheduledExecutorService scheduler() {
        return (ScheduledExecutorService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ScheduledExecutorService.class},
                (self, method, arguments) -> {
                    if (!method.getName().equals("schedule") || !(arguments[0] instanceof Runnable limit)) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    if (refused.equals("limit")) {
                        throw new RejectedExecutionException("stopped");
                    }
                    later.add(limit);
                    return null;
                });
    }

    private FakeSink joined(String mailbox, @Nullable String session) {
        FakeSink sink = new FakeSink();
        assertThat(live.join(mailbox, sink.stream(session))).isTrue();
        return sink;
    }

    /** Remembers what was sent; can be made to hang or to fail. */
    private final class FakeSink implements SseEventSink {
        private final List<OutboundSseEvent> events = new ArrayList<>();
        private final CountDownLatch waits = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);
        private final CountDownLatch read = new CountDownLatch(1);
        private @Nullable LiveStream stream;
        private volatile boolean closed;
        private boolean stuck;
        private boolean broken;
        private boolean failing;
        private boolean welcome = true;

        LiveStream stream(@Nullable String session) {
            stream = new LiveStream(this, live::end, new FakeSse(), session, () -> welcome);
            return stream;
        }

        boolean ended() {
            return stream != null && stream.isClosed();
        }

        List<Object> messages() {
            return events.stream()
                    .filter(event -> "message".equals(event.getName()))
                    .map(OutboundSseEvent::getData)
                    .toList();
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            if (failing) {
                throw new IllegalArgumentException("planned");
            }
            if (broken) {
                return CompletableFuture.failedFuture(new java.io.IOException("gone"));
            }
            events.add(event);
            return stuck ? new CompletableFuture<>() : CompletableFuture.completedFuture(event);
        }

        @Override
        public void close() {
            if (stuck) {
                waits.countDown();
                try {
                    read.await();
                } catch (InterruptedException e) {
                    closed = true;
                    interrupted.countDown();
                }
            }
            closed = true;
        }
    }

    /** Builds events that know their name and data. */
    private static final class FakeSse implements Sse {
        @Override
        public OutboundSseEvent.Builder newEventBuilder() {
            String[] name = {""};
            Object[] data = {""};
            return (OutboundSseEvent.Builder) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {OutboundSseEvent.Builder.class},
                    (self, method, arguments) -> {
                        switch (method.getName()) {
                            case "name" -> name[0] = (String) arguments[0];
                            case "data" -> data[0] = arguments[arguments.length - 1];
                            case "build" -> {
                                return new FakeEvent(name[0], data[0]);
                            }
                            default -> {}
                        }
                        return self;
                    });
        }

        @Override
        public jakarta.ws.rs.sse.SseBroadcaster newBroadcaster() {
            throw new UnsupportedOperationException();
        }
    }

    private record FakeEvent(String getName, Object getData) implements OutboundSseEvent {
        @Override
        public Class<?> getType() {
            return String.class;
        }

        @Override
        public java.lang.reflect.Type getGenericType() {
            return new GenericType<String>() {}.getType();
        }

        @Override
        public MediaType getMediaType() {
            return MediaType.TEXT_PLAIN_TYPE;
        }

        @Override
        public String getId() {
            return "";
        }

        @Override
        public String getComment() {
            return "";
        }

        @Override
        public long getReconnectDelay() {
            return -1;
        }

        @Override
        public boolean isReconnectDelaySet() {
            return false;
        }
    }
}
