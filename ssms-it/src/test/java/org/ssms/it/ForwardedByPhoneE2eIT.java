package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.it.server.Listener.press;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.util.List;
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
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;
import org.ssms.player.caller.OutgoingCall;

/** A listener hears by phone also what others have forwarded to him, by the grant that he has in the browser (C33). */
@Execution(ExecutionMode.CONCURRENT)
class ForwardedByPhoneE2eIT {
    private static final byte[] FIRST = Speech.ulaw(2, 80);
    private static final byte[] SECOND = Speech.ulaw(2, 81);
    private static final byte[] THIRD = Speech.ulaw(2, 82);
    private static final String NUMBER = "+49891808080";

    private final SsmsServer server = SsmsServer.shared();
    private final Calls calls = new Calls(server);

    @AfterEach
    void free_the_ports() {
        calls.close();
    }

    @Test
    void c33_what_others_have_forwarded_is_heard_by_the_grant_of_the_browser_and_counted_once() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest80").withSession();
        Jmx.of(server).addAddress(owner.name(), NUMBER);
        Subscriber listener = Subscriber.of(server, "guest81");
        Subscriber.Message free = leave(owner, "first", FIRST);
        Subscriber.Message once = leave(owner, "second", SECOND);
        Subscriber.Message silent = leave(owner, "third", THIRD);
        forward(owner, free, listener, "{}");
        forward(owner, once, listener, "{\"plays\":1}");
        forward(owner, silent, listener, "{\"phonePlayback\":false}");
        Listener.prepare(server, listener, "4181");

        OutgoingCall call = Listener.loggedIn(calls, "4181");
        Heard.await(call, "you-have", "no-new-messages", "3", "shared-messages");
        Heard.await(call, "to-shared-messages", "press-4");
        press(call, "4");
        Heard.await(call, "message-shared", "from-unknown", "received");
        Heard.await(call, FIRST, "end-of-message", "to-next", "press-1");
        Heard.await(call, "shared-by", "plus", "4");
        assertThat(Heard.by(call, "to-delete", "press-7")).isFalse();
        press(call, "7");
        Heard.await(call, "wrong-key");
        press(call, "1");
        Heard.await(call, SECOND, "end-of-message", "to-next", "press-1");
        press(call, "5");
        Heard.await(call, "length");
        Heard.await(call, "no-plays-left");
        press(call, "2");
        Heard.await(call, "not-heard", "because-plays");
        press(call, "1");
        Heard.await(call, "not-by-phone", "on-the-web");
        press(call, "1");
        Heard.await(call, "no-more-messages", "to-new-messages", "press-1");
        Calls.get(call.hangUp());
        assertThat(Heard.by(call, THIRD)).isFalse();

        Await.untilTrue(
                "each play has ended",
                Calls.LIMIT,
                () -> decisions("PLAY_ENDED", free).size()
                                + decisions("PLAY_ENDED", once).size()
                        >= 2);
        assertThat(decisions("PLAY_STARTED", once)).containsExactly("GRANTED");
        assertThat(decisions("LICENSE", once)).containsExactly("GRANTED", "PLAYS_EXHAUSTED");
        assertThat(decisions("LICENSE", silent)).containsExactly("NOT_BY_PHONE");
        assertThat(Answers.withoutBody(listener.license(once.id()))).isEqualTo("403 urn:ssms:plays-exhausted");
        assertThat(listener.license(silent.id()).statusCode())
                .as("in the browser")
                .isEqualTo(200);
        assertThat(owner.messages())
                .as("who has heard them is not their owner")
                .extracting(Subscriber.Message::state)
                .containsOnly("new");
        assertThat(listener.messages()).isEmpty();
    }

    @Test
    void what_was_taken_back_is_neither_told_nor_heard_and_what_is_begun_in_the_browser_is_not_left_for_the_phone()
            throws Exception {
        Subscriber owner = Subscriber.of(server, "guest82").withSession();
        Subscriber listener = Subscriber.of(server, "guest83");
        Subscriber.Message used = leave(owner, "used", FIRST);
        Subscriber.Message back = leave(owner, "back", SECOND);
        forward(owner, used, listener, "{\"plays\":1}");
        String grant = forward(owner, back, listener, "{}");
        assertThat(listener.license(used.id()).statusCode()).isEqualTo(200);
        Listener.prepare(server, listener, "4183");
        OutgoingCall call = Listener.loggedIn(calls, "4183");
        Heard.await(call, "you-have", "no-new-messages", "2", "shared-messages");
        press(call, "4");
        Heard.await(call, "not-heard", "because-plays");
        assertThat(owner.delete("/license/v1/grants/" + grant, owner.session()).statusCode())
                .isEqualTo(204);
        press(call, "1");
        Heard.await(call, "not-heard", "because-taken-back");
        Calls.get(call.hangUp());
        OutgoingCall later = Listener.loggedIn(calls, "4183");
        Heard.await(later, "you-have", "no-new-messages", "shared-message");
        Calls.get(later.hangUp());
        assertThat(Heard.by(call, FIRST)).isFalse();
        assertThat(Heard.by(call, SECOND)).isFalse();
        assertThat(decisions("LICENSE", used)).containsExactly("GRANTED", "PLAYS_EXHAUSTED");
    }

    private Subscriber.Message leave(Subscriber owner, String from, byte[] speech) {
        calls.leave(Calls.to(owner.name(), from), speech);
        return owner.awaitMessageFrom(from);
    }

    /** The id of the grant. */
    private static String forward(Subscriber owner, Subscriber.Message message, Subscriber to, String rights)
            throws Exception {
        HttpResponse<String> made = owner.post(
                "/license/v1/messages/" + message.id() + "/grants",
                owner.session(),
                "{\"to\":\"" + to.name() + "\",\"rights\":" + rights + "}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return String.valueOf(JSONObjectUtils.parse(made.body()).get("grantId"));
    }

    private List<String> decisions(String event, Subscriber.Message message) throws Exception {
        return Databases.copyOf(server).decisions(event, message.id());
    }
}
