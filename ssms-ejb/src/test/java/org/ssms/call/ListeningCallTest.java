package org.ssms.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.config.ConfigValues;
import org.ssms.call.CallEvent.Simple;
import org.ssms.config.TestConfig;
import org.ssms.greeting.TestGreetings;
import org.ssms.guard.login.Asker;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.location.DiversionReason;
import org.ssms.mailbox.ForwardedMessage;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.mailbox.TestPhoneMailbox;
import org.ssms.mailbox.TestPhoneMailboxes;
import org.ssms.media.engine.MediaCall;
import org.ssms.media.engine.MediaEngine;
import org.ssms.media.engine.MediaSettings;
import org.ssms.media.engine.RecordingEnd;
import org.ssms.media.prompt.Sound;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.media.sdp.SrtpPolicy;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;
import org.ssms.recording.RecordingCompletion;
import org.ssms.recording.RecordingConfig;
import org.ssms.recording.TestLeftMessages;
import org.ssms.recording.TestMessage;

/**
 * Of what the script cannot say: that each of its states has its time, and what becomes of a reply. Nobody speaks to
 * the media engine; work is done at once, unless the test says otherwise.
 */
class ListeningCallTest {
    private static final ConfigValues CONFIG = TestConfig.with(
            Map.of("ssms.rtp.port-min", "15100", "ssms.rtp.port-max", "15199", "ssms.phone.call-back", "@localhost"));

    private static final Duration LONGEST_REPLY =
            RecordingConfig.from(CONFIG).limits().max().plusSeconds(30);

    @TempDir
    Path storage;

    private final ManualTimers timers = new ManualTimers();
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private volatile boolean isWorkHeld;
    /** For so many pieces. */
    private final AtomicInteger noWorker = new AtomicInteger();

    private MediaEngine engine;
    private TestReplies replies;
    private TestMessage message;
    private TestPhoneMailbox mailbox;
    private ListeningCall call;
    private TestCallBacks callBacks;
    private final Phone phone = new Phone();
    private int hungUp;

    /** Takes REFER, and tells what came of it when the test says so. */
    private final class Phone implements CallLeg {
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final List<IntPredicate> told = new CopyOnWriteArrayList<>();
        private boolean isGone;

        @Override
        public CompletionStage<?> hangUp() {
            return ListeningCallTest.this.hangUp();
        }

        @Override
        public boolean takesRefer() {
            return true;
        }

        @Override
        public CompletionStage<?> refer(String uri, IntPredicate outcome) {
            asked.add(uri);
            told.add(outcome);
            return isGone
                    ? CompletableFuture.failedFuture(new IllegalStateException("planned"))
                    : CompletableFuture.completedFuture(null);
        }
    }

    @BeforeEach
    void open() throws IOException, MalformedSdpException {
        CallConfig config = CallConfig.from(CONFIG);
        RecordingConfig recording = RecordingConfig.from(CONFIG);
        CallConfig.Rtp rtp = config.rtp();
        engine = MediaEngine.start(
                new MediaSettings(rtp.bind(), rtp.portMin(), rtp.portMax(), 1, 2), Executors.defaultThreadFactory());
        replies = new TestReplies(storage);
        message = replies.message;
        mailbox = new TestPhoneMailbox(storage, heard());
        TestPhoneMailboxes mailboxes = new TestPhoneMailboxes(storage);
        mailboxes.opened = mailbox;
        callBacks = new TestCallBacks(CONFIG, Clock.systemUTC());
        Facilities facilities = new Facilities(
                config,
                recording,
                engine,
                TestVoice.ENGLISH,
                TestVoice.MENUS,
                new TestLeftMessages(),
                mailboxes,
                new TestGreetings(storage),
                Optional::of,
                names -> Map.of(),
                replies,
                callBacks,
                new Backlog(this::work, System::nanoTime),
                timers,
                passport -> Optional.empty(),
                new CallStatistics());
        Door door = new Door(
                config, recording, new Door.Gauges(() -> 0, () -> Long.MAX_VALUE, () -> Duration.ZERO, () -> true));
        SessionDescription offer = SessionDescription.parse(sdp("sendrecv"));
        Invitation invitation = new Invitation(
                "1;to-tag=1;from-tag=2",
                "127.0.0.1",
                CallingParty.stranger("127.0.0.1"),
                "",
                DiversionReason.UNKNOWN,
                new CallerIdentity("sip:alice@host", "Alice", IdentitySource.FROM, null),
                null,
                null);
        CallMedia media = CallMedia.open(
                        facilities, "127.0.0.1", offer, CallMedia.conversation(SrtpPolicy.OFF, new SecureRandom()))
                .orElseThrow();
        call = new ListeningCall(new Arrival(invitation, door.rehearse("alice"), phone), media, facilities, "alice");
        assertThat(call.negotiate(offer)).isInstanceOf(CallOutcome.Answer.class);
        call.begin();
    }

