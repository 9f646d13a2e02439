package org.ssms.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.base.config.ConfigValues;
import org.ssms.call.CallEvent.Simple;
import org.ssms.config.TestConfig;
import org.ssms.greeting.TestGreetings;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.location.DiversionReason;
import org.ssms.mailbox.TestPhoneMailboxes;
import org.ssms.media.engine.MediaEngine;
import org.ssms.media.engine.MediaSettings;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.recording.RecordingConfig;
import org.ssms.recording.TestLeftMessages;

/** Of what the script cannot say: that each of its states has its time. Nobody speaks to the media engine. */
class ListeningCallTest {
    private static final ConfigValues CONFIG =
            TestConfig.with(Map.of("ssms.rtp.port-min", "15100", "ssms.rtp.port-max", "15199"));

    @TempDir
    Path storage;

    private final ManualTimers timers = new ManualTimers();
    private MediaEngine engine;
    private ListeningCall call;
    private int hungUp;

    @BeforeEach
    void open() throws IOException, MalformedSdpException {
        CallConfig config = CallConfig.from(CONFIG);
        RecordingConfig recording = RecordingConfig.from(CONFIG);
        CallConfig.Rtp rtp = config.rtp();
        engine = MediaEngine.start(
                new MediaSettings(rtp.bind(), rtp.portMin(), rtp.portMax(), 1, 2), Executors.defaultThreadFactory());
        Facilities facilities = new Facilities(
                config,
                recording,
                engine,
                TestVoice.ENGLISH,
                TestVoice.MENUS,
                new TestLeftMessages(),
                new TestPhoneMailboxes(storage),
                new TestGreetings(storage),
                Optional::of,
                new Backlog(Runnable::run, System::nanoTime),
                timers,
                passport -> Optional.empty(),
                new CallStatistics());
        Door door = new Door(
                config, recording, new Door.Gauges(() -> 0, () -> Long.MAX_VALUE, () -> Duration.ZERO, () -> true));
        SessionDescription offer = SessionDescription.parse("""
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio 40000 RTP/AVP 0
                """.getBytes(US_ASCII));
        Invitation invitation = new Invitation(
                "1;to-tag=1;from-tag=2",
                "127.0.0.1",
                CallingParty.trunk("127.0.0.1"),
                "",
                DiversionReason.UNKNOWN,
                new CallerIdentity("sip:alice@host", "Alice", IdentitySource.FROM, null),
                null,
                null);
        CallMedia media = CallMedia.open(facilities, new SecureRandom(), "127.0.0.1", offer)
                .orElseThrow();
        call = new ListeningCall(
                new Arrival(invitation, door.rehearse("alice"), this::hangUp), media, facilities, "alice");
        assertThat(call.negotiate(offer)).isInstanceOf(CallOutcome.Answer.class);
        call.begin();
    }

    @AfterEach
    void close() {
        timers.shutdownNow();
        engine.close();
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

    private void assertOver(int byes) throws Exception {
        call.finished().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(hungUp).as("BYEs").isEqualTo(byes);
        assertThat(timers.set()).isEmpty();
    }
}
