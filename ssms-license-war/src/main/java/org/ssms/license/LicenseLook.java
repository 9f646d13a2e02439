package org.ssms.license;

import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

/** Whether a license would be given now, to who does not want it yet. */
public sealed interface LicenseLook {
    /** It would. */
    record Seen(MessageId messageId, KeyId keyId) implements LicenseLook {}

    record Refused(Reason reason) implements LicenseLook {}
}
