package org.ssms.sip.caller;

import java.util.List;

/**
 * What an INVITE says of its caller.
 *
 * @param from URI of From
 * @param fromName display name of From, empty when there is none
 * @param asserted values of P-Asserted-Identity (RFC 3325)
 * @param privacy values of Privacy (RFC 3323)
 */
public record CallerClaims(String from, String fromName, List<String> asserted, List<String> privacy) {}
