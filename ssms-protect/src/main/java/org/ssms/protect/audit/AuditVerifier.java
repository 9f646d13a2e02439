package org.ssms.protect.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;

/**
 * Reads an export of the audit ({@link AuditFormat}) from its first line to its last, in little memory, and finds the
 * first row that is not what the license server has signed. Needs neither the server nor its database. For one thread
 * and one export.
 */
public final class AuditVerifier {
    /** The event by which a row introduces another key, whose thumbprint is its recipient. */
    public static final String KEY_EVENT = "AUDIT_KEY";

    /** The event by which the server says that somebody has altered the audit; what he did is the recipient. */
    public static final String ALTERED_EVENT = "AUDIT_ALTERED";

    private static final int ALTERATIONS = 20;

    private static final int LONGEST_LINE = 1 << 16;
    private static final int HASH_CHARS = 43;
    private static final int STAMP_CHARS = 1 << 15;
    private static final Set<String> FIRST_NAMES = Set.of(AuditFormat.FORMAT, AuditFormat.CHAIN, AuditFormat.KEYS);
    private static final Set<String> HEAD_NAMES = Set.of(AuditFormat.HEAD, AuditFormat.TIMESTAMP);

    private final AuditExpectation expected;
    private final Set<String> trusted;
    /** By rows that no head stands for yet. */
    private final Set<String> introduced = new HashSet<>();

    private UUID chain = new UUID(0, 0);
    private HeadKeys keys = HeadKeys.NONE;
    private byte[] hash = new byte[0];
    private long firstPlace = 1;
    private long place;
    private @Nullable AuditHead last;
    private long heads;
    private long timestamps;
    private long unproved;
    private boolean proved;
    private long altered;
    private final List<AuditVerdict.Alteration> alterations = new ArrayList<>();
    private long blots;
    private AuditVerdict.@Nullable Bad firstBlot;

    /** Verifies nothing yet. */
    public AuditVerifier(AuditExpectation expected) {
        this.expected = expected;
        this.trusted = new TreeSet<>(expected.keyIds());
    }

    /** Of a whole chain, by the keys whose signatures are believed: see {@link AuditExpectation#keyIds}. */
    public AuditVerifier(Set<String> keyIds) {
        this(AuditExpectation.ofKeys(keyIds));
    }

    /** Why a file is bad: for one {@link AuditVerdict.Bad}. */
    private static final class BadEntryException extends Exception {
        private static final long serialVersionUID = 1L;
        private final long entry;
        private final boolean missing;
        private final String problem;

        BadEntryException(long entry, boolean missing, String problem) {
            super(problem, null, false, false);
            this.entry = entry;
            this.missing = missing;
            this.problem = problem;
        }

        BadEntryException(long entry, String problem) {
            this(entry, false, problem);
        }
    }

    /**
     * Reads to the first place where the hashes or the signatures are wrong, or to the end.
     *
     * @throws IOException when the file cannot be read
     */
    public AuditVerdict verify(InputStream export) throws IOException {
        Lines lines = new Lines(export, LONGEST_LINE);
        try {
            begin(lines.next());
            for (String line = lines.next(); line != null; line = lines.next()) {
                JsonObject json = JsonObject.parse(line, LONGEST_LINE);
                if (json.has(AuditFormat.HEAD)) {
                    head(json);
                } else {
                    row(json);
                }
                mark(lines.number());
            }
            AuditVerdict.Sound rest = end();
            return firstBlot == null ? rest : withBlots(firstBlot, null);
        } catch (MalformedAuditException | MalformedJsonException e) {
            return withBlots(
                    firstBlot,
                    new AuditVerdict.Bad(lines.number(), place + 1, "this line cannot be read: " + e.getMessage()));
        } catch (BadEntryException e) {
            long at = lines.number();
            String problem = e.missing ? moved(lines, e.entry, e.problem) : e.problem;
            return withBlots(firstBlot, new AuditVerdict.Bad(at, e.entry, problem));
        }
    }

    /** What somebody did before the row was chained is signed like all else, and ends nothing. */
    private void blot(long entry, String problem) {
        blots++;
        if (firstBlot == null) {
            firstBlot = new AuditVerdict.Bad(0, entry, problem);
        }
    }

