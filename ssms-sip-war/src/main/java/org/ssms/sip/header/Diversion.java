package org.ssms.sip.header;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * One diversion of a call (RFC 5806).
 *
 * @param uri who was called before
 * @param reason as the RFC names it, lower case; "unknown" when there is none
 */
public record Diversion(String uri, String reason) {
    public static final String HEADER = "Diversion";

    /** The name of the drafts, which gateways of that time still write. */
    public static final String OLD_HEADER = "CC-Diversion";

    /** The readable ones, the newest first, as the field is written; the last one is who was called originally. */
    public static List<Diversion> readable(Collection<String> values) {
        List<Diversion> diversions = new ArrayList<>();
        for (NameAddress address : NameAddress.readable(values)) {
            String reason = address.parameter("reason").orElse("unknown");
            diversions.add(new Diversion(address.uri(), reason.toLowerCase(Locale.ROOT)));
        }
        return diversions;
    }

    /** The header value of a first diversion. */
    public String encode() {
        return "<" + uri + ">;reason=" + reason + ";counter=1";
    }
}
