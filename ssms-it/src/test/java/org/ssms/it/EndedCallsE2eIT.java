package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.ssms.it.server.Accounts;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Speech;
import org.ssms.player.caller.OutgoingCall;

/** What the heap of a server holds when its calls have ended: what they have left is on the disk. */
@SsmsServer.Heavy
@Isolated
class EndedCallsE2eIT {
    private static final int CALLS = 1000;
    /** A busy machine refuses the others, or answers so late that they are over with the greeting. */
    private static final int FEWEST = 100;

    private static final long CALLS_PER_SECOND = 20;
    private static final int SOURCES = 50;
    private static final int INDEX = 4;
    private static final int INDEX_OF_VANISHED = 2;
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    /** 64*T1 (RFC 3261 §17.1.2.2), and some more. */
    private static final Duration BYE_TIMEOUT = Duration.ofSeconds(40);

    private static final int VANISHING = 5;

    /** Each call has one of them, and with it all else that is its own. */
    private static final List<String> OF_A_CALL = List.of(
            "org.ssms.call.VoicemailCall",
            "org.ssms.media.engine.LiveCall",
            "org.ssms.protect.mp4.CencWriter",
            "org.ssms.protect.srtp.StoredSrtpWriter",
            "org.mobicents.servlet.sip.core.session.SipSessionImpl",
            "org.mobicents.servlet.sip.core.session.SipApplicationSessionImpl");

    /** A dialog that has ended lingers for some seconds. */
    private static final List<String> OF_A_DIALOG = List.of("gov.nist.javax.sip.stack.SIPDialog");

    private final byte[] speech = Speech.ulaw(1, 10);

    /**
     * Issue 10: 1200 calls were held for minutes after their end, by timers that had been cancelled. Those who vanish
     * have another server, as it is waited for them while the others call.
     */
    @Test
    void nothing_of_hundreds_of_calls_is_alive_five_seconds_after_their_end() throws Exception {
        ExecutorService beside = Executors.newSingleThreadExecutor();
        Future<SsmsServer> starting = beside.submit(() -> SsmsServer.startWithGuests("vanished", INDEX_OF_VANISHED));
        try (SsmsServer server = SsmsServer.startWithGuests("ended", INDEX);
                SsmsServer deserted = starting.get()) {
            vanish(deserted);
            Future<?> gone = beside.submit(() -> {
                assertNothing(Jmx.of(deserted), BYE_TIMEOUT);
                awaitNoDialog(Jmx.of(deserted));
                return null;
            });
            Jmx jmx = Jmx.of(server);
            try (Calls caller = new Calls(server, SOURCES)) {
                OutgoingCall first = caller.call(Calls.to("alice", "first"));
                Calls.get(Calls.speak(first, speech));
                assertThat(alive(jmx, OF_A_CALL)).as("while a call is up").containsOnlyKeys(OF_A_CALL);
                assertThat(alive(jmx, OF_A_DIALOG)).containsOnlyKeys(OF_A_DIALOG);
                Calls.get(first.hangUp());
                thousand(caller);
            }
            assertNothing(jmx, AT_ONCE);
            awaitNoDialog(jmx);
            // storing goes on when the calls have been let go of
            Await.untilTrue("messages are stored", SETTLE, () -> jmx.number("Messages", "Stored") > FEWEST);
            gone.get();
        } finally {
            beside.shutdown();
        }
    }

    /** One look at that time after the end decides, however long it takes on a busy machine. */
    private static void assertNothing(Jmx jmx, Duration after) throws Exception {
        Map<String, Long> alive = jmx.alive(() -> {
            jmx.await("Calls", "Current", 0, SETTLE);
            long end = System.nanoTime();
            Await.untilTrue(after + " are over", SETTLE, () -> System.nanoTime() - end >= after.toNanos());
        });
        assertThat(of(OF_A_CALL, alive)).as("alive %s after the end", after).isEmpty();
    }

    private static void awaitNoDialog(Jmx jmx) {
        Await.untilTrue(
                "no dialog is alive",
                BYE_TIMEOUT,
                () -> alive(jmx, OF_A_DIALOG).isEmpty(),
                () -> "alive are " + alive(jmx, OF_A_DIALOG));
    }

    /** Callers of whom nothing comes any more, not even an answer to a BYE, and to whom perhaps no way leads. */
    private static void vanish(SsmsServer server) throws IOException {
        for (int i = 1; i <= VANISHING; i++) {
            InetAddress local = InetAddress.getByName("127.0.3." + i);
            for (String uri : List.of("sip:alice@vm.localhost", "sip:voicemail@localhost")) {
                Telephone.vanish(SipLine.tcp(local, server.sip()), uri);
                Telephone.vanish(SipLine.udp(local, server.sip()), uri);
            }
        }
    }

    private void thousand(Calls caller) throws Exception {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            String mailbox = Accounts.guests().get(i % Accounts.guests().size());
            OutgoingCall call = caller.call(Calls.to(mailbox, "ended" + i));
            // one that a busy machine refuses, or cuts short, has ended, too
            ends.add(Calls.speak(call, speech)
                    .thenCompose(spoken -> call.hangUp())
                    .handle((bye, failure) -> failure));
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / CALLS_PER_SECOND);
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
    }

    private static Map<String, Long> alive(Jmx jmx, List<String> classes) throws Exception {
        return of(classes, jmx.alive());
    }

    private static Map<String, Long> of(List<String> classes, Map<String, Long> alive) {
        Map<String, Long> some = new HashMap<>(alive);
        some.keySet().retainAll(classes);
        return some;
    }
}
