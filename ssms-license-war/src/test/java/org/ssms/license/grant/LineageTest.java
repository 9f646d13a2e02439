package org.ssms.license.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.license.grant.Tree.ALICE;
import static org.ssms.license.grant.Tree.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.license.Reason;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

class LineageTest {
    private static final UsageRights UNLIMITED = UsageRights.UNLIMITED;
    private static final String BOB = "bob";
    private static final String CAROL = "carol";

    @Test
    void the_owner_plays_without_limit() {
        Lineage owner = new Tree(UNLIMITED).root();
        for (int i = 0; i < 1000; i++) {
            assertThat(play(owner, ALICE, NOON.plus(Duration.ofDays(i)))).isNull();
        }
        assertThat(owner.isCounted()).isFalse();
        assertThat(owner.current()).isEqualTo(UNLIMITED);
    }

    @Test
    void a_stranger_does_not_learn_that_the_grant_was_revoked() {
        Lineage owner = new Tree(UNLIMITED).root();
        owner.grant().revoke(NOON);
        assertThat(play(owner, BOB, NOON)).isEqualTo(Reason.NOT_ENTITLED);
        assertThat(play(owner, ALICE, NOON)).isEqualTo(Reason.REVOKED);
    }

    @Test
    void the_play_after_the_last_one_is_refused() {
        Lineage owner = new Tree(UNLIMITED.with(Right.PLAYS, 2)).root();
        assertThat(owner.isCounted()).isTrue();
        assertThat(play(owner, BOB, NOON)).isEqualTo(Reason.NOT_ENTITLED);
        assertThat(play(owner, ALICE, NOON)).isNull();
        assertThat(play(owner, ALICE, NOON)).isNull();
        assertThat(play(owner, ALICE, NOON)).isEqualTo(Reason.PLAYS_EXHAUSTED);
    }

