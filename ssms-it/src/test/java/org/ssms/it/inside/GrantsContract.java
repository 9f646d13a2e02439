package org.ssms.it.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ejb.EJBException;
import jakarta.transaction.UserTransaction;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ssms.it.AtOnce;
import org.ssms.license.AuditEvent;
import org.ssms.license.DepositOutcome;
import org.ssms.license.GrantDecision;
import org.ssms.license.Grants;
import org.ssms.license.Leases;
import org.ssms.license.Reason;
import org.ssms.license.SentMessages;
import org.ssms.license.session.Accounts;
import org.ssms.license.session.Sessions;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.LeaseReport;
import org.ssms.protect.license.UsageRights;

/**
 * What licenses and grants keep whatever database they are in: decision, count and audit are one transaction, of which
 * a failure of any part leaves nothing; and who is at the same time waits. Runs inside the server.
 */
@ExtendWith(ArquillianExtension.class)
abstract class GrantsContract {
    private static final int AT_ONCE = 16;
    private static final int UUID_CHARS = 36;

    // --- one transaction ------------------------------------------------------------------------------------------

    @Test
    void of_a_license_that_fails_there_is_no_lease_no_count_and_no_audit_row() throws Exception {
        Message message = Message.left("{\"plays\":3}");
        assertAllOrNothing(
                message,
                () -> message.license("alice"),
                List.of("grant_", "lease", "license_audit"),
                keyDoesNotOpen(message),
                isRefused("lease", "grant_id <> '" + message.root() + "'"),
                isRefused("grant_", "id <> '" + message.root() + "' or plays_used = 0"),
                auditIsRefused(message, AuditEvent.LICENSE),
                failsAtTheEnd(AuditEvent.LICENSE));
    }

    @Test
    void of_a_forward_that_fails_there_is_no_grant_no_reserved_play_and_no_audit_row() throws Exception {
        Message message = Message.left("{\"plays\":3}");
        assertAllOrNothing(
                message,
                () -> message.forward("alice", "bob", "{\"plays\":2}"),
                List.of("grant_", "license_audit"),
                isRefused("grant_", "parent is null or parent <> '" + message.root() + "'"),
                isRefused("grant_", "id <> '" + message.root() + "' or plays_handed_on = 0"),
                auditIsRefused(message, AuditEvent.FORWARD),
                failsAtTheEnd(AuditEvent.FORWARD));
        assertThat(message.rights("alice")).isEqualTo("{\"plays\":1}");
    }

    @Test
    void a_revocation_that_fails_takes_nothing_back_and_says_nothing_in_the_audit() throws Exception {
        Message message = Message.left("{}");
        UUID grant = message.forwarded("alice", "bob", "{}");
        assertAllOrNothing(
                message,
                () -> Message.bean(Grants.class).revoke(grant, Message.by("alice")),
                List.of("grant_", "license_audit"),
                isRefused("grant_", "id <> '" + grant + "' or revoked_at is null"),
                auditIsRefused(message, AuditEvent.REVOCATION),
                failsAtTheEnd(AuditEvent.REVOCATION));
        assertThat(message.license("bob")).isEqualTo("REVOKED");
    }

    @Test
    void a_recall_that_fails_leaves_the_key_and_says_nothing_in_the_audit() throws Exception {
        Message message = Message.left("{}");
        assertAllOrNothing(
                message,
                () -> Message.bean(SentMessages.class).recall(message.id(), Message.by("bob")),
                List.of("license_audit", "message_key"),
                isRefused("message_key", "message_id <> '" + message.id() + "' or recalled_at is null"),
                auditIsRefused(message, AuditEvent.RECALL),
                failsAtTheEnd(AuditEvent.RECALL));
        assertThat(message.license("alice")).isEqualTo("REVOKED");
    }

    @Test
    void rights_that_cannot_be_narrowed_or_changed_stay_as_they_were() throws Exception {
        Message message = Message.left("{\"plays\":3}");
        assertAllOrNothing(
                message,
                () -> message.narrow("alice", "{\"plays\":2}"),
                List.of("grant_", "license_audit"),
                isRefused("grant_", "id <> '" + message.root() + "' or plays_edition = 0"),
                auditIsRefused(message, AuditEvent.RIGHTS_CHANGED),
                failsAtTheEnd(AuditEvent.RIGHTS_CHANGED));
        assertThat(message.rights("alice")).isEqualTo("{\"plays\":2}");
    }

