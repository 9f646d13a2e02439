package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.it.server.Listener.press;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.Answers;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Heard;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.Listener;
import org.ssms.it.server.Operator;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;
import org.ssms.player.caller.CallRefusedException;
import org.ssms.player.caller.OutgoingCall;

/** Lists as operators keep them while the server runs (ADR 0042), and their messages by phone, for each member. */
class KeptListE2eIT {
    private static final byte[] SPEECH = Speech.ulaw(2, 84);

    private final SsmsServer server = SsmsServer.shared();
    private final HttpFrom home = new HttpFrom("127.0.0.133");
    private final Calls calls = new Calls(server);

    @AfterEach
    void free_the_ports() {
        calls.close();
    }

    @Test
    void nobody_but_an_operator_sees_lists_or_changes_them() throws Exception {
        for (Map<String, String> headers : List.of(
                Map.<String, String>of(),
                HttpFrom.basic("alice", SsmsServer.PASSWORD),
                HttpFrom.basic("operator", "guess"),
                Map.of("Authorization", Subscriber.of(server, "alice").bearer()))) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                Answer answer = home.ask(at("/sales"), method, HttpFrom.json(headers), "{\"members\":[\"alice\"]}");
                assertThat(answer.status()).as(method + headers.keySet()).isEqualTo(401);
                assertThat(answer.header("www-authenticate"))
                        .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic realm="));
                assertThat(answer.header("set-cookie")).isEmpty();
            }
        }
        assertThat(operator()
                        .ask("GET", at("").toString(), Map.of("Origin", "https://evil.example"))
                        .status())
                .isEqualTo(403);
        assertThat(operator().ask("GET", at("/sales").toString()).body())
                .isEqualTo("{\"name\":\"sales\",\"members\":[\"guest47\",\"guest48\"],\"configured\":true}");
    }

    @Test
    void a_list_is_made_changed_and_taken_away_while_the_server_runs() throws Exception {
        Subscriber anne = Subscriber.of(server, "guest84");
        Subscriber bert = Subscriber.of(server, "guest85");
        assertRefused("making-lists");
        assertThat(set("making-lists", "guest84", "guest85").status()).isEqualTo(200);
        calls.leave(Calls.to("making-lists", "to-both"), SPEECH);
        Subscriber.Message both = anne.awaitMessageFrom("to-both");
        assertThat(bert.awaitMessageFrom("to-both")).isEqualTo(both);
        assertThat(set("making-lists", "guest85").body()).contains("\"members\":[\"guest85\"]");
        calls.leave(Calls.to("making-lists", "to-one"), SPEECH);
        bert.awaitMessageFrom("to-one");
        assertThat(anne.messageFrom("to-one")).isEmpty();
        assertThat(set("Making-Lists", "guest85", "guest84").body())
                .isEqualTo(operator().ask("GET", at("/MAKING-lists").toString()).body())
                .isEqualTo("{\"name\":\"making-lists\",\"members\":[\"guest84\",\"guest85\"],\"configured\":false}");
        calls.leave(Calls.to("making-lists", "to-joined"), SPEECH);
        assertThat(anne.awaitMessageFrom("to-joined")).isEqualTo(bert.awaitMessageFrom("to-joined"));
        assertThat(anne.messageFrom("to-one")).as("of before").isEmpty();
        assertThat(operator().ask("DELETE", at("/making-LISTS").toString()).status())
                .isEqualTo(204);
        assertRefused("making-lists");
        assertThat(anne.license(both.id()).statusCode())
                .as("who was on it keeps it")
                .isEqualTo(200);
        assertThat(operator().ask("DELETE", at("/making-lists").toString()).status())
                .isEqualTo(404);
        assertThat(Files.readString(server.log().resolveSibling("audit.log")))
                .contains(audited("list-set", "making-lists"))
                .contains(audited("list-joined", "guest84") + ",\"target\":\"making-lists\"")
                .contains(audited("list-left", "guest85") + ",\"target\":\"making-lists\"")
                .contains(audited("list-removed", "making-lists"));
    }

    private static String audited(String event, String user) {
        return "\"event\":\"%s\",\"user\":\"%s\",\"by\":\"operator\"".formatted(event, user);
    }

    @Test
    void a_member_sees_on_his_page_on_which_lists_he_is_and_nobody_else() throws Exception {
        assertThat(Subscriber.of(server, "guest47").get("/calls.xhtml").body()).contains("sales@localhost");
        assertThat(Subscriber.of(server, "guest50").get("/calls.xhtml").body()).doesNotContain("sales@");
    }

    @Test
    void what_is_no_list_is_refused() throws Exception {
        assertThat(problem(set("sales", "guest84"))).isEqualTo("409 urn:ssms:list-configured");
        assertThat(problem(operator().ask("DELETE", at("/sales").toString())))
                .isEqualTo("409 urn:ssms:list-configured");
        assertThat(problem(set("guest84", "guest85"))).isEqualTo("409 urn:ssms:name-taken");
        assertThat(problem(set("odd-list", "guest84", "ghost"))).isEqualTo("400 urn:ssms:malformed");
        assertThat(problem(set("odd-list", "sales"))).isEqualTo("400 urn:ssms:malformed");
        assertThat(problem(set("odd-list"))).isEqualTo("400 urn:ssms:malformed");
        assertThat(problem(set("odd%20list", "guest84"))).isEqualTo("400 urn:ssms:malformed");
        assertThat(operator().ask("PUT", at("/odd-list").toString()).status()).isEqualTo(415);
        assertThat(problem(operator().ask("GET", at("/odd-list").toString()))).isEqualTo("404 urn:ssms:no-list");
    }

    @Test
    void each_member_hears_deletes_and_restores_it_by_phone_for_himself() throws Exception {
        Subscriber anne = Subscriber.of(server, "guest86");
        Subscriber bert = Subscriber.of(server, "guest87");
        assertThat(set("phoned-list", "guest86", "guest87").status()).isEqualTo(200);
        calls.leave(Calls.to("phoned-list", "to-phones"), SPEECH);
        anne.awaitMessageFrom("to-phones");
        Listener.prepare(server, anne, "4186");
        OutgoingCall call = Listener.loggedIn(calls, "4186");
        Heard.await(call, "you-have", "new-message");
        press(call, "1");
        Heard.await(call, "message-new", "from-unknown", "for-list", "received");
        Heard.await(call, SPEECH, "end-of-message");
        assertThat(state(anne)).isEqualTo("heard");
        assertThat(state(bert)).isEqualTo("new");
        press(call, "7");
        Heard.await(call, "deleted", "to-next");
        assertThat(anne.messageFrom("to-phones")).isEmpty();
        assertThat(state(bert)).isEqualTo("new");
        press(call, "*3");
        Heard.await(call, "message-deleted");
        press(call, "7");
        Heard.await(call, "restored");
        Calls.get(call.hangUp());
        assertThat(state(anne)).isEqualTo("heard");
    }

    private static String state(Subscriber member) throws Exception {
        return member.messageFrom("to-phones").orElseThrow().state();
    }

    @Test
    void who_left_it_hears_by_its_code_for_how_many_it_is_and_what_he_does_is_for_all() throws Exception {
        Subscriber anne = Subscriber.of(server, "guest88");
        Subscriber bert = Subscriber.of(server, "guest89");
        assertThat(set("coded-list", "guest88", "guest89").status()).isEqualTo(200);
        OutgoingCall call = calls.call(Calls.to("coded-list", "coder"));
        Calls.get(Calls.speak(call, SPEECH));
        press(call, "#");
        Heard.await(call, "to-control-code", "press-1");
        press(call, "1");
        Await.untilTrue(
                "the code twice",
                Calls.LIMIT,
                () -> Heard.digitsAfter(call, "once-more").length() == 12);
        String code = Heard.digitsAfter(call, "control-code");
        press(call, "#");
        Calls.get(call.ended());
        String id = anne.awaitMessageFrom("coder").id();
        assertThat(anne.license(id).statusCode()).isEqualTo(200);

        OutgoingCall later = calls.call(Calls.to("coded-list", "coder"));
        Heard.await(later, "greeting");
        press(later, "*8" + code + "#");
        Heard.await(later, "left-for", "2", "members", "was-heard");
        Heard.await(later, "heard-by", "member", "to-shorten", "press-5");
        press(later, "52#");
        Heard.await(later, "confirmed", "right-until");
        for (Subscriber member : List.of(anne, bert)) {
            assertThat(member.get("/license/v1/messages/" + id + "/rights", member.session())
                            .body())
                    .contains("notAfter");
        }
        press(later, "01");
        Heard.await(later, "recalled");
        Calls.get(later.hangUp());
        for (Subscriber member : List.of(anne, bert)) {
            assertThat(Answers.withoutBody(member.license(id))).isEqualTo("403 urn:ssms:revoked");
        }
    }

    private void assertRefused(String list) {
        OutgoingCall call = calls.call(Calls.to(list, "to-nobody"));
        assertThatThrownBy(() -> call.answered().get())
                .hasCauseInstanceOf(CallRefusedException.class)
                .hasMessageContaining("404");
    }

    private Answer set(String list, String... members) throws IOException {
        String names = members.length == 0 ? "" : "\"" + String.join("\",\"", members) + "\"";
        return operator().send("PUT", at("/" + list), "{\"members\":[" + names + "]}");
    }

    private static String problem(Answer answer) {
        return answer.status() + " " + answer.body().replaceFirst(".*\"type\":\"([^\"]*)\".*", "$1");
    }

    private Operator operator() throws IOException {
        return Operator.of(server);
    }

    private URI at(String path) {
        return server.http().resolve("/operators/v1/lists" + path);
    }
}
