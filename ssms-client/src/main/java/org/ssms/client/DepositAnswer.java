package org.ssms.client;

import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.UsageRights;

/**
 * What the license server says to a deposit. Does not print the code.
 *
 * @param rights what the owner may do with the message, by the choice, the defaults and the policies
 * @param controlCode by which a caller without an account proves later that he has left the message: to be told to him
 *     and kept nowhere; null: there is none
 */
public record DepositAnswer(UsageRights rights, @Nullable String controlCode) {
    @Override
    public String toString() {
        return "DepositAnswer[" + rights + "]";
    }
}
