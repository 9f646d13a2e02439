package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

class RightsPolicyTest {
    private static final UsageRights FIVE_PLAYS = UsageRights.UNLIMITED.with(Right.PLAYS, 5);
    private static final UsageRights NO_SAVING = UsageRights.UNLIMITED.with(Right.SAVE, false);

    private final RightsPolicy policy =
            new RightsPolicy(FIVE_PLAYS, NO_SAVING.with(Right.PLAYS, 100).with(Right.FORWARD, 2));

    @Test
    void who_chooses_nothing_gets_the_default_and_no_more_than_the_policy() {
        assertThat(policy.of(null)).isEqualTo(FIVE_PLAYS.with(Right.SAVE, false).with(Right.FORWARD, 2));
    }

    /** The default is no policy: who chooses, chooses all (A13). */
    @Test
    void a_choice_replaces_the_default_and_is_restricted_by_the_policy() {
        assertThat(policy.of(UsageRights.UNLIMITED.with(Right.FORWARD, 0)))
                .isEqualTo(NO_SAVING.with(Right.PLAYS, 100).with(Right.FORWARD, 0));
        assertThat(policy.of(UsageRights.UNLIMITED.with(Right.SAVE, true)).get(Right.SAVE))
                .isFalse();
    }
}
