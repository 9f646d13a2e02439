package org.ssms.mailbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.Attestation;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

/**
 * A stored message as its owner, or a member of the list for which it was left, may see it.
 *
 * @param caller address of the caller as the call claimed it, for example {@code sip:bob@example.org};
 *     {@link CallerIdentity#ANONYMOUS_ADDRESS} when the caller withholds it
 * @param callerName display name as the call claimed it, free of control characters; empty when there was none
 * @param callerSource whether the address is proved or only claimed; the name is always only claimed, but for a trunk's
 * @param receivedAt when the recording began
 * @param length playing time
 * @param attestation how far the caller's provider has signed that the number is the caller's; null: not at all
 * @param list for which it was left; null: for its reader alone
 */
public record MessageView(
        MessageId id,
        KeyId keyId,
        String caller,
        String callerName,
        IdentitySource callerSource,
        Instant receivedAt,
        Duration length,
        MessageState state,
        @Nullable Attestation attestation,
        @Nullable String list) {
    /**
     * Whether somebody else than the caller vouches for the address: our digest, a trunk, or a full signature (A).
     * Nobody vouches for an address that is not shown.
     */
    public boolean verified() {
        return !anonymous() && isProved();
    }

    private boolean isProved() {
        return callerSource != IdentitySource.FROM || attestation == Attestation.A;
    }

    /** Whether the caller withholds name and address. */
    public boolean anonymous() {
        return caller.equals(CallerIdentity.ANONYMOUS_ADDRESS);
    }
}
