package org.ssms.license;

import org.jspecify.annotations.Nullable;
import org.ssms.license.grant.Refusal;
import org.ssms.protect.license.UsageRights;

/** What became of a deposit. */
public sealed interface DepositOutcome {
    /**
     * The key is there.
     *
     * @param isNew false: the same deposit was stored before, sent twice, done once
     * @param rights of the owner; of a list, the most that a member gets
     * @param controlCode the same each time; null: the caller has an account, or the recording is finished
     */
    record Stored(
            boolean isNew, UsageRights rights, @Nullable String controlCode) implements DepositOutcome {
        /** Does not print the code. */
        @Override
        public String toString() {
            return "Stored[" + isNew + ", " + rights + "]";
        }
    }

    /** The KID or message id is taken by another key; nothing changed. */
    record Conflict() implements DepositOutcome {}

    /** The list among the users has too many members for rights; nothing changed. */
    record Refused(Refusal refusal) implements DepositOutcome {}
}
