package org.ssms.license.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.license.grant.Tree.NODE;
import static org.ssms.license.grant.Tree.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ssms.license.Reason;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** A play is counted once, or not at all, whatever is reported of it (T5). */
class LeasedPlayTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Instant SOON = NOON.plusSeconds(10);
    private static final Instant OVER = SOON.plusMillis(1);
    private static final Instant LATE = NOON.plus(PATIENCE).plusMillis(1);
    private static final UsageRights TWO_PLAYS = UsageRights.UNLIMITED.with(Right.PLAYS, 2);

    private final Tree tree = new Tree(TWO_PLAYS);

    @Test
    void a_play_that_never_began_is_given_back_once() {
        LeasedPlay play = play(tree.root());
        assertThat(left(tree.root())).isEqualTo(1);
        assertThat(giveBack(play, SOON)).isNull();
        assertThat(giveBack(play, SOON)).isNull();
        assertThat(left(tree.root())).isEqualTo(2);
    }

    @Test
    void a_play_that_began_is_counted_once_and_not_given_back() {
        LeasedPlay play = play(tree.root());
        for (int i = 0; i < 3; i++) {
            assertThat(play.begin(SOON)).isNull();
            assertThat(play.end(LATE)).isNull();
        }
        assertThat(giveBack(play, SOON)).isEqualTo(Reason.LEASE_SETTLED);
        assertThat(left(tree.root())).isEqualTo(1);
    }

    @Test
    void who_says_nothing_in_time_has_played() {
        LeasedPlay play = play(tree.root());
        assertThat(giveBack(play, LATE)).isEqualTo(Reason.LEASE_SETTLED);
        assertThat(left(tree.root())).isEqualTo(1);
        assertThat(giveBack(play(tree.root()), NOON.plus(PATIENCE))).isNull();
    }

    @Test
    void what_begins_after_it_was_given_back_is_counted_once_more_or_refused() {
        LeasedPlay one = play(tree.root());
        giveBack(one, SOON);
        assertThat(one.begin(SOON)).isNull();
        assertThat(one.begin(SOON)).isNull();
        assertThat(left(tree.root())).isEqualTo(1);
        LeasedPlay two = play(tree.root());
        giveBack(two, SOON);
        play(tree.root());
        assertThat(two.begin(SOON)).isEqualTo(Reason.PLAYS_EXHAUSTED);
        assertThat(two.end(SOON)).isEqualTo(Reason.PLAYS_EXHAUSTED);
    }

    @Test
    void d11_a_license_is_shown_again_while_its_play_stands_even_if_it_was_the_last() {
        LeasedPlay one = play(tree.root());
        LeasedPlay two = play(tree.root());
        assertThat(left(tree.root())).isZero();
        assertThat(one.refusalAgain(SOON)).isNull();
        assertThat(two.begin(SOON)).isNull();
        assertThat(two.refusalAgain(SOON)).isNull();
        giveBack(one, SOON);
        assertThat(one.refusalAgain(SOON)).isEqualTo(Reason.REPLAYED);
    }

    @Test
    void d11_a_license_is_not_shown_again_after_its_play_or_its_rights() {
        assertThat(play(tree.root(), SOON).refusalAgain(SOON)).isNull();
        assertThat(play(tree.root(), SOON).refusalAgain(OVER)).isEqualTo(Reason.REPLAYED);
        Tree ending = new Tree(UsageRights.UNLIMITED.with(Right.NOT_AFTER, SOON));
        LeasedPlay play = play(ending.root());
        assertThat(play.refusalAgain(SOON)).isNull();
        assertThat(play.refusalAgain(OVER)).isEqualTo(Reason.EXPIRED);
        Tree narrowed = new Tree(TWO_PLAYS);
        LeasedPlay before = play(narrowed.root());
        narrowed.root().narrow(UsageRights.UNLIMITED.with(Right.PLAYS, 0));
        assertThat(before.refusalAgain(SOON)).isEqualTo(Reason.PLAYS_EXHAUSTED);
    }

    @Test
    void t6_after_its_time_a_play_begins_no_more_and_stays_counted_once() {
        for (boolean begun : List.of(true, false)) {
            Lineage root = new Tree(TWO_PLAYS).root();
            LeasedPlay play = play(root, SOON);
            if (begun) {
                assertThat(play.begin(SOON)).isNull();
            }
            for (int i = 0; i < 2; i++) {
                assertThat(play.begin(OVER)).isEqualTo(Reason.LEASE_SETTLED);
                assertThat(giveBack(play, OVER)).isEqualTo(Reason.LEASE_SETTLED);
                assertThat(giveBack(play, SOON)).isEqualTo(Reason.LEASE_SETTLED);
                assertThat(play.end(OVER)).isNull();
            }
            assertThat(left(root)).isEqualTo(1);
        }
    }

    @Test
    void t6_who_is_silent_until_the_play_is_over_has_played_however_long_he_may_report() {
        LeasedPlay play = play(tree.root(), SOON);
        assertThat(giveBack(play, OVER)).isEqualTo(Reason.LEASE_SETTLED);
        assertThat(giveBack(play, SOON)).isEqualTo(Reason.LEASE_SETTLED);
        assertThat(left(tree.root())).isEqualTo(1);
    }

    @Test
    void t6_what_was_given_back_begins_no_more_after_its_time_and_counts_again_when_it_was_heard() {
        LeasedPlay play = play(tree.root(), SOON);
        assertThat(giveBack(play, SOON)).isNull();
        assertThat(play.begin(OVER)).isEqualTo(Reason.LEASE_SETTLED);
        assertThat(left(tree.root())).isEqualTo(2);
        assertThat(play.end(OVER)).isNull();
        assertThat(play.end(OVER)).isNull();
        assertThat(left(tree.root())).isEqualTo(1);
    }

    @Test
    void a_play_below_is_given_back_to_all_above() {
        Lineage bob = tree.child(tree.root(), "bob", UsageRights.UNLIMITED.with(Right.PLAYS, 1), NOON);
        assertThat(left(tree.root())).isEqualTo(1);
        LeasedPlay play = play(bob);
        assertThat(left(bob)).isZero();
        giveBack(play, SOON);
        assertThat(left(bob)).isEqualTo(1);
        assertThat(left(tree.root())).isEqualTo(1);
    }

    @Test
    void the_time_to_play_begins_with_the_first_play_that_was_not_given_back() {
        Tree timed = new Tree(UsageRights.UNLIMITED.with(Right.PLAY_FOR, Duration.ofHours(1)));
        LeasedPlay never = play(timed.root());
        assertThat(timed.root().current().get(Right.NOT_AFTER)).isEqualTo(NOON.plus(Duration.ofHours(1)));
        giveBack(never, SOON);
        assertThat(timed.root().current().get(Right.NOT_AFTER)).isNull();
        Lease other = timed.root().play(NODE, SOON);
        assertThat(new LeasedPlay(timed.root(), other).giveBack(SOON, PATIENCE, NOON))
                .isNull();
        assertThat(timed.root().current().get(Right.NOT_AFTER)).isEqualTo(NOON.plus(Duration.ofHours(1)));
    }

    @Test
    void a_limit_that_is_set_meanwhile_is_not_exceeded_by_what_is_given_back() {
        Lineage bob = tree.child(tree.root(), "bob", TWO_PLAYS, NOON);
        LeasedPlay play = play(bob);
        bob.narrow(UsageRights.UNLIMITED.with(Right.PLAYS, 1));
        assertThat(giveBack(play, SOON)).isEqualTo(Reason.LEASE_SETTLED);
        assertThat(left(bob)).isEqualTo(1);
        LeasedPlay last = play(bob);
        tree.root().narrow(UsageRights.UNLIMITED.with(Right.PLAYS, 0));
        assertThat(giveBack(last, SOON)).isEqualTo(Reason.LEASE_SETTLED);
        assertThat(left(tree.root())).isZero();
        assertThat(left(bob)).isZero();
    }

    @Test
    void what_does_not_limit_the_plays_does_not_keep_one_from_being_given_back() {
        LeasedPlay play = play(tree.root());
        tree.root().narrow(UsageRights.UNLIMITED.with(Right.SAVE, false));
        assertThat(giveBack(play, SOON)).isNull();
        assertThat(left(tree.root())).isEqualTo(2);
    }

    /** Children that were given their plays, children that share their parent's, and limits that come later. */
    @Test
    void nobody_plays_more_than_he_was_given_whatever_is_given_back_in_between() {
        Random random = new Random(20_261_126);
        int returned = 0;
        for (int round = 0; round < 3_000; round++) {
            Tree grants = new Tree(random.nextBoolean() ? UsageRights.UNLIMITED : plays(random.nextInt(8)));
            List<Lineage> all = new ArrayList<>(List.of(grants.root()));
            Map<Lineage, Integer> most = new HashMap<>();
            List<LeasedPlay> open = new ArrayList<>();
            remember(all, most);
            for (int step = 0; step < 40; step++) {
                Lineage one = all.get(random.nextInt(all.size()));
                switch (random.nextInt(6)) {
                    case 0 ->
                        all.add(
                                random.nextInt(3) == 0
                                        ? grants.sharing(one, "user" + step, maybePlays(random), NOON)
                                        : grants.child(one, "user" + step, maybePlays(random), NOON));
                    case 1 -> {
                        UsageRights limit = maybePlays(random);
                        if (one.refusalToNarrow(limit) == null) {
                            one.narrow(limit);
                        }
                    }
                    case 2, 3 -> {
                        if (!open.isEmpty()) {
                            LeasedPlay lease = open.remove(random.nextInt(open.size()));
                            boolean back = random.nextBoolean() && giveBack(lease, SOON) == null;
                            returned += back ? 1 : 0;
                            if (!back) {
                                lease.begin(SOON);
                            }
                        }
                    }
                    default -> {
                        if (one.refusal(NOON) == null) {
                            open.add(play(one));
                        }
                    }
                }
                assertThat(all)
                        .allSatisfy(grant -> assertThat(orMany(left(grant)))
                                .isLessThanOrEqualTo(most.getOrDefault(grant, Integer.MAX_VALUE)));
                if (open.isEmpty()) {
                    remember(all, most); // nothing can be given back: from now on there is no more than this
                }
            }
        }
        assertThat(returned).isGreaterThan(5_000);
    }

    private static void remember(List<Lineage> all, Map<Lineage, Integer> most) {
        all.forEach(grant -> most.put(grant, orMany(left(grant))));
    }

    private static int orMany(@Nullable Integer left) {
        return left == null ? Integer.MAX_VALUE : left;
    }

    private static UsageRights maybePlays(Random random) {
        return random.nextBoolean() ? UsageRights.UNLIMITED : plays(random.nextInt(5));
    }

    private static UsageRights plays(int count) {
        return UsageRights.UNLIMITED.with(Right.PLAYS, count);
    }

    private static LeasedPlay play(Lineage lineage) {
        return play(lineage, null);
    }

    private static LeasedPlay play(Lineage lineage, @Nullable Instant end) {
        assertThat(lineage.refusal(NOON)).isNull();
        return new LeasedPlay(lineage, lineage.play(NODE, NOON).until(end));
    }

    private static @Nullable Reason giveBack(LeasedPlay play, Instant at) {
        return play.giveBack(at, PATIENCE, null);
    }

    private static @Nullable Integer left(Lineage lineage) {
        return lineage.current().get(Right.PLAYS);
    }
}
