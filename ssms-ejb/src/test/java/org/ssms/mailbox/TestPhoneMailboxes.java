package org.ssms.mailbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.protect.recording.RecordingStore;

/** Of nobody, or of one who may say any PIN, without a license server. */
public final class TestPhoneMailboxes extends PhoneMailboxes {
    /** What a PIN opens; null: none is right. */
    public @Nullable PhoneMailbox opened;

    public TestPhoneMailboxes(Path storage) throws IOException {
        super(
                new LicenseServerClient(URI.create("http://127.0.0.1:1/"), null, Duration.ofSeconds(1), null),
                new Mailboxes(),
                new RecordingStore(storage));
    }

    @Override
    public PhoneMailbox open(String owner, char[] pin, String source, @Nullable String caller)
            throws LicenseServerException {
        PhoneMailbox whose = opened;
        if (whose != null) {
            return whose;
        }
        throw new LicenseServerException(
                LicenseServerException.Kind.NOT_AUTHENTICATED, LicenseServerClient.WRONG_PIN, "planned");
    }
}
