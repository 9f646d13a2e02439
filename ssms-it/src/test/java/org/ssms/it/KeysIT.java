package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.server.Accounts;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Heard;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.Sdp;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.SipText;
import org.ssms.it.sip.Sound;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Keypad;
import org.ssms.it.tool.Sources;
import org.ssms.it.tool.Speech;
import org.ssms.media.prompt.PromptName;
import org.ssms.player.audio.SoundFile;

/**
 * The key that ends a message, pressed in every way in which it may come (F4-34a, T32). They mostly wait, so all at
 * once.
 */
@Execution(ExecutionMode.CONCURRENT)
class KeysIT {
    private static final byte[] SPEECH = Speech.ulaw(2, 17);
    private static final int ONE = 1;
    private static final int HASH = 11;
    /** The packets with the end bit, and one. */
    private static final int LOST = 4;
    /** Of the softer tone of a key in what else is said; -26 dB. */
    private static final double NOTHING = 0.05;

    private final SsmsServer server = SsmsServer.shared();
    private final String mailbox = Accounts.guests().get(15);
    private final Subscriber owner = Subscriber.of(server, mailbox);
    private final InetAddress here = Sources.next();

    private Telephone telephone(String caller) {
        return new Telephone(SipLine.udp(here, server.sip()), caller, "caller.invalid", "");
    }

    private Invite invite(String caller) {
        return Invite.to("sip:" + mailbox + "@vm.localhost", caller);
    }

    /** Its other keys do nothing, whatever it sends is answered, and none of it is in the log. */
    @ParameterizedTest
    @CsvSource({"info-relay, application/dtmf-relay, 'Signal=%s\r\nDuration=160\r\n'", "info-bare, application/dtmf, %s"
    })
    void an_info_ends_the_message(String caller, String type, String body) throws Exception {
        try (Telephone telephone = telephone(caller)) {
            PhoneCall call = telephone.call(invite(caller));
            call.speakAfterBeep(SPEECH);
            for (String other : List.of("1", "0", "16")) {
                assertThat(call.inform(type, body.formatted(other)).status()).isEqualTo(200);
            }
            SipText malformed = call.inform(type, body.formatted("clandestine"));
            assertThat(malformed.status()).isEqualTo(400);
            assertThat(malformed.value("Warning")).startsWith("399 ").doesNotContain("clandestine");
            SipText unknown = call.inform("application/broadsoft", "event flashhook");
            assertThat(unknown.status()).isEqualTo(415);
            assertThat(unknown.value("Accept")).isEqualTo("application/dtmf-relay,application/dtmf");
            assertThat(telephone.count("BYE")).isZero();
            assertThat(call.inform(type, body.formatted("#")).status()).isEqualTo(200);
            call.ended();
            assertThat(Heard.in(call.sound().heard(), PromptName.STORED)).isTrue();
            assertThat(call.inform(type, body.formatted("#")).status()).isEqualTo(481);
        }
        assertThat(owner.awaitMessageFrom(caller).seconds()).isGreaterThan(2);
        assertThat(Files.readString(server.log())).doesNotContain("clandestine").doesNotContain("Signal=");
    }

    @ParameterizedTest
    @CsvSource({"tones-clean, 100, 0, 60", "tones-twisted, 40, 4, 15", "tones-back, 60, -8, 15"})
    void tones_end_the_message_of_who_has_no_telephone_events_and_are_not_in_it(
            String caller, int millis, double twist, double noise) throws Exception {
        byte[] pressed = Keypad.ulaw('#', millis, twist, noise);
        assertThat(Keypad.loudness('#', SoundFile.fromUlaw(pressed))).isGreaterThan(6 * NOTHING);
        try (Telephone telephone = telephone(caller);
                Sound sound = new Sound(here)) {
            String offer = Sdp.audio(here, sound.port(), "RTP/AVP")
                    .replace(" 0 101", " 0")
                    .replaceAll("a=[a-z]+:101 .*\r\n", "");
            PhoneCall call = telephone.call(invite(caller).offering(offer));
            assertThat(call.response().body()).doesNotContain("telephone-event");
            sound.start(call.target(), 0);
            Await.untilTrue("a beep", Calls.LIMIT, () -> Heard.in(sound.heard(), PromptName.BEEP));
            sound.pause(Calls.BREATH);
            Calls.get(sound.speak(SPEECH));
            Calls.get(sound.speak(pressed));
            call.ended();
            assertThat(Heard.in(sound.heard(), PromptName.STORED)).isTrue();
        }
        Subscriber.Message message = owner.awaitMessageFrom(caller);
        short[] recording = Ffmpeg.samples(
                new Storage(server).file(message.kid(), "mp4"),
                owner.keys(message.id()).cencHex());
        assertThat(recording).hasSizeGreaterThan(SPEECH.length);
        assertThat(Keypad.loudness('#', recording)).isLessThan(NOTHING);
    }

    /** The speech between is in the message, and goes on behind the key. */
    @Test
    void a_telephone_event_ends_the_message_although_its_end_is_lost() {
        String caller = "end-lost";
        try (Telephone telephone = telephone(caller)) {
            PhoneCall call = telephone.call(invite(caller));
            call.speakAfterBeep(SPEECH);
            call.sound().press(ONE, LOST);
            Calls.get(call.sound().speak(SPEECH));
            assertThat(telephone.count("BYE")).isZero();
            call.sound().press(HASH, LOST);
            call.ended();
            assertThat(Heard.in(call.sound().heard(), PromptName.STORED)).isTrue();
        }
        assertThat(owner.awaitMessageFrom(caller).seconds()).isGreaterThan(3.5);
    }
}
