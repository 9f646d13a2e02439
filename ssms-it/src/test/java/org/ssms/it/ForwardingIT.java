package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.server.Databases;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.protect.key.MessageId;

/** Rights seen, narrowed, forwarded and taken back (Figure 6: F6-62..F6-67, A14, C32, T5, T7, T8, T22). */
class ForwardingIT {
    private static final String LICENSE = "/license/v1";

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber alice = Subscriber.of(server, "alice");
    private final Subscriber bob = Subscriber.of(server, "bob");
    private final Subscriber carol = Subscriber.of(server, "guest0");
    private final Subscriber dave = Subscriber.of(server, "guest1");
    private final Subscriber guesser = Subscriber.of(server, "guest2");

    private MediaNode.Message message;

    @BeforeEach
    void leave_a_message_for_alice() throws Exception {
        message = MediaNode.of(server).leave("alice");
    }

    @Test
    void f6_66_bob_plays_what_alice_forwarded_and_no_more_and_nothing_after_she_took_it_back() throws Exception {
        assertThat(license(bob)).isEqualTo("404 urn:ssms:no-license");
        assertThat(narrow(alice, "{'plays':5}")).isEqualTo("200 {\"plays\":5}");
        HttpResponse<String> forwarded = forward(alice, "bob", "{'plays':2,'save':false}");
        assertThat(forwarded.statusCode()).isEqualTo(201);
        assertThat(JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(forwarded.body()), "rights"))
                .isEqualTo(Map.of("plays", 2L, "save", false));
        assertThat(rights(alice)).isEqualTo("200 {\"plays\":3}");
        assertThat(rights(bob)).isEqualTo("200 {\"plays\":2,\"save\":false}");
        assertThat(license(bob)).isEqualTo("200 {plays=2, save=false}");
        assertThat(license(bob)).isEqualTo("200 {plays=1, save=false}");
        assertThat(license(bob)).isEqualTo("403 urn:ssms:plays-exhausted");
        String grant = LICENSE + "/grants/" + id(forwarded);
        assertThat(bob.delete(grant, bob.session()).statusCode()).isEqualTo(404);
        assertThat(alice.delete(grant, alice.session()).statusCode()).isEqualTo(204);
        assertThat(alice.delete(grant, alice.session()).statusCode()).isEqualTo(204);
        assertThat(license(bob)).isEqualTo("403 urn:ssms:revoked");
        assertThat(rights(bob)).isEqualTo("403 urn:ssms:revoked");
        assertThat(told(forward(bob, "guest0", "{}"))).isEqualTo("403 urn:ssms:revoked");
        assertThat(license(alice)).isEqualTo("200 {plays=3}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'plays':4} | plays",
                "{'forward':1} | forward",
                "{'save':true} | save",
                "{'notAfter':'2100-01-02T00:00:00Z'} | notAfter",
                "{'users':['guest0','eve']} | users"
            })
    void f6_65_t7_more_than_one_has_is_refused_by_name_and_makes_no_row(String wanted, String member) throws Exception {
        forward(
                alice,
                "bob",
                "{'plays':3,'forward':1,'save':false,'notAfter':'2100-01-01T00:00:00Z','users':['bob','guest0']}");
        HttpResponse<String> refused = forward(bob, "guest0", wanted);
        assertThat(told(refused)).isEqualTo("403 urn:ssms:rights-exceeded");
        assertThat(refused.body()).contains("member '" + member + "'");
        assertThat(grants()).containsExactly("alice", "bob");
        assertThat(audited("FORWARD")).containsExactly("alice GRANTED null", "bob REFUSED RIGHTS_EXCEEDED");
    }

    @Test
    void f6_63_f6_64_who_may_not_forward_makes_no_grant_whatever_he_asks_for() throws Exception {
        forward(alice, "bob", "{'forward':0}");
        HttpResponse<String> refused = forward(bob, "guest0", "{'plays':1}");
        assertThat(told(refused)).isEqualTo("403 urn:ssms:rights-exceeded");
        assertThat(refused.body()).contains("member 'forward'");
        assertThat(license(carol)).isEqualTo("404 urn:ssms:no-license");
        assertThat(grants()).containsExactly("alice", "bob");
    }

    @Test
    void f6_67_what_is_taken_from_the_middle_of_a_chain_is_missing_at_its_end() throws Exception {
        String toBob = id(forward(alice, "bob", "{}"));
        String toCarol = id(forward(bob, "guest0", "{}"));
        String toDave = id(forward(carol, "guest1", "{}"));
        assertThat(license(dave)).isEqualTo("200 {}");
        assertThat(narrow(bob, "{'save':false}")).isEqualTo("200 {\"save\":false}");
        assertThat(license(dave)).isEqualTo("200 {save=false}");
        assertThat(license(alice)).isEqualTo("200 {}");
        for (String foreign : List.of(toBob, toCarol)) {
            assertThat(carol.delete(LICENSE + "/grants/" + foreign, carol.session())
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(alice.delete(LICENSE + "/grants/" + toCarol, alice.session()).statusCode())
                .isEqualTo(204);
        assertThat(license(dave)).isEqualTo("403 urn:ssms:revoked");
        assertThat(license(carol)).isEqualTo("403 urn:ssms:revoked");
        assertThat(license(bob)).isEqualTo("200 {save=false}");
        assertThat(carol.delete(LICENSE + "/grants/" + toDave, carol.session()).statusCode())
                .isEqualTo(204);
    }

    @Test
    void t7_nobody_forwards_to_himself_by_any_name_or_detour() throws Exception {
        forward(alice, "bob", "{'playFor':'PT1H'}");
        assertThat(forward(bob, "bob", "{}").body()).contains("member 'to'", "rights-exceeded");
        assertThat(forward(bob, "alice", "{}").body()).contains("member 'to'", "rights-exceeded");
        forward(alice, "guest1", "{}");
        for (String alias : List.of("GUEST1", "guest1 ", "sip:guest1@localhost", "guest1@localhost", ":nobody")) {
            HttpResponse<String> refused = forward(dave, alias, "{}");
            assertThat(told(refused)).as(alias).isEqualTo("400 urn:ssms:malformed");
            assertThat(refused.body()).as(alias).contains("member 'to'");
        }
        assertThat(grants()).containsExactly("alice", "bob", "guest1");
    }

    @Test
    void who_may_forward_finds_out_few_user_names_and_then_has_to_wait_whatever_he_names() throws Exception {
        HttpFrom program = new HttpFrom("127.0.0.91");
        forward(alice, "guest2", "{}");
        HttpFrom.Answer last = from(program, guesser, "ghost0");
        for (int i = 1; i < 30 && last.status() == 400; i++) {
            last = from(program, guesser, "ghost" + i);
            assertThat(from(program, guesser, "guest3").status())
                    .as("a right name in between forgives nothing")
                    .isIn(201, 429);
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.body()).contains("urn:ssms:too-many-attempts");
        assertThat(last.retryAfter()).isPositive();
        assertThat(audited("FORWARD")).contains("guest2 REFUSED NO_SUBSCRIBER", "guest2 REFUSED BACK_OFF");
        assertThat(told(forward(alice, "guest3", "{}"))).as("nobody else waits").isEqualTo("201");
    }

    @Test
    void what_cannot_be_read_leaves_a_row_but_fills_no_table() throws Exception {
        HttpFrom program = new HttpFrom("127.0.0.92");
        for (int i = 0; i < 60; i++) {
            assertThat(from(program, alice, " ").status()).isEqualTo(400);
        }
        assertThat(audited("FORWARD").size()).isBetween(1, 40); // 20 in a minute, and a minute may end meanwhile
        assertThat(audited("FORWARD")).containsOnly("alice REFUSED MALFORMED");
    }

    @Test
    void the_audit_says_to_whom_which_grant_and_which_member_was_refused() throws Exception {
        String toBob = id(forward(alice, "bob", "{'save':false}"));
        forward(bob, "guest0", "{'save':true}");
        forward(bob, "bob", "{}");
        from(new HttpFrom("127.0.0.93"), alice, " ");
        license(bob);
        assertThat(audit("coalesce(recipient, '-') || ' ' || coalesce(member, '-') || ' ' || coalesce(reason, '-')"))
                .containsExactly(
                        "bob - -", "guest0 save RIGHTS_EXCEEDED", "bob to RIGHTS_EXCEEDED", "- - MALFORMED", "- - -");
        assertThat(audit("event || ' ' || coalesce(cast(grant_id as varchar), '-')"))
                .startsWith("FORWARD " + toBob)
                .endsWith("FORWARD -", "LICENSE " + toBob);
    }

    @Test
    void t8_a_receiver_widens_nothing_and_the_refusal_is_in_the_audit() throws Exception {
        forward(alice, "bob", "{'plays':2,'notAfter':'2100-01-01T00:00:00Z','reply':false}");
        for (String wider : List.of("{'plays':3}", "{'notAfter':'2100-01-01T00:00:01Z'}", "{'reply':true}")) {
            assertThat(narrow(bob, wider)).as(wider).isEqualTo("403 urn:ssms:rights-exceeded");
        }
        assertThat(narrow(bob, "{}")).startsWith("200 ");
        assertThat(rights(bob)).isEqualTo("200 {\"plays\":2,\"notAfter\":\"2100-01-01T00:00:00Z\",\"reply\":false}");
        assertThat(narrow(bob, "{'plays':1}")).contains("\"plays\":1,");
        assertThat(narrow(bob, "{'plays':2}")).isEqualTo("403 urn:ssms:rights-exceeded");
        assertThat(audited("RIGHTS_CHANGED"))
                .containsExactly(
                        "bob REFUSED RIGHTS_EXCEEDED",
                        "bob REFUSED RIGHTS_EXCEEDED",
                        "bob REFUSED RIGHTS_EXCEEDED",
                        "bob GRANTED null",
                        "bob GRANTED null",
                        "bob REFUSED RIGHTS_EXCEEDED");
    }

    @Test
    void a_receiver_finds_what_was_shared_with_him_and_nobody_elses_and_nothing_that_was_taken_back() throws Exception {
        assertThat(received(alice)).isEmpty();
        String toBob = id(forward(alice, "bob", "{'plays':3,'forward':1}"));
        forward(bob, "guest0", "{'plays':1}");
        assertThat(received(bob)).containsExactly("alice {plays=2, forward=1}");
        assertThat(received(carol)).containsExactly("bob {plays=1, forward=0}");
        assertThat(license(carol)).startsWith("200 ");
        assertThat(received(carol)).containsExactly("bob {plays=0, forward=0}");
        assertThat(received(dave)).isEmpty();
        assertThat(bob.get(LICENSE + "/shared", "").statusCode()).isEqualTo(401);
        alice.delete(LICENSE + "/grants/" + toBob, alice.session());
        assertThat(received(bob)).isEmpty();
        assertThat(received(carol)).isEmpty();
        forward(alice, "bob", "{}");
        assertThat(received(bob)).containsExactly("alice {}");
        MediaNode.of(server).destroy(message);
        assertThat(received(bob)).isEmpty();
    }

    /** From whom and with which rights the message is in the list of what was shared. */
    private List<String> received(Subscriber who) throws Exception {
        HttpResponse<String> response = who.get(LICENSE + "/shared", who.session());
        assertThat(response.statusCode()).isEqualTo(200);
        Map<String, Object> json = JSONObjectUtils.parse(response.body());
        return Stream.of(JSONObjectUtils.getJSONObjectArray(json, "messages"))
                .filter(entry -> message.id().value().equals(entry.get("messageId")))
                .map(entry -> entry.get("from") + " " + entry.get("rights"))
                .toList();
    }

    @Test
    void t22_a_stranger_learns_from_no_answer_that_a_message_or_grant_exists() throws Exception {
        String toBob = id(forward(alice, "bob", "{}"));
        Map<String, Object> unknown = answer(carol.get(path(MessageId.generate(new SecureRandom())), carol.session()));
        assertThat(unknown).containsEntry("status", 404);
        assertThat(String.valueOf(unknown.get("body"))).contains("\"urn:ssms:no-license\"");
        assertThat(answer(carol.get(path(message.id()), carol.session()))).isEqualTo(unknown);
        assertThat(answer(carol.get(grantsPath(), carol.session()))).isEqualTo(unknown);
        assertThat(answer(carol.get(LICENSE + "/messages/x/rights", carol.session())))
                .isEqualTo(unknown);
        assertThat(answer(carol.json("PUT", path(message.id()), carol.session(), "{}")))
                .isEqualTo(unknown);
        assertThat(answer(forward(carol, "guest1", "{}"))).isEqualTo(unknown);
        assertThat(answer(forward(carol, "ghost", "{}"))).isEqualTo(unknown);
        for (String grant : List.of(toBob, UUID.randomUUID().toString(), "x")) {
            assertThat(answer(carol.delete(LICENSE + "/grants/" + grant, carol.session())))
                    .isEqualTo(unknown);
        }
        assertThat(carol.get(path(message.id()), "").statusCode()).isEqualTo(401);
        assertThat(audited("FORWARD"))
                .containsExactly("alice GRANTED null", "guest0 REFUSED NOT_ENTITLED", "guest0 REFUSED NOT_ENTITLED");
        MediaNode.of(server).destroy(message);
        assertThat(answer(alice.get(path(message.id()), alice.session()))).isEqualTo(unknown);
        assertThat(answer(forward(alice, "bob", "{}"))).isEqualTo(unknown);
    }

    @Test
    void everybody_sees_to_whom_it_went_on_below_him_and_nobody_sees_above_or_beside() throws Exception {
        narrow(alice, "{'plays':5}");
        String toBob = id(forward(alice, "bob", "{'plays':3}"));
        String toCarol = id(forward(bob, "guest0", "{'plays':2,'save':false}"));
        String toDave = id(forward(alice, "guest1", "{'plays':1}"));
        assertThat(license(carol)).startsWith("200 ");
        assertThat(shared(alice))
                .containsExactly(
                        toBob + " null bob {plays=1} false",
                        toCarol + " " + toBob + " guest0 {plays=1, save=false} false",
                        toDave + " null guest1 {plays=1} false");
        assertThat(shared(bob)).containsExactly(toCarol + " null guest0 {plays=1, save=false} false");
        assertThat(shared(dave)).isEmpty();
        alice.delete(LICENSE + "/grants/" + toBob, alice.session());
        assertThat(shared(alice)).filteredOn(line -> line.endsWith("true")).hasSize(2);
        assertThat(told(bob.get(grantsPath(), bob.session()))).isEqualTo("403 urn:ssms:revoked");
        assertThat(audited("RIGHTS_SHOWN"))
                .containsExactly(
                        "alice GRANTED null",
                        "bob GRANTED null",
                        "guest1 GRANTED null",
                        "alice GRANTED null",
                        "bob REFUSED REVOKED");
    }

    @Test
    void f6_66_the_mailbox_learns_who_holds_a_message_and_nobody_else_may_ask() throws Exception {
        forward(alice, "bob", "{}");
        String path = LICENSE + "/keys/holders/" + message.id() + "?user=";
        String service = MediaNode.of(server).authorization();
        assertThat(alice.get(path + "alice", service).statusCode()).isEqualTo(204);
        assertThat(alice.get(path + "bob", service).statusCode()).isEqualTo(204);
        assertThat(told(alice.get(path + "guest0", service))).isEqualTo("404 urn:ssms:no-license");
        assertThat(told(alice.get(path.replace(message.id().value(), "x") + "bob", service)))
                .isEqualTo("404 urn:ssms:no-license");
        assertThat(alice.get(path + "bob", alice.session()).statusCode()).isEqualTo(401);
        assertThat(alice.get(path + "bob", "").statusCode()).isEqualTo(401);
        String many = LICENSE + "/keys/holders";
        String asked = "{\"user\":\"bob\",\"messages\":[\"0123456789abcdefghjkmnpqrs\",\"" + message.id() + "\"]}";
        assertThat(told(alice.post(many, service, asked)))
                .isEqualTo("200 {\"held\":[\"" + message.id() + "\"],\"saved\":[\"" + message.id() + "\"]}");
        assertThat(alice.post(many, alice.session(), asked).statusCode()).isEqualTo(401);
        assertThat(told(alice.post(many, service, "{\"messages\":[]}"))).isEqualTo("400 urn:ssms:malformed");
    }

    @Test
    void f6_66b_the_kid_of_a_file_tells_who_holds_nothing_no_more_than_one_that_no_file_has() throws Exception {
        String kid = LICENSE + "/messages?kid=" + message.kid();
        String licenseByKid = LICENSE + "/licenses?kid=" + message.kid();
        HttpResponse<String> unknown =
                bob.get(LICENSE + "/messages?kid=" + UUID.randomUUID().toString(), bob.session());
        assertThat(told(unknown)).isEqualTo("404 urn:ssms:no-license");
        HttpResponse<String> foreign = bob.get(kid, bob.session());
        assertThat(foreign.body()).isEqualTo(unknown.body());
        assertThat(told(foreign)).isEqualTo("404 urn:ssms:no-license");
        assertThat(told(bob.get(licenseByKid, bob.session()))).isEqualTo("404 urn:ssms:no-license");
        assertThat(bob.get(kid, "").statusCode()).isEqualTo(401);
        assertThat(told(bob.get(LICENSE + "/messages", bob.session()))).isEqualTo("400 urn:ssms:malformed");
        assertThat(told(bob.get(LICENSE + "/messages?kid=1", bob.session()))).isEqualTo("400 urn:ssms:malformed");
        String grant = LICENSE + "/grants/" + id(forward(alice, "bob", "{'plays':1}"));
        assertThat(JSONObjectUtils.parse(bob.get(kid, bob.session()).body()))
                .isEqualTo(Map.of("messageId", message.id().value()));
        assertThat(rights(bob)).isEqualTo("200 {\"plays\":1}");
        assertThat(alice.delete(grant, alice.session()).statusCode()).isEqualTo(204);
        assertThat(told(bob.get(kid, bob.session()))).isEqualTo("403 urn:ssms:revoked");
        assertThat(audited("RIGHTS_SHOWN"))
                .containsExactly("bob GRANTED null", "bob GRANTED null"); // refusals have the KID, as asked
    }

    private List<String> shared(Subscriber who) throws Exception {
        HttpResponse<String> response = who.get(grantsPath(), who.session());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Stream.of(JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(response.body()), "grants"))
                .map(grant -> {
                    assertThat(Instant.parse(String.valueOf(grant.get("grantedAt"))))
                            .isBefore(Instant.now());
                    return Stream.of("grantId", "parent", "to", "rights", "revoked")
                            .map(name -> String.valueOf(grant.get(name)))
                            .collect(Collectors.joining(" "));
                })
                .toList();
    }

    @Test
    void t7_of_parallel_forwards_no_more_are_made_than_there_are_plays() throws Exception {
        narrow(alice, "{'plays':5}");
        alice.session();
        Map<String, Long> answers = AtOnce.counted(8, i -> told(forward(alice, "bob", "{'plays':2}")));
        assertThat(answers).isEqualTo(Map.of("201", 2L, "403 urn:ssms:rights-exceeded", 6L));
        assertThat(rights(alice)).isEqualTo("200 {\"plays\":1}");
        bob.session();
        assertThat(AtOnce.counted(8, i -> license(bob).substring(0, 3))).isEqualTo(Map.of("200", 4L, "403", 4L));
    }

    @Test
    void whoever_forwards_too_often_takes_nothing_from_the_owner() throws Exception {
        forward(alice, "bob", "{}");
        for (int i = 0; i < 50; i++) {
            assertThat(told(forward(bob, "guest0", "{}"))).isEqualTo("201");
            assertThat(told(forward(carol, "guest1", "{}"))).isEqualTo("201");
        }
        assertThat(told(forward(carol, "guest1", "{}"))).isEqualTo("403 urn:ssms:too-many-grants");
        assertThat(told(forward(bob, "guest1", "{}"))).isEqualTo("403 urn:ssms:too-many-grants");
        assertThat(told(forward(alice, "guest1", "{}"))).isEqualTo("201");
    }

    @Test
    void who_has_it_from_two_forwarders_keeps_what_the_other_gave() throws Exception {
        String fromAlice = id(forward(alice, "guest0", "{'plays':1}"));
        forward(alice, "bob", "{}");
        forward(bob, "guest0", "{'plays':1}");
        assertThat(license(carol)).isEqualTo("200 {plays=1}");
        assertThat(alice.delete(LICENSE + "/grants/" + fromAlice, alice.session())
                        .statusCode())
                .isEqualTo(204);
        assertThat(license(carol)).isEqualTo("200 {plays=1}");
        assertThat(license(carol)).isEqualTo("403 urn:ssms:plays-exhausted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'rights':{}} | to",
                "{'to':'bob'} | rights",
                "{'to':7,'rights':{}} | to",
                "{'to':' ','rights':{}} | to",
                "{'to':'bob','rights':{'plays':-1}} | plays",
                "{'to':'bob','rights':{'plays':1,'plays':2}} | plays",
                "{'to':'bob','rights':{'sing':true}} | sing",
                "{'to':'bob','to':'carol','rights':{}} | to",
                "{'to':'bob','rights':{'notAfter':'2026-02-30T00:00:00Z'}} | notAfter",
                "{'to':'bob','rights':{'playFor':'P1000000D'}} | playFor",
                "{'to':'bob','rights':{'users':[1]}} | users",
                "{'to':'bob','rights':{'minDrm':'steel'}} | minDrm"
            })
    void a_malformed_wish_is_refused_and_its_member_named(String body, String member) throws Exception {
        HttpResponse<String> refused = alice.post(grantsPath(), alice.session(), body.replace('\'', '"'));
        assertThat(told(refused)).isEqualTo("400 urn:ssms:malformed");
        assertThat(refused.body()).contains("member '" + member + "'");
        assertThat(grants()).containsExactly("alice");
    }

    @Test
    void ten_thousand_users_are_refused_by_name_and_no_stranger_sends_as_much() throws Exception {
        String users = IntStream.range(0, 10_000)
                .mapToObj(i -> "'" + Integer.toString(i, 36) + "'") // short: a body of 64 KB is too large at any door
                .collect(Collectors.joining(","));
        assertThat(forward(alice, "bob", "{'users':[" + users + "]}").body())
                .contains("urn:ssms:malformed", "member 'users'");
        assertThat(alice.post(grantsPath(), "", "{\"users\":[" + users + "]}").statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> forward(Subscriber from, String to, String rights) throws Exception {
        String body = "{\"to\":\"" + to + "\",\"rights\":" + rights.replace('\'', '"') + "}";
        return from.post(grantsPath(), from.session(), body);
    }

    /** The same from another address. */
    private HttpFrom.Answer from(HttpFrom program, Subscriber who, String to) throws Exception {
        return program.ask(
                server.http().resolve(grantsPath()),
                "POST",
                HttpFrom.json(Map.of("Authorization", who.session())),
                "{\"to\":\"" + to + "\",\"rights\":{}}");
    }

    private String narrow(Subscriber who, String rights) throws Exception {
        return told(who.json("PUT", path(message.id()), who.session(), rights.replace('\'', '"')));
    }

    private String rights(Subscriber who) throws Exception {
        return told(who.get(path(message.id()), who.session()));
    }

    /** Status, and the rights of a license or the type of the problem. */
    private String license(Subscriber who) throws Exception {
        HttpResponse<String> response = who.license(message.id().value());
        return response.statusCode() == 200
                ? "200 " + JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(response.body()), "rights")
                : told(response);
    }

    /** Status, and the rights or the type of the problem. */
    private static String told(HttpResponse<String> response) throws Exception {
        return switch (response.statusCode()) {
            case 200 -> "200 " + response.body();
            case 201 -> "201";
            default ->
                response.statusCode() + " " + JSONObjectUtils.getString(JSONObjectUtils.parse(response.body()), "type");
        };
    }

    private static String id(HttpResponse<String> forwarded) throws Exception {
        assertThat(forwarded.statusCode()).as(forwarded.body()).isEqualTo(201);
        return String.valueOf(JSONObjectUtils.parse(forwarded.body()).get("grantId"));
    }

    private String grantsPath() {
        return LICENSE + "/messages/" + message.id() + "/grants";
    }

    private static String path(MessageId id) {
        return LICENSE + "/messages/" + id + "/rights";
    }

    /** Holders of all grants of the message. */
    private List<String> grants() throws Exception {
        return Databases.copyOf(server)
                .query(
                        "license",
                        "select holder from grant_ where kid = ? order by granted_at",
                        message.kid().toString());
    }

    /** Of all decisions about the message, but the node's. */
    private List<String> audit(String columns) throws Exception {
        return Databases.copyOf(server)
                .query(
                        "license",
                        "select " + columns + " from license_audit where message_id = ?"
                                + " and actor in ('alice', 'bob') order by id",
                        message.id().value());
    }

    private List<String> audited(String event) throws Exception {
        return Databases.copyOf(server)
                .query(
                        "license",
                        "select actor || ' ' || decision || ' ' || coalesce(reason, 'null') from license_audit"
                                + " where event = ? and message_id = ? order by id",
                        event,
                        message.id().value());
    }

    /** Everything of a response that its receiver sees, but the time. */
    private static Map<String, Object> answer(HttpResponse<String> response) {
        Map<String, Object> answer = new HashMap<>(response.headers().map());
        answer.keySet().removeIf(name -> name.equalsIgnoreCase("date"));
        answer.put("status", response.statusCode());
        answer.put("body", response.body());
        return answer;
    }
}
