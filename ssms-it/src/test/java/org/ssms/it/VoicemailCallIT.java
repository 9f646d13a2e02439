package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMailUtil;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssms.it.server.Accounts;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Heard;
import org.ssms.it.server.Post;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Timeline;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.PromptName;
import org.ssms.player.caller.CallEnd;
import org.ssms.player.caller.CallPlan;
import org.ssms.player.caller.CallRefusedException;
import org.ssms.player.caller.OutgoingCall;
import org.ssms.player.caller.SentPacket;

/**
 * One call each: how it may go and what is left of it (F2-7 to F2-9, F4-31 to F4-35a, F4-42, F4-43, T16). They mostly
 * wait, so all at once.
 */
@Execution(ExecutionMode.CONCURRENT)
class VoicemailCallIT {
    private static final byte[] SPEECH = Speech.ulaw(3, 11);
    private static final Duration MAIL = Duration.ofSeconds(30);
    private static final Duration NOTHING_COMES = Duration.ofMillis(200);

    /** All tests may call at once, and of strangers whose ACK is not there yet a mailbox takes ten. */
    private static final String OTHER = Accounts.guests().get(18);

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber alice = Subscriber.of(server, "alice");
    private final Subscriber other = Subscriber.of(server, OTHER);
    private final Calls calls = new Calls(server);

    @AfterEach
    void free_the_ports() {
        calls.close();
    }

