package org.ssms.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a PASSporT is compared with (RFC 8224 §6.2).
 *
 * @param identityHeaders the values of the Identity header fields, in any order
 * @param origin URI of P-Asserted-Identity when a trusted peer sent it, otherwise of From
 * @param destination URI of To
 * @param date value of the Date header field, needed for the compact form only
 */
public record PassportCheck(
        List<String> identityHeaders,
        String origin,
        String destination,
        @Nullable String date) {
    public PassportCheck {
        identityHeaders = List.copyOf(identityHeaders);
    }

    /** Without the caller, who may want privacy. */
    @Override
    public String toString() {
        return "PassportCheck[" + identityHeaders.size() + " headers]";
    }
}
