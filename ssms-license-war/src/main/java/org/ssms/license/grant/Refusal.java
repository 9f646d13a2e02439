package org.ssms.license.grant;

import org.jspecify.annotations.Nullable;
import org.ssms.license.Reason;

/**
 * Why somebody does not get what he asks for.
 *
 * @param member of the request that asks for too much; null: it is about no member
 */
public record Refusal(Reason reason, @Nullable String member) {
    public static Refusal of(Reason reason) {
        return new Refusal(reason, null);
    }

    public static Refusal exceeding(String member) {
        return new Refusal(Reason.RIGHTS_EXCEEDED, member);
    }
}
