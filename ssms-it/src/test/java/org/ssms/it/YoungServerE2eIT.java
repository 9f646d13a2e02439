package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.ssms.it.server.Accounts;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.tool.Speech;
import org.ssms.player.caller.OutgoingCall;

/**
 * A server that says that it is ready has called itself, and takes its first callers, with the limits as they are
 * delivered. How many of them a second it bears is a matter of the machine: {@code ./ssms perf} measures that.
 */
@SsmsServer.Heavy
@Isolated
class YoungServerE2eIT {
    private static final int CALLS = 100;
    private static final int SOURCES = 50;
    private static final long CALLS_PER_SECOND = 10;
    private static final int INDEX = 4;

    private final byte[] speech = Speech.ulaw(1, 10);

    @Test
    void the_first_callers_are_answered_and_their_calls_are_not_the_first() throws Exception {
        try (SsmsServer server = SsmsServer.startWithGuests("young", INDEX);
                Calls caller = new Calls(server, SOURCES)) {
            assertThat(Files.readString(server.log())).containsPattern("SSMS-3108 [1-9][0-9]* calls were rehearsed");
            Jmx jmx = Jmx.of(server);
            assertThat(jmx.number("Calls", "Answered"))
                    .as("rehearsals are not counted")
                    .isZero();
            Map<String, Integer> outcomes = new TreeMap<>();
            for (OutgoingCall call : burst(caller)) {
                String outcome = call.answered()
                        .handle((answer, failure) -> failure == null ? "answered" : failure.toString())
                        .getNow("nothing");
                outcomes.merge(outcome, 1, Integer::sum);
            }
            assertThat(outcomes).isEqualTo(Map.of("answered", CALLS));
            assertThat(jmx.number("Calls", "Answered")).isEqualTo(CALLS);
        }
    }

    private List<OutgoingCall> burst(Calls caller) throws Exception {
        List<OutgoingCall> calls = new ArrayList<>();
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            String mailbox = Accounts.guests().get(i % Accounts.guests().size());
            OutgoingCall call = caller.call(Calls.to(mailbox, "young" + i));
            calls.add(call);
            ends.add(Calls.speak(call, speech)
                    .thenCompose(spoken -> call.hangUp())
                    .handle((bye, failure) -> failure));
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / CALLS_PER_SECOND);
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(3, TimeUnit.MINUTES);
        return calls;
    }
}