    private void mark(long line) {
        if (firstBlot != null && firstBlot.line() == 0) {
            firstBlot = new AuditVerdict.Bad(line, firstBlot.place(), firstBlot.problem());
        }
    }

    /** Whichever entry is the first stands at the front. */
    private AuditVerdict.Bad withBlots(AuditVerdict.@Nullable Bad blot, AuditVerdict.@Nullable Bad end) {
        if (blot == null || (end != null && end.place() < blot.place())) {
            AuditVerdict.Bad only = Objects.requireNonNull(end);
            return new AuditVerdict.Bad(only.line(), only.place(), only.problem(), blots, blot == null ? null : only);
        }
        return new AuditVerdict.Bad(blot.line(), blot.place(), blot.problem(), blots, end);
    }

    private void begin(@Nullable String line) throws MalformedJsonException, MalformedAuditException {
        JsonObject json = JsonObject.parse(line == null ? "" : line, LONGEST_LINE);
        json.onlyMembers(FIRST_NAMES);
        if (!json.text(AuditFormat.FORMAT, AuditFormat.NAME.length()).equals(AuditFormat.NAME)) {
            throw new MalformedAuditException("an export of another format");
        }
        chain = json.value(AuditFormat.CHAIN, UUID::fromString);
        if (expected.chain() != null && !expected.chain().equals(chain)) {
            throw new MalformedAuditException("it is of another chain, " + chain);
        }
        keys = HeadKeys.parse(String.valueOf(line));
        hash = AuditRow.start(chain);
    }

    private void row(JsonObject json) throws MalformedJsonException, MalformedAuditException, BadEntryException {
        AuditRow row = AuditRow.fromJson(json);
        String stated = json.text(AuditRow.HASH, HASH_CHARS);
        if (row.text(AuditMember.PLACE) == null) {
            throw new MalformedAuditException("a row without a place");
        }
        if (last == null && expected.after() > 0) {
            throw new BadEntryException(1, "stands before head " + expected.after() + ", the first of the file");
        }
        long next = place + 1;
        if (row.place() > next) {
            throw new BadEntryException(next, true, "is missing");
        }
        if (row.place() < firstPlace) {
            throw new BadEntryException(1, "is missing: the file begins with a head, and has entry " + row.place());
        }
        if (row.place() < next) {
            throw new BadEntryException(next, true, "is missing: entry " + row.place() + " stands there again");
        }
        hash = row.hash(hash);
        if (!JsonObject.toBase64Url(hash).equals(stated)) {
            throw new BadEntryException(next, "was changed");
        }
        place = next;
        prove(row);
    }

    private void prove(AuditRow row) {
        String proof = String.valueOf(row.text(AuditMember.PROOF));
        if (proof.equals(RowProof.RIGHT.name())) {
            proved = true;
            believe(row);
        } else if (!proof.equals(RowProof.NONE.name())) {
            blot(place, "was changed or planted in the database before it was chained");
        } else if (proved) {
            blot(place, "has no proof, and is not of before the chain");
        } else {
            unproved++;
        }
    }

    /** A row that the server has written. */
    private void believe(AuditRow row) {
        String event = String.valueOf(row.text(AuditMember.EVENT));
        String recipient = String.valueOf(row.text(AuditMember.RECIPIENT));
        if (event.equals(KEY_EVENT)) {
            introduced.add(recipient);
        } else if (event.equals(ALTERED_EVENT)) {
            altered++;
            if (alterations.size() < ALTERATIONS) {
                String at = String.valueOf(row.text(AuditMember.AT));
                alterations.add(new AuditVerdict.Alteration(place, at, recipient));
            }
        }
    }

    private void head(JsonObject json) throws MalformedJsonException, MalformedAuditException, BadEntryException {
        json.onlyMembers(HEAD_NAMES);
        SignedHead signed = parsed(json.text(AuditFormat.HEAD, SignedHead.MAX_CHARS));
        AuditHead head = signed.head();
        believe(signed);
        if (last == null && place == 0 && expected.after() > 0) {
            if (head.number() != expected.after()) {
                throw new BadEntryException(
                        1, "is missing: the file begins with head " + head.number() + ", not " + expected.after());
            }
            firstPlace = head.place() + 1; // what is before is in another file
            hash = JsonObject.fromBase64Url(head.hash());
            place = head.place();
        } else {
            agree(head);
        }
        compare(head);
        last = head;
        heads++;
        stamp(signed, json.optionalText(AuditFormat.TIMESTAMP, STAMP_CHARS));
        trusted.addAll(introduced);
        introduced.clear();
    }

