package org.ssms.call;

import org.jspecify.annotations.Nullable;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.PassportCheck;
import org.ssms.location.DiversionReason;
import org.ssms.protect.license.UsageRights;

/**
 * What the SIP adapter has read from the INVITE that opens a call.
 *
 * @param dialog the SIP dialog for the audit, in the form of RFC 3891: Call-ID;to-tag=...;from-tag=...
 * @param source numeric address from which the INVITE came, without port; the caller's media may come from there
 * @param asker whose calls this one is counted with
 * @param mailbox whose it is; the desk resolves nothing, an unknown one is refused
 * @param reason why the call comes to the mailbox
 * @param chosen the rights that the caller wants the message to have; null: he said nothing, or is not known well
 *     enough
 * @param passport the signed identity to verify while the call is up; null when the INVITE has none
 */
public record Invitation(
        String dialog,
        String source,
        CallingParty asker,
        String mailbox,
        DiversionReason reason,
        CallerIdentity caller,
        @Nullable UsageRights chosen,
        @Nullable PassportCheck passport) {
    /** Longer ones are not told apart. */
    private static final int LONGEST_NAME = 512;

    /** {@link #source} of IPv6 without a zone. */
    String callersAddress() {
        return source.replaceFirst("%.*", "");
    }

    /** What a trunk says of its caller; null: it is no trunk, or says nothing. */
    @Nullable
    String oneOfMany() {
        String asserted = caller.auditedAddress() == null ? caller.address() : caller.auditedAddress();
        return asker.standing() == CallingParty.Standing.TRUNK
                ? asserted.substring(0, Math.min(asserted.length(), LONGEST_NAME))
                : null;
    }
}
