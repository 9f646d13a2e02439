package org.ssms.license.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.audit.AuditFormat;
import org.ssms.protect.audit.AuditHead;
import org.ssms.protect.audit.AuditMember;
import org.ssms.protect.audit.AuditRow;
import org.ssms.protect.audit.AuditVerifier;
import org.ssms.protect.audit.HeadSigner;
import org.ssms.protect.audit.RowProof;
import org.ssms.protect.audit.SignedHead;

/**
 * Gives committed rows their places, some at a time, each time with a signed head, in one transaction. Of all servers
 * that share a database one does that at a time; nobody who writes a row waits for it. The chain goes on from the last
 * head only, so that nothing is signed which somebody else has put behind it. Thread-safe.
 */
public final class AuditChain {
    private static final int BATCH = 1000;

    /** The columns that a row of an export has, by {@link #row}. */
    static final String COLUMNS =
            Stream.of(AuditMember.values()).map(AuditMember::column).collect(Collectors.joining(", "));

    private static final int TOLD = 10;

    /** What waits: a place that is none somebody else has written. */
    static final String WAITS = "(place is null or place < 1 or place > ?)";

    /**
     * How long heads and rows of a key that this server does not have may be those of another server that was given
     * another key before this one.
     */
    static final Duration OTHERS = Duration.ofHours(1);

    private final AuditKeys keys;
    private final Set<String> accepted;
    private final int batch;
    private final boolean withLines;
    /** The last head that this server has seen: it will be there for ever. Null: none yet. */
    private @Nullable End seen;
    /** Behind a full batch the next one begins: else each would look at all that is chained. The id of its last row. */
    private long chainedTo = Long.MIN_VALUE;
    /** Since when something is there of a key that this server does not have; null: it is not. */
    private @Nullable Instant strangeSince;

    /**
     * Made once for a server.
     *
     * @param accepted thumbprints of keys that this server does not have, behind whose heads it goes on
     * @param withLines whether somebody wants the lines of what is chained
     */
    public AuditChain(AuditKeys keys, Set<String> accepted, boolean withLines) {
        this(keys, accepted, withLines, BATCH);
    }

    /** @param batch rows that are chained in one transaction */
    AuditChain(AuditKeys keys, Set<String> accepted, boolean withLines, int batch) {
        this.keys = keys;
        this.accepted = Set.copyOf(accepted);
        this.withLines = withLines;
        this.batch = batch;
    }

    /** A head, as it stands in its row. */
    record End(long number, String signed) {}

    /**
     * What was done.
     *
     * @param ids of the rows that have their places now
     * @param alterations what somebody has done to the audit in the database, in words; a few of many
     * @param unknownKey thumbprint of a key that is none of ours: of the last head, or of a row that waits; null: none
     * @param lines of these rows and their head, as an export has them; none unless they are wanted
     * @param isFull whether there may be more to do
     * @param end the last head now, for {@link #committed}; null: none
     */
    public record Extension(
            List<Long> ids,
            List<String> alterations,
            @Nullable String unknownKey,
            List<String> lines,
            boolean isFull,
            @Nullable End end) {
        private static Extension nothing(@Nullable End end) {
            return new Extension(List.of(), List.of(), null, List.of(), false, end);
        }
    }

    /** Begins a chain where there is none. In a transaction of its own. */
    public static void begin(DataSource database, AuditKeys keys, Instant now) {
        try (Connection connection = database.getConnection()) {
            ChainStart.begin(connection, keys, now);
        } catch (SQLException e) {
            throw new IllegalStateException("the audit chain cannot begin", e);
        }
    }

    /**
     * Writes down the public key that signs.
     *
     * @return whether that is the first time; then a row has to say so
     */
    boolean introduce(Connection connection, Instant now) throws SQLException {
        String keyId = keys.heads().keyId();
        String known = "select 1 from audit_key where key_id = '" + keyId + "'";
        if (!isEmpty(connection, known)) {
            return false;
        }
        ChainStart.lock(connection, keys); // of two servers with a new key one comes first
        try (PreparedStatement insert = connection.prepareStatement("insert into audit_key (key_id, jwk, since)"
                + " select cast(? as varchar(43)), cast(? as varchar(4096)), cast(? as timestamp with time zone)"
                + " where not exists (" + known + ")")) {
            insert.setString(1, keyId);
            insert.setString(2, keys.heads().publicKey());
            insert.setObject(3, utc(now));
            return insert.executeUpdate() == 1;
        }
    }

