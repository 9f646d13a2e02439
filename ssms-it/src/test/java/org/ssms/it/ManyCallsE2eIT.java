package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.ssms.it.server.Accounts;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Processes;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Timeline;
import org.ssms.it.tool.Tool;
import org.ssms.player.caller.OutgoingCall;

/**
 * Many callers from many places to many mailboxes at once, with the limits as they are delivered: each recording is
 * complete to the sample, and afterwards nothing of the calls is left (C11).
 */
@Isolated
class ManyCallsE2eIT {
    private static final int CALLS = 200;
    /** With twenty mailboxes two calls of a source meet in one of them. */
    private static final int SOURCES = 50;

    private static final double SECONDS = 30;
    private static final int FRAME = 160;
    private static final long CALLS_PER_SECOND = 40;
    private static final int READERS = 4;
    private static final Duration SETTLE = Duration.ofSeconds(90);
    /** Worker pools of the container keep a few more threads than before the rush; one for each call would be 200. */
    private static final int POOL_SLACK = 30;

    private final SsmsServer server = SsmsServer.shared();
    private final byte[] speech = Speech.ulaw(SECONDS, 3);

    @Test
    void two_hundred_calls_at_once_are_each_recorded_to_the_last_sample() throws Exception {
        Tool.require("ffmpeg", "ffmpeg");
        Processes processes = new Processes(server);
        int threads = processes.threads();
        int ports = processes.udpPorts();

        List<OutgoingCall> calls = rush();
        assertThat(calls).allSatisfy(call -> assertThat(call.answered()).isCompleted());
        assertThat(wrong(calls)).isEmpty();
        Await.untilTrue("the RTP ports are free again", SETTLE, () -> processes.udpPorts() <= ports);
        Await.untilTrue("the threads are gone", SETTLE, () -> processes.threads() <= threads + POOL_SLACK);
    }

    private List<OutgoingCall> rush() throws Exception {
        List<OutgoingCall> calls = new ArrayList<>();
        List<CompletableFuture<?>> ends = new ArrayList<>();
        try (Calls caller = new Calls(server, SOURCES)) {
            for (int i = 0; i < CALLS; i++) {
                OutgoingCall call = caller.call(Calls.to(mailbox(i), "many" + i));
                calls.add(call);
                byte[] words = rotated(i * FRAME * 3);
                ends.add(Calls.speak(call, words).thenCompose(spoken -> call.hangUp()));
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / CALLS_PER_SECOND);
            }
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(3, TimeUnit.MINUTES);
        }
        return calls;
    }

    /** Everybody says something else. */
    private byte[] rotated(int by) {
        byte[] words = new byte[speech.length];
        int split = by % speech.length;
        System.arraycopy(speech, split, words, 0, speech.length - split);
        System.arraycopy(speech, 0, words, speech.length - split, split);
        return words;
    }

    private static String mailbox(int call) {
        return Accounts.guests().get(call % Accounts.guests().size());
    }

    /**
     * One line for each recording that is not exactly what its caller sent. Not in JUnit's pool, which grows with
     * whoever waits in it: a source may have 32 requests at work.
     */
    private List<String> wrong(List<OutgoingCall> calls) throws Exception {
        return AtOnce.answers(
                        READERS,
                        reader -> IntStream.range(0, CALLS)
                                .filter(i -> i % READERS == reader)
                                .boxed()
                                .flatMap(i -> wrong(Subscriber.of(server, mailbox(i)), calls.get(i)))
                                .collect(Collectors.joining("\n")))
                .stream()
                .filter(lines -> !lines.isEmpty())
                .toList();
    }

    private Stream<String> wrong(Subscriber owner, OutgoingCall call) {
        String caller = call.plan().caller();
        try {
            Subscriber.Message message = owner.awaitMessageFrom(caller);
            String key = owner.keys(message.id()).cencHex();
            short[] decoded = Ffmpeg.samples(new Storage(server).file(message.kid(), "mp4"), key);
            Timeline.of(call.sent(), decoded.length).assertSame(decoded);
            return Stream.empty();
        } catch (AssertionError | IOException | ParseException e) {
            return Stream.of(caller + ": " + e.getMessage());
        }
    }
}
