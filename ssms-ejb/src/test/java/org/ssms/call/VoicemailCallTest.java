package org.ssms.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssms.base.config.ConfigValues;
import org.ssms.call.CallEvent.Simple;
import org.ssms.client.LicenseServerException;
import org.ssms.client.LicenseServerException.Kind;
import org.ssms.config.TestConfig;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.TestGreetings;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.location.DiversionReason;
import org.ssms.mailbox.TestPhoneMailboxes;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.engine.MediaCall;
import org.ssms.media.engine.MediaEngine;
import org.ssms.media.engine.MediaSettings;
import org.ssms.media.engine.RecordingEnd;
import org.ssms.media.prompt.Playback;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.PromptName;
import org.ssms.media.prompt.Prompts;
import org.ssms.media.prompt.Sound;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.media.sdp.SrtpPolicy;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.srtp.StoredSrtpOpener;
import org.ssms.recording.RecordingCompletion;
import org.ssms.recording.RecordingConfig;
import org.ssms.recording.TestLeftMessages;
import org.ssms.recording.TestMessage;

/** With the real media engine on loopback, to which nobody speaks; workers and timers go on when the test says so. */
class VoicemailCallTest {
    private static final ConfigValues CONFIG =
            TestConfig.with(Map.of("ssms.rtp.port-min", "15000", "ssms.rtp.port-max", "15099"));

    @TempDir
    Path storage;

    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private boolean goesDown;
    private final ManualTimers timers = new ManualTimers();
    private final Prompts prompts = requireNonNull(TestVoice.LANGUAGES.get("en"));
    private final CallConfig config = CallConfig.from(CONFIG);
    private final Door door = new Door(
            config,
            RecordingConfig.from(CONFIG),
            new Door.Gauges(() -> 0, () -> Long.MAX_VALUE, () -> Duration.ZERO, () -> true));
    private final OpenCalls calls = new OpenCalls(door);
    private MediaEngine engine;
    private TestGreetings greetings;
    private Facilities facilities;
    private TestMessage message;
    private CallMedia media;
    private VoicemailCall call;
    private final TestLeftMessages left = new TestLeftMessages();
    private int hungUp;
    private boolean legFails;
    private final AtomicInteger counted = new AtomicInteger();

    @BeforeEach
    void open() throws IOException, MalformedSdpException {
        CallConfig.Rtp rtp = config.rtp();
        engine = MediaEngine.start(
                new MediaSettings(rtp.bind(), rtp.portMin(), rtp.portMax(), 1, 2), Executors.defaultThreadFactory());
        greetings = new TestGreetings(storage);
        facilities = new Facilities(
                config,
                RecordingConfig.from(CONFIG),
                engine,
                TestVoice.ENGLISH,
                TestVoice.MENUS,
                left,
                new TestPhoneMailboxes(storage),
                greetings,
                Optional::of,
                names -> Map.of(),
                new TestReplies(storage),
                new TestCallBacks(CONFIG, Clock.systemUTC()),
                new Backlog(this::take, System::nanoTime),
                timers,
                passport -> Optional.empty(),
                new CallStatistics());
        make();
    }

