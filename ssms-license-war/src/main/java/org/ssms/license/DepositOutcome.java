package org.ssms.license;

import org.ssms.protect.license.UsageRights;

/** What became of a deposit. */
public sealed interface DepositOutcome {
    /**
     * The key is there.
     *
     * @param isNew false: the same deposit was stored before, sent twice, done once
     * @param rights of the owner
     */
    record Stored(boolean isNew, UsageRights rights) implements DepositOutcome {}

    /** The KID or message id is taken by another key; nothing changed. */
    record Conflict() implements DepositOutcome {}
}