    /**
     * Chains some of the rows that wait for it, and looks whether the chain ends where it did. In the transaction of
     * the connection; what it returns goes to {@link #committed} behind that.
     */
    Extension extend(Connection connection, Instant now) throws SQLException {
        @Nullable End seenBefore = seen();
        if (isAtRest(connection, seenBefore)) {
            return Extension.nothing(seenBefore);
        }
        @Nullable ChainStart known = ChainStart.lock(connection, keys);
        ChainEnd heads = new ChainEnd(connection, keys, accepted);
        ChainEnd.Found end = heads.find(known == null ? null : known.chain());
        List<String> alterations = new ArrayList<>();
        check(connection, seenBefore, end, alterations);
        @Nullable String foreign = end.foreign();
        if (foreign != null && standsAside(connection, seenBefore, end, foreign, now)) {
            return new Extension(List.of(), alterations, foreign, List.of(), false, at(end)); // nothing is signed
        }
        ChainStart start = known == null ? restart(connection, end, alterations, now) : known;
        int refused = heads.refuse(end, now);
        if (refused > 0) {
            alterations.add(refused + " heads behind head " + end.number() + " are not of this chain, or forged");
        }
        release(connection, end, alterations);
        return extend(connection, start, end, alterations, now);
    }

    /**
     * Whether the chain may be that of servers with another key: then nothing is signed. A chain that this server knows
     * to be its own is not, however little somebody has left of it: nobody stops it by a head of his.
     */
    private boolean standsAside(
            Connection connection, @Nullable End seenBefore, ChainEnd.Found end, String foreign, Instant now)
            throws SQLException {
        if (end.last() != null) {
            return end.isForeignSigned() && isYoung(now);
        }
        if (seenBefore != null || isOurs(connection)) {
            return false;
        }
        return end.isForeignSigned() || accepted.contains(foreign);
    }

