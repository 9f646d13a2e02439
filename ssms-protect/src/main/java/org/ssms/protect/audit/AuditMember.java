package org.ssms.protect.audit;

import java.util.Locale;

/**
 * What is written of each decision, in the order in which it is hashed. New ones are added before {@link #MAC}, and are
 * left out where they say nothing, so that rows of before keep their hash.
 */
public enum AuditMember {
    /** Its number in the chain: 1, 2, 3 ... */
    PLACE("place", true, false),
    /** Its number in the table: ascending, with gaps. */
    ID("id", true, true),
    /** ISO 8601 in UTC, as {@link java.time.Instant#toString} writes it, of microseconds at most. */
    AT("at", false, true),
    EVENT("event", false, true),
    KID("kid", false, true),
    MESSAGE_ID("messageId", false, true),
    GRANT_ID("grantId", false, true),
    ACTOR("actor", false, true),
    DECISION("decision", false, true),
    REASON("reason", false, true),
    RECIPIENT("recipient", false, true),
    MEMBER("member", false, true),
    REMOTE_ADDRESS("remoteAddress", false, true),
    /** Base64url of HMAC-SHA-256 over what the row says, made in the transaction of the decision. */
    MAC("mac", false, false),
    /** What the server found the MAC to be when it chained the row: a {@link RowProof}. */
    PROOF("proof", false, false);

    private final String text;
    private final boolean isNumber;
    private final boolean isSaid;

    AuditMember(String text, boolean isNumber, boolean isSaid) {
        this.text = text;
        this.isNumber = isNumber;
        this.isSaid = isSaid;
    }

    /** Its name in the export and in what is hashed. */
    public String text() {
        return text;
    }

    /** Its column in the table {@code license_audit}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isNumber() {
        return isNumber;
    }

    /** Whether the decision says it: that is what the MAC is about. The rest is of the chain. */
    public boolean isSaid() {
        return isSaid;
    }
}
