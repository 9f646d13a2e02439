package org.ssms.sip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletMessage;
import org.ssms.sip.caller.CallerClaims;
import org.ssms.sip.header.Diversion;
import org.ssms.sip.header.NameAddress;
import org.ssms.sip.routing.DivertedCall;

/** Reads header fields out of messages; what they say is read by {@code org.ssms.sip.header}. */
final class Headers {
    private Headers() {}

    /** All values of a header field in order, empty when it is absent. */
    static List<String> values(SipServletMessage message, String name) {
        List<String> values = new ArrayList<>();
        message.getHeaders(name).forEachRemaining(values::add);
        return values;
    }

    /** The option tags of a header field such as Require that are not in {@code known} (lower case). */
    static List<String> unknownOptions(SipServletMessage message, String name, Set<String> known) {
        return values(message, name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty() && !known.contains(tag.toLowerCase(Locale.ROOT)))
                .toList();
    }

    static CallerClaims callerClaims(SipServletMessage message) {
        Address from = message.getFrom();
        return new CallerClaims(
                from.getURI().toString(),
                name(values(message, "From")),
                values(message, "P-Asserted-Identity"),
                values(message, "Privacy"));
    }

    /** The display name; the stack gives it as it stands within its quotes, escapes and all. */
    static String name(List<String> addresses) {
        return NameAddress.readable(addresses).stream()
                .map(NameAddress::name)
                .findFirst()
                .orElse("");
    }

    static DivertedCall divertedCall(SipServletMessage message) {
        List<String> diversion = values(message, Diversion.HEADER);
        return new DivertedCall(
                values(message, "History-Info"),
                diversion.isEmpty() ? values(message, Diversion.OLD_HEADER) : diversion,
                values(message, "P-Called-Party-ID"),
                message.getTo().getURI().toString());
    }
}
