package org.ssms.mailbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.recording.RecordingStore;

/** Of alice, with one message that cannot be heard. */
public final class TestPhoneMailbox extends PhoneMailbox {
    private final MessageView message;

    /** What may be done with it; null: nobody knows. */
    public @Nullable UsageRights rights = UsageRights.UNLIMITED;

    public boolean isClosed;

    @SuppressWarnings("NullAway") // no license server, so no session
    public TestPhoneMailbox(Path storage, MessageView message) throws IOException {
        super(
                "alice",
                "127.0.0.1",
                null,
                null,
                new LicenseServerClient(URI.create("http://127.0.0.1:1/"), null, Duration.ofSeconds(1), null),
                new Mailboxes(),
                new RecordingStore(storage));
        this.message = message;
    }

    @Override
    public List<MessageView> messages() {
        return List.of(message);
    }

    @Override
    public List<MessageView> deleted() {
        return List.of();
    }

    /** What others have forwarded; null: nobody can say. */
    public @Nullable List<ForwardedMessage> forwarded = List.of();

    @Override
    public List<ForwardedMessage> forwarded() throws LicenseServerException {
        List<ForwardedMessage> known = forwarded;
        if (known == null) {
            throw planned();
        }
        return known;
    }

    @Override
    public UsageRights rights(MessageId id) throws LicenseServerException {
        UsageRights known = rights;
        if (known == null) {
            throw planned();
        }
        return known;
    }

    @Override
    public PhonePlay play(MessageView wanted) throws LicenseServerException {
        throw planned();
    }

    private static LicenseServerException planned() {
        return new LicenseServerException(
                LicenseServerException.Kind.DENIED, LicenseServerClient.NO_LICENSE, "planned");
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