    @Test
    void a_play_that_cannot_be_given_back_stays_counted_and_reserved() throws Exception {
        Message message = Message.left("{\"plays\":3}");
        String lease = message.license("alice");
        assertAllOrNothing(
                message,
                () -> report(lease, LeaseReport.RETURNED),
                List.of("grant_", "lease", "license_audit"),
                isRefused("lease", "id <> '" + lease + "' or state <> 'RETURNED'"),
                isRefused("grant_", "id <> '" + message.root() + "' or plays_used > 0"),
                auditIsRefused(message, AuditEvent.PLAY_RETURNED),
                failsAtTheEnd(AuditEvent.PLAY_RETURNED));
        assertThat(message.rights("alice")).isEqualTo("{\"plays\":3}");
    }

    @Test
    void of_a_deposit_that_fails_there_is_no_key_no_grant_and_no_audit_row() throws Exception {
        Message message = Message.of("{\"plays\":3}");
        assertAllOrNothing(
                message,
                () -> assertThat(message.deposit()).isInstanceOf(DepositOutcome.Stored.class),
                List.of("grant_", "license_audit", "message_key"),
                isRefused("message_key", "message_id <> '" + message.id() + "'"),
                isRefused("grant_", "kid <> '" + message.keyId().value() + "'"),
                auditIsRefused(message, AuditEvent.DEPOSIT),
                failsAtTheEnd(AuditEvent.DEPOSIT));
    }

    @Test
    void decision_count_and_audit_are_part_of_the_transaction_of_who_asks() throws Exception {
        Message message = Message.left("{\"plays\":3}");
        Map<String, List<String>> before = message.rows();
        UserTransaction transaction = Message.bean(UserTransaction.class);
        transaction.begin();
        try {
            message.license("alice");
            message.forward("alice", "bob", "{\"plays\":1}");
            Message.bean(Inside.class).flush();
            assertThat(changed(before, message.rows())).containsExactly("grant_", "lease", "license_audit");
        } finally {
            transaction.rollback();
        }
        assertThat(message.rows()).isEqualTo(before);
    }

