package org.ssms.mailbox;

import java.time.Duration;
import java.time.Instant;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

/**
 * A stored message as its owner may see it.
 *
 * @param caller address of the caller as the call claimed it, for example {@code sip:bob@example.org}
 * @param callerName display name as the call claimed it, free of control characters; empty when there was none
 * @param receivedAt when the recording began
 * @param length playing time
 */
public record MessageView(
        MessageId id,
        KeyId keyId,
        String caller,
        String callerName,
        Instant receivedAt,
        Duration length,
        MessageState state) {}
