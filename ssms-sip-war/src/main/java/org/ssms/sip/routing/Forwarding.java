package org.ssms.sip.routing;

import java.util.ArrayList;
import java.util.List;
import org.ssms.location.DiversionReason;
import org.ssms.sip.header.Diversion;
import org.ssms.sip.header.HistoryEntry;
import org.ssms.sip.header.SipAddress;

/**
 * The header fields that tell the next server why a call is sent on (RFC 7044 §9, RFC 5806).
 *
 * @param historyInfo all values of History-Info, in order
 * @param diversion value of the new Diversion, which goes above those that are there
 */
public record Forwarding(List<String> historyInfo, String diversion) {
    private static final int MAX_HISTORY = 20;

    /**
     * Adds one step to the history of a request.
     *
     * @param received History-Info of the request; what is broken of it, and a very long one, is left behind
     * @param called URI that was called
     * @param next URI that the call is sent to
     */
    public static Forwarding of(List<String> received, String called, DiversionReason reason, String next) {
        List<HistoryEntry> history = entries(received);
        HistoryEntry from = takeEntryOf(called, history);
        history.add(new HistoryEntry(from.uri(), from.index(), reason.cause(), from.hidden(), from.origin()));
        history.add(new HistoryEntry(next, from.index() + ".1", 0, from.hidden(), "mp=" + from.index()));
        return new Forwarding(
                history.stream().map(HistoryEntry::encode).toList(),
                new Diversion(called, reason.diversionToken()).encode());
    }

    /** It stands last, or is missing: nobody has written it, or it is broken (a gap, RFC 7044 §10.3). */
    private static HistoryEntry takeEntryOf(String called, List<HistoryEntry> history) {
        if (history.isEmpty()) {
            return new HistoryEntry(called, "1", 0, false, "");
        }
        HistoryEntry last = history.get(history.size() - 1);
        return party(last.uri()).equals(party(called))
                ? history.remove(history.size() - 1)
                : new HistoryEntry(called, last.index() + ".0", 0, last.hidden(), "");
    }

    private static String party(String uri) {
        return SipAddress.of(uri)
                .map(address -> address.user() + "@" + address.host())
                .orElse(uri);
    }

    private static List<HistoryEntry> entries(List<String> received) {
        List<HistoryEntry> entries = HistoryEntry.forwardable(received);
        return entries.size() <= MAX_HISTORY ? entries : new ArrayList<>();
    }
}
