package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.it.server.Answers.rightsOf;
import static org.ssms.it.server.Answers.seen;
import static org.ssms.it.server.Answers.told;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.server.Databases;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Speech;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.Odrl;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** What who leaves a message decides beforehand and afterwards (A13, C19, C31, F4-38, G3, T8). */
class SenderIT {
    private static final String LICENSE = "/license/v1";
    private static final String NOTHING = "{\"called\":{}}";

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber caller = Subscriber.of(server, "guest10");
    private final Subscriber owner = Subscriber.of(server, "guest11");
    private final Subscriber friend = Subscriber.of(server, "guest12");
    private final Subscriber stranger = Subscriber.of(server, "guest13");

    @AfterEach
    void decide_nothing_beforehand() throws Exception {
        for (Subscriber user : List.of(caller, owner)) {
            assertThat(defaults(user, NOTHING)).isEqualTo("200 " + NOTHING);
        }
    }

    /** By telephone, from the digest of the INVITE to the refused license. */
    @Test
    void who_has_proved_by_digest_to_be_the_caller_sees_that_it_was_heard_and_takes_it_back() throws Exception {
        assertThat(defaults(caller, "{'calling':{'plays':3,'save':false}}")).startsWith("200 ");
        String id = call("guest11", "<sip:guest10@localhost>", "guest10");
        assertThat(sent(caller, id))
                .containsEntry("playsUsed", 0L)
                .containsEntry("rights", Map.of("plays", 3L, "save", false))
                .doesNotContainKey("firstPlayedAt");
        assertThat(license(owner, id)).isEqualTo("200 {plays=3, save=false}");
        assertThat(sent(caller, id)).containsEntry("playsUsed", 1L).containsKey("firstPlayedAt");
        assertThat(recall(caller, id)).isEqualTo("204");
        long start = System.nanoTime();
        assertThat(license(owner, id)).isEqualTo("403 urn:ssms:revoked");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(sent(caller, id)).containsKey("recalledAt").doesNotContainKey("rights");
    }

    /** He claims to be somebody in From, and proves nothing; his defaults and his word are not asked for. */
    @Test
    void who_only_says_who_he_is_is_not_the_sender() throws Exception {
        assertThat(defaults(caller, "{'calling':{'plays':3}}")).startsWith("200 ");
        String id = call("guest11", "<sip:guest10@caller.invalid>", "guest10");
        assertThat(license(owner, id)).isEqualTo("200 {}");
        assertThat(recall(caller, id)).isEqualTo("404 urn:ssms:no-license");
        assertThat(license(owner, id)).isEqualTo("200 {}");
    }

    @Test
    void f4_38_who_hides_himself_gets_the_domains_default_and_nobody_keeps_who_it_was() throws Exception {
        assertThat(defaults(caller, "{'calling':{'plays':3}}")).startsWith("200 ");
        String id = call("guest11", "<sip:guest10@localhost>", "anonymous", "Privacy", "id");
        assertThat(license(owner, id)).isEqualTo("200 {}");
        assertThat(recall(caller, id)).isEqualTo("404 urn:ssms:no-license");
        assertThat(Databases.copyOf(server)
                        .query("license", "select coalesce(sender, '-') from message_key where message_id = ?", id))
                .containsExactly("-");
    }

    @Test
    void g3_a13_a_choice_goes_before_the_callers_default_and_the_called_party_restricts_both() throws Exception {
        assertThat(defaults(caller, "{'calling':{'plays':3},'called':{'plays':1}}"))
                .startsWith("200 ");
        assertThat(defaults(owner, "{'calling':{'plays':1},'called':{'plays':8,'forward':1}}"))
                .startsWith("200 ");
        assertThat(license(owner, left(null))).isEqualTo("200 {plays=3, forward=1}");
        assertThat(license(owner, left("{'plays':5}"))).isEqualTo("200 {plays=5, forward=1}");
        assertThat(license(owner, left("{'plays':9,'save':false}"))).isEqualTo("200 {plays=8, forward=1, save=false}");
        String ofNobody = MediaNode.of(server).leave("guest11").id().value();
        assertThat(license(owner, ofNobody)).isEqualTo("200 {plays=8, forward=1}");
    }

