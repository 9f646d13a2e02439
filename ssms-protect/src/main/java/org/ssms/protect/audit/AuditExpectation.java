package org.ssms.protect.audit;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody knows about an audit before he reads an export of it, and did not learn from that file.
 *
 * @param keyIds thumbprints of the keys whose signatures are believed, and with them those that signed rows introduce;
 *     empty: that of the first head in the file, which only shows that the file agrees with itself
 * @param chain which one it is; null: whichever
 * @param after number of the head that the file has to begin with; 0: it begins with the first row
 * @param kept heads that the chain had once and has to have still
 */
public record AuditExpectation(Set<String> keyIds, @Nullable UUID chain, long after, List<SignedHead> kept) {
    /** Copies what it is given. */
    public AuditExpectation {
        keyIds = Set.copyOf(keyIds);
        kept = List.copyOf(kept);
    }

    /** Of a whole chain, with nothing kept. */
    public static AuditExpectation ofKeys(Set<String> keyIds) {
        return new AuditExpectation(keyIds, null, 0, List.of());
    }

    /** The same of a file that begins with this head. */
    public AuditExpectation after(long head) {
        return new AuditExpectation(keyIds, chain, head, kept);
    }
}
