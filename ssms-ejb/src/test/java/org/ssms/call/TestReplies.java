package org.ssms.call;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ssms.config.TestConfig;
import org.ssms.identity.IdentityConfig;
import org.ssms.location.Subscribers;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.MessageView;
import org.ssms.recording.PendingMessage;
import org.ssms.recording.RecordingConfig;
import org.ssms.recording.TestMessage;
import org.ssms.recording.TestRecorder;

/** Into one message, without a database. */
final class TestReplies extends Replies {
    final TestMessage message;

    /** In order: OWNER to RECEIVER. */
    final List<String> begun = new ArrayList<>();

    /** How many were kept, or thrown away. */
    final AtomicInteger counted = new AtomicInteger();

    /** Who has left what is answered; null: nobody has proved that. */
    @Nullable
    String sender = "bob";

    @Nullable
    Obstacle obstacle;

    boolean databaseIsAway;
    boolean isCountAway;

    TestReplies(Path storage) throws IOException {
        super(
                TestRecorder.withoutRecordings(storage),
                new Mailboxes(),
                new Subscribers(),
                IdentityConfig.from(TestConfig.defaults()),
                RecordingConfig.from(TestConfig.defaults()),
                new MessageQuota(CallConfig.from(TestConfig.defaults()).quota(), Clock.systemUTC()),
                Clock.systemUTC());
        message = new TestMessage(storage);
    }

    @Override
    Optional<String> sender(MessageView answered) {
        return Optional.ofNullable(sender);
    }

    @Override
    Optional<Obstacle> begin(String owner, String to) {
        if (databaseIsAway) {
            throw new IllegalStateException("planned: no database");
        }
        begun.add(owner + " to " + to);
        return Optional.ofNullable(obstacle);
    }

    @Override
    PendingMessage prepare(String owner, String to, String dialog) {
        return message;
    }

    @Override
    void count(String owner, String to) {
        if (isCountAway) {
            throw new IllegalStateException("planned");
        }
        counted.incrementAndGet();
    }
}
