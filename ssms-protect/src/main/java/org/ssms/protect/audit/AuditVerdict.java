package org.ssms.protect.audit;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a verification has found. */
public sealed interface AuditVerdict {
    /**
     * Every row is what it was when it was chained, none is missing, and all stand in their order.
     *
     * @param firstPlace of the first row
     * @param lastPlace of the last row, for which the last head stands: what was chained later is not in the file
     * @param heads how many
     * @param timestamps how many of them have a timestamp that is about them; who has made it was not looked at
     * @param unproved rows of before the chain: that they were not changed before nobody can tell
     * @param altered rows by which the server says that somebody has altered the audit in the database
     * @param alterations the first of these
     * @param lastSigned when the last head was signed
     * @param keyIds whose signatures were believed
     */
    record Sound(
            UUID chain,
            long firstPlace,
            long lastPlace,
            long heads,
            long timestamps,
            long unproved,
            long altered,
            List<Alteration> alterations,
            Instant lastSigned,
            Set<String> keyIds)
            implements AuditVerdict {}

    /**
     * A row by which the server says that somebody has altered the audit.
     *
     * @param at as the row says it
     * @param what in words
     */
    record Alteration(long place, String at, String what) {}

    /**
     * Something is wrong, first of all this.
     *
     * @param line of the file, from 1
     * @param place of the first row that is bad, or is missing; 0: it is not about a row
     * @param problem a sentence
     * @param blots entries that are marked as changed before they were chained, or have a timestamp of something else:
     *     the hashes go on behind them
     * @param end where the hashes or the signatures are wrong, so that nothing was read any more; null: nowhere, or,
     *     without blots, here
     */
    record Bad(
            long line,
            long place,
            String problem,
            long blots,
            @Nullable Bad end) implements AuditVerdict {
        /** Without blots: nothing behind it was read. */
        Bad(long line, long place, String problem) {
            this(line, place, problem, 0, null);
        }

        /** Whether all the rest is as it was signed. */
        public boolean isRestSound() {
            return blots > 0 && end == null;
        }
    }
}