    @Test
    void c31_defaults_are_each_users_own_and_shown_as_they_were_changed() throws Exception {
        String mine = "{\"calling\":{\"plays\":2},\"called\":{\"forward\":0}}";
        assertThat(defaults(caller, mine)).isEqualTo("200 " + mine);
        assertThat(told(caller.get(LICENSE + "/defaults", caller.session()))).isEqualTo("200 " + mine);
        assertThat(told(stranger.get(LICENSE + "/defaults", stranger.session())))
                .isEqualTo("200 " + NOTHING);
        assertThat(stranger.get(LICENSE + "/defaults", "").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'calling':{'plays':-1}} | plays",
                "{'called':{'sing':true}} | sing",
                "{'calling':7} | calling",
                "{'others':{}} | others",
                "{'called':{},'called':{}} | called"
            })
    void malformed_defaults_are_refused_and_the_member_is_named(String json, String member) throws Exception {
        HttpResponse<String> refused =
                caller.json("PUT", LICENSE + "/defaults", caller.session(), json.replace('\'', '"'));
        assertThat(told(refused)).isEqualTo("400 urn:ssms:malformed");
        assertThat(refused.body()).contains("member '" + member + "'");
    }

    @Test
    void the_sender_shortens_and_extends_what_the_owner_may_and_sees_it() throws Exception {
        String id = left("{'plays':3,'notAfter':'2100-01-01T00:00:00Z'}");
        assertThat(owner.license(id).body())
                .contains("\"rights\":{\"plays\":3,")
                .doesNotContain("extended");
        assertThat(change(caller, id, "{'plays':1,'save':false}"))
                .isEqualTo("200 {\"plays\":1,\"notAfter\":\"2100-01-01T00:00:00Z\",\"save\":false}");
        assertThat(license(owner, id)).startsWith("200 {plays=1, ");
        assertThat(license(owner, id)).isEqualTo("403 urn:ssms:plays-exhausted");
        assertThat(change(caller, id, "{'plays':2,'notAfter':'2101-01-01T00:00:00Z','save':true}"))
                .startsWith("200 {\"plays\":2,\"notAfter\":\"2101");
        assertThat(rights(caller, id)).isEqualTo(rights(owner, id)).contains("\"plays\":2");
        HttpResponse<String> extended = owner.license(id);
        assertThat(JSONObjectUtils.parse(extended.body()))
                .as("a player must not compare it with what stands in the file")
                .containsEntry("extended", true);
    }

    @Test
    void t8_the_sender_widens_no_further_than_the_called_party_allows_and_the_owner_not_at_all() throws Exception {
        assertThat(defaults(owner, "{'called':{'plays':5,'forward':1}}")).startsWith("200 ");
        String id = left("{'plays':2,'forward':0}");
        license(owner, id);
        HttpResponse<String> tooMuch = put(caller, id, "{'plays':5}"); // and one that is used
        assertThat(told(tooMuch)).isEqualTo("403 urn:ssms:rights-exceeded");
        assertThat(tooMuch.body()).contains("member 'plays'");
        assertThat(change(caller, id, "{'forward':2}")).isEqualTo("403 urn:ssms:rights-exceeded");
        assertThat(change(owner, id, "{'plays':2}")).isEqualTo("403 urn:ssms:rights-exceeded");
        assertThat(change(caller, id, "{'plays':4,'forward':1}")).isEqualTo("200 {\"plays\":4,\"forward\":1}");
        assertThat(change(owner, id, "{'plays':5}")).isEqualTo("403 urn:ssms:rights-exceeded");
        assertThat(change(owner, id, "{'plays':1}")).startsWith("200 {\"plays\":1,");
        assertThat(change(caller, id, "{'plays':4}"))
                .as("what the owner has given up himself is his decision")
                .startsWith("200 {\"plays\":1,");
        assertThat(audited(id, "RIGHTS_CHANGED"))
                .containsExactly(
                        "guest10 REFUSED plays",
                        "guest10 REFUSED forward",
                        "guest11 REFUSED plays",
                        "guest10 GRANTED -",
                        "guest11 REFUSED plays",
                        "guest11 GRANTED -",
                        "guest10 GRANTED -");
    }

    @Test
    void who_has_it_from_the_owner_is_shortened_never_extended_and_loses_it_by_a_recall() throws Exception {
        String id = left("{'plays':6}");
        assertThat(owner.post(LICENSE + "/messages/" + id + "/grants", owner.session(), """
                        {"to":"guest12","rights":{"plays":2}}""")
                        .statusCode())
                .isEqualTo(201);
        assertThat(change(caller, id, "{'plays':9,'reply':false}")).startsWith("200 {\"plays\":9,");
        assertThat(license(friend, id)).isEqualTo("200 {plays=2, reply=false}");
        assertThat(license(friend, id)).isEqualTo("200 {plays=1, reply=false}");
        assertThat(license(friend, id)).isEqualTo("403 urn:ssms:plays-exhausted");
        assertThat(recall(caller, id)).isEqualTo("204");
        assertThat(license(friend, id)).isEqualTo("403 urn:ssms:revoked");
        assertThat(rights(friend, id)).isEqualTo("403 urn:ssms:revoked");
        assertThat(rights(caller, id)).isEqualTo("403 urn:ssms:revoked");
        assertThat(change(caller, id, "{'plays':9}")).isEqualTo("403 urn:ssms:revoked");
        assertThat(recall(caller, id)).as("repeated").isEqualTo("204");
        assertThat(audited(id, "RECALL")).containsExactly("guest10 GRANTED -", "guest10 GRANTED -");
    }

    @Test
    void the_sender_finds_his_messages_and_nobody_elses() throws Exception {
        String older = left("{'plays':3}");
        String newer = left("{'plays':2,'playFor':'PT1H'}");
        String recalled = left(null);
        String foreign =
                MediaNode.of(server).leave("guest11", "guest13", null).id().value();
        MediaNode.Message destroyed = MediaNode.of(server).leave("guest11", "guest10", null);
        MediaNode.of(server).destroy(destroyed);
        license(owner, newer);
        recall(caller, recalled);
        HttpResponse<String> response = caller.get(LICENSE + "/sent", caller.session());
        List<Map<String, Object>> mine =
                List.of(JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(response.body()), "messages"));
        assertThat(mine.stream().map(message -> message.get("messageId")).limit(3))
                .containsExactly(recalled, newer, older);
        assertThat(mine.stream().map(message -> message.get("messageId")))
                .doesNotContain(foreign, destroyed.id().value());
        for (Map<String, Object> message : mine.subList(0, 3)) {
            assertThat(message).isEqualTo(sent(caller, String.valueOf(message.get("messageId"))));
        }
        assertThat(mine.get(1)).containsEntry("playsUsed", 1L).containsKey("firstPlayedAt");
        assertThat(mine.get(2)).containsEntry("playsUsed", 0L);
        assertThat(mine.get(0)).containsKey("recalledAt");
        assertThat(caller.get(LICENSE + "/sent", "").statusCode()).isEqualTo(401);
    }

    @Test
    void a_message_to_oneself_is_its_owners_and_its_senders() throws Exception {
        String id = MediaNode.of(server)
                .leave("guest10", "guest10", UsageRights.fromJson("{\"plays\":2}"))
                .id()
                .value();
        assertThat(license(caller, id)).isEqualTo("200 {plays=2}");
        assertThat(change(caller, id, "{'plays':4}")).isEqualTo("200 {\"plays\":4}");
        assertThat(license(caller, id)).isEqualTo("200 {plays=4}");
        assertThat(sent(caller, id)).containsEntry("playsUsed", 2L);
        assertThat(recall(caller, id)).isEqualTo("204");
        assertThat(license(caller, id)).isEqualTo("403 urn:ssms:revoked");
    }

    @Test
    void rights_go_out_and_come_in_as_odrl() throws Exception {
        String id = left("{'plays':3,'save':false}");
        HttpResponse<String> policy =
                owner.get(LICENSE + "/messages/" + id + "/rights", owner.session(), Odrl.MEDIA_TYPE);
        assertThat(policy.headers().firstValue("Content-Type").orElseThrow()).startsWith(Odrl.MEDIA_TYPE);
        UsageRights exported = Odrl.read(policy.body());
        assertThat("200 " + exported.toJson()).isEqualTo(rights(owner, id));
        String fewer = Odrl.write(UsageRights.UNLIMITED.with(Right.PLAYS, 1), new MessageId(id));
        assertThat(told(owner.body(
                        "PUT", LICENSE + "/messages/" + id + "/rights", owner.session(), Odrl.MEDIA_TYPE, fewer)))
                .isEqualTo("200 {\"plays\":1,\"save\":false}");
        assertThat(told(owner.get(LICENSE + "/messages/" + id + "/rights", owner.session(), "*/*")))
                .startsWith("200 {\"plays\":1,");
        assertThat(owner.body("PUT", LICENSE + "/messages/" + id + "/rights", owner.session(), "text/plain", fewer)
                        .statusCode())
                .isEqualTo(415);
        assertThat(stranger.get(LICENSE + "/messages/" + id + "/rights", stranger.session(), Odrl.MEDIA_TYPE)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void t22_nobody_else_learns_that_there_is_something_to_take_back() throws Exception {
        String id = left(null);
        String unknown = MessageId.generate(new SecureRandom()).value();
        for (Subscriber other : List.of(owner, stranger)) {
            for (String path : List.of("/sent", "/recall")) {
                Map<String, Object> answer = seen(ask(other, unknown, path));
                assertThat(answer).containsEntry("status", 404);
                assertThat(seen(ask(other, id, path))).as(path).isEqualTo(answer);
                assertThat(seen(ask(other, "x", path))).as(path).isEqualTo(answer);
            }
        }
        assertThat(caller.get(LICENSE + "/messages/" + id + "/sent", "").statusCode())
                .isEqualTo(401);
        assertThat(license(owner, id)).isEqualTo("200 {}");
        assertThat(audited(id, "RECALL")).containsExactly("guest11 REFUSED -", "guest13 REFUSED -");
    }

    @Test
    void what_its_owner_has_destroyed_is_no_longer_the_senders() throws Exception {
        MediaNode.Message message = MediaNode.of(server).leave("guest11", "guest10", null);
        MediaNode.of(server).destroy(message);
        String id = message.id().value();
        assertThat(recall(caller, id)).isEqualTo("404 urn:ssms:no-license");
        assertThat(told(ask(caller, id, "/sent"))).isEqualTo("404 urn:ssms:no-license");
        assertThat(license(owner, id)).isEqualTo("404 urn:ssms:no-license");
    }

    /** Leaves a message by telephone; its id. */
    private String call(String to, String from, String shown, String... header) throws Exception {
        try (Telephone telephone = new Telephone(
                SipLine.udp(InetAddress.getLoopbackAddress(), server.sip()),
                "guest10",
                "localhost",
                SsmsServer.PASSWORD)) {
            Invite invite = Invite.to("sip:" + to + "@vm.localhost", "guest10").from(from);
            List<String> before = Subscriber.of(server, to).messages().stream()
                    .map(Subscriber.Message::id)
                    .toList();
            PhoneCall call = telephone.call(header.length == 0 ? invite : invite.with(header[0], header[1]));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(Speech.ulaw(1, 3));
            call.hangUp();
            return Await.until(
                    "the message",
                    Duration.ofSeconds(30),
                    () -> Subscriber.of(server, to).messages().stream()
                            .filter(message -> !before.contains(message.id())
                                    && message.user().equals(shown))
                            .map(Subscriber.Message::id)
                            .findFirst(),
                    () -> before.toString());
        }
    }

    /** A message of the caller for the owner. */
    private String left(@Nullable String chosen) throws Exception {
        UsageRights rights = chosen == null ? null : UsageRights.fromJson(chosen.replace('\'', '"'));
        return MediaNode.of(server).leave("guest11", "guest10", rights).id().value();
    }

    private static String defaults(Subscriber who, String json) throws Exception {
        return told(who.json("PUT", LICENSE + "/defaults", who.session(), json.replace('\'', '"')));
    }

    private static HttpResponse<String> put(Subscriber who, String id, String rights) throws Exception {
        return who.json("PUT", LICENSE + "/messages/" + id + "/rights", who.session(), rights.replace('\'', '"'));
    }

    private static String change(Subscriber who, String id, String rights) throws Exception {
        return told(put(who, id, rights));
    }

    private static String rights(Subscriber who, String id) throws Exception {
        return told(who.get(LICENSE + "/messages/" + id + "/rights", who.session()));
    }

    private static Map<String, Object> sent(Subscriber who, String id) throws Exception {
        HttpResponse<String> response = ask(who, id, "/sent");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSONObjectUtils.parse(response.body());
    }

    private static String recall(Subscriber who, String id) throws Exception {
        return told(ask(who, id, "/recall"));
    }

    private static HttpResponse<String> ask(Subscriber who, String id, String path) throws Exception {
        String url = LICENSE + "/messages/" + id + path;
        return path.equals("/recall") ? who.post(url, who.session(), "{}") : who.get(url, who.session());
    }

    /** Status, and the rights of a license or the type of the problem. */
    private static String license(Subscriber who, String id) throws Exception {
        return rightsOf(who.license(id));
    }

    private List<String> audited(String id, String event) throws Exception {
        return Databases.copyOf(server)
                .query(
                        "license",
                        "select actor || ' ' || decision || ' ' || coalesce(member, '-') from license_audit"
                                + " where event = ? and message_id = ? order by id",
                        event,
                        id);
    }
}