    /** With those that somebody has kept. */
    private void compare(AuditHead head) throws BadEntryException {
        for (SignedHead one : expected.kept()) {
            AuditHead kept = one.head();
            if (kept.number() == head.number() && !kept.equals(head)) {
                throw new BadEntryException(
                        unsigned(), "or one behind it is not what it was: head " + head.number() + " is another one");
            }
        }
    }

    private void stamp(SignedHead head, @Nullable String timestamp) {
        if (timestamp == null) {
            return;
        }
        if (TimestampImprint.isAbout(head.compact().getBytes(US_ASCII), timestamp)) {
            timestamps++;
        } else {
            blot(head.head().place(), "has a head, " + head.head().number() + ", with a timestamp of something else");
        }
    }

    private SignedHead parsed(String compact) throws BadEntryException {
        try {
            return SignedHead.parse(compact);
        } catch (MalformedAuditException e) {
            throw new BadEntryException(unsigned(), "is not signed: this line is " + e.getMessage());
        }
    }

    private void believe(SignedHead signed) throws BadEntryException {
        String name = "is not signed: head " + signed.head().number();
        if (!keys.verify(signed)) {
            throw new BadEntryException(unsigned(), name + " is not of key " + signed.keyId());
        }
        if (trusted.isEmpty()) {
            trusted.add(signed.keyId());
        }
        if (!trusted.contains(signed.keyId())) {
            throw new BadEntryException(unsigned(), name + " is of key " + signed.keyId() + ", which is not known");
        }
        if (!signed.head().chain().equals(chain)) {
            throw new BadEntryException(unsigned(), name + " is of another chain");
        }
    }

    private void agree(AuditHead head) throws BadEntryException {
        if (head.place() > place) {
            String problem = last == null && place == 0 && head.number() > 1
                    ? "is missing: the file begins with head " + head.number() + ", and nobody has asked for that"
                    : "is missing";
            throw new BadEntryException(place + 1, true, problem);
        }
        if (head.place() < place) {
            String problem = "stands before head " + head.number() + ", which is not about it";
            throw new BadEntryException(head.place() + 1, problem);
        }
        long number = last == null ? 1 : last.number() + 1;
        if (head.number() != number) {
            throw new BadEntryException(unsigned(), "is not signed: head " + number + " is missing");
        }
        if (!JsonObject.toBase64Url(hash).equals(head.hash())) {
            String problem = "or one of those behind it, up to " + place + ", is not what was signed: somebody has"
                    + " changed it, and all hashes";
            throw new BadEntryException(unsigned(), problem);
        }
    }

    /** The first place that no head stands for. */
    private long unsigned() {
        return last == null ? 1 : last.place() + 1;
    }

    private AuditVerdict.Sound end() throws BadEntryException {
        if (last == null || place > last.place()) {
            throw new BadEntryException(unsigned(), "stands behind the last signed head");
        }
        for (SignedHead kept : expected.kept()) {
            if (kept.head().number() > last.number() || !kept.head().chain().equals(chain)) {
                String problem =
                        "is missing: the file ends before head " + kept.head().number() + ", which was kept";
                throw new BadEntryException(place + 1, true, problem);
            }
            if (kept.head().number() < expected.after()) {
                String problem = "is missing: head " + kept.head().number() + " is in no file that begins here";
                throw new BadEntryException(1, problem);
            }
        }
        return new AuditVerdict.Sound(
                chain,
                firstPlace,
                place,
                heads,
                timestamps,
                unproved,
                altered,
                List.copyOf(alterations),
                last.at(),
                Set.copyOf(trusted));
    }

    /** Whether what is missing stands further below. */
    private static String moved(Lines lines, long entry, String missing) throws IOException {
        String wanted = "\"" + AuditMember.PLACE.text() + "\":" + entry + ",";
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.contains(wanted)) {
                    return "is not in its place: it stands in line " + lines.number();
                }
            }
        } catch (MalformedAuditException e) {
            return missing; // the rest is no export
        }
        return missing;
    }
}
