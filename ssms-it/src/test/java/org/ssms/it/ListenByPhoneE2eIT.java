package org.ssms.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.it.server.Listener.PIN;
import static org.ssms.it.server.Listener.press;

import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ssms.it.server.Answers;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.Heard;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.Listener;
import org.ssms.it.server.Post;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.SipText;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Speech;
import org.ssms.media.prompt.PromptName;
import org.ssms.player.caller.CallEnd;
import org.ssms.player.caller.CallPlan;
import org.ssms.player.caller.OutgoingCall;

/** Subscribers hear their messages by phone, with a PIN (C33, C30, T11, T25, T32). They mostly wait, so all at once. */
@Execution(ExecutionMode.CONCURRENT)
class ListenByPhoneE2eIT {
    private static final String OTHER_PIN = "618350";
    private static final byte[] FIRST = Speech.ulaw(2, 61);
    private static final byte[] SECOND = Speech.ulaw(2, 62);

    private final SsmsServer server = SsmsServer.shared();
    private final Calls calls = new Calls(server);

    @AfterEach
    void free_the_ports() {
        calls.close();
    }

    @Test
    void c33_the_owner_hears_each_message_to_the_sample_and_each_play_is_counted() throws Exception {
        Subscriber owner = withPin(27, "4127");
        leave(owner, "first", FIRST);
        leave(owner, "second", SECOND);
        OutgoingCall call = loggedIn("4127");
        Heard.await(call, "you-have", "2", "new-messages");
        press(call, "1");
        Heard.await(call, "message-new", "from-unknown", "received");
        Heard.await(call, FIRST, "end-of-message", "to-next", "press-1");
        press(call, "5");
        Heard.await(call, "length");
        Heard.await(call, "no-limits");
        press(call, "#");
        Heard.await(call, "faster");
        press(call, "##");
        Heard.await(call, "normal-speed");
        press(call, "1");
        Heard.await(call, SECOND, "end-of-message");
        press(call, "1");
        Heard.await(call, "no-more-messages", "to-new-messages", "press-1");
        press(call, "*");
        assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
        assertThat(Heard.by(call, "goodbye")).isTrue();
        Await.untilTrue(
                "the session is given back",
                Calls.LIMIT,
                () -> Databases.copyOf(server)
                        .query("license", "select event from license_audit where actor = ? order by id", owner.name())
                        .contains("LOGOUT"));
        assertThat(owner.messages()).extracting(Subscriber.Message::state).containsExactly("heard", "heard");
        for (Subscriber.Message message : owner.messages()) {
            assertThat(decisions("LICENSE", message)).containsExactly("GRANTED");
            assertThat(decisions("PLAY_STARTED", message)).containsExactly("GRANTED");
            assertThat(decisions("PLAY_ENDED", message)).containsExactly("GRANTED");
        }
    }

    @Test
    void what_may_not_be_heard_by_phone_is_announced_and_what_may_be_heard_once_is_heard_once() throws Exception {
        Subscriber owner = withPin(28, "4128");
        Subscriber.Message silent = leave(owner, "first", FIRST);
        Subscriber.Message once = leave(owner, "second", SECOND);
        narrow(owner, silent, "{\"phonePlayback\":false}");
        narrow(owner, once, "{\"plays\":1}");
        OutgoingCall call = loggedIn("4128");
        Heard.await(call, "you-have", "2", "new-messages");
        press(call, "1");
        Heard.await(call, "not-by-phone", "on-the-web", "to-next", "press-1");
        assertThat(Heard.by(call, FIRST)).isFalse();
        press(call, "1");
        Heard.await(call, SECOND, "end-of-message");
        press(call, "2");
        Heard.await(call, "not-heard", "because-plays");
        Calls.get(call.hangUp());
        assertThat(decisions("LICENSE", silent)).containsExactly("NOT_BY_PHONE");
        assertThat(decisions("LICENSE", once)).containsExactly("GRANTED", "PLAYS_EXHAUSTED");
        assertThat(Answers.withoutBody(owner.license(once.id()))).isEqualTo("403 urn:ssms:plays-exhausted");
    }

    @Test
    void what_is_deleted_by_phone_is_not_listed_until_it_is_restored() throws Exception {
        Subscriber owner = withPin(29, "4129");
        leave(owner, "first", FIRST);
        OutgoingCall call = loggedIn("4129");
        Heard.await(call, "you-have", "new-message");
        press(call, "17");
        Heard.await(call, "deleted", "to-next");
        assertThat(owner.messages()).isEmpty();
        press(call, "*3");
        Heard.await(call, "message-deleted");
        press(call, "7");
        Heard.await(call, "restored");
        assertThat(owner.messages()).hasSize(1);
        Calls.get(call.hangUp());
    }

