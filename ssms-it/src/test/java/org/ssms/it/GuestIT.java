package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.it.server.Databases;
import org.ssms.it.server.GuestPost;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;

/**
 * Messages forwarded to somebody without an account, who proves his mail address by a code (F6-61, F6-62, F6-66, T3,
 * T22).
 */
class GuestIT {
    private static final String LICENSE = "/license/v1";
    private static final String NO_SUCH_CODE = "00000000";

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber alice = Subscriber.of(server, "alice");
    private final Subscriber stranger = Subscriber.stranger(server);
    private final GuestPost friend =
            new GuestPost("f." + UUID.randomUUID().toString().substring(0, 8) + "@example.com");
    private MediaNode.Message message;

    @BeforeEach
    void leave_a_message_for_alice() throws Exception {
        message = MediaNode.of(server).leave("alice");
    }

    @Test
    void f6_61a_f6_66a_a_guest_proves_his_address_by_a_code_and_plays_within_his_rights_until_they_are_taken_back()
            throws Exception {
        HttpFrom home = new HttpFrom("127.0.0.101");
        String grant = forward(friend, "{\"plays\":2}");
        assertThat(friend.invitation())
                .contains("alice has forwarded", "2 plays left", "noch 2 Mal abspielbar")
                .doesNotContain(message.id().value());
        assertThat(friend.id()).isEqualTo(grant);
        assertThat(friend.link()).startsWith(server.https() + "/guest.xhtml?id=");
        assertThat(askForCode(home, grant)).isEqualTo(202);
        HttpFrom.Answer opened = prove(home, grant, friend.code(1));
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);
        Map<String, Object> session = JSONObjectUtils.parse(opened.body());
        assertThat(session.keySet()).containsExactlyInAnyOrder("token", "expiresAt", "messageId");
        assertThat(session).containsEntry("messageId", message.id().value());
        String bearer = "Bearer " + session.get("token");
        assertThat(license(bearer)).isEqualTo("200 {plays=2}");
        assertThat(license(bearer)).isEqualTo("200 {plays=1}");
        assertThat(license(bearer)).isEqualTo("403 urn:ssms:plays-exhausted");
        assertThat(alice.delete(LICENSE + "/grants/" + grant, alice.session()).statusCode())
                .isEqualTo(204);
        assertThat(license(bearer)).isEqualTo("403 urn:ssms:revoked");
        assertThat(audited())
                .contains(
                        "FORWARD alice GRANTED mailto:" + friend.address(),
                        "GUEST_CODE null GRANTED mailto:" + friend.address(),
                        "LICENSE mailto:" + friend.address() + " GRANTED null");
    }

    @Test
    void t3_the_link_alone_gives_nothing_and_a_code_is_good_once_and_for_its_invitation_only() throws Exception {
        HttpFrom thief = new HttpFrom("127.0.0.102");
        String grant = forward(friend, "{}");
        GuestPost other = new GuestPost("o" + friend.address());
        String toOther = forward(other, "{}");
        assertThat(license("")).isEqualTo("401 urn:ssms:not-authenticated");
        assertThat(license("Bearer " + grant)).isEqualTo("401 urn:ssms:not-authenticated");
        assertThat(prove(thief, grant, NO_SUCH_CODE).status()).isEqualTo(401);
        askForCode(thief, grant);
        String code = friend.code(1);
        assertThat(Databases.copyOf(server).query("license", "select tag from guest_code where grant_id = ?", grant))
                .singleElement()
                .asString()
                .hasSize(43)
                .doesNotContain(code);
        assertThat(prove(thief, toOther, code).status()).isEqualTo(401);
        assertThat(prove(thief, grant, code).status()).isEqualTo(201);
        assertThat(prove(thief, grant, code).status()).isEqualTo(401);
        String audit = Files.readString(server.log().resolveSibling("audit.log"));
        assertThat(audit).contains("\"login\",\"user\":\"mailto:" + friend.address() + "\",\"source\":\"127.0.0.102\"");
        assertThat(audit + Files.readString(server.log())).doesNotContainPattern("\\b" + code + "\\b");
    }

    @Test
    void t3_five_wrong_codes_make_the_right_one_worth_nothing() throws Exception {
        HttpFrom guesser = new HttpFrom("127.0.0.103");
        String grant = forward(friend, "{}");
        askForCode(guesser, grant);
        String code = friend.code(1);
        String wrong = code.equals(NO_SUCH_CODE) ? "00000001" : NO_SUCH_CODE;
        for (int i = 0; i < 5; i++) {
            assertThat(prove(guesser, grant, wrong).status()).isEqualTo(401);
        }
        assertThat(prove(guesser, grant, code).status()).isEqualTo(401);
        assertThat(prove(guesser, grant, code).status()).isEqualTo(401);
        Await.untilTrue(
                "a wait that no slow machine outlasts",
                Duration.ofSeconds(60),
                () -> prove(guesser, grant, code).retryAfter() >= 4);
        HttpFrom.Answer later = prove(guesser, grant, code);
        assertThat(later.status()).isEqualTo(429);
        assertThat(later.retryAfter()).isPositive();
        askForCode(guesser, grant);
        assertThat(prove(new HttpFrom("127.0.0.104"), grant, friend.code(2)).status())
                .isEqualTo(201);
    }

    @Test
    void t22_whoever_tries_ids_gets_one_answer_and_no_mail_is_sent_for_what_is_not_there() throws Exception {
        HttpFrom somebody = new HttpFrom("127.0.0.105");
        String grant = forward(friend, "{}");
        String revoked = forward(new GuestPost("r" + friend.address()), "{}");
        alice.delete(LICENSE + "/grants/" + revoked, alice.session());
        String toBob = id(alice.post(
                LICENSE + "/messages/" + message.id() + "/grants", alice.session(), "{\"to\":\"bob\",\"rights\":{}}"));
        Set<String> asked = new HashSet<>();
        Set<String> proved = new HashSet<>();
        // the mail of the good one, asked for last, comes after any that the others would have made
        for (String id : List.of(revoked, toBob, UUID.randomUUID().toString(), "nothing", grant)) {
            asked.add(withoutTime(somebody.ask(path(id, "codes"), "POST", HttpFrom.json(Map.of()), "{}")));
            proved.add(withoutTime(prove(somebody, id, NO_SUCH_CODE)));
        }
        assertThat(asked).hasSize(1);
        assertThat(proved).hasSize(1);
        friend.code(1);
        assertThat(new GuestPost("r" + friend.address()).codes()).isZero();
        int last = 0;
        for (int i = 0; i < 6 && last != 429; i++) {
            last = askForCode(somebody, grant);
        }
        assertThat(last).isEqualTo(429);
        String unknown = UUID.randomUUID().toString();
        for (int i = 0; i < 6; i++) {
            assertThat(askForCode(somebody, unknown)).isEqualTo(202);
        }
        assertThat(askForCode(somebody, unknown)).isEqualTo(429);
        assertThat(askForCode(new HttpFrom("127.0.0.106"), grant)).isEqualTo(202);
    }

    @Test
    void t22_a_guest_is_somebody_by_his_grants_only() throws Exception {
        String grant = forward(friend, "{\"forward\":0}");
        String bearer = session(grant);
        for (String closed : List.of("/defaults", "/sent", "/messages/" + message.id() + "/sent")) {
            assertThat(stranger.get(LICENSE + closed, bearer).statusCode())
                    .as(closed)
                    .isEqualTo(403);
        }
        assertThat(stranger.get("/api/v1/messages", bearer).statusCode()).isEqualTo(403);
        assertThat(stranger.get("/api/v1/settings", bearer).statusCode()).isEqualTo(403);
        assertThat(stranger.get("/", bearer).statusCode()).isEqualTo(403);
        MediaNode.Message foreign = MediaNode.of(server).leave("alice");
        assertThat(told(stranger.get(LICENSE + "/licenses/" + foreign.id(), bearer)))
                .isEqualTo("404 urn:ssms:no-license");
        assertThat(told(stranger.post(
                        LICENSE + "/messages/" + message.id() + "/grants", bearer, "{\"to\":\"bob\",\"rights\":{}}")))
                .isEqualTo("403 urn:ssms:rights-exceeded");
        assertThat(stranger.post(
                                LICENSE + "/sessions",
                                "",
                                "{\"username\":\"mailto:" + friend.address() + "\",\"password\":\"x\"}")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_guests_session_slides_as_any_other_and_is_over_when_it_is_given_back() throws Exception {
        String bearer = session(forward(friend, "{\"plays\":1}"));
        Map<String, Object> renewed = Await.until("a token of a later second", Duration.ofSeconds(10), () -> {
            HttpResponse<String> answer = stranger.post(LICENSE + "/sessions/renewed", bearer, "{}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            Map<String, Object> session = JSONObjectUtils.parse(answer.body());
            return bearer.equals("Bearer " + session.get("token")) ? Optional.empty() : Optional.of(session);
        });
        assertThat(renewed).containsOnlyKeys("token", "expiresAt", "endsAt");
        String later = "Bearer " + renewed.get("token");
        String file = "/api/v1/messages/" + message.id() + "/manifest";
        assertThat(license(later)).isEqualTo("200 {plays=1}");
        assertThat(stranger.get("/api/v1/messages", later).statusCode()).isEqualTo(403);
        assertThat(stranger.delete(LICENSE + "/sessions", later).statusCode()).isEqualTo(204);
        assertThat(license(bearer)).isEqualTo("401 urn:ssms:not-authenticated");
        assertThat(stranger.get(file, bearer).statusCode()).isEqualTo(401);
        assertThat(stranger.post(LICENSE + "/sessions/renewed", later, "{}").statusCode())
                .isEqualTo(401);
    }

    @Test
    void f6_63_a_guest_forwards_where_he_may_and_never_to_who_had_the_message_before() throws Exception {
        String grant = forward(friend, "{\"plays\":5,\"forward\":1}");
        String bearer = session(grant);
        String grants = LICENSE + "/messages/" + message.id() + "/grants";
        String upper = "mailto:" + friend.address().replace("example.com", "EXAMPLE.com");
        String tagged = "mailto:" + friend.address().replace("@", "+again@");
        for (String himself : List.of(upper, tagged)) {
            assertThat(told(stranger.post(grants, bearer, "{\"to\":\"" + himself + "\",\"rights\":{}}")))
                    .isEqualTo("403 urn:ssms:rights-exceeded");
        }
        assertThat(told(stranger.post(grants, bearer, "{\"to\":\"alice\",\"rights\":{}}")))
                .isEqualTo("403 urn:ssms:rights-exceeded");
        GuestPost third = new GuestPost("t" + friend.address());
        id(stranger.post(grants, bearer, "{\"to\":\"mailto:" + third.address() + "\",\"rights\":{\"plays\":1}}"));
        assertThat(third.invitation()).startsWith(friend.address() + " has forwarded");
        assertThat(session(third.id())).isNotEqualTo(bearer);
    }

    @Test
    void f6_61c_the_file_is_attached_where_it_may_be_saved_and_to_guests_only() throws Exception {
        String grants = LICENSE + "/messages/" + message.id() + "/grants";
        String unsaved = "{\"to\":\"mailto:" + friend.address() + "\",\"rights\":{\"save\":false},\"attach\":true}";
        String toBob = "{\"to\":\"bob\",\"rights\":{},\"attach\":true}";
        for (String refused : List.of(unsaved, toBob)) {
            HttpResponse<String> answer = alice.post(grants, alice.session(), refused);
            assertThat(told(answer)).as(refused).isEqualTo("403 urn:ssms:rights-exceeded");
            assertThat(answer.body()).contains("member 'attach'");
        }
        assertThat(told(alice.post(grants, alice.session(), toBob.replace("true", "1"))))
                .isEqualTo("400 urn:ssms:malformed");
        // the message has no file in the mailbox, as no media node has recorded it: the mail goes nevertheless
        String grant = id(alice.post(grants, alice.session(), unsaved.replace("false", "true")));
        assertThat(friend.id()).isEqualTo(grant);
        assertThat(friend.invitation()).doesNotContain("attached");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:", "mailto:a@b,c@d", "mailto:a@b\\r\\nBcc: c@d", "mailto:a@b?bcc=c@d", "mailto:a"})
    void what_is_no_mail_address_is_refused_as_a_name_that_is_not_there(String to) throws Exception {
        HttpResponse<String> refused = alice.post(
                LICENSE + "/messages/" + message.id() + "/grants",
                alice.session(),
                "{\"to\":\"" + to + "\",\"rights\":{}}");
        assertThat(told(refused)).isEqualTo("400 urn:ssms:malformed");
        assertThat(refused.body()).contains("member 'to'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"code\":1}", "{\"code\":\"1234567\"}", "{\"code\":\"12345678\",\"x\":1}", "[]", ""})
    void a_malformed_code_is_refused(String body) throws Exception {
        assertThat(told(stranger.post(LICENSE + "/invitations/" + UUID.randomUUID() + "/sessions", "", body)))
                .isEqualTo("400 urn:ssms:malformed");
    }

    /** A session of the guest of an invitation, as a header. */
    private String session(String grant) throws Exception {
        HttpFrom home = new HttpFrom("127.0.0.107");
        GuestPost guest = new GuestPost(Databases.copyOf(server)
                .query("license", "select holder from grant_ where id = ?", grant)
                .get(0)
                .replace("mailto:", ""));
        assertThat(askForCode(home, grant)).isEqualTo(202);
        HttpFrom.Answer opened = prove(home, grant, guest.code(1));
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);
        return "Bearer " + JSONObjectUtils.parse(opened.body()).get("token");
    }

    private String forward(GuestPost to, String rights) throws Exception {
        return id(alice.post(
                LICENSE + "/messages/" + message.id() + "/grants",
                alice.session(),
                "{\"to\":\"mailto:" + to.address() + "\",\"rights\":" + rights + "}"));
    }

    private static String id(HttpResponse<String> forwarded) throws Exception {
        assertThat(forwarded.statusCode()).as(forwarded.body()).isEqualTo(201);
        return String.valueOf(JSONObjectUtils.parse(forwarded.body()).get("grantId"));
    }

    private URI path(String invitation, String what) {
        return server.http().resolve(LICENSE + "/invitations/" + invitation + "/" + what);
    }

    private int askForCode(HttpFrom from, String invitation) throws Exception {
        return from.ask(path(invitation, "codes"), "POST", HttpFrom.json(Map.of()), "{}")
                .status();
    }

    private HttpFrom.Answer prove(HttpFrom from, String invitation, String code) throws Exception {
        return from.ask(path(invitation, "sessions"), "POST", HttpFrom.json(Map.of()), "{\"code\":\"" + code + "\"}");
    }

    private static String withoutTime(HttpFrom.Answer answer) {
        return answer.status() + " "
                + answer.headers().stream()
                        .filter(header -> !header.getKey().equals("date"))
                        .toList()
                + " " + answer.body();
    }

    private String license(String authorization) throws Exception {
        HttpResponse<String> response = stranger.license(message.id().value(), authorization);
        return response.statusCode() == 200
                ? "200 " + JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(response.body()), "rights")
                : told(response);
    }

    private static String told(HttpResponse<String> response) throws Exception {
        return response.statusCode() == 201
                ? "201"
                : response.statusCode() + " "
                        + JSONObjectUtils.getString(JSONObjectUtils.parse(response.body()), "type");
    }

    private List<String> audited() throws Exception {
        return Databases.copyOf(server)
                .query(
                        "license",
                        "select event || ' ' || coalesce(actor, 'null') || ' ' || decision || ' ' ||"
                                + " coalesce(recipient, 'null') from license_audit where message_id = ? order by id",
                        message.id().value());
    }
}