    @Test
    void who_asks_by_http_for_a_license_that_fails_gets_500_and_nothing_of_it() throws Exception {
        Message message = Message.left("{\"plays\":1}");
        Planted failure = failsAtTheEnd(AuditEvent.LICENSE);
        failure.in.run();
        HttpResponse<String> failed = get(message);
        failure.out.run();
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).contains("Internal Server Error").doesNotContain("planted", "lease", "keys");
        assertThat(get(message).body()).contains("lease");
        assertThat(get(message).statusCode()).isEqualTo(403);
    }

    // --- locks ----------------------------------------------------------------------------------------------------

    @Test
    void t5_of_parallel_licenses_for_one_play_exactly_one_is_given() throws Exception {
        Message message = Message.left("{\"plays\":1}");
        assertThat(AtOnce.counted(AT_ONCE, i -> isGiven(message.license("alice"))))
                .isEqualTo(Map.of("given", 1L, "PLAYS_EXHAUSTED", 15L));
        assertThat(message.rows().get("lease")).hasSize(1);
        assertThat(message.column("select plays_used from grant_ g join message_key k on k.kid = g.kid"
                        + " where k.message_id = ?"))
                .containsExactly("1");
        assertThat(audited(message, AuditEvent.LICENSE)).isEqualTo(Map.of("GRANTED", 1L, "REFUSED", 15L));
    }

    @Test
    void t6_a_play_whose_time_is_over_is_counted_once_whatever_many_report_of_it_at_once() throws Exception {
        Message message = Message.left("{\"plays\":2}");
        String lease = message.license("alice");
        Message.execute("update lease set play_ends_at = issued_at where id = '" + lease + "'");
        assertThat(AtOnce.counted(AT_ONCE, i -> switch (i % 4) {
                    case 0 -> "ended: " + report(lease, LeaseReport.ENDED);
                    case 1 -> "returned: " + report(lease, LeaseReport.RETURNED);
                    default -> "started: " + report(lease, LeaseReport.STARTED);
                }))
                .isEqualTo(Map.of("ended: taken", 4L, "returned: LEASE_SETTLED", 4L, "started: LEASE_SETTLED", 8L));
        assertThat(message.rights("alice")).isEqualTo("{\"plays\":1}");
        assertThat(isGiven(message.license("alice"))).isEqualTo("given");
        assertThat(message.license("alice")).isEqualTo("PLAYS_EXHAUSTED");
    }

    @Test
    void t7_of_parallel_forwards_no_more_plays_are_handed_on_than_there_are() throws Exception {
        Message message = Message.left("{\"plays\":5}");
        Map<String, Long> answers = AtOnce.counted(
                AT_ONCE,
                i -> i % 4 == 0 ? Message.told(message.forward("alice", "bob", "{\"plays\":2}")) : "did not ask");
        assertThat(answers).isEqualTo(Map.of("{\"plays\":2}", 2L, "RIGHTS_EXCEEDED plays", 2L, "did not ask", 12L));
        assertThat(message.rights("alice")).isEqualTo("{\"plays\":1}");
        assertThat(AtOnce.counted(AT_ONCE, i -> isGiven(message.license("bob"))))
                .isEqualTo(Map.of("given", 4L, "PLAYS_EXHAUSTED", 12L));
    }

    @Test
    void a_play_that_is_given_back_by_many_at_once_is_given_back_once() throws Exception {
        Message message = Message.left("{\"plays\":2}");
        String lease = message.license("alice");
        assertThat(AtOnce.counted(AT_ONCE, i -> report(lease, LeaseReport.RETURNED)))
                .isEqualTo(Map.of("taken", 16L));
        assertThat(message.rights("alice")).isEqualTo("{\"plays\":2}");
        assertThat(audited(message, AuditEvent.PLAY_RETURNED)).isEqualTo(Map.of("GRANTED", 1L));
    }

    @Test
    void who_plays_forwards_and_gives_back_at_the_same_time_neither_loses_nor_wins_a_play() throws Exception {
        Message message = Message.left("{\"plays\":40}");
        UUID grant = message.forwarded("alice", "bob", "{\"plays\":10}");
        Map<String, Long> done = AtOnce.counted(AT_ONCE, i -> switch (i % 4) {
            case 0 -> isGiven(message.license("alice")) + " to alice";
            case 1 -> isGiven(message.license("bob")) + " to bob";
            case 2 -> "forwarded " + Message.told(message.forward("alice", "bob", "{\"plays\":1}"));
            default -> report(message.license("alice"), LeaseReport.RETURNED);
        });
        assertThat(done)
                .isEqualTo(
                        Map.of("given to alice", 4L, "given to bob", 4L, "forwarded {\"plays\":1}", 4L, "taken", 4L));
        assertThat(message.rights("alice")).isEqualTo("{\"plays\":22}");
        assertThat(message.column("select sum(case when g.parent is null then g.plays_used else 0 end) || ' ' ||"
                        + " sum(case when g.parent is null then 0 else g.plays_used end) || ' ' ||"
                        + " sum(g.plays_handed_on) from grant_ g join message_key k on k.kid = g.kid"
                        + " where k.message_id = ?"))
                .containsExactly("4 4 14");
        assertThat(Message.bean(Grants.class).revoke(grant, Message.by("alice")))
                .isTrue();
    }

    @Test
    void a_license_is_either_given_before_a_revocation_or_refused_after_it() throws Exception {
        Message message = Message.left("{}");
        UUID grant = message.forwarded("alice", "bob", "{\"plays\":100}");
        Map<String, Long> done = AtOnce.counted(
                AT_ONCE,
                i -> i == 8
                        ? "taken back: " + Message.bean(Grants.class).revoke(grant, Message.by("alice"))
                        : isGiven(message.license("bob")));
        assertThat(done).containsEntry("taken back: true", 1L).hasSizeLessThanOrEqualTo(3);
        long given = done.getOrDefault("given", 0L);
        assertThat(given + done.getOrDefault("REVOKED", 0L)).isEqualTo(15);
        assertThat(message.rows().get("lease")).hasSize((int) given);
        assertThat(message.license("bob")).isEqualTo("REVOKED");
        assertThat(message.column("select count(*) from license_audit a where a.message_id = ? and a.event = 'LICENSE'"
                        + " and a.decision = 'GRANTED' and a.id > (select r.id from license_audit r"
                        + " where r.message_id = a.message_id and r.event = 'REVOCATION')"))
                .containsExactly("0");
    }

    // --- grants ---------------------------------------------------------------------------------------------------

    @Test
    void what_is_forwarded_comes_out_of_what_its_giver_has() throws Exception {
        Message message = Message.left("{\"plays\":5,\"save\":false}");
        assertThat(Message.told(message.forward("alice", "bob", "{\"plays\":2}")))
                .isEqualTo("{\"plays\":2,\"save\":false}");
        assertThat(message.rights("alice")).isEqualTo("{\"plays\":3,\"save\":false}");
        assertThat(isGiven(message.license("bob"))).isEqualTo("given");
        assertThat(message.rights("bob")).isEqualTo("{\"plays\":1,\"save\":false}");
        assertThat(message.rights("alice")).isEqualTo("{\"plays\":3,\"save\":false}");
        assertThat(message.column("select recipient from license_audit where message_id = ? and event = 'FORWARD'"))
                .containsExactly("bob");
    }

    @Test
    void what_is_refused_changes_nothing_and_is_one_row_of_the_audit() throws Exception {
        Message message = Message.left("{\"plays\":3,\"forward\":1,\"save\":false}");
        for (List<String> refused : List.of(
                List.of("bob", "{\"plays\":4}", "RIGHTS_EXCEEDED plays"),
                List.of("bob", "{\"save\":true}", "RIGHTS_EXCEEDED save"),
                List.of("bob", "{\"forward\":1}", "RIGHTS_EXCEEDED forward"),
                List.of("nobody", "{}", "NO_SUBSCRIBER to"))) {
            Map<String, List<String>> before = message.rows();
            assertThat(Message.told(message.forward("alice", refused.get(0), refused.get(1))))
                    .isEqualTo(refused.get(2));
            Map<String, List<String>> after = message.rows();
            assertThat(changed(before, after)).containsExactly("license_audit");
            assertThat(after.get("license_audit"))
                    .hasSize(before.getOrDefault("license_audit", List.of()).size() + 1);
        }
    }

    @Test
    void t22_who_holds_nothing_is_refused_whether_the_message_exists_or_not() throws Exception {
        Message message = Message.left("{}");
        Message unknown = Message.of("{}");
        for (Message asked : List.of(message, unknown)) {
            String refusal = asked == message ? "NOT_ENTITLED" : "UNKNOWN_KEY";
            Map<String, List<String>> before = asked.rows();
            assertThat(asked.rights("bob")).isEqualTo(refusal);
            assertThat(asked.narrow("bob", "{\"plays\":1}")).isEqualTo(refusal);
            assertThat(Message.told(asked.forward("bob", "alice", "{}"))).isEqualTo(refusal);
            assertThat(asked.license("bob")).isEqualTo(refusal);
            assertThat(Message.bean(Grants.class).isHeld(asked.id(), "bob")).isFalse();
            assertThat(changed(before, asked.rows())).containsExactly("license_audit");
        }
    }

    @Test
    void only_who_stands_above_a_grant_takes_it_back_and_all_below_with_it() throws Exception {
        Message message = Message.left("{}");
        UUID toBob = message.forwarded("alice", "bob", "{}");
        Grants grants = Message.bean(Grants.class);
        assertThat(grants.revoke(toBob, Message.by("bob"))).isFalse();
        assertThat(grants.revoke(UUID.randomUUID(), Message.by("alice"))).isFalse();
        assertThat(grants.isHeld(message.id(), "bob")).isTrue();
        List<MessageId> both = List.of(Message.of("{}").id(), message.id());
        assertThat(grants.held(both, "bob")).containsExactly(Map.entry(message.id(), true));
        assertThat(grants.revoke(toBob, Message.by("alice"))).isTrue();
        assertThat(grants.revoke(toBob, Message.by("alice"))).isTrue();
        assertThat(message.rights("bob")).isEqualTo("REVOKED");
        assertThat(message.license("bob")).isEqualTo("REVOKED");
        assertThat(grants.isHeld(message.id(), "bob")).isFalse();
        assertThat(grants.held(both, "bob")).isEmpty();
        assertThat(isGiven(message.license("alice"))).isEqualTo("given");
    }

    @Test
    void who_narrows_what_he_holds_narrows_it_for_all_below_and_nobody_widens_it() throws Exception {
        Message message = Message.left("{}");
        message.forwarded("alice", "bob", "{}");
        assertThat(message.narrow("alice", "{\"save\":false}")).isEqualTo("{\"save\":false}");
        assertThat(message.rights("bob")).isEqualTo("{\"save\":false}");
        assertThat(Message.bean(Grants.class).held(List.of(message.id()), "bob"))
                .containsExactly(Map.entry(message.id(), false));
        assertThat(message.narrow("bob", "{\"save\":true}")).isEqualTo("RIGHTS_EXCEEDED save");
        assertThat(message.narrow("alice", "{\"save\":true}")).isEqualTo("RIGHTS_EXCEEDED save");
        assertThat(message.rights("bob")).isEqualTo("{\"save\":false}");
    }

    @Test
    void each_member_of_a_list_counts_for_himself_and_the_sender_rules_them_all() throws Exception {
        List<String> members = List.of("carol", "dave");
        Message message = Message.leftFor(members, "{\"plays\":1,\"users\":[\"alice\"]}");
        String rights = "{\"users\":[\"carol\",\"dave\"],\"plays\":1}";
        assertThat(message.rights("carol")).isEqualTo(rights);
        assertThat(message.rights("dave")).isEqualTo(rights);
        assertThat(message.license("alice")).isEqualTo("NOT_ENTITLED");
        assertThat(isGiven(message.license("carol"))).isEqualTo("given");
        assertThat(message.license("carol")).isEqualTo("PLAYS_EXHAUSTED");
        assertThat(message.rights("dave")).isEqualTo(rights);
        SentMessages sent = Message.bean(SentMessages.class);
        assertThat(sent.show(message.id(), Message.by("bob")).orElseThrow()).satisfies(seen -> {
            assertThat(seen.members()).isEqualTo(2);
            assertThat(seen.heardBy()).isEqualTo(1);
        });
        assertThat(Message.told(sent.change(message.id(), UsageRights.fromJson("{\"plays\":2}"), Message.by("bob"))
                        .orElseThrow()))
                .contains("\"plays\":2");
        assertThat(isGiven(message.license("carol"))).isEqualTo("given");
        assertThat(isGiven(message.license("dave"))).isEqualTo("given");
        assertThat(sent.show(message.id(), Message.by("bob")).orElseThrow().playsUsed())
                .isEqualTo(3);
        assertThat(message.column("select recipient from license_audit where message_id = ? and recipient is not null"
                        + " and event = 'RIGHTS_CHANGED' order by recipient"))
                .containsExactly("carol", "dave");
        sent.recall(message.id(), Message.by("bob"));
        assertThat(message.license("carol")).isEqualTo("REVOKED");
        assertThat(message.license("dave")).isEqualTo("REVOKED");
    }

    @Test
    void a_deposit_for_a_list_is_repeatable_and_never_for_other_members() throws Exception {
        Message message = Message.leftFor(List.of("carol", "dave"), "{}");
        Map<String, List<String>> before = message.rows();
        assertThat(message.deposit()).isInstanceOf(DepositOutcome.Stored.class);
        assertThat(message.deposit(List.of("carol"))).isInstanceOf(DepositOutcome.Conflict.class);
        assertThat(message.deposit(List.of())).isInstanceOf(DepositOutcome.Conflict.class);
        assertThat(changed(before, message.rows())).containsExactly("license_audit");
        message.forwarded("carol", "bob", "{\"users\":[\"alice\",\"bob\"]}");
        assertThat(message.rights("bob"))
                .as("the list, too, when a member forwards")
                .contains("{\"users\":[\"bob\",\"carol\",\"dave\"]");
        GrantDecision seen = Message.bean(Grants.class).shared(message.id(), Message.by("dave"));
        assertThat(((GrantDecision.Shared) seen).grants())
                .as("what another member has shared")
                .isEmpty();
    }

    @Test
    void the_tree_is_seen_from_above_only() throws Exception {
        Message message = Message.left("{}");
        UUID toBob = message.forwarded("alice", "bob", "{\"plays\":2}");
        Grants grants = Message.bean(Grants.class);
        assertThat(((GrantDecision.Shared) grants.shared(message.id(), Message.by("alice"))).grants())
                .singleElement()
                .satisfies(shared -> {
                    assertThat(shared.id()).isEqualTo(toBob);
                    assertThat(shared.to()).isEqualTo("bob");
                    assertThat(shared.rights().toJson()).isEqualTo("{\"plays\":2}");
                });
        assertThat(((GrantDecision.Shared) grants.shared(message.id(), Message.by("bob"))).grants())
                .isEmpty();
    }

    // --- failures -------------------------------------------------------------------------------------------------

    private interface Action {
        void run() throws Exception;
    }

    /** A failure: how it is planted, and taken away. */
    private record Planted(String what, Action in, Action out) {}

    /** The database refuses a row that the decision writes. */
    private static Planted isRefused(String table, String check) {
        return sql(
                "alter table " + table + " add constraint planted check (" + check + ")",
                "alter table " + table + " drop constraint planted");
    }

    private static Planted auditIsRefused(Message message, AuditEvent event) {
        return isRefused("license_audit", "event <> '" + event + "' or message_id <> '" + message.id() + "'");
    }

    private static Planted keyDoesNotOpen(Message message) {
        String where = " where message_id = '" + message.id() + "'";
        return sql(
                "update message_key set wrapped_key = 'x' || wrapped_key" + where,
                "update message_key set wrapped_key = substring(wrapped_key from 2)" + where);
    }

    private static Planted sql(String in, String out) {
        return new Planted(in, () -> Message.execute(in), () -> Message.execute(out));
    }

    private static Planted failsAtTheEnd(AuditEvent event) {
        Inside inside = Message.bean(Inside.class);
        return new Planted("at the end of " + event, () -> inside.failAt(event), () -> inside.failAt(null));
    }

    /** Each failure leaves every row as it was; without one all of these tables change. */
    private static void assertAllOrNothing(
            Message message, Callable<?> decision, List<String> tables, Planted... failures) throws Exception {
        for (Planted failure : failures) {
            failure.in.run();
            try {
                Map<String, List<String>> before = message.rows();
                assertThatThrownBy(decision::call).as(failure.what).isInstanceOf(EJBException.class);
                assertThat(message.rows()).as(failure.what).isEqualTo(before);
            } finally {
                failure.out.run();
            }
        }
        Map<String, List<String>> before = message.rows();
        decision.call();
        assertThat(changed(before, message.rows())).isEqualTo(tables);
    }

    private static List<String> changed(Map<String, List<String>> before, Map<String, List<String>> after) {
        return after.keySet().stream()
                .filter(table -> !Objects.equals(after.get(table), before.get(table)))
                .sorted()
                .toList();
    }

    // --- who asks ----------------------------------------------------------------------------------------------------

    /** Whether that is the lease of a license; otherwise why there is none. */
    private static String isGiven(String license) {
        return license.length() == UUID_CHARS ? "given" : license;
    }

    private static String report(String lease, LeaseReport report) {
        Reason refusal = Message.bean(Leases.class).report(UUID.fromString(lease), report, Message.by("alice"));
        return refusal == null ? "taken" : refusal.name();
    }

    private static HttpResponse<String> get(Message message) throws Exception {
        int port = 8080 + Integer.getInteger("jboss.socket.binding.port-offset");
        long version = Message.bean(Accounts.class).version("alice").orElseThrow();
        String token = Message.bean(Sessions.class)
                .open("alice", version, null, "127.0.0.1")
                .token();
        URI license = URI.create("http://127.0.0.1:" + port + "/license/v1/licenses/" + message.id());
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(license)
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString());
    }

    private static Map<String, Long> audited(Message message, AuditEvent event) throws SQLException {
        return AtOnce.counted(
                message.column("select decision from license_audit where message_id = ? and event = '" + event + "'"));
    }
}
