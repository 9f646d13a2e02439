package org.ssms.license.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.ssms.license.grant.Tree.ALICE;
import static org.ssms.license.grant.Tree.NOON;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** What a holder sees of a message's tree. */
class SharedGrantTest {
    private static final UsageRights ALL = UsageRights.UNLIMITED;

    private final Tree tree = new Tree(ALL.with(Right.PLAYS, 9));
    private final Lineage bob = tree.child(tree.root(), "bob", plays(4), NOON.plusSeconds(1));
    private final Lineage eve = tree.child(tree.root(), "eve", plays(1), NOON.plusSeconds(2));
    private final Lineage carol = tree.child(bob, "carol", plays(2), NOON.plusSeconds(3));

    @Test
    void who_stands_above_sees_all_below_the_older_first_with_the_plays_that_are_left() {
        carol.play(Tree.NODE, NOON.plusSeconds(9));
        assertThat(seenBy(ALICE))
                .extracting(SharedGrant::id, SharedGrant::parent, SharedGrant::to, SharedGrant::rights)
                .containsExactly(
                        tuple(bob.id(), null, "bob", plays(2)),
                        tuple(eve.id(), null, "eve", plays(1)),
                        tuple(carol.id(), bob.id(), "carol", plays(1)));
    }

    @Test
    void whose_plays_are_shared_is_seen() {
        tree.sharing(tree.root(), "dave", ALL, NOON.plusSeconds(4));
        assertThat(seenBy(ALICE))
                .extracting(SharedGrant::to, SharedGrant::playsShared)
                .contains(tuple("bob", false), tuple("dave", true));
    }

    @Test
    void nobody_sees_who_is_above_or_beside_him_or_himself() {
        assertThat(seenBy("bob"))
                .extracting(SharedGrant::id, SharedGrant::parent)
                .containsExactly(tuple(carol.id(), null));
        assertThat(seenBy("eve")).isEmpty();
        assertThat(seenBy("carol")).isEmpty();
        assertThat(seenBy("mallory")).isEmpty();
    }

    @Test
    void what_was_taken_back_above_is_taken_back_below() {
        bob.grant().revoke(NOON.plusSeconds(4));
        assertThat(seenBy(ALICE))
                .extracting(SharedGrant::to, SharedGrant::revoked)
                .containsExactly(tuple("bob", true), tuple("eve", false), tuple("carol", true));
        assertThat(seenBy("bob")).extracting(SharedGrant::revoked).containsExactly(true);
    }

    @Test
    void who_holds_several_grants_sees_below_each() {
        Lineage again = tree.child(eve, "bob", plays(1), NOON.plusSeconds(4));
        Lineage dave = tree.child(again, "dave", plays(1), NOON.plusSeconds(5));
        assertThat(seenBy("bob"))
                .extracting(SharedGrant::id, SharedGrant::parent)
                .containsExactly(tuple(carol.id(), null), tuple(dave.id(), null));
    }

    @Test
    void of_a_guest_it_is_told_whether_he_has_proved_his_address_and_of_nobody_else() {
        Lineage late = tree.child(bob, "mailto:late@example.com", plays(1), NOON.plusSeconds(4));
        Lineage there = tree.child(bob, "mailto:there@example.com", plays(1), NOON.plusSeconds(5));
        assertThat(SharedGrant.below("bob", tree.all(), Set.of(there.id(), carol.id())))
                .extracting(SharedGrant::id, SharedGrant::proved)
                .containsExactly(tuple(carol.id(), null), tuple(late.id(), false), tuple(there.id(), true));
    }

    private List<SharedGrant> seenBy(String viewer) {
        return SharedGrant.below(viewer, tree.all(), Set.of());
    }

    private static UsageRights plays(int left) {
        return ALL.with(Right.PLAYS, left);
    }
}
