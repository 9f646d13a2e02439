package org.ssms.license.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.audit.AuditMember;
import org.ssms.protect.audit.AuditRow;
import org.ssms.protect.audit.HeadSigner;
import org.ssms.protect.audit.RowProof;
import org.ssms.protect.audit.SignedHead;
import org.ssms.protect.key.MacKey;

/**
 * The keys of the audit: one signs heads, and from it follows the one that authenticates rows, so that all servers
 * which share a database have the same. The one of before is good for what it has written. Thread-safe; does not print
 * them.
 */
public final class AuditKeys {
    private static final String ROWS = "ssms audit rows";

    private final Pair current;
    private final @Nullable Pair previous;

    private record Pair(HeadSigner heads, MacKey rows) {
        static Pair of(KeyPair keys) throws GeneralSecurityException {
            return new Pair(
                    new HeadSigner(keys.getPrivate(), (RSAPublicKey) keys.getPublic()),
                    MacKey.derivedFrom(keys.getPrivate(), ROWS));
        }
    }

    /**
     * Takes keys of RSA.
     *
     * @param previous null: there was none
     * @throws GeneralSecurityException when one does not sign
     */
    public AuditKeys(KeyPair current, @Nullable KeyPair previous) throws GeneralSecurityException {
        this.current = Pair.of(current);
        this.previous = previous == null ? null : Pair.of(previous);
    }

    /** The MAC of what a row says, for its column. */
    public String mac(AuditRow row) {
        return mac(row.said());
    }

    String mac(byte[] said) {
        return JsonObject.toBase64Url(current.rows.tag(said));
    }

    /** Whether that is the MAC of these bytes under one of these keys. */
    boolean haveAuthenticated(byte[] said, String mac) {
        return pairs().anyMatch(pair -> isTag(pair.rows.tag(said), mac));
    }

    /** @param unprovedUntil last id of the rows that were written before there were MACs */
    RowProof prove(AuditRow row, long unprovedUntil) {
        @Nullable String mac = row.text(AuditMember.MAC);
        if (mac == null) {
            long id = Long.parseLong(String.valueOf(row.text(AuditMember.ID)));
            return id <= unprovedUntil ? RowProof.NONE : RowProof.WRONG;
        }
        return haveAuthenticated(row.said(), mac) ? RowProof.RIGHT : RowProof.WRONG;
    }

    private static boolean isTag(byte[] tag, String mac) {
        return MessageDigest.isEqual(JsonObject.toBase64Url(tag).getBytes(US_ASCII), mac.getBytes(US_ASCII));
    }

    HeadSigner heads() {
        return current.heads;
    }

    /** Whether that is the thumbprint of one of these keys. */
    boolean knows(String keyId) {
        return pairs().anyMatch(pair -> pair.heads.keyId().equals(keyId));
    }

    /** The one of before, when it has signed that head. */
    @Nullable
    HeadSigner before(SignedHead head) {
        return previous != null && previous.heads.keyId().equals(head.keyId()) ? previous.heads : null;
    }

    boolean haveSigned(SignedHead head) {
        return pairs().anyMatch(pair -> pair.heads.hasSigned(head));
    }

    private Stream<Pair> pairs() {
        return previous == null ? Stream.of(current) : Stream.of(current, previous);
    }

    @Override
    public String toString() {
        return "AuditKeys[" + current.heads.keyId() + ", redacted]";
    }
}
