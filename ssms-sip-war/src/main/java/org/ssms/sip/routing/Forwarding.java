package org.ssms.sip.routing;

import java.util.ArrayList;
import java.util.List;
import org.ssms.location.DiversionReason;
import org.ssms.sip.header.Diversion;
import org.ssms.sip.header.HistoryEntry;

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
        HistoryEntry last =
                history.isEmpty() ? new HistoryEntry(called, "1", 0, false, "") : history.remove(history.size() - 1);
        history.add(new HistoryEntry(last.uri(), last.index(), reason.cause(), last.hidden(), last.origin()));
        history.add(new HistoryEntry(next, last.index() + ".1", 0, last.hidden(), "mp=" + last.index()));
        return new Forwarding(
                history.stream().map(HistoryEntry::encode).toList(),
                new Diversion(called, reason.diversionToken()).encode());
    }

    private static List<HistoryEntry> entries(List<String> received) {
        List<HistoryEntry> entries = HistoryEntry.forwardable(received);
        return entries.size() <= MAX_HISTORY ? entries : new ArrayList<>();
    }
}
