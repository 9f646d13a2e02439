package org.ssms.license.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.audit.HeadKeys;
import org.ssms.protect.audit.MalformedAuditException;
import org.ssms.protect.audit.SignedHead;

/**
 * Looks for the last head behind which the chain may go on: one that says what its columns say, of this chain, signed
 * by a key of this server or one that the operator accepts. What stands above it somebody else has put there, or it is
 * of a server with another key.
 */
final class ChainEnd {
    /** What no head of the chain is: above its last one, or where no number or place is. */
    private static final String MISPLACED = " where number < 1 or number > ? or place < 1 or place > ?";

    private final Connection connection;
    private final AuditKeys keys;
    private final Set<String> accepted;

    ChainEnd(Connection connection, AuditKeys keys, Set<String> accepted) {
        this.connection = connection;
        this.keys = keys;
        this.accepted = accepted;
    }

    /**
     * Where the chain ends.
     *
     * @param last null: there is no head that can be believed
     * @param foreign thumbprint of a key that is not known here, of which is a head above {@code last}; null: none
     * @param isForeignSigned whether that key, as the table of keys has it, has signed it
     */
    record Found(@Nullable SignedHead last, @Nullable String foreign, boolean isForeignSigned) {
        long number() {
            return last == null ? 0 : last.head().number();
        }

        long place() {
            return last == null ? 0 : last.head().place();
        }
    }

    private record Row(long number, long place, String signed) {}

    /** @param chain null: not known any more */
    Found find(@Nullable UUID chain) throws SQLException {
        @Nullable String foreign = null;
        boolean isForeignSigned = false;
        @Nullable Row row = below(Long.MAX_VALUE);
        while (row != null) {
            @Nullable SignedHead head = head(row, chain);
            if (head != null && keys.knows(head.keyId())) {
                if (keys.haveSigned(head)) {
                    return new Found(head, foreign, isForeignSigned);
                }
            } else if (head != null) {
                boolean isSigned = isSignedByIts(head);
                if (isSigned && accepted.contains(head.keyId())) {
                    return new Found(head, foreign, isForeignSigned);
                }
                foreign = head.keyId();
                isForeignSigned |= isSigned;
            }
            row = below(row.number() - 1);
        }
        return new Found(null, foreign, isForeignSigned);
    }

    private @Nullable Row below(long number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select number, place, signed from audit_head"
                + " where number >= 1 and number <= ? order by number desc fetch first 1 row only")) {
            select.setLong(1, number);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? new Row(rows.getLong(1), rows.getLong(2), rows.getString(3)) : null;
            }
        }
    }

    /** Null: it is none, or says something else than its row. */
    private static @Nullable SignedHead head(Row row, @Nullable UUID chain) {
        try {
            SignedHead head = SignedHead.parse(row.signed());
            boolean agrees = head.head().number() == row.number()
                    && head.head().place() == row.place()
                    && (chain == null || head.head().chain().equals(chain));
            return agrees ? head : null;
        } catch (MalformedAuditException e) {
            return null;
        }
    }

    private boolean isSignedByIts(SignedHead head) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select jwk from audit_key where key_id = ?")) {
            select.setString(1, head.keyId());
            try (ResultSet rows = select.executeQuery()) {
                // by its thumbprint, whatever the table calls it
                return rows.next()
                        && HeadKeys.parse("{\"keys\":[" + rows.getString(1) + "]}")
                                .verify(head);
            }
        } catch (MalformedAuditException e) {
            return false;
        }
    }

    /**
     * Puts aside what is no head behind {@code found}, so that another one can be signed; nothing is lost.
     *
     * @return how many
     */
    int refuse(Found found, Instant now) throws SQLException {
        String copy = "insert into audit_head_refused (found_at, number, place, signed_at, signed, stamp)"
                + " select cast(? as timestamp with time zone), number, place, signed_at, signed, stamp"
                + " from audit_head";
        try (PreparedStatement insert = connection.prepareStatement(copy + MISPLACED);
                PreparedStatement delete = connection.prepareStatement("delete from audit_head" + MISPLACED)) {
            insert.setObject(1, AuditChain.utc(now));
            insert.setLong(2, found.number());
            insert.setLong(3, found.place());
            delete.setLong(1, found.number());
            delete.setLong(2, found.place());
            return insert.executeUpdate() == 0 ? 0 : delete.executeUpdate();
        }
    }
}
