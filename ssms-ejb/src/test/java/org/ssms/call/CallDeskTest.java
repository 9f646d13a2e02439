package org.ssms.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.base.config.ConfigValues;
import org.ssms.config.TestConfig;
import org.ssms.greeting.TestGreetings;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.location.DiversionReason;
import org.ssms.mailbox.MailboxStatus;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.TestPhoneMailboxes;
import org.ssms.media.engine.MediaEngine;
import org.ssms.media.engine.MediaSettings;
import org.ssms.recording.Recorder;
import org.ssms.recording.RecordingConfig;
import org.ssms.recording.TestLeftMessages;
import org.ssms.recording.TestRecorder;

/** With the real media engine on loopback; workers are never run, so no call gets beyond its greeting. */
class CallDeskTest {
    private static final ConfigValues CONFIG = TestConfig.with(Map.of(
            "ssms.rtp.port-min", "14000",
            "ssms.rtp.port-max", "14999",
            "ssms.calls.max", "4",
            "ssms.calls.max-per-user", "2"));
    private static final byte[] OFFER = sdp("RTP/AVP 0 8");
    private static final byte[] SENDONLY = sdp("RTP/AVP 0 8\na=sendonly");

    @TempDir
    Path storage;

    private final ScheduledExecutorService timers = MediaPlane.timers(Executors.defaultThreadFactory());
    private final List<Runnable> work = new ArrayList<>();
    private final List<String> hungUp = new ArrayList<>();
    private final List<WeakReference<CallLeg>> legs = new ArrayList<>(); // each is held by its call alone
    private MediaEngine engine;
    private Recorder recorder;
    private CallDesk desk;
    private Door door;
    private OpenCalls open;
    private CallStatistics statistics;
    private TestPhoneMailboxes mailboxesByPhone;
    private TestGreetings greetings;
    private TestReplies replies;
    private final Map<String, Call> calls = new HashMap<>(); // as SIP sessions keep them
    private final Subscribers mailboxes = new Subscribers();
    private SecureRandom random = new SecureRandom();
    private boolean warm = true;
    private final Rehearsal rehearsal = new Rehearsal(new SecureRandom());
    private CallingParty asker = CallingParty.trunk("192.0.2.1");
    private CompletionStage<?> bye = CompletableFuture.completedFuture(null);

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

    private static final class Subscribers extends Mailboxes {
        int asked;

        @Override
        public MailboxStatus status(String user) {
            asked++;
            return switch (user) {
                case "alice", "bob", "dave" -> MailboxStatus.OPEN;
                case "carol" -> MailboxStatus.DISABLED;
                default -> MailboxStatus.UNKNOWN;
            };
        }
    }

    @BeforeEach
    void open() throws IOException {
        rehearsal.end(0, Duration.ZERO);
        CallConfig config = CallConfig.from(CONFIG);
        CallConfig.Rtp rtp = config.rtp();
        engine = MediaEngine.start(
                new MediaSettings(
                        rtp.bind(),
                        rtp.portMin(),
                        rtp.portMax(),
                        1,
                        config.limits().max()),
                Executors.defaultThreadFactory());
        recorder = TestRecorder.withoutRecordings(storage);
        mailboxesByPhone = new TestPhoneMailboxes(storage);
        greetings = new TestGreetings(storage);
        replies = new TestReplies(storage);
        make(CONFIG);
    }

    private void make(ConfigValues config) {
        statistics = new CallStatistics();
        Facilities facilities = new Facilities(
                CallConfig.from(config),
                RecordingConfig.from(config),
                engine,
                TestVoice.ENGLISH,
                TestVoice.MENUS,
                new TestLeftMessages(),
                mailboxesByPhone,
                greetings,
                Optional::of,
                names -> Map.of(),
                replies,
                new TestCallBacks(config, Clock.systemUTC()),
                new Backlog(work::add, System::nanoTime),
                timers,
                passport -> Optional.empty(),
                statistics);
        door = new Door(
                facilities.config(),
                facilities.recording(),
                new MediaPlane().gauges(facilities, TestRecorder.warmUp(() -> warm), rehearsal));
        open = new OpenCalls(door);
        MessageQuota quota = new MessageQuota(facilities.config().quota(), Clock.systemUTC());
        desk = new CallDesk(door, open, facilities, mailboxes, recorder, random, quota);
    }

