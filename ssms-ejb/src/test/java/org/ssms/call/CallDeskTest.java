package org.ssms.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.config.SsmsConfig;
import org.ssms.config.TestConfig;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.location.DiversionReason;
import org.ssms.mailbox.MailboxStatus;
import org.ssms.mailbox.Mailboxes;
import org.ssms.media.engine.MediaEngine;
import org.ssms.media.engine.MediaSettings;
import org.ssms.media.prompt.Prompts;
import org.ssms.recording.TestRecorder;

/** With the real media engine on loopback; workers are never run, so no call gets beyond its greeting. */
class CallDeskTest {
    private static final SsmsConfig CONFIG =
            TestConfig.with(Map.of("ssms.rtp.port-min", "46000", "ssms.rtp.port-max", "46999", "ssms.calls.max", "2"));
    private static final byte[] OFFER = sdp("RTP/AVP 0 8");

    @TempDir
    Path storage;

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final List<Runnable> work = new ArrayList<>();
    private final List<String> hungUp = new ArrayList<>();
    private MediaEngine engine;
    private CallDesk desk;

    private static byte[] sdp(String audio) {
        return """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio 40000 %s
                """.formatted(audio).getBytes(US_ASCII);
    }

    private static final class TwoMailboxes extends Mailboxes {
        @Override
        public MailboxStatus status(String user) {
            return switch (user) {
                case "alice" -> MailboxStatus.OPEN;
                case "carol" -> MailboxStatus.DISABLED;
                default -> MailboxStatus.UNKNOWN;
            };
        }
    }

    @BeforeEach
    void open() throws IOException {
        SsmsConfig.Rtp rtp = CONFIG.rtp();
        engine = MediaEngine.start(
                new MediaSettings(
                        rtp.bind(),
                        rtp.portMin(),
                        rtp.portMax(),
                        1,
                        CONFIG.calls().max()),
                Executors.defaultThreadFactory());
        Facilities facilities = new Facilities(CONFIG, engine, Prompts.load("en"), work::add, timers);
        desk = new CallDesk(
                facilities, new TwoMailboxes(), TestRecorder.withoutRecordings(storage), new SecureRandom());
    }

    @AfterEach
    void close() {
        timers.shutdownNow();
        engine.close();
    }

    private CallOutcome invite(String callId, String user, byte @Nullable [] offer) {
        CallerIdentity bob = new CallerIdentity("sip:bob@host", "Bob", IdentitySource.FROM, null);
        Invitation invitation = new Invitation(
                callId, callId + ";to-tag=1;from-tag=2", "192.0.2.1", user, DiversionReason.UNKNOWN, bob, null);
        return desk.invited(invitation, offer, () -> hungUp.add(callId));
    }

    private static CallOutcome.Reject rejected(CallOutcome outcome) {
        assertThat(outcome).isInstanceOf(CallOutcome.Reject.class);
        return (CallOutcome.Reject) outcome;
    }

    @Test
    void an_open_mailbox_answers_with_a_description_of_ours() {
        CallOutcome outcome = invite("a", "Alice", OFFER);
        assertThat(outcome).isInstanceOf(CallOutcome.Answer.class);
        String answer = new String(((CallOutcome.Answer) outcome).local().toBytes(), US_ASCII);
        assertThat(answer).contains("m=audio 46").contains("RTP/AVP 0");
        assertThat(desk.currentCalls()).isEqualTo(1);
        assertThat(desk.statistics().answered()).isEqualTo(1);
    }

    @Test
    void an_unknown_mailbox_is_not_found() {
        assertThat(rejected(invite("a", "nobody", OFFER)).status()).isEqualTo(404);
        assertThat(rejected(invite("a", "../../etc", OFFER)).status()).isEqualTo(404);
        assertThat(desk.statistics().refused(Refusal.UNKNOWN_MAILBOX)).isEqualTo(2);
    }

    @Test
    void a_disabled_mailbox_is_temporarily_unavailable() {
        assertThat(rejected(invite("a", "carol", OFFER)).status()).isEqualTo(480);
    }

    @Test
    void a_malformed_description_is_a_bad_request_that_says_why() {
        CallOutcome.Reject reject = rejected(invite("a", "alice", "hello".getBytes(US_ASCII)));
        assertThat(reject.status()).isEqualTo(400);
        assertThat(reject.warning()).isNotNull();
    }

    @Test
    void media_that_do_not_fit_are_not_acceptable_and_free_their_port() {
        CallOutcome.Reject reject = rejected(invite("a", "alice", sdp("RTP/AVP 18")));
        assertThat(reject.status()).isEqualTo(488);
        assertThat(reject.warning()).isNotNull();
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (engine.counters().portsInUse() > 0) {
                Thread.onSpinWait();
            }
        });
        assertThat(desk.currentCalls()).isZero();
    }

    @Test
    void one_call_more_than_the_node_takes_is_told_to_come_back() {
        invite("a", "alice", OFFER);
        invite("b", "alice", OFFER);
        CallOutcome.Reject reject = rejected(invite("c", "alice", OFFER));
        assertThat(reject.status()).isEqualTo(503);
        assertThat(reject.retryAfter()).isEqualTo(CONFIG.calls().retryAfter());
        assertThat(desk.accepting()).isFalse();
    }

    @Test
    void a_draining_node_refuses_until_it_resumes() {
        desk.drain();
        assertThat(rejected(invite("a", "alice", OFFER)).status()).isEqualTo(503);
        desk.resume();
        assertThat(invite("a", "alice", OFFER)).isInstanceOf(CallOutcome.Answer.class);
    }

    @Test
    void an_invite_without_offer_gets_ours_and_is_hung_up_without_an_answer() {
        assertThat(invite("a", "alice", null)).isInstanceOf(CallOutcome.Answer.class);
        assertThat(rejected(desk.reinvited("a", OFFER)).status()).isEqualTo(491);
        desk.acknowledged("a", null);
        assertThat(hungUp).containsExactly("a");
    }

    @Test
    void an_invite_without_offer_goes_on_with_the_answer_in_the_ack() {
        invite("a", "alice", null);
        desk.acknowledged("a", OFFER);
        assertThat(hungUp).isEmpty();
        assertThat(desk.reinvited("a", OFFER)).isInstanceOf(CallOutcome.Answer.class);
    }

    @Test
    void a_call_that_is_not_known_is_nothing_to_worry_about() {
        desk.acknowledged("ghost", null);
        desk.aborted("ghost");
        assertThat(desk.ended("ghost").toCompletableFuture()).isCompleted();
        assertThat(rejected(desk.reinvited("ghost", OFFER)).status()).isEqualTo(481);
    }
}
