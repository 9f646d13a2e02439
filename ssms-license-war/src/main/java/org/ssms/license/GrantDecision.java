package org.ssms.license;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.ssms.license.grant.Refusal;
import org.ssms.license.grant.SharedGrant;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.UsageRights;

/**
 * The answer to somebody who asks for, forwards or changes rights. A refusal is a value: it does not roll back its own
 * audit row.
 */
public sealed interface GrantDecision {
    /**
     * So it is now.
     *
     * @param grantId of the grant that the rights are of
     */
    record Allowed(UUID grantId, UsageRights rights) implements GrantDecision {}

    /**
     * To whom a message was handed on.
     *
     * @param grants all below what the asker holds
     * @param guests whether it may be handed on to mail addresses
     * @param attach whether the mails may bring the protected file
     */
    record Shared(List<SharedGrant> grants, boolean guests, boolean attach) implements GrantDecision {}

    /** Which message it is. */
    record Named(MessageId messageId) implements GrantDecision {}

    record Refused(Refusal refusal) implements GrantDecision {}

    /** Not looked at: the asker has named too many who are not there. */
    record Later(Duration time) implements GrantDecision {}
}
