package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ssms.protect.license.DefaultRights;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

class RightsPolicyTest {
    private static final UsageRights FIVE_PLAYS = UsageRights.UNLIMITED.with(Right.PLAYS, 5);
    private static final UsageRights NO_SAVING = UsageRights.UNLIMITED.with(Right.SAVE, false);

    private static final DefaultRights NONE = DefaultRights.NONE;

    private final RightsPolicy policy =
            new RightsPolicy(FIVE_PLAYS, NO_SAVING.with(Right.PLAYS, 100).with(Right.FORWARD, 2));

    @Test
    void who_chooses_nothing_gets_the_default_and_no_more_than_the_policy() {
        assertThat(policy.of(null, NONE, NONE))
                .isEqualTo(FIVE_PLAYS.with(Right.SAVE, false).with(Right.FORWARD, 2));
    }

    /** The default is no policy: who chooses, chooses all (A13). */
    @Test
    void a_choice_replaces_the_default_and_is_restricted_by_the_policy() {
        assertThat(policy.of(UsageRights.UNLIMITED.with(Right.FORWARD, 0), NONE, NONE))
                .isEqualTo(NO_SAVING.with(Right.PLAYS, 100).with(Right.FORWARD, 0));
        assertThat(policy.of(UsageRights.UNLIMITED.with(Right.SAVE, true), NONE, NONE)
                        .get(Right.SAVE))
                .isFalse();
    }

    @Test
    void f4_38_the_callers_own_default_stands_between_his_choice_and_the_domains() {
        DefaultRights caller = new DefaultRights(UsageRights.UNLIMITED.with(Right.PLAYS, 9), UsageRights.UNLIMITED);
        assertThat(policy.of(null, caller, NONE).get(Right.PLAYS)).isEqualTo(9);
        assertThat(policy.of(UsageRights.UNLIMITED.with(Right.PLAYS, 8), caller, NONE)
                        .get(Right.PLAYS))
                .isEqualTo(8);
        assertThat(policy.of(null, new DefaultRights(UsageRights.UNLIMITED, UsageRights.UNLIMITED), NONE))
                .as("no limits are a default, too")
                .isEqualTo(policy.most(NONE));
        assertThat(policy.of(null, new DefaultRights(null, UsageRights.UNLIMITED.with(Right.PLAYS, 1)), NONE))
                .as("what he says as called party is not of his own messages")
                .isEqualTo(policy.of(null, NONE, NONE));
    }

    @Test
    void a13_the_called_party_and_the_domain_may_only_restrict() {
        DefaultRights owner = new DefaultRights(
                UsageRights.UNLIMITED.with(Right.PLAYS, 1), UsageRights.UNLIMITED.with(Right.PLAYS, 50));
        assertThat(policy.of(null, NONE, owner).get(Right.PLAYS)).isEqualTo(5);
        assertThat(policy.of(UsageRights.UNLIMITED.with(Right.PLAYS, 70), NONE, owner))
                .isEqualTo(policy.most(owner))
                .isEqualTo(NO_SAVING.with(Right.PLAYS, 50).with(Right.FORWARD, 2));
    }
}