    @AfterEach
    void close() {
        timers.shutdownNow();
        engine.close();
    }

    @Test
    void only_hosts_that_the_operator_names_are_believed_where_their_sound_goes() throws Exception {
        InetAddress gateway = InetAddress.getByName("192.0.2.1");
        assertThat(CallConfig.from(CONFIG).rtp().maySendElsewhere(gateway)).isFalse();
        CallConfig.Rtp rtp = CallConfig.from(TestConfig.with(Map.of("ssms.rtp.elsewhere", "192.0.2.0/31")))
                .rtp();
        assertThat(rtp.maySendElsewhere(gateway)).isTrue();
        assertThat(rtp.maySendElsewhere(InetAddress.getByName("192.0.2.2"))).isFalse();
    }

    /** The SIP session of a call lives that long: when it ends before the call, what was said would be lost. */
    @Test
    void no_call_is_longer_than_five_recordings_and_what_is_heard_around_them() {
        make(TestConfig.with(Map.of("ssms.recording.max", "PT3M30S")));
        assertThat(desk.longestCall()).isEqualTo(Duration.ofMinutes(42).plusSeconds(30));
        make(TestConfig.with(Map.of("ssms.recording.max", "PT30S")));
        assertThat(desk.longestCall()).as("listening").isEqualTo(Duration.ofMinutes(34));
        make(TestConfig.with(Map.of("ssms.recording.max", "PT1H")));
        assertThat(desk.longestCall()).isEqualTo(Duration.ofHours(5).plusMinutes(25));
    }

    private CallOutcome invite(String callId, String user) {
        return invite(callId, user, OFFER);
    }

    private CallOutcome invite(String callId, String user, byte @Nullable [] offer) {
        CallOutcome outcome = desk.invited(invitation(callId, user), offer, leg(callId));
        if (outcome instanceof CallOutcome.Answer answer) {
            calls.put(callId, answer.call());
        }
        return outcome;
    }

    private Call call(String callId) {
        return requireNonNull(calls.get(callId));
    }

    private Invitation invitation(String callId, String user) {
        CallerIdentity bob = new CallerIdentity("sip:bob@host", "Bob", IdentitySource.FROM, null);
        return new Invitation(
                callId + ";to-tag=1;from-tag=2", "192.0.2.1", asker, user, DiversionReason.UNKNOWN, bob, null, null);
    }

    private CallLeg leg(String callId) {
        CallLeg leg = () -> {
            hungUp.add(callId);
            return bye;
        };
        legs.add(new WeakReference<>(leg));
        return leg;
    }

    private static void await(BooleanSupplier condition) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (!condition.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
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
        assertThat(answer).contains("m=audio 14").contains("RTP/AVP 0");
        assertThat(open.current()).isEqualTo(1);
        assertThat(statistics.answered()).isEqualTo(1);
    }

    @Test
    void an_unknown_mailbox_is_not_found() {
        assertThat(rejected(invite("a", "nobody", OFFER)).status()).isEqualTo(404);
        assertThat(rejected(invite("a", "../../etc", OFFER)).status()).isEqualTo(404);
        assertThat(statistics.refused(Refusal.UNKNOWN_MAILBOX)).isEqualTo(2);
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
        await(() -> engine.counters().portsInUse() == 0);
        assertThat(open.current()).isZero();
    }

    @Test
    void a_call_that_fails_before_it_is_answered_leaves_no_port_behind() throws IOException {
        recorder = TestRecorder.failing(storage);
        make(CONFIG);
        assertThatThrownBy(() -> invite("a", "alice")).isInstanceOf(IllegalStateException.class);
        await(() -> engine.counters().portsInUse() == 0);
        assertThat(open.current()).isZero();
        assertThat(door.halfOpenCalls()).isZero();
    }