    private void make() throws IOException, MalformedSdpException {
        SessionDescription offer = SessionDescription.parse(sdp("sendrecv"));
        media = CallMedia.open(
                        facilities, "127.0.0.1", offer, CallMedia.conversation(SrtpPolicy.OFF, new SecureRandom()))
                .orElseThrow();
        message = new TestMessage(storage);
        call = new VoicemailCall(
                new Arrival(invitation(), door.rehearse("alice"), this::hangUp),
                media,
                facilities,
                message,
                CallGreeting.of(greetings, "alice", DiversionReason.UNKNOWN));
        assertThat(call.negotiate(offer)).isInstanceOf(CallOutcome.Answer.class);
        call.whenRecorded(counted::incrementAndGet);
        calls.add(call);
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

    private static Invitation invitation() {
        return new Invitation(
                "1;to-tag=1;from-tag=2",
                "127.0.0.1",
                CallingParty.trunk("127.0.0.1"),
                "alice",
                DiversionReason.UNKNOWN,
                new CallerIdentity("sip:bob@host", "Bob", IdentitySource.FROM, null),
                null,
                null);
    }

    private void take(Runnable task) {
        if (goesDown) {
            throw new RejectedExecutionException("planned");
        }
        work.add(task);
    }

    private CompletableFuture<?> hangUp() {
        hungUp++;
        if (legFails) {
            throw new IllegalStateException("planned");
        }
        return CompletableFuture.completedFuture(null);
    }

    /** What a worker finds to do, one piece. */
    private void work() {
        await(() -> !work.isEmpty()); // the media loop may have to end a recording first
        work.remove().run();
    }

    private static void await(BooleanSupplier condition) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (!condition.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private void promptEnds() {
        media.events().promptsEnded(requireNonNull(media.events().playing()));
    }

    private void press(char key) {
        media.events().digit(key);
    }

    private void assertPlaying(PromptName... names) {
        assertThat(media.events().playing()).isEqualTo(prompts.get(List.of(names)));
    }

    private void assertPlayingFirst(String... names) {
        assertThat(media.events().playing())
                .startsWith(Arrays.stream(names).map(prompts::get).toArray(Prompt[]::new));
    }

    /** By the shortest way; no media flow, so the media loop itself ends no prompt. */
    private void until(CallScript.State state) {
        call.begin();
        Iterator<Runnable> steps = List.<Runnable>of(
                        () -> call.tell(Simple.ACKNOWLEDGED),
                        () -> media.events().firstMedia(),
                        this::promptEnds,
                        this::work, // the key
                        this::work, // the files
                        this::promptEnds, // the beep
                        () -> press('#'),
                        this::work, // the mailbox
                        this::promptEnds)
                .iterator();
        while (call.state() != state) {
            steps.next().run();
        }
    }

    private void assertOver(int byes, String... asked) {
        await(() -> calls.current() == 0 && door.halfOpenCalls() == 0);
        assertThat(hungUp).as("BYEs").isEqualTo(byes);
        assertThat(message.asked).containsExactly(asked);
        await(() -> call.finished().toCompletableFuture().isDone());
        assertThat(timers.set()).isEmpty();
    }

    @Test
    void f4_33a_a_caller_hears_what_the_owner_has_recorded_as_soon_as_it_is_there() throws Exception {
        greetings.add(GreetingKind.STANDARD, new byte[] {1, 2, 3});
        make();
        until(CallScript.State.GREETING);
        Sound own = requireNonNull(media.events().playing()).get(0);
        assertThat(heard(own, 0, 4)).as("silence").containsOnly(AudioCodec.PCMU.silence());
        work(); // the key
        work(); // the greeting
        assertThat(heard(own, 4, 4)).containsExactly(1, 2, 3);
        assertThat(own.isOver(7)).isTrue();
        assertThat(TestVoice.name(requireNonNull(media.events().playing()).get(1)))
                .isEqualTo("leave-message");
    }

    @Test
    void a_greeting_that_cannot_be_had_is_replaced_by_the_prompt() throws Exception {
        greetings.add(GreetingKind.STANDARD, new byte[] {1, 2, 3});
        greetings.lose();
        make();
        until(CallScript.State.GREETING);
        Sound own = requireNonNull(media.events().playing()).get(0);
        work(); // the key
        work(); // the greeting
        assertThat(own.isOver(prompts.get("greeting").samples())).isTrue();
        assertThat(own.isOver(3)).isFalse();
    }

    private static byte[] heard(Sound sound, int from, int most) {
        ByteBuffer out = ByteBuffer.allocate(most);
        sound.take(out, AudioCodec.PCMU, from, most);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void a_message_is_left_by_pound_and_confirmed() {
        until(CallScript.State.RECORDING);
        assertThat(calls.recordingsInProgress()).isEqualTo(1);
        press('#');
        assertThat(calls.recordingsInProgress()).isZero();
        work();
        assertThat(counted).hasValue(1);
        assertPlaying(PromptName.STORED);
        promptEnds();
        assertPlaying(PromptName.GOODBYE);
        promptEnds();
        assertOver(1, "deposit", "open", "keep");
    }

    @Test
    void f4_37_a_caller_without_an_account_hears_his_code_when_the_message_is_there() {
        message.code = "012345678901";
        until(CallScript.State.CONFIRMING);
        promptEnds();
        assertPlayingFirst("to-control-code", "press-1");
        press('1');
        assertPlayingFirst("control-code", "0", "1", "2", Prompts.PAUSE, "3", "4", "5", Prompts.PAUSE, "6");
        press('#');
        assertPlaying(PromptName.GOODBYE);
        promptEnds();
        assertOver(1, "deposit", "open", "keep");
    }

    @Test
    void who_says_the_code_of_a_message_for_a_list_hears_for_how_many_it_is() {
        left.members = 12;
        until(CallScript.State.GREETING);
        work(); // the key
        "*8012345678901#".chars().forEach(key -> press((char) key));
        work();
        assertPlayingFirst("left-for", "12", "members", "was-not-heard", "to-shorten", "press-5");
        call.tell(Simple.HUNG_UP);
        work();
        assertOver(0, "deposit", "leaveNothing");
    }

    @Test
    void who_says_the_code_of_a_message_hears_what_became_of_it_shortens_it_and_takes_it_back() {
        until(CallScript.State.GREETING);
        work(); // the key
        "*8012345678901#".chars().forEach(key -> press((char) key));
        assertThat(left.asked).isEmpty();
        work();
        assertThat(left.asked).containsExactly("find 127.0.0.1 sip:bob@host");
        assertPlayingFirst("was-not-heard", "to-shorten", "press-5", "to-recall", "press-0");
        "52#".chars().forEach(key -> press((char) key));
        work();
        assertThat(left.asked.get(1)).startsWith("limit {\"notAfter\":\"");
        assertPlayingFirst("confirmed", "right-until");
        "01".chars().forEach(key -> press((char) key));
        work();
        assertThat(left.asked).endsWith("recall 127.0.0.1 sip:bob@host");
        assertPlayingFirst("recalled", "to-rights", "press-4");
        call.tell(Simple.HUNG_UP);
        work();
        assertOver(0, "deposit", "leaveNothing");
    }

    @ParameterizedTest
    @CsvSource({
        "DENIED, urn:ssms:no-license, control-code-wrong, to-rights",
        "REFUSED, urn:ssms:too-many-attempts, too-many-attempts, try-later",
        "REFUSED, urn:ssms:malformed, error, try-later",
        "NOT_AUTHENTICATED, urn:ssms:not-authenticated, error, try-later",
        "UNREACHABLE, about:blank, error, try-later",
        "DENIED, urn:ssms:rights-exceeded, not-changed, to-rights"
    })
    void why_nothing_comes_of_a_code_is_told(Kind kind, String type, String first, String second) {
        left.refusal = new LicenseServerException(kind, type, "planned");
        until(CallScript.State.GREETING);
        "*8012345678901#".chars().forEach(key -> press((char) key));
        work(); // the key
        work();
        assertPlayingFirst(first, second);
        press('*');
        assertThat(call.state()).isEqualTo(CallScript.State.OPENING);
    }

    @Test
    void a_key_of_an_info_is_a_key() {
        until(CallScript.State.RECORDING);
        call.pressed('1');
        call.pressed('#');
        await(() -> call.state() == CallScript.State.STORING);
    }

    @Test
    void a_disk_that_is_full_while_recording_keeps_what_there_is_and_is_told() {
        until(CallScript.State.RECORDING);
        media.events().recordingEnded(RecordingEnd.SINK_FAILED);
        work();
        assertThat(counted).hasValue(1);
        assertPlaying(PromptName.ERROR, PromptName.STORED);
        promptEnds();
        assertPlaying(PromptName.GOODBYE);
        promptEnds();
        assertOver(1, "deposit", "open", "keep");
    }

    @Test
    void a_message_that_cannot_be_counted_is_stored_and_told_all_the_same() {
        call.whenRecorded(() -> {
            throw new IllegalStateException("planned");
        });
        until(CallScript.State.RECORDING);
        try (Logged log = new Logged(SpokenMessage.class)) {
            press('#');
            work();
            assertThat(log.lines()).anyMatch(line -> line.startsWith("SSMS-3124 message " + message.id()));
        }
        assertPlaying(PromptName.STORED);
        promptEnds();
        promptEnds();
        assertOver(1, "deposit", "open", "keep");
    }

    @Test
    void a_message_that_cannot_be_counted_is_thrown_away_and_told_all_the_same() {
        call.whenRecorded(() -> {
            throw new IllegalStateException("planned");
        });
        until(CallScript.State.RECORDING);
        "*01".chars().forEach(key -> press((char) key));
        work();
        assertPlaying(PromptName.CANCELLED, PromptName.GOODBYE);
        promptEnds();
        assertOver(1, "deposit", "open", "cancel");
    }

    @Test
    void of_a_message_that_cannot_be_kept_the_caller_hears_that_something_went_wrong() {
        message.result = null;
        until(CallScript.State.RECORDING);
        press('#');
        work();
        assertPlaying(PromptName.ERROR, PromptName.TRY_LATER);
        assertThat(counted).hasValue(0);
        promptEnds();
        assertOver(1, "deposit", "open", "keep");
    }

    @Test
    void a_disk_that_is_full_before_leaves_nothing_and_is_told() {
        until(CallScript.State.OPENING);
        message.diskIsFull = true;
        work();
        assertPlaying(PromptName.UNAVAILABLE, PromptName.TRY_LATER);
        work();
        promptEnds();
        assertOver(1, "deposit", "open", "leaveNothing");
    }

    @Test
    void a_key_that_comes_after_the_greeting_begins_the_recording() {
        until(CallScript.State.AWAITING_KEY);
        assertThat(timers.set()).containsExactly(Duration.ofSeconds(3));
        work();
        work();
        assertPlaying(PromptName.BEEP);
    }

    @Test
    void a_key_that_comes_too_late_is_withdrawn_and_nothing_is_opened() {
        until(CallScript.State.AWAITING_KEY);
        timers.ring();
        assertPlaying(PromptName.UNAVAILABLE, PromptName.TRY_LATER);
        work();
        work();
        promptEnds();
        assertOver(1, "deposit", "leaveNothing");
    }

    @Test
    void a_key_that_is_refused_is_told_when_the_caller_has_heard_enough() {
        message.keyIsRefused = true;
        until(CallScript.State.GREETING);
        work();
        assertPlayingFirst("greeting", "leave-message");
        press('1');
        assertPlayingFirst("greeting", "leave-message");
        press('#');
        assertPlaying(PromptName.UNAVAILABLE, PromptName.TRY_LATER);
        work();
        promptEnds();
        assertOver(1, "deposit", "leaveNothing");
    }

    @Test
    void a_recording_goes_on_by_any_other_key() {
        until(CallScript.State.RECORDING);
        "0123456789ABCD".chars().forEach(key -> press((char) key));
        assertThat(call.state()).isEqualTo(CallScript.State.RECORDING);
    }

    @Test
    void f4_37_what_is_confirmed_is_chosen_by_a_worker_and_told_when_it_holds() {
        until(CallScript.State.RECORDING);
        "*42##".chars().forEach(key -> press((char) key));
        assertThat(calls.recordingsInProgress()).isZero();
        assertThat(message.asked).doesNotContain("choose {forward=0}");
        work();
        assertPlayingFirst("confirmed", "to-send");
        press('#');
        work();
        assertPlaying(PromptName.STORED);
        promptEnds();
        promptEnds();
        assertOver(1, "deposit", "open", "choose {forward=0}", "keep");
    }

    @Test
    void f4_37_who_gets_less_than_he_has_chosen_hears_what_holds() {
        message.mostPlays = 1;
        until(CallScript.State.RECORDING);
        "*443###".chars().forEach(key -> press((char) key));
        work();
        assertPlayingFirst("confirmed", "right-plays");
    }

    @Test
    void who_asks_for_another_language_hears_it_from_then_on() {
        Prompts german = requireNonNull(TestVoice.LANGUAGES.get("de"));
        until(CallScript.State.RECORDING);
        "*92".chars().forEach(key -> press((char) key));
        assertThat(requireNonNull(media.events().playing()))
                .startsWith(german.get("to-send"), german.get("press-hash"));
        press('#');
        work();
        assertThat(media.events().playing()).containsExactly(german.get(PromptName.STORED));
    }

    @Test
    void f4_36_who_records_again_keeps_his_choices_and_leaves_nothing_of_what_he_said_before() {
        until(CallScript.State.RECORDING);
        "*42##".chars().forEach(key -> press((char) key));
        work();
        press('2');
        work();
        work();
        assertThat(call.state()).isEqualTo(CallScript.State.BEEP);
        assertPlaying(PromptName.BEEP);
        assertThat(message.ends).hasValue(1);
        promptEnds();
        press('#');
        work();
        assertPlaying(PromptName.STORED);
        assertThat(message.asked)
                .containsExactly(
                        "deposit",
                        "open",
                        "choose {forward=0}",
                        "another",
                        "other: deposit",
                        "other: choose {forward=0}",
                        "other: open",
                        "cancel",
                        "other: keep");
        assertThat(requireNonNull(message.other).ends).hasValue(1);
    }

    @Test
    void what_was_said_is_kept_when_nothing_can_be_recorded_again() {
        until(CallScript.State.RECORDING);
        press('*');
        message.diskIsFull = true;
        press('2');
        work();
        assertPlayingFirst("not-changed", "try-later", "to-send");
        press('#');
        work();
        assertPlaying(PromptName.STORED);
        assertThat(message.asked)
                .containsExactly(
                        "deposit", "open", "another", "other: deposit", "other: open", "other: leaveNothing", "keep");
    }

    @Test
    void what_license_server_or_disk_do_not_take_is_logged_without_a_trace_and_anything_else_with_one() {
        try (Logged log = new Logged(VoicemailCall.class)) {
            until(CallScript.State.RECORDING);
            "*42##".chars().forEach(key -> press((char) key));
            message.keyIsRefused = true;
            work();
            "*2".chars().forEach(key -> press((char) key));
            work();
            message.keyIsRefused = false;
            message.diskIsFull = true;
            press('2');
            work();
            message.diskIsFull = false;
            message.auditIsAway = true;
            press('2');
            work();
            String again = "SSMS-3111 message " + message.id() + " cannot be recorded again, it stays as it is";
            assertThat(log.lines())
                    .containsExactly(
                            "SSMS-3109 what the caller has chosen for message " + message.id()
                                    + " does not hold: org.ssms.client.LicenseServerException: planned",
                            again + ": org.ssms.client.LicenseServerException: planned",
                            again + ": java.io.IOException: planned: no space left",
                            again + ": java.lang.IllegalStateException: planned: no audit"
                                    + "\njava.lang.IllegalStateException: planned: no audit");
        }
    }

    @Test
    void what_was_said_is_kept_when_it_cannot_be_cancelled_for_the_other() {
        until(CallScript.State.RECORDING);
        "*2".chars().forEach(key -> press((char) key));
        work();
        message.diskIsFull = true;
        work();
        assertPlayingFirst("error", "try-later");
        work();
        promptEnds();
        assertOver(
                1,
                "deposit",
                "open",
                "another",
                "other: deposit",
                "other: open",
                "cancel",
                "other: leaveNothing",
                "keep");
    }

    @Test
    void who_hangs_up_before_he_can_record_again_leaves_what_he_said() {
        until(CallScript.State.RECORDING);
        "*2".chars().forEach(key -> press((char) key));
        var unused = call.ended();
        work();
        work();
        assertOver(0, "deposit", "open", "another", "other: deposit", "other: open", "other: leaveNothing", "keep");
    }

    /** Also when a worker is about to drop it. */
    @Test
    void who_hangs_up_before_what_he_said_is_dropped_leaves_it() {
        until(CallScript.State.RECORDING);
        "*2".chars().forEach(key -> press((char) key));
        work();
        assertThat(call.state()).isEqualTo(CallScript.State.REPLACING);
        try (Logged log = new Logged(SpokenMessage.class)) {
            var unused = call.ended();
            work();
            work();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SSMS-1002 message " + message.id() + " is recorded");
        }
        assertOver(0, "deposit", "open", "another", "other: deposit", "other: open", "other: leaveNothing", "keep");
    }

    @Test
    void who_waits_too_long_for_what_he_said_to_be_dropped_leaves_it_and_hears_once_that_something_went_wrong() {
        until(CallScript.State.RECORDING);
        "*2".chars().forEach(key -> press((char) key));
        work();
        assertThat(call.state()).isEqualTo(CallScript.State.REPLACING);
        for (int i = 0; i < 4; i++) {
            timers.ring();
        }
        assertPlaying(PromptName.ERROR, PromptName.TRY_LATER);
        List<Sound> regret = requireNonNull(media.events().playing());
        work();
        work();
        assertThat(media.events().playing()).isSameAs(regret);
        promptEnds();
        assertOver(1, "deposit", "open", "another", "other: deposit", "other: open", "other: leaveNothing", "keep");
    }

    @Test
    void a_stop_before_what_was_said_is_dropped_keeps_it() {
        until(CallScript.State.RECORDING);
        "*2".chars().forEach(key -> press((char) key));
        work();
        assertThat(call.state()).isEqualTo(CallScript.State.REPLACING);
        calls.stop();
        work();
        work();
        assertOver(1, "deposit", "open", "another", "other: deposit", "other: open", "other: leaveNothing", "keep");
    }

    @Test
    void a_stop_while_another_message_is_prepared_keeps_what_was_said() {
        until(CallScript.State.RECORDING);
        "*2".chars().forEach(key -> press((char) key));
        calls.stop();
        work();
        work();
        assertOver(1, "deposit", "open", "another", "other: deposit", "other: open", "other: leaveNothing", "keep");
    }

    @Test
    void each_message_counts_of_which_something_was_recorded() {
        until(CallScript.State.RECORDING);
        "*2".chars().forEach(key -> press((char) key));
        work();
        work();
        promptEnds();
        press('#');
        work();
        assertThat(counted).hasValue(2);
    }

    @Test
    void what_cannot_hold_is_told_and_the_message_is_left_as_it_was() {
        until(CallScript.State.RECORDING);
        "*42##".chars().forEach(key -> press((char) key));
        message.keyIsRefused = true;
        work();
        assertPlayingFirst("not-changed", "try-later", "to-private");
        var unused = call.ended();
        work();
        assertOver(0, "deposit", "open", "choose {forward=0}", "keep");
    }

    @Test
    void in_a_menu_each_key_gives_time_for_the_next() {
        until(CallScript.State.RECORDING);
        "*44".chars().forEach(key -> press((char) key));
        promptEnds();
        press('1');
        int before = timers.count();
        press('2');
        assertThat(timers.count()).isEqualTo(before + 1);
        assertThat(timers.set()).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void f4_36_who_listens_to_what_he_said_hears_it_from_the_files_until_he_presses_a_key() throws IOException {
        until(CallScript.State.RECORDING);
        speak();
        try (MessageKey key = MessageKey.generate(new SecureRandom());
                DerivedKey srtp = key.derive(KeyUse.SRTP, DerivedKey.AUDIO_TRACK);
                FileChannel file = FileChannel.open(Files.createFile(storage.resolve("stored.srtp")))) {
            message.stored = new StoredSrtpOpener(file, srtp);
            "*1".chars().forEach(pressed -> press((char) pressed));
            List<Sound> played = requireNonNull(media.events().playing());
            assertThat(played.get(0)).isInstanceOf(Playback.class);
            assertThat(played).startsWith(played.get(0), prompts.get("to-send"), prompts.get("press-hash"));
            work(); // as the media loop wants it
            assertThat(played.get(0).isOver(0)).as("an empty file was read").isTrue();
            press('#');
            work();
            work();
            assertThat(file.isOpen()).isFalse();
        }
        assertPlaying(PromptName.STORED);
        assertThat(message.asked).containsExactly("deposit", "open", "openStored", "keep");
    }

    @Test
    void what_cannot_be_heard_is_told_and_nobody_who_has_gone_on_hears_so() throws IOException {
        until(CallScript.State.RECORDING);
        speak();
        "*1".chars().forEach(key -> press((char) key));
        work();
        assertPlayingFirst("error", "to-send");
        work(); // nothing is left of it
        press('1');
        await(() -> !work.isEmpty());
        press('4');
        work();
        work();
        assertPlayingFirst("to-private");
    }

    @Test
    void that_nothing_is_recorded_yet_is_said() {
        until(CallScript.State.RECORDING);
        "*1".chars().forEach(key -> press((char) key));
        assertPlayingFirst("no-recording", "to-send");
        assertThat(message.asked).containsExactly("deposit", "open");
    }

    /** Until something is recorded: as the media flow from now on, when the beep is over. */
    private void speak() throws IOException {
        call.acknowledged(null);
        try (DatagramSocket caller = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            ByteBuffer packet = ByteBuffer.allocate(172);
            for (int i = 0; message.frames.get() < 2; i++) { // the first is counted before it is known
                packet.clear()
                        .putShort((short) 0x8000)
                        .putShort((short) i)
                        .putInt(160 * i)
                        .putInt(7);
                long received = engine.counters().packetsReceived();
                caller.send(new DatagramPacket(
                        packet.array(),
                        172,
                        InetAddress.getLoopbackAddress(),
                        media.call().localPort()));
                await(() -> engine.counters().packetsReceived() > received);
            }
        }
    }

    @Test
    void who_adds_to_his_message_hears_the_beep_again_and_it_is_one_message() {
        until(CallScript.State.RECORDING);
        press('*');
        press('3');
        assertPlaying(PromptName.BEEP);
        promptEnds();
        assertThat(calls.recordingsInProgress()).isEqualTo(1);
        press('#');
        work();
        promptEnds();
        promptEnds();
        assertOver(1, "deposit", "open", "keep");
        assertThat(message.ends).hasValue(1);
    }

    /** As the media loop ends it: the piece is over before anybody here knows. */
    @Test
    void a_message_that_silence_has_ended_is_whole() throws Exception {
        until(CallScript.State.RECORDING);
        media.call().stopRecording().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(message.ends).hasValue(0);
        media.events().recordingEnded(RecordingEnd.SILENCE);
        work();
        assertThat(message.ends).hasValue(1);
        assertPlaying(PromptName.STORED);
        promptEnds();
        promptEnds();
        assertOver(1, "deposit", "open", "keep");
    }

    @Test
    void of_a_cancelled_message_nothing_is_kept() {
        until(CallScript.State.RECORDING);
        "*01".chars().forEach(key -> press((char) key));
        work();
        assertPlaying(PromptName.CANCELLED, PromptName.GOODBYE);
        promptEnds();
        assertOver(1, "deposit", "open", "cancel");
        assertThat(message.ends).hasValue(1);
        assertThat(counted).hasValue(1);
    }

    @Test
    void a_message_that_cannot_be_cancelled_is_kept_and_told() {
        until(CallScript.State.RECORDING);
        message.diskIsFull = true;
        "*01".chars().forEach(key -> press((char) key));
        work();
        assertPlaying(PromptName.STORED);
        promptEnds();
        promptEnds();
        assertOver(1, "deposit", "open", "cancel", "keep");
        assertThat(message.ends).hasValue(1);
    }

    @Test
    void of_a_message_that_is_postponed_nobody_says_that_it_is_stored() {
        message.result = RecordingCompletion.Result.POSTPONED;
        until(CallScript.State.STORING);
        work();
        assertPlaying(PromptName.GOODBYE);
        assertThat(counted).hasValue(1);
    }

    @Test
    void a_call_without_a_word_counts_as_no_message() {
        message.result = RecordingCompletion.Result.NOTHING_RECORDED;
        until(CallScript.State.STORING);
        work();
        assertThat(counted).hasValue(0);
    }

    /** The executors of the server go before the calls do: what is in the files waits for the next start. */
    @ParameterizedTest
    @EnumSource(names = {"GREETING", "RECORDING"})
    void a_call_ends_also_when_the_workers_take_nothing_more(CallScript.State state) {
        until(state);
        goesDown = true;
        CompletableFuture<?> stopped = calls.stop().toCompletableFuture();
        work.forEach(Runnable::run); // what they have taken before
        await(stopped::isDone);
        assertThat(hungUp).isEqualTo(1);
        assertThat(calls.current()).isZero();
        assertThat(message.asked).doesNotContain("keep", "leaveNothing");
        assertThat(counted).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "INVITED",
                "ENDED",
                "MENU",
                "MENU_AWAITING_KEY",
                "CHOOSING",
                "CONTROLLING",
                "RENEWING",
                "REPLACING",
                "CANCELLING"
            },
            mode = EnumSource.Mode.EXCLUDE)
    void a_stop_hangs_up_once_in_each_state_and_keeps_what_is_recorded(CallScript.State state) {
        if (state == CallScript.State.UNHEARD) {
            until(CallScript.State.AWAITING_MEDIA);
            timers.ring();
        } else {
            until(state);
        }
        CompletableFuture<?> stopped = calls.stop().toCompletableFuture();
        calls.stop();
        List<String> asked = switch (state) {
            case GREETING, AWAITING_KEY -> workOff("deposit", "leaveNothing");
            case OPENING -> workOff("deposit", "open", "leaveNothing");
            case BEEP, RECORDING, STORING, CONFIRMING, GOODBYE -> workOff("deposit", "open", "keep");
            default -> List.of();
        };
        assertOver(1, asked.toArray(String[]::new));
        assertThat(stopped).isCompleted();
        assertThat(door.state()).isEqualTo(DoorState.DRAINED);
    }

    /** Works until so much was asked. */
    private List<String> workOff(String... asked) {
        while (message.asked.size() < asked.length) {
            work();
        }
        return List.of(asked);
    }

    /** The port would be lost, and the place in the mailbox. */
    @Test
    void a_bye_that_cannot_be_sent_does_not_keep_the_call_from_its_end() {
        until(CallScript.State.RECORDING);
        legFails = true;
        call.aborted();
        work();
        assertOver(1, "deposit", "open", "keep");
        await(() -> engine.counters().portsInUse() == 0);
    }

    @Test
    void a_caller_on_hold_in_the_greeting_has_a_minute_and_a_half_and_then_leaves_nothing() throws Exception {
        call.begin();
        call.acknowledged(null);
        media.events().firstMedia();
        assertThat(timers.set()).containsExactly(Duration.ofSeconds(30));
        assertThat(call.reinvited(sdp("sendonly"))).isInstanceOf(CallOutcome.Answer.class);
        assertThat(timers.set()).containsExactly(MediaCall.LONGEST_HOLD);
        timers.ring();
        work();
        work();
        assertOver(1, "deposit", "leaveNothing");
    }

    @Test
    void a_caller_who_comes_back_from_hold_in_the_greeting_is_recorded_and_has_no_time_more() {
        call.begin();
        call.acknowledged(null);
        media.events().firstMedia();
        call.reinvited(sdp("sendonly"));
        call.reinvited(sdp("sendrecv"));
        assertThat(timers.set()).containsExactly(MediaCall.LONGEST_HOLD);
        work();
        press('#');
        work();
        assertThat(call.state()).isEqualTo(CallScript.State.BEEP);
        assertThat(timers.set()).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void a_hang_up_is_answered_when_the_recording_is_flushed_or_half_a_second_later() {
        until(CallScript.State.RECORDING);
        CompletableFuture<?> flushed = call.ended().toCompletableFuture();
        await(flushed::isDone);
        work();
        assertOver(0, "deposit", "open", "keep");
    }
}
