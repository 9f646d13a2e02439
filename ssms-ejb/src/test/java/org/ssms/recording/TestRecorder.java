package org.ssms.recording;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerClient;
import org.ssms.mailbox.ListDesk;
import org.ssms.mailbox.Lists;
import org.ssms.mailbox.MailboxConfig;
import org.ssms.mailbox.MessageAudit;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.recording.RecordingStore;

/** A recorder for tests in which no call gets as far as a recording. */
public final class TestRecorder {
    private static final Lists NO_LISTS = new Lists(new MailboxConfig(Map.of(), Map.of()), new ListDesk());

    private TestRecorder() {}

    public static Recorder withoutRecordings(Path storage) throws IOException {
        return new Prepared(storage, (mailbox, from, chosen) -> {});
    }

    /** One that notes for each message to whom it is, from whom, and how that is known. */
    public static Recorder noting(Path storage, List<String> noted) throws IOException {
        return new Prepared(
                storage,
                (mailbox, from, chosen) -> noted.add("%s from %s %s %s in %s, chosen %s"
                        .formatted(mailbox, from.address(), from.source(), from.subscriber(), from.dialog(), chosen)));
    }

    /** One that has an error in it. */
    public static Recorder failing(Path storage) throws IOException {
        return new Prepared(storage, (mailbox, from, chosen) -> {
            throw new IllegalStateException("planned");
        });
    }

    /** What is done before a message is prepared. */
    private interface Before {
        void prepare(String mailbox, Caller from, @Nullable UsageRights chosen);
    }

    private static final class Prepared extends Recorder {
        private final Before before;

        @SuppressWarnings("NullAway") // no recording, so nothing to complete
        Prepared(Path storage, Before before) throws IOException {
            super(
                    new RecordingStore(storage),
                    nobody(),
                    null,
                    new MessageAudit(),
                    NO_LISTS,
                    Clock.systemUTC(),
                    new SecureRandom());
            this.before = before;
        }

        @Override
        public PendingMessage prepare(String mailbox, Caller from, @Nullable UsageRights chosen) {
            before.prepare(mailbox, from, chosen);
            return super.prepare(mailbox, from, chosen);
        }
    }

    /** A warm-up that is over when the test says so. */
    public static WarmUp warmUp(BooleanSupplier over) {
        return new WarmUp(nobody(), new SecureRandom(), Clock.systemUTC()) {
            @Override
            public boolean isOver() {
                return over.getAsBoolean();
            }
        };
    }

    private static LicenseServerClient nobody() {
        return new LicenseServerClient(
                URI.create("http://127.0.0.1:9/license/v1"),
                ServiceKey.parse("test-service-key-0123456789"),
                Duration.ofSeconds(1),
                null);
    }
}