    /** Whether a server with this key has chained the row that introduces it. */
    private boolean isOurs(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from license_audit"
                + " where event = '" + AuditVerifier.KEY_EVENT + "' and recipient = ? and place is not null")) {
            select.setString(1, keys.heads().keyId());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (keys.prove(row(rows), 0) == RowProof.RIGHT) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private Extension extend(
            Connection connection, ChainStart start, ChainEnd.Found end, List<String> alterations, Instant now)
            throws SQLException {
        @Nullable SignedHead last = end.last();
        @Nullable String strange = strangeKey(connection);
        boolean holdsBack = strange != null && isYoung(now);
        long behind = chainedTo();
        List<Waiting> waiting = waiting(connection, start, holdsBack, behind);
        if (waiting.isEmpty() && behind > Long.MIN_VALUE) {
            waiting = waiting(connection, start, holdsBack, Long.MIN_VALUE);
        }
        @Nullable String unknown = last == null || keys.knows(last.keyId()) ? strange : last.keyId();
        if (strange == null) {
            forgetStrange();
        }
        if (waiting.isEmpty()) { // another server was quicker
            return new Extension(List.of(), alterations, unknown, List.of(), false, at(end));
        }
        HeadSigner signer = signer(connection, last);
        Growth growth = new Growth(start.chain(), last);
        List<String> lines = chain(connection, growth, waiting, alterations);
        AuditHead head = growth.head(now);
        String signed = signer.sign(head);
        insert(connection, head, signed);
        if (signer == keys.heads()) {
            start.seal(connection, keys);
        }
        if (withLines) {
            lines.add(AuditFormat.head(signed, null));
        }
        List<Long> ids = waiting.stream().map(row -> id(row.row())).toList();
        return new Extension(ids, alterations, unknown, lines, ids.size() == batch, new End(head.number(), signed));
    }

    private static @Nullable End at(ChainEnd.Found end) {
        @Nullable SignedHead last = end.last();
        return last == null ? null : new End(end.number(), last.compact());
    }

    /** What was done is in the database for good: from now on it is missed when it is gone. */
    synchronized void committed(Extension done) {
        @Nullable End end = done.end();
        boolean isLater = seen == null || (end != null && end.number() >= seen.number());
        if (isLater || !done.alterations().isEmpty()) { // what is gone is told once
            seen = end;
        }
        chainedTo = done.isFull() ? done.ids().get(done.ids().size() - 1) : Long.MIN_VALUE;
    }

    private synchronized long chainedTo() {
        return chainedTo;
    }

    private synchronized @Nullable End seen() {
        return seen;
    }

    private synchronized boolean isYoung(Instant now) {
        if (strangeSince == null) {
            strangeSince = now;
        }
        return now.isBefore(strangeSince.plus(OTHERS));
    }

    private synchronized void forgetStrange() {
        strangeSince = null;
    }

    /** Nothing waits, and the chain ends where it did. Without the lock. */
    private static boolean isAtRest(Connection connection, @Nullable End seen) throws SQLException {
        long place = 0;
        try (PreparedStatement select = connection.prepareStatement(
                        "select place, signed from audit_head order by number desc fetch first 1 row only");
                ResultSet rows = select.executeQuery()) {
            if (rows.next()) {
                place = rows.getLong(1);
                if (seen == null || !seen.signed().equals(rows.getString(2))) {
                    return false;
                }
            } else if (seen != null) {
                return false;
            }
        }
        try (PreparedStatement select = connection.prepareStatement(
                "select id from license_audit where " + WAITS + " fetch first 1 row only")) {
            select.setLong(1, place);
            try (ResultSet rows = select.executeQuery()) {
                return !rows.next();
            }
        }
    }

    /** A chain that was cut, or whose end is another one now, is made longer nevertheless, and it is told. */
    private static void check(Connection connection, @Nullable End seen, ChainEnd.Found end, List<String> alterations)
            throws SQLException {
        if (seen == null) {
            return;
        }
        if (end.number() < seen.number()) {
            alterations.add("heads " + (end.number() + 1) + " to " + seen.number() + " are gone");
            return;
        }
        try (PreparedStatement select = connection.prepareStatement("select signed from audit_head where number = ?")) {
            select.setLong(1, seen.number());
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next() || !seen.signed().equals(rows.getString(1))) {
                    alterations.add("head " + seen.number() + " is another one, or gone");
                }
            }
        }
    }

    /** The chain itself its heads name; that rows are older than it nobody says any more. */
    private ChainStart restart(Connection connection, ChainEnd.Found end, List<String> alterations, Instant now)
            throws SQLException {
        @Nullable SignedHead last = end.last();
        ChainStart start =
                new ChainStart(last == null ? UUID.randomUUID() : last.head().chain(), 0);
        start.write(connection, keys, now);
        if (last == null || keys.knows(last.keyId())) { // else the key that has written it is gone
            alterations.add("the row of audit_chain was changed or deleted");
        }
        return start;
    }

    /** What nobody has signed has no place: somebody has cut the chain, or put something behind it. */
    private static void release(Connection connection, ChainEnd.Found end, List<String> alterations)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update license_audit" + " set place = null, hash = null, proof = null where place < 1 or place > ?")) {
            update.setLong(1, end.place());
            int rows = update.executeUpdate();
            if (rows > 0) {
                alterations.add(rows + " rows had a place for which no head stands");
            }
        }
    }

    /** A key that a row introduces which waits, and that is none of ours; null: there is none. */
    private @Nullable String strangeKey(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select recipient from license_audit"
                        + " where place is null and event = '" + AuditVerifier.KEY_EVENT + "' order by id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String key = String.valueOf(rows.getString(1));
                if (!keys.knows(key)) {
                    return key;
                }
            }
        }
        return null;
    }

    private record Waiting(AuditRow row, RowProof proof) {}

    /**
     * Some of them.
     *
     * @param holdsBack whether those stay whose MAC is none of ours: another server may have the key
     * @param behind an id
     */
    private List<Waiting> waiting(Connection connection, ChainStart start, boolean holdsBack, long behind)
            throws SQLException {
        List<Waiting> waiting = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from license_audit"
                + " where place is null and id > ? order by id fetch first " + batch + " rows only")) {
            long id = behind;
            int found = batch;
            while (found == batch && waiting.size() < batch) {
                select.setLong(1, id);
                found = 0;
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next() && waiting.size() < batch) {
                        found++;
                        AuditRow row = row(rows);
                        id = id(row);
                        RowProof proof = keys.prove(row, start.unprovedUntil());
                        if (!holdsBack || proof != RowProof.WRONG) {
                            waiting.add(new Waiting(row, proof));
                        }
                    }
                }
            }
        }
        return waiting;
    }

    /** The row at which the result set stands. */
    static AuditRow row(ResultSet rows) throws SQLException {
        Map<AuditMember, String> texts = new EnumMap<>(AuditMember.class);
        for (AuditMember member : AuditMember.values()) {
            String text = member == AuditMember.AT
                    ? rows.getObject(member.column(), OffsetDateTime.class)
                            .toInstant()
                            .toString()
                    : rows.getString(member.column());
            if (text != null) {
                texts.put(member, text);
            }
        }
        return AuditRow.of(texts);
    }

    /** The chain behind its last head. For one thread. */
    private static final class Growth {
        private final UUID chain;
        private final long number;
        private long place;
        private byte[] hash;

        Growth(UUID chain, @Nullable SignedHead last) {
            this.chain = chain;
            this.number = last == null ? 1 : last.head().number() + 1;
            this.place = last == null ? 0 : last.head().place();
            this.hash = last == null
                    ? AuditRow.start(chain)
                    : JsonObject.fromBase64Url(last.head().hash());
        }

        AuditRow add(AuditRow row, RowProof proof) {
            place++;
            AuditRow chained = row.with(AuditMember.PLACE, Long.toString(place)).with(AuditMember.PROOF, proof.name());
            hash = chained.hash(hash);
            return chained;
        }

        String hash() {
            return JsonObject.toBase64Url(hash);
        }

        AuditHead head(Instant now) {
            return new AuditHead(chain, number, place, hash(), now.truncatedTo(ChronoUnit.MICROS));
        }
    }

    private List<String> chain(Connection connection, Growth growth, List<Waiting> waiting, List<String> alterations)
            throws SQLException {
        List<String> lines = new ArrayList<>();
        try (PreparedStatement update = connection.prepareStatement(
                "update license_audit set place = ?, hash = ?, proof = ? where id = ? and place is null")) {
            for (Waiting one : waiting) {
                AuditRow row = one.row();
                RowProof proof = one.proof();
                if (proof == RowProof.WRONG && alterations.size() < TOLD) {
                    alterations.add("row " + id(row) + " was changed or planted before it was chained");
                }
                AuditRow chained = growth.add(row, proof);
                if (withLines) {
                    lines.add(chained.toJson(growth.hash()));
                }
                update.setLong(1, growth.place);
                update.setString(2, growth.hash());
                update.setString(3, proof.name());
                update.setLong(4, id(row));
                update.addBatch();
            }
            for (int count : update.executeBatch()) {
                if (count != 1) {
                    throw new SQLException("a row of the audit was deleted while it was chained");
                }
            }
        }
        return lines;
    }

    private static long id(AuditRow row) {
        return Long.parseLong(String.valueOf(row.text(AuditMember.ID)));
    }

    /** The key of before signs up to the row that introduces the one of now: so whoever knows it knows this one. */
    private HeadSigner signer(Connection connection, @Nullable SignedHead last) throws SQLException {
        @Nullable HeadSigner before = last == null ? null : keys.before(last);
        return before == null || isIntroduced(connection) ? keys.heads() : before;
    }

    private boolean isIntroduced(Connection connection) throws SQLException {
        return !isEmpty(
                connection,
                "select id from license_audit where event = '" + AuditVerifier.KEY_EVENT + "' and recipient = '"
                        + keys.heads().keyId() + "' and place is not null");
    }

    private static boolean isEmpty(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet rows = select.executeQuery()) {
            return !rows.next();
        }
    }

    private static void insert(Connection connection, AuditHead head, String signed) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into audit_head (number, place, signed_at, signed) values (?, ?, ?, ?)")) {
            insert.setLong(1, head.number());
            insert.setLong(2, head.place());
            insert.setObject(3, utc(head.at()));
            insert.setString(4, signed);
            insert.executeUpdate();
        }
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