    @AfterEach
    void close() {
        timers.shutdownNow();
        engine.close();
    }

    private static byte[] sdp(String direction) {
        return """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio 40000 RTP/AVP 0
                a=%s
                """.formatted(direction).getBytes(US_ASCII);
    }

    private static MessageView heard() {
        return new MessageView(
                MessageId.generate(new SecureRandom()),
                KeyId.generate(new SecureRandom()),
                "sip:bob@localhost",
                "",
                IdentitySource.AUTHENTICATED,
                Instant.EPOCH,
                Duration.ofSeconds(20),
                MessageState.NEW,
                null,
                null);
    }

    private void work(Runnable task) {
        if (noWorker.getAndUpdate(pieces -> Math.max(0, pieces - 1)) > 0) {
            throw new RejectedExecutionException("planned");
        }
        if (isWorkHeld) {
            held.add(task);
        } else {
            task.run();
        }
    }

    /** What a worker finds to do, one piece. */
    private void workOnce() {
        await(() -> !held.isEmpty());
        held.remove().run();
    }

    private static void await(BooleanSupplier condition) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (!condition.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private CompletableFuture<?> hangUp() {
        hungUp++;
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void t17_a_call_that_is_never_acknowledged_ends() throws Exception {
        assertThat(timers.set()).containsExactly(Duration.ofSeconds(32));
        timers.ring();
        assertOver(1);
    }

    @Test
    void t17_a_caller_of_whom_nothing_is_heard_is_asked_all_the_same_and_not_for_long() throws Exception {
        call.tell(Simple.ACKNOWLEDGED);
        assertThat(timers.set()).containsExactly(Duration.ofSeconds(1));
        timers.ring();
        assertThat(requireNonNull(call.media().events().playing()).stream().map(TestVoice::name))
                .containsExactly("ask-pin", "then-hash");
        assertThat(timers.set())
                .singleElement()
                .satisfies(limit -> assertThat(limit)
                        .isBetween(
                                Duration.ZERO,
                                RecordingConfig.from(CONFIG).limits().firstMedia()));
        call.tell(Simple.HUNG_UP);
        assertOver(0);
    }

    private void press(String keys) {
        keys.chars().forEach(key -> call.media().events().digit((char) key));
    }

    /** His message, which may not be heard: its menu is open. */
    private void atMessage() {
        call.acknowledged(null);
        call.media().events().firstMedia();
        press("1#1");
        assertThat(call.state()).isEqualTo(ListenScript.State.MESSAGE);
    }

    @Test
    void c33_what_others_have_forwarded_is_told_with_their_numbers_and_opened_by_its_key() throws Exception {
        mailbox.forwarded = List.of(new ForwardedMessage(heard(), "carol"));
        call.acknowledged(null);
        call.media().events().firstMedia();
        press("1#");
        assertThat(names()).startsWith("you-have", "new-message", "shared-message", "to-new-messages");
        press("4");
        assertThat(names()).as("this one may not be heard").startsWith("not-heard", "to-next");
        assertThat(names()).doesNotContain("to-delete", "to-save");
        call.tell(Simple.HUNG_UP);
        assertOver(0);
    }

    @Test
    void when_nobody_can_say_what_was_forwarded_his_own_are_there_all_the_same() throws Exception {
        mailbox.forwarded = null;
        atMessage();
        press("*4");
        assertThat(names()).startsWith("error", "try-later");
        call.tell(Simple.HUNG_UP);
        assertOver(0);
    }

    private void replying() {
        atMessage();
        press("9");
        assertThat(names()).containsExactly("beep");
        assertThat(call.state()).isEqualTo(ListenScript.State.RECORDING);
        assertThat(call.isRecording()).isTrue();
    }

    /** What was ordered to be played last. */
    private List<String> names() {
        List<Sound> playing = requireNonNull(call.media().events().playing());
        return playing.stream().map(TestVoice::name).toList();
    }

    private void awaitPlaying(String... first) {
        await(() -> names().size() >= first.length
                && names().subList(0, first.length).equals(List.of(first)));
        assertThat(call.isRecording()).isFalse();
    }

    @Test
    void c33_a_reply_is_kept_by_hash_and_stored_is_said_when_it_is() throws Exception {
        replying();
        assertThat(message.asked).containsExactly("deposit", "open");
        assertThat(replies.begun).containsExactly("alice to bob");
        isWorkHeld = true;
        press("#");
        await(() -> !held.isEmpty());
        assertThat(names()).containsExactly("beep");
        assertThat(message.ends).hasValue(1);
        workOnce();
        awaitPlaying("stored", "to-next", "press-1");
        isWorkHeld = false;
        call.tell(Simple.HUNG_UP);
        assertOver(0);
        assertThat(message.asked).containsExactly("deposit", "open", "keep");
        assertThat(message.ends).hasValue(1);
        assertThat(replies.counted).hasValue(1);
        assertThat(mailbox.isClosed).isTrue();
    }

    @Test
    void silence_ends_it_too() throws Exception {
        replying();
        call.media().events().recordingEnded(RecordingEnd.SILENCE);
        awaitPlaying("stored");
        call.tell(Simple.HUNG_UP);
        assertOver(0);
        assertThat(message.asked).containsExactly("deposit", "open", "keep");
    }

    @ParameterizedTest
    @CsvSource({"POSTPONED, saved, 1", "NOTHING_RECORDED, nothing-recorded, 0"})
    void nobody_says_that_it_is_stored_when_it_is_not(RecordingCompletion.Result result, String clip, int counted) {
        message.result = result;
        replying();
        press("#");
        awaitPlaying(clip, "to-next");
        assertThat(replies.counted).hasValue(counted);
    }

    @Test
    void star_throws_it_away_and_another_one_may_be_spoken() throws Exception {
        replying();
        press("*");
        awaitPlaying("cancelled", "to-next");
        assertThat(message.ends).hasValue(1);
        assertThat(replies.counted).hasValue(1);
        press("9");
        await(() -> names().equals(List.of("beep")));
        press("#");
        awaitPlaying("stored");
        call.tell(Simple.HUNG_UP);
        assertOver(0);
        assertThat(message.asked).containsExactly("deposit", "open", "cancel", "deposit", "open", "keep");
    }

    @Test
    void what_cannot_be_thrown_away_is_kept_and_told() {
        replying();
        message.diskIsFull = true;
        press("*");
        awaitPlaying("stored");
        assertThat(message.asked).containsExactly("deposit", "open", "cancel", "keep");
    }

    @Test
    void a_disk_that_is_full_while_he_speaks_keeps_what_there_is_and_is_told() {
        replying();
        call.media().events().recordingEnded(RecordingEnd.SINK_FAILED);
        awaitPlaying("error", "stored", "to-next");
        assertThat(message.asked).containsExactly("deposit", "open", "keep");
    }

    @Test
    void a_reply_that_cannot_be_kept_is_told() {
        message.result = null;
        replying();
        press("#");
        awaitPlaying("error", "try-later", "to-next");
        assertThat(replies.counted).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"#, stored, keep", "*, cancelled, cancel"})
    void a_reply_that_cannot_be_counted_is_told_all_the_same(String key, String clip, String asked) {
        replies.isCountAway = true;
        replying();
        press(key);
        awaitPlaying(clip, "to-next");
        assertThat(message.asked).containsExactly("deposit", "open", asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "*"})
    void what_no_worker_could_settle_is_kept_at_the_end_of_the_call(String key) throws Exception {
        replying();
        noWorker.set(1);
        press(key);
        await(() -> noWorker.get() == 0);
        assertThat(message.asked).containsExactly("deposit", "open");
        call.tell(Simple.HUNG_UP);
        assertOver(0);
        assertThat(message.asked).containsExactly("deposit", "open", "keep");
        assertThat(message.ends).hasValue(1);
        assertThat(replies.counted).hasValue(1);
    }

    @Test
    void c33_who_is_on_hold_when_the_beep_is_due_has_a_minute_and_a_half_and_hears_it_then() {
        atMessage();
        hold();
        press("9");
        assertThat(timers.set()).containsExactly(MediaCall.LONGEST_HOLD);
        assertThat(call.reinvited(sdp("sendrecv"))).isInstanceOf(CallOutcome.Answer.class);
        await(() -> timers.set().equals(List.of(LONGEST_REPLY))); // the beep is over
        press("#");
        awaitPlaying("stored", "to-next");
    }

    @Test
    void who_is_on_hold_for_longer_has_spoken_nothing() {
        message.result = RecordingCompletion.Result.NOTHING_RECORDED;
        atMessage();
        hold();
        press("9");
        timers.ring();
        awaitPlaying("nothing-recorded", "to-next");
        assertThat(message.asked).containsExactly("deposit", "open", "keep");
    }

    @Test
    void a_hold_prolongs_nothing_else() {
        atMessage();
        List<Duration> said = timers.set();
        hold();
        assertThat(timers.set()).isEqualTo(said);
        call.reinvited(sdp("sendrecv"));
        press("9");
        await(this::isBeepOver);
        hold();
        assertThat(timers.set()).containsExactly(LONGEST_REPLY);
    }

    private boolean isBeepOver() {
        AtomicBoolean isOver = new AtomicBoolean();
        call.inTurn(() -> isOver.set(!call.waitsForCaller()));
        return isOver.get();
    }

    private void hold() {
        assertThat(call.reinvited(sdp("sendonly"))).isInstanceOf(CallOutcome.Answer.class);
    }

    @Test
    void who_hangs_up_while_he_speaks_has_left_it() throws Exception {
        replying();
        CompletableFuture<?> flushed = call.ended().toCompletableFuture();
        flushed.get(10, TimeUnit.SECONDS);
        assertOver(0);
        assertThat(message.asked).containsExactly("deposit", "open", "keep");
        assertThat(message.ends).hasValue(1);
        assertThat(replies.counted).hasValue(1);
    }

    @Test
    void a_stop_while_he_speaks_keeps_what_there_is() throws Exception {
        replying();
        call.aborted();
        assertOver(1);
        assertThat(message.asked).containsExactly("deposit", "open", "keep");
    }

    @Test
    void who_hangs_up_before_the_beep_leaves_nothing() throws Exception {
        atMessage();
        isWorkHeld = true;
        press("9");
        workOnce(); // who has left it
        workOnce(); // its rights
        assertThat(call.state()).isEqualTo(ListenScript.State.WORKING);
        call.tell(Simple.HUNG_UP);
        assertThat(message.asked).isEmpty();
        workOnce();
        assertThat(message.asked).containsExactly("deposit", "open");
        workOnce();
        workOnce();
        assertOver(0);
        assertThat(message.asked).containsExactly("deposit", "open", "leaveNothing");
        assertThat(replies.counted).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void without_key_and_files_nothing_is_left_and_there_is_no_beep(Fault fault) throws Exception {
        message.keyIsRefused = fault == Fault.NO_KEY;
        message.diskIsFull = fault == Fault.NO_FILES;
        message.auditIsAway = fault == Fault.NO_AUDIT;
        atMessage();
        press("9");
        awaitPlaying("unavailable", "try-later", "to-next");
        List<String> expected =
                fault == Fault.NO_KEY ? List.of("deposit", "leaveNothing") : List.of("deposit", "open", "leaveNothing");
        assertThat(message.asked).isEqualTo(expected);
        call.tell(Simple.HUNG_UP);
        assertOver(0);
        assertThat(message.asked).isEqualTo(expected);
    }

    private enum Fault {
        NO_KEY,
        NO_FILES,
        NO_AUDIT
    }

    @ParameterizedTest
    @CsvSource({"CLOSED, mailbox-full", "TOO_MANY, too-many-attempts", "NO_ROOM, unavailable"})
    void what_stands_in_its_way_is_told_before_a_key_is_made(Replies.Obstacle obstacle, String clip) {
        replies.obstacle = obstacle;
        atMessage();
        press("9");
        awaitPlaying(clip);
        assertThat(message.asked).doesNotContain("deposit");
    }

    @Test
    void who_may_not_be_answered_is_not() {
        replies.sender = null;
        atMessage();
        press("9");
        awaitPlaying("no-reply", "to-next");
        replies.sender = "bob";
        mailbox.rights = UsageRights.UNLIMITED.with(Right.REPLY, false);
        press("9");
        awaitPlaying("right-no-reply", "to-next");
        mailbox.rights = null;
        press("9");
        awaitPlaying("error", "try-later");
        assertThat(message.asked).isEmpty();
    }

    @Test
    void a_database_that_is_away_is_told() throws Exception {
        replies.databaseIsAway = true;
        atMessage();
        press("9");
        awaitPlaying("error", "try-later");
        call.tell(Simple.HUNG_UP);
        assertOver(0);
        assertThat(message.asked).doesNotContain("deposit");
    }

    /** The menu of his message is open, whose sender may be called back. */
    private void callable() {
        call.acknowledged(null);
        call.media().events().firstMedia();
        press("1#");
        isWorkHeld = true;
        press("1");
        call.tell(new CallEvent.MessageOpened(Duration.ofSeconds(20), null, false, true));
        isWorkHeld = false;
        workOnce(); // its license, for which nobody waits any more
        assertThat(call.state()).isEqualTo(ListenScript.State.MESSAGE);
    }

    @Test
    void c33_the_phone_is_asked_to_call_back_and_hung_up_on_when_it_speaks() throws Exception {
        callable();
        press("92");
        await(() -> !phone.asked.isEmpty());
        assertThat(names()).containsExactly("connecting");
        assertThat(phone.asked).containsExactly("sip:bob@localhost");
        assertThat(callBacks.audited)
                .singleElement()
                .asString()
                .contains("\"user\":\"alice\"", "\"target\":\"sip:bob@localhost\"", "\"source\":\"127.0.0.1\"");
        assertThat(phone.told.get(0).test(180)).isTrue();
        assertThat(call.state()).isEqualTo(ListenScript.State.WORKING);
        assertThat(phone.told.get(0).test(200)).isTrue();
        assertOver(1);
        assertThat(phone.told.get(0).test(200)).isFalse();
    }

    @Test
    void what_a_phone_tells_belongs_to_its_own_request() throws Exception {
        callable();
        press("92");
        await(() -> timers.set().equals(List.of(Duration.ofSeconds(60))));
        timers.ring();
        awaitPlaying("no-call-back", "try-later");
        assertThat(phone.told.get(0).test(200)).as("of the first, too late").isFalse();
        press("92");
        await(() -> phone.told.size() == 2);
        assertThat(phone.told.get(0).test(200))
                .as("of the first, while the second is waited for")
                .isFalse();
        assertThat(phone.told.get(0).test(486)).isFalse();
        assertThat(call.state()).isEqualTo(ListenScript.State.WORKING);
        assertThat(phone.told.get(1).test(200)).isTrue();
        assertOver(1);
    }

    @Test
    void a_call_back_that_was_given_up_is_not_begun_by_a_worker_that_is_late() {
        callable();
        isWorkHeld = true;
        press("92");
        await(() -> !held.isEmpty());
        timers.ring();
        awaitPlaying("no-call-back", "try-later");
        workOnce();
        assertThat(phone.asked).isEmpty();
    }

    @Test
    void a_phone_that_cannot_be_asked_has_reached_nobody() {
        phone.isGone = true;
        callable();
        press("92");
        awaitPlaying("no-call-back", "try-later");
        assertThat(call.state()).isEqualTo(ListenScript.State.MESSAGE);
    }

    @Test
    void t12_too_many_calls_are_told_and_not_made() {
        callable();
        Asker listener = Asker.of(org.ssms.guard.login.Door.PIN, "127.0.0.1");
        for (int i = 0; i < CallBacks.PER_HOUR; i++) {
            callBacks.begin("alice", "sip:bob@localhost", listener);
        }
        press("92");
        awaitPlaying("too-many-attempts", "try-later");
        assertThat(phone.asked).isEmpty();
    }

    @Test
    void whom_nobody_may_call_any_more_was_not_called_too_often() {
        callBacks.isNobodyOurs = true;
        callable();
        press("92");
        awaitPlaying("no-call-back", "try-later");
        assertThat(phone.asked).isEmpty();
        assertThat(callBacks.audited).isEmpty();
    }

    @Test
    void a_database_that_is_away_calls_nobody_back() {
        callBacks.isDatabaseAway = true;
        callable();
        press("92");
        awaitPlaying("no-call-back", "try-later");
        assertThat(phone.asked).isEmpty();
    }

    private void assertOver(int byes) throws Exception {
        call.finished().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(hungUp).as("BYEs").isEqualTo(byes);
        assertThat(timers.set()).isEmpty();
    }
}
