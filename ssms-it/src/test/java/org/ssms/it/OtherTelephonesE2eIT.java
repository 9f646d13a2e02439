package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ssms.it.server.Accounts;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Greetings;
import org.ssms.it.server.Heard;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Sdp;
import org.ssms.it.sip.Sound;
import org.ssms.it.tool.Correlation;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Linphone;
import org.ssms.it.tool.Sipsak;
import org.ssms.it.tool.Softphone;
import org.ssms.it.tool.Speech;
import org.ssms.media.prompt.PromptName;
import org.ssms.player.audio.SoundFile;

/** Telephones of other makers at the server as it is delivered: each registers with the algorithms that it knows (RFC
 *  8760), and calls. They mostly wait, so all at once. */
@Execution(ExecutionMode.CONCURRENT)
class OtherTelephonesE2eIT {
    /** A message. */
    private static final int SECONDS = 3;

    private static final Pattern ADDRESS = Pattern.compile("dial `(sip:[^`]+)`");
    private static final double ALIKE = 0.8;

    private static final byte[] SPEECH = Speech.ulaw(40, 51);
    private static final short[] SAYS = SoundFile.fromUlaw(SPEECH);

    private final SsmsServer server = SsmsServer.shared();
    private final int port = server.sip().getPort();
    private final Path directory = SsmsServer.directory().resolve("others");

    @Test
    void linphone_registers_calls_and_leaves_a_message() throws Exception {
        String caller = Accounts.guests().get(11);
        String called = Accounts.guests().get(12);
        try (Linphone phone = linphone(caller, "localhost").registered()) {
            assertThat(Subscriber.of(server, caller)
                            .get("/api/v1/registrations")
                            .body())
                    .contains("sip:" + caller + "@127.0.0.1");
            phone.dial("sip:" + called + "@127.0.0.1:" + port);
            phone.sees("Media streams established");
            new Storage(server).awaitRecording(called, caller, SECONDS);
            phone.hangUp();
            phone.sees("ended (");
            phone.quit();
            assertThat(Greetings.heard(phone.heard())).isEqualTo(PromptName.GREETING);
        }
        assertThat(Subscriber.of(server, caller).get("/api/v1/registrations").body())
                .doesNotContain("sip:" + caller + "@");
        assertRecorded(called, caller);
    }

    @Test
    void sipsak_registers_and_calls() throws Exception {
        String caller = Accounts.guests().get(13);
        String called = Accounts.guests().get(14);
        Sipsak sipsak = new Sipsak(server.sip(), caller, SsmsServer.PASSWORD);
        sipsak.register();
        assertThat(Subscriber.of(server, caller).get("/api/v1/registrations").body())
                .contains(sipsak.contact());
        InetAddress here = InetAddress.getLoopbackAddress();
        try (Sound sound = new Sound(here)) {
            String printed = sipsak.call(
                    directory.resolve(caller),
                    "sip:" + called + "@vm.localhost",
                    Sdp.audio(here, sound.port(), "RTP/AVP"));
            // it has no sound of its own
            sound.start(Sdp.target(printed.substring(printed.lastIndexOf("v=0"))), 0);
            Await.untilTrue("a beep", Calls.LIMIT, () -> Heard.in(sound.heard(), PromptName.BEEP));
            sound.pause(Calls.BREATH);
            Calls.get(sound.speak(Arrays.copyOf(SPEECH, SECONDS * SoundFile.RATE)));
            assertRecorded(called, caller); // it does not hang up: the silence ends it
        }
    }

    /** It offers telephone-events all the same. */
    @Test
    void a_key_of_linphone_that_comes_by_info_ends_its_message() throws Exception {
        String caller = Accounts.guests().get(16);
        String called = Accounts.guests().get(17);
        try (Linphone phone = linphone(caller, "localhost").registered()) {
            phone.dial("sip:" + called + "@127.0.0.1:" + port);
            new Storage(server).awaitRecording(called, caller, SECONDS);
            phone.press('#');
            phone.sees("ended (");
            phone.quit();
        }
        assertRecorded(called, caller);
    }

    @Test
    void a_key_of_baresip_ends_its_message() throws Exception {
        String called = Accounts.guests().get(17);
        try (Softphone visitor = visitor("presser")) {
            visitor.dial("sip:" + called + "@127.0.0.1:" + port);
            new Storage(server).awaitRecording(called, "presser", SECONDS);
            visitor.press('#');
            visitor.sees("session closed");
        }
        assertRecorded(called, "presser");
    }

    /** What the README promises to who has just started the server, as far as it does not say another port. */
    @Test
    void the_address_of_the_readme_reaches_the_mailbox_and_rings_who_has_registered() throws Exception {
        String address = addressOfReadme();
        assertThat(address).isEqualTo("sip:alice@127.0.0.1");
        leavesMessage("visitor", address);

        try (Linphone phone = linphone("alice", "127.0.0.1").registered();
                Softphone visitor = visitor("friend")) {
            visitor.dial(address + ":" + port);
            phone.sees("Receiving new incoming call from");
            phone.answer();
            visitor.sees("Call established");
            visitor.hears(SECONDS);
            visitor.hangUp();
            phone.sees("ended (");
            phone.quit();
            visitor.quit();
            assertThat(Correlation.shareHeard(visitor.heard(), SAYS)).isGreaterThan(0.5);
            assertThat(Correlation.shareHeard(phone.heard(), SAYS)).isGreaterThan(0.5);
        }
        leavesMessage("later", address); // by then one of the call before would be there, too
        assertThat(Subscriber.of(server, "alice").messageFrom("friend")).isEmpty();
    }

    /** In the mailbox of alice. */
    private void leavesMessage(String name, String address) throws Exception {
        try (Softphone visitor = visitor(name)) {
            visitor.dial(address + ":" + port);
            visitor.sees("Call established");
            new Storage(server).awaitRecording("alice", name, SECONDS);
            visitor.hangUp();
            visitor.sees("terminated");
            visitor.quit();
            assertThat(Greetings.heard(visitor.heard())).isEqualTo(PromptName.GREETING);
        }
        assertRecorded("alice", name);
    }

    private static String addressOfReadme() throws Exception {
        Matcher address = ADDRESS.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(address.find()).isTrue();
        return address.group(1);
    }

    private Linphone linphone(String user, String domain) {
        return Linphone.start(directory.resolve(user), user, domain, SsmsServer.PASSWORD, port, SAYS);
    }

    /** Somebody with a telephone that knows nothing of our server. */
    private Softphone visitor(String name) {
        String account = "<sip:" + name + "@caller.invalid;transport=udp>;regint=0;audio_codecs=PCMU";
        return Softphone.start(directory.resolve(name), account, SAYS);
    }

    private void assertRecorded(String mailbox, String caller) throws Exception {
        Subscriber owner = Subscriber.of(server, mailbox);
        Subscriber.Message message = owner.awaitMessageFrom(caller);
        assertThat(message.seconds()).isGreaterThan(SECONDS - 0.5);
        short[] recording = Ffmpeg.samples(
                new Storage(server).file(message.kid(), "mp4"),
                owner.keys(message.id()).cencHex());
        float[] whole = Correlation.floats(recording);
        assertAlike(Arrays.copyOfRange(whole, SoundFile.RATE, 2 * SoundFile.RATE));
    }

    private static void assertAlike(float[] part) {
        assertThat(Correlation.peak(part, Correlation.floats(SAYS))).isGreaterThan(ALIKE);
    }
}