    @Test
    void c33_what_may_be_forwarded_is_forwarded_by_keys_with_no_more_rights_than_its_listener_has() throws Exception {
        Subscriber owner = withPin(32, "4132");
        Subscriber receiver = Subscriber.of(server, "guest33");
        Jmx.of(server).addAddress(receiver.name(), "4133");
        Await.untilTrue(
                "the receiver's session", Calls.LIMIT, () -> !receiver.session().isEmpty());
        Subscriber.Message shared = leave(owner, "first", FIRST);
        Subscriber.Message kept = leave(owner, "second", SECOND);
        narrow(owner, shared, "{\"plays\":3,\"save\":false}");
        narrow(owner, kept, "{\"forward\":0}");
        OutgoingCall call = loggedIn("4132");
        Heard.await(call, "you-have", "2", "new-messages");
        press(call, "1");
        Heard.await(call, FIRST, "end-of-message");
        press(call, "6");
        Heard.await(call, "ask-receiver", "then-hash");
        press(call, "4999#");
        Heard.await(call, "receiver-unknown", "ask-receiver", "then-hash");
        press(call, "4133#");
        Heard.await(call, "to-confirm", "press-1");
        assertThat(Heard.digitsAfter(call, "it-goes-to")).isEqualTo("4133");
        assertThat(shared(receiver)).isEmpty();
        press(call, "1");
        Heard.await(call, "forwarded");
        assertThat(shared(receiver)).containsExactly(shared.id());
        assertThat(rights(receiver, shared)).isEqualTo("{\"plays\":1,\"save\":false}");
        assertThat(rights(owner, shared)).isEqualTo("{\"plays\":1,\"save\":false}");
        press(call, "1");
        Heard.await(call, SECOND, "end-of-message");
        press(call, "6");
        Heard.await(call, "right-no-forward");
        Calls.get(call.hangUp());
        assertThat(shared(receiver)).containsExactly(shared.id());
        assertThat(decisions("FORWARD", shared)).containsExactly("GRANTED");
        assertThat(decisions("FORWARD", kept)).isEmpty();
    }

    @Test
    void c30_a_greeting_that_its_owner_speaks_by_phone_is_heard_by_his_callers() throws Exception {
        Subscriber owner = withPin(36, "4136");
        OutgoingCall call = loggedIn("4136");
        Heard.await(call, "no-messages");
        press(call, "91");
        Calls.get(call.beepHeard());
        Calls.get(call.pause(Calls.BREATH));
        Calls.get(call.speak(FIRST));
        press(call, "#");
        Heard.await(call, "to-save", "press-1");
        press(call, "2");
        awaitSpoken(call, "to-save");
        press(call, "1");
        Heard.await(call, "saved", "to-greeting");
        Calls.get(call.hangUp());
        OutgoingCall caller = calls.call(Calls.to(owner.name(), "first"));
        awaitSpoken(caller, "leave-message");
        assertThat(Heard.by(caller, "greeting")).isFalse();
        Calls.get(caller.hangUp());
        remove(owner);
        OutgoingCall later = calls.call(Calls.to(owner.name(), "second"));
        Heard.await(later, "greeting");
        Calls.get(later.hangUp());
    }

    /** His usual greeting. */
    private void remove(Subscriber owner) {
        OutgoingCall call = loggedIn("4136");
        Heard.await(call, "to-new-messages", "press-1");
        press(call, "91");
        Heard.await(call, "to-record-again", "press-3", "to-delete", "press-7", "to-go-back", "press-star");
        press(call, "7");
        Heard.await(call, "deleted", "to-greeting");
        Calls.get(call.hangUp());
        Await.untilTrue("a mail that it is removed", Calls.LIMIT, () -> isToldOfRemoval(owner));
    }

