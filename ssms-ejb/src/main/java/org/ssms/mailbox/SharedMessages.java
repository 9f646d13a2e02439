package org.ssms.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.protect.key.MessageId;

/**
 * What reached somebody without being in his mailbox (F6-66): whoever holds a grant of a message may see it and have
 * its protected file, which without a license is noise. Who holds one, only the license server knows; it is asked anew
 * each time, outside of any transaction, and before our own table, so that a foreign message costs as much as none.
 */
@ApplicationScoped
public class SharedMessages {
    @Inject
    private Mailboxes mailboxes;

    @Inject
    private LicenseServerClient licenses;

    /**
     * Whose mailbox a message is in that {@code reader} may see: his own, or another's; empty for one that does not
     * exist or did not reach him.
     *
     * @throws HoldersUnknownException when it is not his own and the license server does not answer
     * @throws IllegalStateException when it is not his own and the license server refuses us
     */
    public Optional<String> owner(String reader, MessageId id) {
        if (mailboxes.isFor(reader, id)) {
            return Optional.of(reader);
        }
        try {
            return licenses.isHeld(id, reader) ? mailboxes.owner(id) : Optional.empty();
        } catch (LicenseServerException e) {
            if (e.kind() == LicenseServerException.Kind.UNREACHABLE) {
                throw new HoldersUnknownException(e);
            }
            throw new IllegalStateException("the license server does not tell us who holds a message", e);
        }
    }
}
