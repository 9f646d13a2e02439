package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.Accounts;
import org.ssms.it.server.Answers;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.Post;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Timeline;
import org.ssms.player.caller.CallPlan;
import org.ssms.player.caller.CallRefusedException;
import org.ssms.player.caller.OutgoingCall;

/** One call to a list: one recording, which each member has as if it were his own, and its sender rules them all. */
class ListMailboxE2eIT {
    private static final String LICENSE = "/license/v1/messages/";
    private static final Duration MAIL = Duration.ofSeconds(30);
    private static final byte[] SPEECH = Speech.ulaw(3, 71);

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber anne = Subscriber.of(server, "guest47");
    private final Subscriber bert = Subscriber.of(server, "guest48");
    private final Subscriber caller = Subscriber.of(server, "guest49");
    private final Subscriber stranger = Subscriber.of(server, "guest50");
    private final Calls calls = new Calls(server);

    @AfterEach
    void free_the_ports() {
        calls.close();
    }

    @Test
    void each_member_sees_hears_and_counts_one_recording_for_himself_and_nobody_else_does() throws Exception {
        OutgoingCall call = calls.leave(Calls.to(Accounts.LIST, "to-list"), SPEECH);
        Subscriber.Message message = anne.awaitMessageFrom("to-list");
        assertThat(bert.awaitMessageFrom("to-list")).isEqualTo(message);
        for (Subscriber member : List.of(anne, bert)) {
            short[] heard = Ffmpeg.samples(
                    new Storage(server).file(message.kid(), "mp4"),
                    member.keys(message.id()).cencHex());
            Timeline.of(call.sent(), heard.length).assertSame(heard);
            assertThat(member.get(path(message) + "/content").statusCode()).isEqualTo(200);
            assertThat(member.get(path(message)).body()).contains("\"list\":\"sales\"");
            assertMailed(member, message.id());
        }
        assertThat(new Storage(server)
                        .files(".mp4").stream().filter(file -> file.toString().contains(message.kid())))
                .hasSize(1);
        Databases database = Databases.copyOf(server);
        assertThat(database.query("license", """
                        select k.owner || ' ' || g.holder || ' ' || coalesce(cast(g.parent as varchar), 'root')
                        from grant_ g join message_key k on k.kid = g.kid
                        where k.message_id = ? order by g.holder""", message.id()))
                .containsExactly("sales guest47 root", "sales guest48 root");
        assertThat(database.query(
                        "license",
                        "select distinct actor from license_audit where message_id = ? and event = 'LICENSE'"
                                + " order by actor",
                        message.id()))
                .containsExactly("guest47", "guest48");
        assertThat(anne.json("POST", path(message) + "/heard", "{}").statusCode())
                .isEqualTo(204);
        assertThat(anne.messageFrom("to-list").orElseThrow().state()).isEqualTo("heard");
        assertThat(bert.messageFrom("to-list").orElseThrow().state()).isEqualTo("new");
        assertThat(stranger.messageFrom("to-list")).isEmpty();
        assertThat(stranger.get(path(message)).statusCode()).isEqualTo(404);
        assertThat(stranger.get(path(message) + "/content").statusCode()).isEqualTo(404);
        assertThat(Answers.withoutBody(stranger.license(message.id()))).isEqualTo("404 urn:ssms:no-license");
    }

    @Test
    void only_the_called_party_is_all_members_and_neither_who_is_none_nor_the_one_who_got_it_from_them()
            throws Exception {
        String id = callOfSubscriber("X-SSMS-Rights", "{\"plays\":1,\"users\":[\"sales\"]}");
        for (Subscriber member : List.of(anne, bert)) {
            assertThat(member.get(LICENSE + id + "/rights", member.session()).body())
                    .isEqualTo("{\"users\":[\"guest47\",\"guest48\"],\"plays\":1}");
            assertThat(Answers.withoutBody(member.post(
                            LICENSE + id + "/grants", member.session(), "{\"to\":\"guest50\",\"rights\":{}}")))
                    .isEqualTo("403 urn:ssms:rights-exceeded");
            assertThat(member.license(id).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void its_sender_limits_each_members_plays_and_takes_it_back_from_all() throws Exception {
        String id = callOfSubscriber();
        assertThat(change("{\"plays\":1,\"users\":[\"sales\"]}", id)).startsWith("200 ");
        assertThat(anne.license(id).statusCode()).isEqualTo(200);
        assertThat(Answers.withoutBody(anne.license(id))).isEqualTo("403 urn:ssms:plays-exhausted");
        assertThat(bert.license(id).statusCode()).isEqualTo(200);
        assertThat(Answers.withoutBody(bert.license(id))).isEqualTo("403 urn:ssms:plays-exhausted");
        Map<String, Object> sent = JSONObjectUtils.parse(
                caller.get(LICENSE + id + "/sent", caller.session()).body());
        assertThat(sent).containsEntry("playsUsed", 2L).containsKey("firstPlayedAt");
        assertThat(caller.post(LICENSE + id + "/recall", caller.session()).statusCode())
                .isEqualTo(204);
        for (Subscriber member : List.of(anne, bert)) {
            assertThat(Answers.withoutBody(member.license(id))).isEqualTo("403 urn:ssms:revoked");
        }
    }

    @Test
    void a_list_has_no_phones_so_a_call_to_it_goes_to_its_mailbox_and_it_has_no_account() {
        String uri = "sip:" + Accounts.LIST + "@127.0.0.1:" + server.sip().getPort();
        OutgoingCall call = calls.call(CallPlan.to(uri, "to-plain-list"));
        assertThatThrownBy(() -> call.answered().get())
                .hasCauseInstanceOf(CallRefusedException.class)
                .hasMessageContaining("302");
        assertThatThrownBy(() -> Subscriber.of(server, Accounts.LIST).bearer()).hasMessageContaining("401");
    }

    /** Leaves a message for the list as a subscriber who has proved who he is; its id. */
    private String callOfSubscriber(String... header) throws Exception {
        try (Telephone telephone = new Telephone(
                SipLine.udp(InetAddress.getLoopbackAddress(), server.sip()),
                caller.name(),
                "localhost",
                SsmsServer.PASSWORD)) {
            List<String> before = ids();
            Invite invite = Invite.to("sip:" + Accounts.LIST + "@vm.localhost", caller.name())
                    .from("<sip:" + caller.name() + "@localhost>");
            PhoneCall call = telephone.call(header.length == 0 ? invite : invite.with(header[0], header[1]));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(Speech.ulaw(1, 72));
            call.hangUp();
            return Await.until(
                    "the message",
                    MAIL,
                    () -> ids().stream().filter(id -> !before.contains(id)).findFirst());
        }
    }

    private List<String> ids() throws Exception {
        return anne.messages().stream()
                .filter(message -> message.user().equals(caller.name()))
                .map(Subscriber.Message::id)
                .toList();
    }

    private String change(String rights, String id) throws Exception {
        var answer = caller.json("PUT", LICENSE + id + "/rights", caller.session(), rights);
        return answer.statusCode() + " " + answer.body();
    }

    private static void assertMailed(Subscriber member, String id) {
        String mail = Await.until(
                "the mail to " + member.name(),
                MAIL,
                () -> Post.to(member.name() + "@localhost").stream()
                        .map(GreenMailUtil::getBody)
                        .filter(body -> body.contains(id))
                        .findFirst());
        assertThat(mail).contains("For:    sales");
    }

    private static String path(Subscriber.Message message) {
        return "/api/v1/messages/" + message.id();
    }
}
