package org.ssms.sip.routing;

import java.util.List;
import org.ssms.sip.header.HistoryEntry;

/**
 * What the header fields of an INVITE tell of the way it came.
 *
 * @param historyInfo values of History-Info (RFC 7044)
 * @param diversion values of Diversion (RFC 5806)
 * @param calledParty values of P-Called-Party-ID (RFC 7315)
 * @param to URI of To
 */
public record DivertedCall(List<String> historyInfo, List<String> diversion, List<String> calledParty, String to) {
    /** Whether it was sent to somebody else before, whoever says so. A history of one entry is of nobody else. */
    public boolean isDiverted() {
        return HistoryEntry.readable(historyInfo).size() > 1 || !diversion.isEmpty();
    }
}
