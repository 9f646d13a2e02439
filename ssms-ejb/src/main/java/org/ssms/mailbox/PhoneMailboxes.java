package org.ssms.mailbox;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.client.LicenseSession;
import org.ssms.protect.recording.RecordingStore;

/** Opens mailboxes to their owners, who call and say their PINs. */
@Singleton
public class PhoneMailboxes {
    private final LicenseServerClient license;
    private final Mailboxes mailboxes;
    private final RecordingStore store;

    @Inject
    public PhoneMailboxes(LicenseServerClient license, Mailboxes mailboxes, RecordingStore store) {
        this.license = license;
        this.mailboxes = mailboxes;
        this.store = store;
    }

    /**
     * Asks the license server, and blocks for that.
     *
     * @param owner need not be anybody's name: that is found out with the PIN, at the same price
     * @param pin stays the caller's to wipe
     * @param source IP address from which the call comes
     * @param caller where many call from one address: what is known of this one; null: nothing
     * @throws LicenseServerException as {@link LicenseServerClient#loginByPin}
     */
    public PhoneMailbox open(String owner, char[] pin, String source, @Nullable String caller)
            throws LicenseServerException {
        LicenseSession session = license.loginByPin(owner, pin, source, caller);
        return new PhoneMailbox(owner, source, caller, session, license, mailboxes, store);
    }
}
