package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Heard;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.Leased;
import org.ssms.it.server.LicenseLine;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Timeline;
import org.ssms.media.prompt.PromptName;
import org.ssms.player.caller.CallEnd;
import org.ssms.player.caller.CallRefusedException;
import org.ssms.player.caller.OutgoingCall;

/**
 * What is left when something dies: the server in the middle of a recording, the line to the license server before or
 * after the deposit; and what is refused when there is no room. On a server of its own, which takes three calls at
 * once.
 */
@SsmsServer.Heavy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashE2eIT {
    private static final int INDEX = 1;
    private static final int MOST_CALLS = 3;
    /** Each has one call at most: a source may have but a share of so few. */
    private static final int CALLERS = MOST_CALLS + 1;

    private static final int RATE = 8000;
    private static final Duration LONG = Duration.ofMinutes(2);

    private final LicenseLine line = new LicenseLine(INDEX);
    private SsmsServer server;
    private Subscriber alice;
    private Calls calls;

    @BeforeAll
    void start() {
        server = SsmsServer.start(
                "crash", INDEX, Map.of("ssms.license.url", line.url(), "ssms.calls.max", Integer.toString(MOST_CALLS)));
        alice = Subscriber.of(server, "alice");
        calls = new Calls(server, CALLERS);
    }

    @AfterAll
    void stop() {
        calls.close();
        server.close();
        line.close();
    }

    @Test
    @Order(1)
    void one_call_too_many_is_503_and_the_others_go_on() throws Exception {
        List<OutgoingCall> up = List.of(answered("first"), answered("second"), answered("third"));
        CallRefusedException refusal = calls.call(Calls.to("alice", "fourth"))
                .answered()
                .handle((answer, failure) -> (CallRefusedException) failure.getCause())
                .get();
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.header("Retry-After")).isPresent();
        for (OutgoingCall call : up) {
            Calls.get(call.beepHeard());
            Calls.get(call.hangUp());
        }
        Await.untilTrue("room for a call", LONG, () -> {
            OutgoingCall call = calls.call(Calls.to("alice", "again"));
            boolean taken =
                    call.answered().handle((answer, failure) -> failure == null).get();
            Calls.get(call.hangUp().exceptionally(unknown -> null));
            return taken;
        });
    }

    private OutgoingCall answered(String name) {
        OutgoingCall call = calls.call(Calls.to("alice", name));
        Calls.get(call.answered());
        return call;
    }

    @Test
    @Order(2)
    void without_the_license_server_the_caller_is_told_and_nothing_is_stored() throws Exception {
        noCallIsLeft();
        List<String> earlier = ids();
        line.cut();
        try {
            OutgoingCall call = calls.call(Calls.to("alice", "unlucky"));
            assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
            assertThat(Heard.by(call, PromptName.UNAVAILABLE, PromptName.TRY_LATER))
                    .isTrue();
        } finally {
            line.mend();
        }
        noCallIsLeft();
        assertThat(ids()).isEqualTo(earlier);
    }

    /** Nor anything of one to store. */
    private void noCallIsLeft() throws Exception {
        Jmx jmx = Jmx.of(server);
        Await.untilTrue("no call is left", LONG, () -> jmx.number("Calls", "Current") == 0);
        new Storage(server).awaitStored();
    }

    private List<String> ids() throws Exception {
        return alice.messages().stream().map(Subscriber.Message::id).toList();
    }

    @Test
    @Order(3)
    void a_message_whose_manifest_cannot_be_registered_waits_for_the_license_server() throws Exception {
        OutgoingCall call = calls.call(Calls.to("alice", "waiting"));
        Calls.get(Calls.speak(call, Speech.ulaw(2, 5)));
        line.cut();
        try {
            Calls.get(call.hangUp());
            assertThat(alice.messageFrom("waiting")).isEmpty();
        } finally {
            line.mend();
        }
        Await.until("the message is delivered later", LONG, () -> alice.messageFrom("waiting"));
        new Storage(server).awaitStored();
    }

    @Test
    @Order(4)
    void without_the_license_server_what_others_shared_is_not_there_now_and_what_is_ones_own_is() throws Exception {
        String own = Await.until("a message", LONG, () -> alice.messageFrom("waiting"))
                .id();
        HttpFrom anybody = new HttpFrom("127.0.0.1");
        Map<String, String> cookie = Map.of(
                "Cookie",
                anybody.form(server.http(), "bob", SsmsServer.PASSWORD, Map.of())
                        .cookie("ssms-session")
                        .orElseThrow());
        line.cut();
        try {
            URI message = server.http().resolve("/api/v1/messages/" + own);
            assertThat(anybody.get(message, HttpFrom.basic("alice", SsmsServer.PASSWORD))
                            .status())
                    .isEqualTo(200);
            Answer shared = anybody.get(message, HttpFrom.basic("bob", SsmsServer.PASSWORD));
            assertThat(shared.status()).isEqualTo(503);
            assertThat(shared.retryAfter()).isPositive();
            assertThat(shared.body()).contains("urn:ssms:unavailable");
            Answer page = anybody.get(server.http().resolve("/play.xhtml?id=" + own), cookie);
            assertThat(page.status()).isEqualTo(503);
            assertThat(page.body()).contains("Not at this moment").doesNotContain("Not found");
        } finally {
            line.mend();
        }
        assertThat(Files.readString(server.log())).doesNotContain("SSMS-6001");
    }

    @Test
    @Order(5)
    void after_kill_9_messages_are_whole_up_to_the_last_second_and_plays_that_never_began_are_given_back()
            throws Exception {
        Leased leased = Leased.of(server, alice, 2);
        String begun = leased.license();
        String unheard = leased.license();
        assertThat(leased.report(begun, "started")).isEqualTo("204");
        assertThat(leased.left()).isZero();
        OutgoingCall running = calls.call(Calls.to("alice", "running"));
        CompletableFuture<Void> endless = Calls.speak(running, Speech.ulaw(60, 21));
        Calls.get(running.beepHeard());
        OutgoingCall finished = calls.leave(Calls.to("alice", "finished"), Speech.ulaw(3, 22));
        server.kill();
        int sent = running.sent().size();
        calls.close();
        assertThat(endless).isCompletedExceptionally();

        server.restart();
        calls = new Calls(server, CALLERS);
        short[] whole = recording("finished");
        Timeline.of(finished.sent(), whole.length).assertSame(whole);
        short[] rest = recording("running");
        assertThat(Timeline.tail(running.sent().subList(0, sent), rest)).isGreaterThan(-2 * RATE);
        new Storage(server).awaitStored();
        Await.untilTrue("the play that never began is given back", LONG, () -> leased.left() == 1);
        assertThat(leased.report(begun, "ended")).isEqualTo("204");
        assertThat(leased.left()).isEqualTo(1);
        assertThat(leased.report(unheard, "started")).isEqualTo("204"); // it is heard after all
        assertThat(leased.report(unheard, "started")).isEqualTo("204");
        assertThat(leased.left()).isZero();
    }

    private short[] recording(String caller) throws Exception {
        Subscriber.Message message = alice.awaitMessageFrom(caller);
        return Ffmpeg.samples(
                new Storage(server).file(message.kid(), "mp4"),
                alice.keys(message.id()).cencHex());
    }
}
