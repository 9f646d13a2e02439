package org.ssms.mailbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.Attestation;
import org.ssms.identity.CallerIdentity;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

/**
 * A stored message as its owner may see it.
 *
 * @param caller address of the caller as the call claimed it, for example {@code sip:bob@example.org};
 *     {@link CallerIdentity#ANONYMOUS_ADDRESS} when the caller withholds it
 * @param callerName display name as the call claimed it, free of control characters; empty when there was none
 * @param receivedAt when the recording began
 * @param length playing time
 * @param attestation how far the caller's provider has signed that the number is the caller's; null: not at all
 */
public record MessageView(
        MessageId id,
        KeyId keyId,
        String caller,
        String callerName,
        Instant receivedAt,
        Duration length,
        MessageState state,
        @Nullable Attestation attestation) {
    /** Whether the caller withholds name and address. */
    public boolean anonymous() {
        return caller.equals(CallerIdentity.ANONYMOUS_ADDRESS);
    }
}
