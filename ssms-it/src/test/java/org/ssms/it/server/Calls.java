package org.ssms.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.ssms.it.tool.Sources;
import org.ssms.player.caller.CallPlan;
import org.ssms.player.caller.CallingPhone;
import org.ssms.player.caller.OutgoingCall;

/** Calls to a server as tests make them. Close it to free its ports. */
public final class Calls implements AutoCloseable {
    /** Generous: a loaded machine plays the greeting late, never differently. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    /** A person takes a breath between the beep and the first word. */
    public static final Duration BREATH = Duration.ofMillis(300);

    /** In samples, half a second: the key itself lasts 160 ms, and silence behind it does no harm. */
    public static final int KEY_IS_UNDERSTOOD = 4000;

    private final List<CallingPhone> callers = new ArrayList<>();
    private final List<InetAddress> sources = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    /** Calls of one person. */
    public Calls(SsmsServer server) {
        this(server, 1);
    }

    /** Calls of a crowd: each comes from the next one of so many addresses, as the limits for a source want it. */
    public Calls(SsmsServer server, int count) {
        try {
            for (int i = 0; i < count; i++) {
                InetAddress source = Sources.next();
                sources.add(source);
                callers.add(CallingPhone.open(source, server.sip()));
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    /** Where signalling and audio of the first caller come from. */
    public InetAddress source() {
        return sources.get(0);
    }

    /** A mailbox of the embedded default, called straight. */
    public static CallPlan to(String user, String from) {
        return CallPlan.to("sip:" + user + "@vm.localhost", from);
    }

    public OutgoingCall call(CallPlan plan) {
        try {
            return callers.get(next.getAndIncrement() % callers.size()).call(plan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves a message: waits for the beep, speaks, hangs up; returns when the server has confirmed. */
    public OutgoingCall leave(CallPlan plan, byte[] speech) {
        OutgoingCall call = call(plan);
        get(speak(call, speech).thenCompose(spoken -> call.hangUp()));
        return call;
    }

    /**
     * Leaves a message of each of these callers in a mailbox, all at the same time, as most of a call is waiting: each
     * calls from an address of its own, and when the one before was answered, as those are limited who are not.
     */
    public static void leaveTogether(SsmsServer server, String mailbox, List<String> from, byte[] speech) {
        try (Calls calls = new Calls(server, from.size())) {
            List<CompletableFuture<?>> left = new ArrayList<>();
            for (String caller : from) {
                OutgoingCall call = calls.call(to(mailbox, caller));
                get(call.answered());
                left.add(speak(call, speech).thenCompose(spoken -> call.hangUp()));
            }
            left.forEach(Calls::get);
        }
    }

    /**
     * Waits until the beep is certainly over and speaks; completes with the last packet. Fails when the call ends
     * before.
     */
    public static CompletableFuture<Void> speak(OutgoingCall call, byte[] speech) {
        return call.beepHeard().thenCompose(beep -> call.speak(speech));
    }

    /** The outcome of something that must come.
     *  @throws AssertionError with its cause when it fails or does not come */
    public static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | CancellationException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        callers.forEach(CallingPhone::close);
    }
}
