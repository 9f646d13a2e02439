package org.ssms.license;

import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.UsageRights;

/**
 * Where the rights of a new message come from: what the caller has chosen, or else the default, and of that no more than
 * the domain allows. Each side may only restrict.
 *
 * @param byDefault when the caller has chosen nothing
 * @param atMost whatever he has chosen
 */
public record RightsPolicy(UsageRights byDefault, UsageRights atMost) {
    /** @param chosen null: nothing */
    UsageRights of(@Nullable UsageRights chosen) {
        return (chosen == null ? byDefault : chosen).intersect(atMost);
    }
}