    @Test
    void the_caller_hears_greeting_and_beep_and_leaves_a_message() throws Exception {
        OutgoingCall call = calls.leave(Calls.to("alice", "plain"), SPEECH);
        assertThat(Heard.by(call, PromptName.GREETING, PromptName.LEAVE_MESSAGE))
                .isTrue();
        assertThat(Heard.by(call, PromptName.BEEP)).isTrue();
        assertExactly(call, call.sent());
        Subscriber.Message message = alice.awaitMessageFrom("plain");
        assertThat(message.state()).isEqualTo("new");
        assertThat(message.callerVerified()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void both_laws_are_recorded(AudioCodec codec) {
        String name = "law-" + codec.toString().toLowerCase(Locale.ROOT);
        calls.leave(Calls.to(OTHER, name).with(codec), SPEECH);
        assertThat(other.awaitMessageFrom(name).seconds()).isBetween(3.0, 8.0);
    }

    /** As delivered: 20 in an hour, and five calls at once. */
    @Test
    void who_has_left_its_messages_of_the_hour_is_refused_and_nobody_else() {
        String owner = Accounts.guests().get(0);
        for (int round = 0; round < 4; round++) {
            List<CompletableFuture<?>> left = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                OutgoingCall call = calls.call(Calls.to(owner, "much" + round + "-" + i));
                left.add(Calls.speak(call, SPEECH).thenCompose(spoken -> call.hangUp()));
            }
            left.forEach(Calls::get);
            for (int i = 0; i < 5; i++) {
                Subscriber.of(server, owner).awaitMessageFrom("much" + round + "-" + i);
            }
        }
        assertThatThrownBy(
                        () -> calls.call(Calls.to(owner, "too-much")).answered().get())
                .hasCauseInstanceOf(CallRefusedException.class)
                .hasMessageContaining("480");
        try (Calls others = new Calls(server)) {
            others.leave(Calls.to(owner, "other"), SPEECH);
        }
    }

    @Test
    void an_unknown_mailbox_is_404() {
        assertThatThrownBy(
                        () -> calls.call(Calls.to("nobody", "lost")).answered().get())
                .hasCauseInstanceOf(CallRefusedException.class)
                .hasMessageContaining("404");
    }

    @Test
    void the_user_at_the_plain_domain_is_redirected_to_the_mailbox() {
        String uri =
                "sip:" + Accounts.guests().get(1) + "@127.0.0.1:" + server.sip().getPort();
        assertThatThrownBy(() ->
                        calls.call(CallPlan.to(uri, "plain-domain")).answered().get())
                .hasCauseInstanceOf(CallRefusedException.class)
                .hasMessageContaining("302");
    }

    @Test
    void an_invite_without_an_offer_is_offered_and_recorded() throws Exception {
        OutgoingCall call = calls.leave(Calls.to("alice", "delayed").withDelayedOffer(), SPEECH);
        assertExactly(call, call.sent());
    }

    @Test
    void the_hash_key_ends_the_message_and_is_confirmed() throws Exception {
        OutgoingCall call = calls.call(Calls.to("alice", "hash"));
        Calls.get(Calls.speak(call, SPEECH).thenCompose(spoken -> call.press('#')));
        assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
        assertThat(Heard.by(call, PromptName.STORED)).isTrue();
        assertThat(Timeline.tail(call.sent(), recording(call))).isBetween(0, Calls.KEY_IS_UNDERSTOOD);
    }

    @Test
    void five_seconds_of_silence_end_the_message() {
        OutgoingCall call = calls.call(Calls.to(OTHER, "silent"));
        Calls.get(Calls.speak(call, SPEECH));
        assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
        assertThat(Heard.by(call, PromptName.STORED)).isTrue();
        assertThat(other.awaitMessageFrom("silent").seconds()).isBetween(3.0, 10.0);
    }

    @Test
    void a_caller_without_media_is_hung_up_and_leaves_nothing() throws Exception {
        OutgoingCall call = calls.call(Calls.to(OTHER, "mute"));
        call.mute();
        assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
        assertNothingLeft("mute");
    }

    @Test
    void hanging_up_during_the_greeting_leaves_nothing() throws Exception {
        OutgoingCall call = calls.call(Calls.to(OTHER, "impatient"));
        Calls.get(call.answered());
        Calls.get(call.hangUp());
        assertNothingLeft("impatient");
    }

    @Test
    void a_call_that_is_held_and_taken_back_is_one_message() {
        OutgoingCall call = calls.call(Calls.to(OTHER, "held"));
        Calls.get(Calls.speak(call, SPEECH));
        assertThat(Calls.get(call.reinvite("sendonly")).body()).contains("a=recvonly");
        assertThat(Calls.get(call.reinvite("sendrecv")).status()).isEqualTo(200);
        Calls.get(call.speak(SPEECH));
        Calls.get(call.hangUp());
        assertThat(other.awaitMessageFrom("held").seconds()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void a_cancelled_call_leaves_nothing() throws Exception {
        OutgoingCall call = calls.call(Calls.to(OTHER, "cancelled"));
        call.cancel();
        call.answered().exceptionally(refusal -> null).join();
        if (!call.ended().isDone()) {
            Calls.get(call.hangUp()); // the answer was faster
        }
        assertThat(Calls.get(call.ended())).isIn(CallEnd.REFUSED, CallEnd.BY_CALLER);
        assertNothingLeft("cancelled");
    }

    @Test
    void injected_packets_are_not_recorded_and_get_no_sound() throws Exception {
        OutgoingCall call = calls.call(Calls.to("alice", "victim"));
        InetSocketAddress rtp = Calls.get(call.answered()).rtp();
        CompletableFuture<Void> spoken = Calls.speak(call, SPEECH);
        Calls.get(call.beepHeard());
        try (DatagramSocket attacker = new DatagramSocket(0, calls.source())) {
            for (int i = 0; i < 200; i++) {
                attacker.send(forged(rtp, call, i));
            }
            Calls.get(spoken);
            attacker.setSoTimeout((int) NOTHING_COMES.toMillis());
            assertThatThrownBy(() -> attacker.receive(new DatagramPacket(new byte[2048], 2048)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
        Calls.get(call.hangUp());
        assertExactly(call, call.sent());
    }

    /** A packet that claims to be the caller's: its SSRC, the coming sequence numbers and timestamps. */
    private static DatagramPacket forged(InetSocketAddress rtp, OutgoingCall call, int ahead) {
        List<SentPacket> sent = call.sent();
        SentPacket last = sent.get(sent.size() - 1);
        ByteBuffer packet = ByteBuffer.allocate(172);
        packet.put((byte) 0x80).put((byte) 0).putShort((short) (last.sequenceNumber() + ahead));
        packet.putInt((int) last.timestamp() + ahead * 160).putInt(call.ssrc());
        return new DatagramPacket(packet.array(), packet.capacity(), rtp);
    }

    @Test
    void the_owner_gets_a_mail_with_the_link() throws Exception {
        calls.leave(Calls.to("alice", "mailed"), SPEECH);
        String id = alice.awaitMessageFrom("mailed").id();
        String mail = Await.until(
                "the mail",
                MAIL,
                () -> Post.to("alice@localhost").stream()
                        .map(GreenMailUtil::getBody)
                        .filter(body -> body.contains(id))
                        .findFirst());
        assertThat(mail).contains("play.xhtml?id=" + id);
    }

    /** The recording of the call is, sample by sample, what was sent from some packet before the speech on. */
    private void assertExactly(OutgoingCall call, List<SentPacket> sent) throws Exception {
        short[] recording = recording(call);
        Timeline.of(sent, recording.length).assertSame(recording);
    }

    private void assertNothingLeft(String caller) throws Exception {
        new Storage(server).awaitStored(OTHER, caller);
        assertThat(other.messageFrom(caller)).isEmpty();
    }

    private short[] recording(OutgoingCall call) throws Exception {
        Subscriber.Message message = alice.awaitMessageFrom(call.plan().caller());
        return Ffmpeg.samples(
                new Storage(server).file(message.kid(), "mp4"),
                alice.keys(message.id()).cencHex());
    }
}