    @Test
    void a_call_that_fails_when_its_port_is_taken_leaves_none_behind() {
        random = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public long nextLong() {
                throw new IllegalStateException("planned");
            }
        };
        make(CONFIG);
        assertThatThrownBy(() -> invite("a", "alice")).hasMessage("planned");
        await(() -> engine.counters().portsInUse() == 0);
        assertThat(door.halfOpenCalls()).isZero();
    }

    @Test
    void one_call_more_than_the_node_takes_is_told_to_come_back_before_the_database_is_asked() {
        for (String user : List.of("alice", "alice", "bob", "bob")) {
            assertThat(invite(user + mailboxes.asked, user)).isInstanceOf(CallOutcome.Answer.class);
        }
        CallOutcome.Reject reject = rejected(invite("e", "dave"));
        assertThat(reject.status()).isEqualTo(503);
        assertThat(reject.retryAfter())
                .isEqualTo(CallConfig.from(CONFIG).limits().retryAfter());
        assertThat(mailboxes.asked).isEqualTo(4);
        assertThat(statistics.refused(Refusal.OVERLOAD)).isEqualTo(1);
        assertThat(door.state()).isEqualTo(DoorState.OVERLOADED);
        assertThat(door.accepting()).isFalse();
    }

    /** Messages can be heard and phones called all the same, so nobody may take the node for dead. */
    @Test
    void a_full_storage_refuses_calls_and_leaves_the_node_ready() {
        make(TestConfig.with(
                Map.of("ssms.storage.directory", storage.toString(), "ssms.storage.min-free", "100000000"))); // 100 TB
        door.sample();
        assertThat(rejected(invite("a", "alice")).status()).isEqualTo(503);
        assertThat(statistics.refused(Refusal.STORAGE_FULL)).isEqualTo(1);
        assertThat(door.state()).isEqualTo(DoorState.STORAGE_FULL);
        assertThat(door.accepting()).isFalse();
        assertThat(door.isReady()).isTrue();
        door.drain();
        assertThat(door.isReady()).isFalse();
    }

    @Test
    void one_call_more_than_a_mailbox_takes_is_told_to_come_back_and_others_are_not() {
        invite("a", "alice");
        invite("b", "Alice");
        assertThat(rejected(invite("c", "alice")).status()).isEqualTo(503);
        assertThat(statistics.refused(Refusal.MAILBOX_CALLS)).isEqualTo(1);
        assertThat(invite("d", "bob")).isInstanceOf(CallOutcome.Answer.class);
        call("a").ended();
        await(() -> open.current() == 2);
        assertThat(invite("e", "alice")).isInstanceOf(CallOutcome.Answer.class);
    }

    @Test
    void one_stranger_without_ack_does_not_close_a_mailbox_to_others() {
        asker = CallingParty.stranger("192.0.2.66");
        assertThat(invite("a", "alice")).isInstanceOf(CallOutcome.Answer.class);
        CallOutcome.Reject reject = rejected(invite("b", "alice"));
        assertThat(reject.status()).isEqualTo(503);
        assertThat(reject.retryAfter())
                .isEqualTo(CallConfig.from(CONFIG).limits().retryAfter());
        assertThat(statistics.refused(Refusal.HALF_OPEN)).isEqualTo(1);
        asker = CallingParty.subscriber("bob");
        assertThat(invite("c", "alice")).isInstanceOf(CallOutcome.Answer.class);
    }

    @Test
    void refused_calls_take_up_no_place() {
        for (int i = 0; i < 5; i++) {
            assertThat(rejected(invite("a" + i, "alice", sdp("RTP/AVP 18"))).status())
                    .isEqualTo(488);
            assertThat(rejected(invite("b" + i, "carol")).status()).isEqualTo(480);
            assertThat(rejected(invite("c" + i, "nobody")).status()).isEqualTo(404);
            await(() -> engine.counters().portsInUse() == 0); // the loop gives the port back
        }
        assertThat(door.halfOpenCalls()).isZero();
        assertThat(invite("d", "alice")).isInstanceOf(CallOutcome.Answer.class);
        assertThat(door.halfOpenCalls()).isEqualTo(1);
        call("d").acknowledged(null);
        assertThat(door.halfOpenCalls()).isZero();
    }

    @Test
    void a_node_that_is_not_warm_yet_refuses() {
        warm = false;
        assertThat(door.state()).isEqualTo(DoorState.STARTING);
        assertThat(rejected(invite("a", "alice")).status()).isEqualTo(503);
        warm = true;
        assertThat(invite("a", "alice")).isInstanceOf(CallOutcome.Answer.class);
    }

    @Test
    void a_rehearsed_call_is_taken_before_all_others_and_counted_nowhere() {
        warm = false;
        Invitation nobodys = invitation("r", "rehearsal");
        CallOutcome outcome = desk.rehearsed(nobodys, OFFER, leg("r"));
        assertThat(outcome).isInstanceOf(CallOutcome.Answer.class);
        calls.put("r", ((CallOutcome.Answer) outcome).call());
        call("r").acknowledged(null);
        call("r").ended();
        await(() -> open.current() == 0);
        assertThat(door.halfOpenCalls()).isZero();
        assertThat(statistics.answered()).isZero();
        assertThat(work).as("deposit of a key, or any other").isEmpty();
    }

    @Test
    void a_draining_node_refuses_until_it_resumes_and_is_drained_when_no_call_is_left() {
        invite("a", "alice");
        door.drain();
        assertThat(door.state()).isEqualTo(DoorState.DRAINING);
        assertThat(rejected(invite("b", "alice")).status()).isEqualTo(503);
        call("a").ended();
        await(() -> door.state() == DoorState.DRAINED);
        door.resume();
        assertThat(invite("c", "alice")).isInstanceOf(CallOutcome.Answer.class);
    }

    @Test
    void stopping_hangs_up_every_call_once_and_takes_no_more() {
        invite("a", "alice");
        invite("b", "bob");
        call("b").acknowledged(null);
        open.shutDown();
        open.shutDown();
        assertThat(hungUp).containsExactlyInAnyOrder("a", "b");
        await(() -> door.state() == DoorState.DRAINED);
        assertThat(rejected(invite("c", "alice")).status()).isEqualTo(503);
    }

    @Test
    void stopping_is_not_over_before_every_bye_is_on_its_way() {
        CompletableFuture<String> late = new CompletableFuture<>();
        bye = late;
        invite("a", "alice");
        call("a").acknowledged(null);
        CompletableFuture<?> stopped = open.stop().toCompletableFuture();
        await(() -> open.current() == 0);
        assertThat(stopped).isNotDone();
        late.completeExceptionally(new IllegalStateException("planned: the dialog is gone"));
        await(stopped::isDone);
        assertThat(stopped).isCompleted();
    }

    @Test
    void a_call_whose_peer_is_dead_is_hung_up_and_gone() {
        invite("a", "alice");
        call("a").acknowledged(null);
        call("a").aborted();
        assertThat(hungUp).containsExactly("a");
        assertThat(work).isEmpty(); // no media came, so nobody heard of the call
        await(() -> open.current() == 0);
        assertThat(rejected(call("a").reinvited(OFFER)).status()).isEqualTo(481);
    }

    /** Issue 10: cancelled timers held 1200 calls and their encoders for minutes after the last of them had ended. */
    @Test
    void calls_that_have_ended_are_held_by_nothing() {
        List<Consumer<Call>> ends = List.of(Call::ended, Call::aborted);
        for (int i = 0; i < 20; i++) {
            String callId = "call" + i;
            assertThat(invite(callId, "alice")).isInstanceOf(CallOutcome.Answer.class);
            Call call = requireNonNull(calls.remove(callId));
            call.acknowledged(null);
            ends.get(i % ends.size()).accept(call);
            await(() -> open.current() == 0);
        }
        await(() -> {
            System.gc();
            return legs.stream().allMatch(leg -> leg.refersTo(null));
        });
        assertThat(legs).hasSize(20);
        assertThat(((ScheduledThreadPoolExecutor) timers).getQueue()).isEmpty();
    }

    @Test
    void an_invite_without_offer_gets_ours_and_is_hung_up_without_an_answer() {
        assertThat(invite("a", "alice", null)).isInstanceOf(CallOutcome.Answer.class);
        assertThat(rejected(call("a").reinvited(OFFER)).status()).isEqualTo(491);
        call("a").acknowledged(null);
        assertThat(hungUp).containsExactly("a");
    }

    @Test
    void an_invite_without_offer_goes_on_with_the_answer_in_the_ack() {
        invite("a", "alice", null);
        assertThat(call("a").expectsAnswer()).isTrue();
        call("a").acknowledged(OFFER);
        assertThat(call("a").expectsAnswer()).isFalse();
        assertThat(hungUp).isEmpty();
        assertThat(call("a").reinvited(OFFER)).isInstanceOf(CallOutcome.Answer.class);
    }

    @Test
    void a_refresh_repeats_what_was_agreed_last_and_nothing_when_the_call_is_over() {
        CallOutcome.Answer offered = (CallOutcome.Answer) invite("a", "alice", null);
        assertThat(call("a").localDescription()).isEmpty();
        call("a").acknowledged(OFFER);
        assertThat(call("a").localDescription()).contains(offered.local());
        CallOutcome.Answer answered = (CallOutcome.Answer) call("a").reinvited(OFFER);
        assertThat(call("a").localDescription()).contains(answered.local());
        call("a").ended();
        await(() -> open.current() == 0);
        assertThat(call("a").localDescription()).isEmpty();
    }

    @Test
    void a_caller_on_hold_while_he_is_greeted_has_a_minute_and_a_half_in_all() throws Exception {
        CallOutcome.Answer answer = (CallOutcome.Answer) invite("a", "alice");
        call("a").acknowledged(null);
        speakUntilGreeted(answer);
        assertThat(timer().getDelay(TimeUnit.SECONDS)).isBetween(20L, 30L);
        assertThat(call("a").reinvited(SENDONLY)).isInstanceOf(CallOutcome.Answer.class);
        Delayed held = timer();
        assertThat(held.getDelay(TimeUnit.SECONDS)).isBetween(80L, 90L);
        call("a").reinvited(OFFER);
        call("a").reinvited(SENDONLY);
        assertThat(timer()).isSameAs(held);
    }

    @Test
    void a_caller_on_hold_before_he_is_greeted_has_a_minute_and_a_half_from_the_greeting() throws Exception {
        CallOutcome.Answer answer = (CallOutcome.Answer) invite("a", "alice");
        call("a").acknowledged(null);
        assertThat(call("a").reinvited(SENDONLY)).isInstanceOf(CallOutcome.Answer.class);
        speakUntilGreeted(answer);
        assertThat(timer().getDelay(TimeUnit.SECONDS)).isBetween(80L, 90L);
    }

    /** Not even one that never listens. */
    @Test
    void a_caller_who_is_not_on_hold_has_no_longer_by_a_re_invite() throws Exception {
        for (byte[] offer : List.of(OFFER, SENDONLY)) {
            work.clear();
            CallOutcome.Answer answer = (CallOutcome.Answer) invite("a", "alice", offer);
            call("a").acknowledged(null);
            speakUntilGreeted(answer);
            Delayed greeted = timer();
            assertThat(call("a").reinvited(offer)).isInstanceOf(CallOutcome.Answer.class);
            call("a").acknowledged(null);
            assertThat(timer()).isSameAs(greeted);
            call("a").ended();
            await(() -> open.current() == 0);
        }
    }

    /** Until the key is to be deposited, which nobody does here. */
    private void speakUntilGreeted(CallOutcome.Answer answer) throws IOException {
        String description = new String(answer.local().toBytes(), US_ASCII);
        Matcher audio = Pattern.compile("m=audio ([0-9]+)").matcher(description);
        assertThat(audio.find()).isTrue();
        InetSocketAddress us =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(audio.group(1)));
        try (DatagramChannel phone =
                DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            AtomicInteger sent = new AtomicInteger();
            await(() -> {
                try {
                    ByteBuffer packet = ByteBuffer.allocate(172).put(0, (byte) 0x80);
                    packet.putShort(2, (short) sent.get()).putInt(4, 160 * sent.getAndIncrement());
                    phone.send(packet, us);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                return !work.isEmpty();
            });
        }
    }

    /** The only one. */
    private Delayed timer() {
        var queue = ((ScheduledThreadPoolExecutor) timers).getQueue();
        assertThat(queue).hasSize(1);
        return (Delayed) queue.element();
    }

    @Test
    void what_comes_in_a_call_that_is_over_does_no_harm() {
        invite("a", "alice");
        call("a").ended();
        await(() -> open.current() == 0);
        call("a").acknowledged(null);
        call("a").aborted();
        assertThat(call("a").ended().toCompletableFuture()).isCompleted();
        assertThat(rejected(call("a").reinvited(OFFER)).status()).isEqualTo(481);
        assertThat(hungUp).isEmpty();
    }
}
