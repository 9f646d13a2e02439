package org.ssms.license.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.license.grant.Tree.ALICE;
import static org.ssms.license.grant.Tree.NOON;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** What holds for every tree, whatever happens in it (F6-65a, F6-65b, F6-67, A14, T7). */
class GrantTreeTest {
    private final Random random = new Random(20_261_126); // fixed seed: a failure repeats
    private final RandomRights rights = new RandomRights(random);

    @Test
    void through_any_chain_a_child_has_no_more_than_its_parent_and_the_original() {
        int longest = 0;
        for (int i = 0; i < 100_000; i++) {
            UsageRights original = rights.next();
            Tree tree = new Tree(original);
            Lineage parent = tree.root();
            int length = random.nextInt(6);
            for (int depth = 0; depth < length; depth++) {
                UsageRights most = parent.current();
                Lineage child = tree.child(parent, "user" + depth, rights.next(), NOON);
                UsageRights got = child.current();
                assertThat(got.isWithin(most)).as("%s within %s", got, most).isTrue();
                assertThat(got.isWithin(original))
                        .as("%s within %s", got, original)
                        .isTrue();
                assertThat(depth(got)).isLessThanOrEqualTo(Math.max(0, depth(most) - 1));
                parent = child;
            }
            longest = Math.max(longest, length);
        }
        assertThat(longest).isEqualTo(5);
    }

    @Test
    void nothing_that_happens_in_a_tree_raises_a_right_or_plays_more_often_than_the_original() {
        int played = 0;
        for (int i = 0; i < 3_000; i++) {
            UsageRights original = rights.next();
            Tree tree = new Tree(original);
            List<Lineage> grants = new ArrayList<>(List.of(tree.root()));
            Map<Lineage, UsageRights> before = new HashMap<>(Map.of(tree.root(), original));
            int plays = 0;
            Instant now = NOON;
            for (int step = 0; step < 30; step++) {
                now = now.plusSeconds(random.nextInt(8));
                plays += happens(tree, grants, now) ? 1 : 0;
                for (Lineage grant : grants) {
                    UsageRights current = grant.current();
                    UsageRights former = before.getOrDefault(grant, original);
                    assertThat(current.isWithin(former))
                            .as("%s within %s", current, former)
                            .isTrue();
                    before.put(grant, current);
                }
            }
            Integer most = original.get(Right.PLAYS);
            assertThat(plays).isLessThanOrEqualTo(most == null ? Integer.MAX_VALUE : most);
            played += plays;
        }
        assertThat(played).isGreaterThan(5_000);
    }

    private static double depth(UsageRights rights) {
        Integer forward = rights.get(Right.FORWARD);
        return forward == null ? Double.POSITIVE_INFINITY : forward;
    }

    /** Whether it was a play. */
    private boolean happens(Tree tree, List<Lineage> grants, Instant now) {
        Lineage grant = grants.get(random.nextInt(grants.size()));
        switch (random.nextInt(8)) {
            case 0 ->
                grants.add(
                        random.nextInt(3) == 0
                                ? tree.sharing(grant, user(), rights.next(), now)
                                : tree.child(grant, user(), rights.next(), now));
            case 1 -> {
                if (random.nextInt(10) == 0) {
                    grant.grant().revoke(now);
                }
            }
            case 2 -> {
                UsageRights wanted = rights.next();
                if (grant.refusalToNarrow(wanted) == null) {
                    grant.narrow(wanted);
                }
            }
            default -> {
                String holder = grant.grant().holder();
                if (grant.refusal(holder, false, now) == null) {
                    grant.play(Tree.NODE, now);
                    return true;
                }
            }
        }
        return false;
    }

    private String user() {
        return RandomRights.USERS.get(random.nextInt(RandomRights.USERS.size()));
    }

    @Test
    void what_is_set_aside_for_somebody_is_his_whoever_else_shares() {
        int played = 0;
        for (int i = 0; i < 3_000; i++) {
            Tree tree = new Tree(UsageRights.UNLIMITED.with(Right.PLAYS, random.nextInt(12)));
            List<Lineage> grants = new ArrayList<>(List.of(tree.root()));
            for (int step = 0; step < 30; step++) {
                Lineage one = grants.get(random.nextInt(grants.size()));
                Map<Lineage, Integer> before = new HashMap<>();
                grants.forEach(grant -> before.put(grant, left(grant)));
                switch (random.nextInt(6)) {
                    case 0 -> grants.add(tree.child(one, "user" + step, plays(), NOON));
                    case 1 -> grants.add(tree.sharing(one, "user" + step, maybePlays(), NOON));
                    default -> {
                        if (one.refusal(NOON) == null) {
                            one.play(Tree.NODE, NOON);
                            played++;
                        }
                    }
                }
                // whom does it concern: those who share with it, up to who set plays aside for them all
                Grant pool = pool(one);
                before.forEach((grant, plays) -> {
                    if (!pool(grant).equals(pool)) {
                        assertThat(left(grant)).isEqualTo(plays);
                    }
                });
            }
        }
        assertThat(played).isGreaterThan(5_000);
    }

    private static Grant pool(Lineage lineage) {
        List<Grant> path = lineage.path();
        int i = path.size() - 1;
        while (i > 0 && path.get(i).sharesPlays()) {
            i--;
        }
        return path.get(i);
    }

    private static int left(Lineage grant) {
        return Objects.requireNonNull(grant.current().get(Right.PLAYS));
    }

    private UsageRights plays() {
        return UsageRights.UNLIMITED.with(Right.PLAYS, random.nextInt(4));
    }

    private UsageRights maybePlays() {
        return random.nextBoolean() ? UsageRights.UNLIMITED : plays();
    }

    @Test
    void what_is_taken_from_an_ancestor_is_missing_below() {
        Tree tree = new Tree(UsageRights.UNLIMITED.with(Right.PLAYS, 4));
        Lineage bob = tree.child(tree.root(), "bob", UsageRights.UNLIMITED.with(Right.PLAYS, 3), NOON);
        assertThat(bob.refusal("bob", false, NOON)).isNull();
        bob.play(Tree.NODE, NOON);
        assertThat(bob.current().get(Right.PLAYS)).isEqualTo(2);
        assertThat(tree.root().current().get(Right.PLAYS)).isEqualTo(1);
        assertThat(tree.root().refusal(ALICE, false, NOON)).isNull();
    }
}
