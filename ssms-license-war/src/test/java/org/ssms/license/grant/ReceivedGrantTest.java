package org.ssms.license.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.license.grant.Tree.NOON;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** What a receiver sees of what was forwarded to him. */
class ReceivedGrantTest {
    private static final UsageRights ALL = UsageRights.UNLIMITED;

    private final Tree tree = new Tree(ALL.with(Right.PLAYS, 9));
    private final Lineage bob = tree.child(tree.root(), "bob", ALL.with(Right.PLAYS, 4), NOON.plusSeconds(1));
    private final Lineage carol = tree.child(bob, "carol", ALL.with(Right.PLAYS, 2), NOON.plusSeconds(2));

    @Test
    void it_is_from_who_forwarded_it_and_has_the_plays_that_are_left() {
        carol.play(Tree.NODE, NOON.plusSeconds(9));
        assertThat(ReceivedGrant.of(carol))
                .contains(
                        new ReceivedGrant(carol.grant().keyId(), "bob", ALL.with(Right.PLAYS, 1), NOON.plusSeconds(2)));
        assertThat(ReceivedGrant.of(bob)).map(ReceivedGrant::from).contains(Tree.ALICE);
    }

    @Test
    void what_the_owner_has_was_not_forwarded() {
        assertThat(ReceivedGrant.of(tree.root())).isEmpty();
    }

    @Test
    void what_was_taken_back_here_or_above_is_not_there() {
        bob.grant().revoke(NOON.plusSeconds(3));
        assertThat(ReceivedGrant.of(bob)).isEmpty();
        assertThat(ReceivedGrant.of(carol)).isEmpty();
    }

    @Test
    void what_is_only_for_others_by_now_is_not_there() {
        bob.narrow(ALL.with(Right.USERS, Set.of("bob")));
        assertThat(ReceivedGrant.of(carol)).isEmpty();
        assertThat(ReceivedGrant.of(bob)).isPresent();
    }
}