    private static boolean isToldOfRemoval(Subscriber owner) throws MessagingException {
        for (MimeMessage mail : Post.to(owner.name() + "@localhost")) {
            if ("A greeting of your mailbox was removed".equals(mail.getSubject())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void c33_a_subscriber_who_has_proved_himself_is_answered_into_his_mailbox_and_nobody_else_is() throws Exception {
        Subscriber owner = withPin(57, "4157");
        Subscriber caller = withPin(58, "4158");
        leaveByDigest(caller, owner, FIRST);
        leave(owner, "claimed", FIRST);
        OutgoingCall call = loggedIn("4157");
        Heard.await(call, "you-have", "2", "new-messages");
        press(call, "1");
        Heard.await(call, "message-new", "from-subscriber", "received");
        Heard.await(call, FIRST, "to-reply", "press-9");
        press(call, "9");
        speakAfterBeep(call, 1, SECOND);
        assertThat(caller.messages()).isEmpty();
        press(call, "#");
        Heard.await(call, "stored");
        Subscriber.Message reply = caller.messageFrom(owner.name()).orElseThrow(); // there is no waiting for it
        assertThat(reply.caller()).isEqualTo("sip:" + owner.name() + "@localhost");
        assertThat(reply.callerVerified()).isTrue();
        assertThat(reply.state()).isEqualTo("new");
        press(call, "1");
        Heard.await(call, "message-new", "from-unknown", "received");
        press(call, "9");
        Heard.await(call, "no-reply");
        Heard.await(call, "to-save", "press-8", "to-go-back", "press-star"); // nor is it offered
        Calls.get(call.hangUp());
        assertThat(caller.messages()).hasSize(1);
        assertThat(decisions("DEPOSIT", reply)).containsExactly("GRANTED");
        Await.untilTrue(
                "a mail",
                Calls.LIMIT,
                () -> Post.to(caller.name() + "@localhost").size() == 2); // the other one tells of the PIN
        OutgoingCall answered = loggedIn("4158");
        Heard.await(answered, "you-have", "new-message");
        press(answered, "1");
        Heard.await(answered, "message-new", "from-subscriber", "received");
        Heard.await(answered, SECOND, "end-of-message", "to-next", "press-1");
        press(answered, "5");
        Heard.await(answered, "caller-verified", "length");
        Calls.get(answered.hangUp());
    }

    @Test
    void c33_of_a_reply_the_end_of_the_call_keeps_what_was_said_and_star_keeps_nothing() throws Exception {
        Subscriber owner = withPin(59, "4159");
        Subscriber caller = Subscriber.of(server, "guest60");
        leaveByDigest(caller, owner, FIRST);
        OutgoingCall call = loggedIn("4159");
        Heard.await(call, "you-have", "new-message");
        press(call, "1");
        Heard.await(call, FIRST, "to-reply", "press-9");
        press(call, "9");
        speakAfterBeep(call, 1, FIRST);
        press(call, "*");
        Heard.await(call, "cancelled");
        assertThat(caller.messages()).isEmpty();
        press(call, "9");
        speakAfterBeep(call, 2, SECOND);
        Calls.get(call.hangUp());
        Subscriber.Message reply = caller.awaitMessageFrom(owner.name());
        assertThat(reply.seconds()).isGreaterThanOrEqualTo(2);
        assertThat(caller.messages()).hasSize(1);
    }

    private static void speakAfterBeep(OutgoingCall call, int which, byte[] speech) {
        Heard.await("beep " + which, call, () -> Heard.count(call, PromptName.BEEP) == which);
        Calls.get(call.pause(Calls.BREATH));
        Calls.get(call.speak(speech));
    }

    /** By digest: nobody else has his password. */
    private void leaveByDigest(Subscriber caller, Subscriber owner, byte[] speech) throws Exception {
        try (Telephone phone = new Telephone(
                SipLine.udp(InetAddress.getLoopbackAddress(), server.sip()),
                caller.name(),
                "localhost",
                SsmsServer.PASSWORD)) {
            PhoneCall call = phone.call(Invite.to("sip:" + owner.name() + "@vm.localhost", caller.name())
                    .from("<sip:" + caller.name() + "@localhost>"));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(speech);
            call.hangUp();
        }
        owner.awaitMessageFrom(caller.name());
    }

    /** The greeting that was spoken, and those prompts at some time after it; the two zeros of G.711 sound alike. */
    private static void awaitSpoken(OutgoingCall call, String... prompts) {
        String spoken = zeros(FIRST).substring(800, FIRST.length - 800);
        String next = zeros(Heard.octets(prompts));
        Heard.await("the greeting that was spoken", call, () -> {
            String heard = zeros(call.heard());
            int at = heard.indexOf(spoken);
            return at >= 0 && heard.indexOf(next, at) >= 0;
        });
    }

    private static String zeros(byte[] ulaw) {
        return new String(ulaw, ISO_8859_1).replace('\u007f', '\u00ff');
    }

    @Test
    void c30_another_pin_is_set_by_phone_and_opens_the_mailbox_and_its_owner_is_told() throws Exception {
        Subscriber owner = withPin(34, "4134");
        OutgoingCall call = loggedIn("4134");
        Heard.await(call, "no-messages", "to-new-messages");
        press(call, "9");
        Heard.await(call, "to-pin", "press-9");
        press(call, "9" + PIN + "#");
        Heard.await(call, "ask-new-pin", "then-hash");
        press(call, "123456#123456#");
        Heard.await(call, "pin-too-simple", "ask-new-pin", "then-hash");
        press(call, OTHER_PIN + "#");
        Heard.await(call, "ask-pin-again", "then-hash");
        press(call, OTHER_PIN + "#");
        Heard.await(call, "pin-changed");
        Calls.get(call.hangUp());
        OutgoingCall next = calls.call(CallPlan.to("sip:voicemail@localhost", "listener"));
        Heard.await(next, "ask-mailbox", "then-hash");
        press(next, "4134#" + PIN + "#");
        Heard.await(next, "pin-wrong", "ask-mailbox");
        press(next, "4134#" + OTHER_PIN + "#");
        Heard.await(next, "no-messages", "to-new-messages");
        Calls.get(next.hangUp());
        Await.untilTrue(
                "two mails",
                Calls.LIMIT,
                () -> Post.to(owner.name() + "@localhost").size() == 2);
        assertThat(Files.readString(server.log())).doesNotContain(OTHER_PIN);
    }

    private static List<String> shared(Subscriber receiver) throws Exception {
        String list = receiver.get("/license/v1/shared", receiver.session()).body();
        List<String> ids = new ArrayList<>();
        for (Map<String, Object> entry : JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(list), "messages")) {
            ids.add(String.valueOf(entry.get("messageId")));
        }
        return ids;
    }

    private static String rights(Subscriber holder, Subscriber.Message message) throws Exception {
        return holder.get("/license/v1/messages/" + message.id() + "/rights", holder.session())
                .body();
    }

    @Test
    void t11_a_wrong_pin_opens_nothing_and_says_nothing_of_the_mailbox() throws Exception {
        withPin(30, "4130");
        OutgoingCall call = calls.call(CallPlan.to("sip:voicemail@localhost", "listener"));
        Heard.await(call, "ask-mailbox", "then-hash");
        press(call, "4130#111222#");
        Heard.await(call, "pin-wrong", "ask-mailbox", "then-hash");
        press(call, "4999#294471#");
        Heard.await("wrong twice", call, () -> Heard.count(call, "pin-wrong", "ask-mailbox") == 2);
        press(call, "4130#000000#");
        Heard.await(call, "pin-wrong", "goodbye");
        assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
        assertThat(Heard.by(call, "you-have")).isFalse();
        assertThat(Heard.by(call, "no-messages")).isFalse();
    }

    /** By digest; his number alone opens nothing (T11). */
    @Test
    void who_calls_his_own_address_from_his_phone_says_only_his_pin() throws Exception {
        Subscriber owner = withPin(31, "4131");
        try (Telephone phone = new Telephone(
                SipLine.udp(InetAddress.getLoopbackAddress(), server.sip()),
                owner.name(),
                "localhost",
                SsmsServer.PASSWORD)) {
            for (String own : List.of(owner.name() + "@localhost", "4131@localhost", "voicemail@localhost")) {
                PhoneCall call =
                        phone.call(Invite.to("sip:" + own, owner.name()).from("<sip:" + owner.name() + "@localhost>"));
                assertThat(call.response().status()).isEqualTo(200);
                await(call, "ask-pin", "then-hash");
                for (String key : List.of("2", "9", "4", "4", "7", "1", "#")) {
                    SipText told = call.inform("application/dtmf-relay", "Signal=" + key + "\r\nDuration=160\r\n");
                    assertThat(told.status()).isEqualTo(200);
                }
                await(call, "no-messages", "to-new-messages");
                call.hangUp();
            }
        }
    }

    private static void await(PhoneCall call, String... prompts) {
        byte[] said = Heard.octets(prompts);
        Await.untilTrue(
                String.join(" ", prompts),
                Calls.LIMIT,
                () -> new String(call.sound().heard(), ISO_8859_1).contains(new String(said, ISO_8859_1)),
                () -> "heard: " + Heard.words(call.sound().heard()));
    }

    private Subscriber withPin(int guest, String number) throws Exception {
        Subscriber owner = Subscriber.of(server, "guest" + guest);
        Listener.prepare(server, owner, number);
        return owner;
    }

    private Subscriber.Message leave(Subscriber owner, String from, byte[] speech) {
        calls.leave(Calls.to(owner.name(), from), speech);
        return owner.awaitMessageFrom(from);
    }

    private static void narrow(Subscriber owner, Subscriber.Message message, String rights) throws Exception {
        String path = "/license/v1/messages/" + message.id() + "/rights";
        assertThat(owner.json("PUT", path, owner.session(), rights).statusCode())
                .isEqualTo(200);
    }

    private OutgoingCall loggedIn(String number) {
        return Listener.loggedIn(calls, number);
    }

    private List<String> decisions(String event, Subscriber.Message message) throws Exception {
        return Databases.copyOf(server).decisions(event, message.id());
    }
}