    @Test
    void the_window_includes_both_its_ends_and_nothing_else() {
        Instant end = NOON.plusSeconds(60);
        Lineage owner = new Tree(UNLIMITED.with(Right.NOT_BEFORE, NOON).with(Right.NOT_AFTER, end)).root();
        assertThat(play(owner, ALICE, NOON.minusMillis(1))).isEqualTo(Reason.NOT_YET);
        assertThat(play(owner, ALICE, NOON)).isNull();
        assertThat(play(owner, ALICE, end)).isNull();
        assertThat(play(owner, ALICE, end.plusMillis(1))).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void the_time_to_play_runs_from_the_first_play() {
        Lineage owner = new Tree(UNLIMITED.with(Right.PLAY_FOR, Duration.ofHours(1))).root();
        Instant first = NOON.plus(Duration.ofDays(30));
        Instant end = first.plus(Duration.ofHours(1));
        assertThat(play(owner, ALICE, first)).isNull();
        assertThat(play(owner, ALICE, end)).isNull();
        assertThat(play(owner, ALICE, end.plusMillis(1))).isEqualTo(Reason.EXPIRED);
        assertThat(owner.current().get(Right.NOT_AFTER)).isEqualTo(end);
    }

    @Test
    void the_longest_time_to_play_can_be_counted() {
        Lineage owner = new Tree(UNLIMITED.with(Right.PLAY_FOR, Duration.ofDays(36_525))).root();
        assertThat(play(owner, ALICE, NOON)).isNull();
        assertThat(play(owner, ALICE, NOON.plus(Duration.ofDays(36_525)))).isNull();
    }

    @Test
    void what_may_not_be_heard_by_phone_may_be_heard_elsewhere() throws Exception {
        Lineage owner = new Tree(rights("{'phonePlayback':false,'plays':1}")).root();
        assertThat(owner.refusal(ALICE, true, NOON)).isEqualTo(Reason.NOT_BY_PHONE);
        assertThat(play(owner, ALICE, NOON)).isNull();
        assertThat(owner.refusal(ALICE, true, NOON)).isEqualTo(Reason.PLAYS_EXHAUSTED);
        assertThat(owner.refusal(BOB, true, NOON)).isEqualTo(Reason.NOT_ENTITLED);
        assertThat(new Tree(UNLIMITED).root().refusal(ALICE, true, NOON)).isNull();
    }

    @Test
    void a_holder_who_is_not_among_the_users_is_refused() {
        assertThat(play(new Tree(UNLIMITED.with(Right.USERS, Set.of(BOB))).root(), ALICE, NOON))
                .isEqualTo(Reason.NOT_ENTITLED);
        assertThat(play(new Tree(UNLIMITED.with(Right.USERS, Set.of())).root(), ALICE, NOON))
                .isEqualTo(Reason.NOT_ENTITLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"software", "hardware"})
    void a_protection_that_we_cannot_promise_is_refused(String level) throws Exception {
        assertThat(play(new Tree(rights("{'minDrm':'" + level + "'}")).root(), ALICE, NOON))
                .isEqualTo(Reason.DRM_TOO_WEAK);
        assertThat(play(new Tree(rights("{'minDrm':'clearkey'}")).root(), ALICE, NOON))
                .isNull();
    }

    @Test
    void a_child_s_plays_come_out_of_what_its_parent_has_left() {
        Tree tree = new Tree(UNLIMITED.with(Right.PLAYS, 5));
        assertThat(play(tree.root(), ALICE, NOON)).isNull();
        Lineage bob = tree.child(tree.root(), BOB, UNLIMITED.with(Right.PLAYS, 3), NOON);
        assertThat(bob.current().get(Right.PLAYS)).isEqualTo(3);
        assertThat(tree.root().current().get(Right.PLAYS)).isEqualTo(1);
        Lineage carol = tree.child(bob, CAROL, UNLIMITED.with(Right.PLAYS, 2), NOON);
        assertThat(bob.current().get(Right.PLAYS)).isEqualTo(1);
        assertThat(plays(carol, CAROL) + plays(bob, BOB) + plays(tree.root(), ALICE))
                .isEqualTo(4);
    }

    @Test
    void a_child_cannot_be_made_with_more_than_its_parent_has_now() {
        Tree tree = new Tree(UNLIMITED.with(Right.PLAYS, 3).with(Right.FORWARD, 1));
        play(tree.root(), ALICE, NOON);
        UsageRights most = tree.root().toHandOn();
        assertThat(most).isEqualTo(UNLIMITED.with(Right.PLAYS, 2).with(Right.FORWARD, 0));
        assertThatThrownBy(() -> new Grant(tree.root(), BOB, most.with(Right.PLAYS, 3), false, NOON))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Grant(tree.root(), BOB, most.with(Right.FORWARD, 1), false, NOON))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Grant(tree.root(), BOB, UNLIMITED, false, NOON))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(tree.root().current().get(Right.PLAYS)).isEqualTo(2);
    }

    @Test
    void a_child_of_a_parent_whose_time_runs_ends_with_it() {
        Tree tree = new Tree(UNLIMITED.with(Right.PLAY_FOR, Duration.ofHours(1)));
        play(tree.root(), ALICE, NOON);
        Lineage bob = tree.child(tree.root(), BOB, UNLIMITED, NOON.plusSeconds(60));
        assertThat(play(bob, BOB, NOON.plus(Duration.ofMinutes(59)))).isNull();
        assertThat(play(bob, BOB, NOON.plus(Duration.ofMinutes(61)))).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void a_revoked_ancestor_revokes_all_below_and_nothing_above() {
        Tree tree = new Tree(UNLIMITED);
        Lineage bob = tree.child(tree.root(), BOB, UNLIMITED, NOON);
        Lineage carol = tree.child(bob, CAROL, UNLIMITED, NOON);
        bob.grant().revoke(NOON);
        assertThat(play(carol, CAROL, NOON)).isEqualTo(Reason.REVOKED);
        assertThat(play(bob, BOB, NOON)).isEqualTo(Reason.REVOKED);
        assertThat(play(tree.root(), ALICE, NOON)).isNull();
    }

    @Test
    void nobody_is_told_of_a_foreign_grant_whatever_became_of_its_ancestors() {
        Tree tree = new Tree(UNLIMITED);
        Lineage bob = tree.child(tree.root(), BOB, UNLIMITED, NOON);
        tree.root().grant().revoke(NOON);
        assertThat(play(bob, CAROL, NOON)).isEqualTo(Reason.NOT_ENTITLED);
    }

    @ParameterizedTest(name = "{1} out of {0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            nullValues = "nothing",
            value = {
                "{} | {'plays':3} | nothing",
                "{'plays':3,'save':false} | {} | nothing",
                "{'plays':3} | {'plays':3} | nothing",
                "{'plays':3} | {'plays':4} | plays",
                "{'save':false} | {'save':true} | save",
                "{'forward':0} | {} | forward",
                "{'forward':1} | {'forward':1} | forward",
                "{'forward':2} | {'forward':1} | nothing",
                "{'users':['alice','carol']} | {} | to",
                "{'users':['alice','bob']} | {'users':['bob','carol']} | users",
                "{'notAfter':'2027-01-01T00:00:00Z'} | {'notAfter':'2027-01-02T00:00:00Z'} | notAfter",
                "{'notBefore':'2027-01-01T00:00:00Z'} | {} | nothing",
                "{'minDrm':'hardware'} | {} | nothing"
            })
    void more_than_one_has_cannot_be_forwarded(String own, String wanted, @Nullable String member) throws Exception {
        Lineage owner = new Tree(rights(own)).root();
        Refusal refusal = owner.refusalToForward(new GrantRequest(BOB, rights(wanted)), NOON);
        assertThat(refusal == null ? null : refusal.member()).isEqualTo(member);
        assertThat(refusal == null ? null : refusal.reason()).isEqualTo(member == null ? null : Reason.RIGHTS_EXCEEDED);
    }

    @Test
    void what_cannot_be_played_any_more_cannot_be_forwarded() {
        Lineage over = new Tree(UNLIMITED.with(Right.NOT_AFTER, NOON.minusSeconds(1))).root();
        Lineage exhausted = new Tree(UNLIMITED.with(Right.PLAYS, 0)).root();
        Lineage revoked = new Tree(UNLIMITED).root();
        revoked.grant().revoke(NOON);
        GrantRequest toBob = new GrantRequest(BOB, UNLIMITED);
        assertThat(over.refusalToForward(toBob, NOON)).isEqualTo(Refusal.of(Reason.EXPIRED));
        assertThat(exhausted.refusalToForward(toBob, NOON)).isEqualTo(Refusal.of(Reason.PLAYS_EXHAUSTED));
        assertThat(revoked.refusalToForward(toBob, NOON)).isEqualTo(Refusal.of(Reason.REVOKED));
    }

    @Test
    void nobody_forwards_to_himself_or_to_whom_he_has_it_from() {
        Tree tree = new Tree(UNLIMITED);
        Lineage bob = tree.child(tree.root(), BOB, UNLIMITED, NOON);
        Lineage carol = tree.child(bob, CAROL, UNLIMITED, NOON);
        for (String user : List.of(ALICE, BOB, CAROL)) {
            assertThat(carol.refusalToForward(new GrantRequest(user, UNLIMITED), NOON))
                    .isEqualTo(new Refusal(Reason.RIGHTS_EXCEEDED, "to"));
        }
        assertThat(carol.refusalToForward(new GrantRequest("dave", UNLIMITED), NOON))
                .isNull();
    }

    @Test
    void t7_a_guest_forwards_to_no_other_form_of_an_address_that_the_message_came_through() {
        Tree tree = new Tree(UNLIMITED);
        Lineage friend = tree.child(tree.root(), "mailto:Fri.end+voice@example.com", UNLIMITED, NOON);
        Lineage last = tree.child(friend, CAROL, UNLIMITED, NOON);
        for (String form : List.of(
                "mailto:Fri.end+voice@example.com", "mailto:fri.end@example.com", "mailto:FRI.END+a+b@example.com")) {
            assertThat(last.refusalToForward(new GrantRequest(form, UNLIMITED), NOON))
                    .as(form)
                    .isEqualTo(new Refusal(Reason.RIGHTS_EXCEEDED, "to"));
        }
        for (String other : List.of(
                "mailto:friend@example.com", "mailto:fri.end@example.org", "mailto:+voice@example.com", "Fri.end")) {
            assertThat(last.refusalToForward(new GrantRequest(other, UNLIMITED), NOON))
                    .as(other)
                    .isNull();
        }
    }

    @Test
    void a_chain_has_an_end() {
        Tree tree = new Tree(UNLIMITED);
        Lineage last = tree.root();
        int length = 1;
        while (last.refusalToForward(new GrantRequest("user" + length, UNLIMITED), NOON) == null) {
            last = tree.child(last, "user" + length, UNLIMITED, NOON);
            length++;
        }
        assertThat(length).isEqualTo(16);
    }

    @Test
    void who_narrows_his_rights_narrows_those_below_and_nobody_widens_them_again() throws Exception {
        Tree tree = new Tree(UNLIMITED);
        Lineage bob = tree.child(tree.root(), BOB, UNLIMITED.with(Right.PLAYS, 2), NOON);
        tree.root().narrow(rights("{'plays':3,'save':false,'forward':1,'notAfter':'2026-11-24T12:00:00Z'}"));
        assertThat(bob.current().toJson())
                .isEqualTo("{\"plays\":2,\"notAfter\":\"2026-11-24T12:00:00Z\",\"forward\":0,\"save\":false}");
        assertThat(tree.root().current().get(Right.PLAYS)).isEqualTo(3);
        for (String wider :
                List.of("{'plays':4}", "{'save':true}", "{'forward':2}", "{'notAfter':'2026-11-25T12:00:00Z'}")) {
            assertThat(tree.root().refusalToNarrow(rights(wider))).as(wider).isNotNull();
        }
        UsageRights before = tree.root().current();
        tree.root().narrow(before);
        assertThat(tree.root().current()).isEqualTo(before);
    }

    @Test
    void who_has_fewer_plays_than_he_used_below_leaves_the_rest() throws Exception {
        Tree tree = new Tree(UNLIMITED);
        Lineage bob = tree.child(tree.root(), BOB, UNLIMITED, NOON);
        tree.root().narrow(rights("{'plays':2}"));
        assertThat(play(bob, BOB, NOON)).isNull();
        assertThat(tree.root().current().get(Right.PLAYS)).isEqualTo(1);
        assertThat(play(tree.root(), ALICE, NOON)).isNull();
        assertThat(play(bob, BOB, NOON)).isEqualTo(Reason.PLAYS_EXHAUSTED);
    }

    private static UsageRights rights(String json) throws MalformedLicenseException {
        return UsageRights.fromJson(json.replace('\'', '"'));
    }

    /** Plays until it is refused. */
    private static int plays(Lineage lineage, String user) {
        int count = 0;
        while (play(lineage, user, NOON) == null) {
            count++;
        }
        return count;
    }

    private static @Nullable Reason play(Lineage lineage, String requester, Instant now) {
        Reason refusal = lineage.refusal(requester, false, now);
        if (refusal == null) {
            lineage.play(Tree.NODE, now);
        }
        return refusal;
    }

    /** Else many grants of one forwarder, played one after the other, would last as long as he likes. */
    @Test
    void play_for_runs_from_the_first_play_by_any_grant_of_the_holder() {
        Tree tree = new Tree(UsageRights.UNLIMITED.with(Right.PLAY_FOR, Duration.ofDays(1)));
        Lineage one = tree.child(tree.root(), "bob", UsageRights.UNLIMITED, Tree.NOON);
        Lineage other = tree.child(tree.root(), "bob", UsageRights.UNLIMITED, Tree.NOON);
        Instant afterwards = Tree.NOON.plus(Duration.ofHours(25));
        assertThat(tree.together(other, one).refusal(afterwards)).isNull();
        one.play(Tree.NODE, Tree.NOON);
        assertThat(tree.together(other, one).refusal(Tree.NOON)).isNull();
        assertThat(tree.together(other, one).refusal(afterwards)).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void what_is_used_up_is_not_forwarded_even_if_it_begins_later() {
        Instant friday = Tree.NOON.plus(Duration.ofDays(4));
        Tree tree = new Tree(UsageRights.UNLIMITED.with(Right.PLAYS, 1).with(Right.NOT_BEFORE, friday));
        GrantRequest request = new GrantRequest("bob", UsageRights.UNLIMITED);
        assertThat(tree.root().refusalToForward(request, Tree.NOON)).isNull();
        tree.child(tree.root(), "carol", UsageRights.UNLIMITED.with(Right.PLAYS, 1), Tree.NOON);
        assertThat(tree.root().refusalToForward(request, Tree.NOON)).isEqualTo(Refusal.of(Reason.PLAYS_EXHAUSTED));
    }

    @Test
    void plays_below_a_child_that_shares_them_are_missing_beside_those_that_were_reserved() throws Exception {
        Tree tree = new Tree(UNLIMITED);
        tree.child(tree.root(), BOB, UNLIMITED.with(Right.PLAYS, 5), NOON);
        Lineage carol = tree.child(tree.root(), CAROL, UNLIMITED, NOON);
        tree.root().narrow(rights("{'plays':3}"));
        assertThat(play(carol, CAROL, NOON)).isNull();
        assertThat(play(carol, CAROL, NOON)).isNull();
        assertThat(tree.root().current().get(Right.PLAYS)).isEqualTo(1);
    }

    @Test
    void a14_children_that_share_play_out_of_what_the_parent_has_left_whoever_comes_first() {
        Tree tree = new Tree(UNLIMITED.with(Right.PLAYS, 5));
        Lineage bob = tree.sharing(tree.root(), BOB, UNLIMITED, NOON);
        Lineage carol = tree.sharing(tree.root(), CAROL, UNLIMITED.with(Right.PLAYS, 1), NOON);
        assertThat(plays(tree.root(), bob, carol)).containsExactly(5, 5, 1);
        assertThat(play(bob, BOB, NOON)).isNull();
        assertThat(play(tree.root(), ALICE, NOON)).isNull();
        assertThat(plays(tree.root(), bob, carol)).containsExactly(3, 3, 1);
        assertThat(play(carol, CAROL, NOON)).isNull();
        assertThat(play(carol, CAROL, NOON)).isEqualTo(Reason.PLAYS_EXHAUSTED);
        assertThat(play(bob, BOB, NOON)).isNull();
        assertThat(play(tree.root(), ALICE, NOON)).isNull();
        assertThat(play(bob, BOB, NOON)).isEqualTo(Reason.PLAYS_EXHAUSTED);
    }

    @Test
    void what_is_set_aside_below_those_who_share_is_nobody_elses() {
        Tree tree = new Tree(UNLIMITED.with(Right.PLAYS, 5));
        Lineage bob = tree.sharing(tree.root(), BOB, UNLIMITED, NOON);
        Lineage carol = tree.child(bob, CAROL, UNLIMITED.with(Right.PLAYS, 2), NOON);
        assertThat(plays(tree.root(), bob, carol)).containsExactly(3, 3, 2);
        assertThat(play(carol, CAROL, NOON)).isNull();
        assertThat(plays(tree.root(), bob, carol)).containsExactly(3, 3, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(play(i % 2 == 0 ? bob : tree.root(), i % 2 == 0 ? BOB : ALICE, NOON))
                    .isNull();
        }
        assertThat(plays(tree.root(), bob, carol)).containsExactly(0, 0, 1);
        assertThat(play(carol, CAROL, NOON)).isNull();
    }

    @Test
    void nobody_shares_more_than_there_is() {
        Tree tree = new Tree(UNLIMITED.with(Right.PLAYS, 2));
        GrantRequest three = new GrantRequest(BOB, UNLIMITED.with(Right.PLAYS, 3), true, false);
        assertThat(tree.root().refusalToForward(three, NOON)).isEqualTo(Refusal.exceeding("plays"));
    }

    private static List<Integer> plays(Lineage... grants) {
        return Arrays.stream(grants)
                .map(grant -> Objects.requireNonNull(grant.current().get(Right.PLAYS)))
                .toList();
    }

    @Test
    void the_most_plays_can_be_handed_on_again_and_again() {
        Tree tree = new Tree(UNLIMITED);
        UsageRights most = UNLIMITED.with(Right.PLAYS, Integer.MAX_VALUE);
        for (int i = 0; i < 3; i++) {
            tree.child(tree.root(), "user" + i, most, NOON);
        }
        tree.root().narrow(most);
        assertThat(tree.root().current().get(Right.PLAYS)).isZero();
    }
}
