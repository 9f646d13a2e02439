package org.ssms.license;

import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.DefaultRights;
import org.ssms.protect.license.UsageRights;

/**
 * Where the rights of a new message come from (A13): what the caller has chosen, or else his default, or else the
 * domain's; and of that no more than the called party and the domain allow. Each side may only restrict.
 *
 * @param byDefault of the domain
 * @param atMost in the domain, whatever anybody has chosen
 */
public record RightsPolicy(UsageRights byDefault, UsageRights atMost) {
    /**
     * What the owner of a message gets.
     *
     * @param chosen null: nothing
     * @param caller the defaults of who has proved to be the caller
     */
    UsageRights of(@Nullable UsageRights chosen, DefaultRights caller, DefaultRights owner) {
        return wanted(chosen, caller).intersect(most(owner));
    }

    /** The same before called party and domain restrict it. */
    UsageRights wanted(@Nullable UsageRights chosen, DefaultRights caller) {
        UsageRights ofCaller = caller.calling() == null ? byDefault : caller.calling();
        return chosen == null ? ofCaller : chosen;
    }

    /** The most that a message of that owner has. */
    UsageRights most(DefaultRights owner) {
        return owner.called().intersect(atMost);
    }
}
