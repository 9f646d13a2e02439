package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.test.SettableClock;
import org.ssms.call.Replies.Obstacle;
import org.ssms.config.TestConfig;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentityConfig;
import org.ssms.identity.IdentitySource;
import org.ssms.location.Subscribers;
import org.ssms.mailbox.MailboxStatus;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.recording.RecordingConfig;
import org.ssms.recording.TestRecorder;

class RepliesTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path storage;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-28T12:00:00Z"));
    private final List<String> prepared = new ArrayList<>();
    private final MessageQuota messages = new MessageQuota(new CallConfig.Quota(20, 4), clock);

    /** Bob has the alias 4711 and the number +4930123; carol takes no messages. */
    private static final class TestMailboxes extends Mailboxes {
        @Override
        public MailboxStatus status(String user) {
            return switch (user) {
                case "alice", "bob" -> MailboxStatus.OPEN;
                case "carol" -> MailboxStatus.DISABLED;
                default -> MailboxStatus.UNKNOWN;
            };
        }
    }

    private static final class TestSubscribers extends Subscribers {
        @Override
        public Optional<String> resolvePerson(String userPart) {
            return switch (userPart) {
                case "bob", "4711", "+4930123", "4711;phone-context=localhost" -> Optional.of("bob");
                default -> Optional.empty();
            };
        }

        @Override
        public boolean isOurs(String domain) {
            return domain.equals("localhost");
        }
    }

    private Replies replies(String minFree) throws IOException {
        return new Replies(
                TestRecorder.noting(storage, prepared),
                new TestMailboxes(),
                new TestSubscribers(),
                IdentityConfig.from(TestConfig.defaults()),
                RecordingConfig.from(TestConfig.with(Map.of("ssms.storage.min-free", minFree))),
                messages,
                clock);
    }

    private static MessageView message(String caller, IdentitySource source) {
        return new MessageView(
                MessageId.generate(RANDOM),
                KeyId.generate(RANDOM),
                caller,
                "",
                source,
                Instant.EPOCH,
                Duration.ofSeconds(20),
                MessageState.NEW,
                null,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHENTICATED, sip:bob@localhost",
        "AUTHENTICATED, sip:bob@as-we-were-called.example",
        "ASSERTED, tel:+4930123",
        "ASSERTED, tel:4711;phone-context=localhost",
        "ASSERTED, sip:+4930123@gateway.example;user=phone",
        "ASSERTED, sip:+4930123;cpc=ordinary@gateway.example",
        "ASSERTED, sips:+4930123@gateway.example:5061",
        "ASSERTED, sip:4711@localhost"
    })
    void c33_who_has_proved_to_be_a_subscriber_is_replied_to(IdentitySource source, String caller) throws IOException {
        assertThat(replies("0").sender(message(caller, source))).contains("bob");
    }

    @ParameterizedTest
    @CsvSource({
        "FROM, sip:bob@localhost",
        "FROM, tel:+4930123",
        "AUTHENTICATED, sip:gone@localhost",
        "AUTHENTICATED, sip:4711@localhost",
        "ASSERTED, tel:+4930999",
        "ASSERTED, tel:bob",
        "ASSERTED, sip:bob@elsewhere.example",
        "ASSERTED, sip:4711@gateway.example",
        "ASSERTED, sip:@localhost",
        "ASSERTED, http://localhost/",
        "ASSERTED, " + CallerIdentity.ANONYMOUS_ADDRESS,
        "AUTHENTICATED, " + CallerIdentity.ANONYMOUS_ADDRESS
    })
    void nobody_else_is(IdentitySource source, String caller) throws IOException {
        assertThat(replies("0").sender(message(caller, source))).isEmpty();
    }

    @Test
    void a_reply_is_a_message_of_who_replies_with_his_defaults() throws IOException {
        replies("0").prepare("alice", "bob", "1;to-tag=1;from-tag=2");
        assertThat(prepared)
                .containsExactly(
                        "bob from sip:alice@localhost AUTHENTICATED alice in 1;to-tag=1;from-tag=2, chosen null");
    }

    @Test
    void who_takes_no_messages_gets_no_reply_and_a_full_disk_takes_none() throws IOException {
        assertThat(replies("0").begin("alice", "carol")).contains(Obstacle.CLOSED);
        assertThat(replies("0").begin("alice", "nobody")).contains(Obstacle.CLOSED);
        assertThat(replies("100000000").begin("alice", "bob")).contains(Obstacle.NO_ROOM);
        assertThat(replies("0").begin("alice", "bob")).isEmpty();
    }

    @Test
    void ten_are_begun_in_an_hour() throws IOException {
        Replies replies = replies("0");
        for (int i = 0; i < Replies.PER_HOUR; i++) {
            assertThat(replies.begin("alice", "bob")).isEmpty();
        }
        assertThat(replies.begin("alice", "bob")).contains(Obstacle.TOO_MANY);
        assertThat(replies.begin("bob", "alice")).isEmpty();
        clock.advance(Duration.ofMinutes(7));
        assertThat(replies.begin("alice", "bob")).isEmpty();
        assertThat(replies.begin("alice", "bob")).contains(Obstacle.TOO_MANY);
    }

    @Test
    void replies_count_with_the_messages_that_one_leaves_as_a_caller() throws IOException {
        Replies replies = replies("0");
        for (int i = 0; i < 4; i++) {
            assertThat(replies.begin("alice", "bob")).isEmpty();
            replies.count("alice", "bob");
        }
        assertThat(replies.begin("alice", "bob")).contains(Obstacle.TOO_MANY);
        assertThat(messages.isUsedUpBy("alice", "bob")).isTrue();
        assertThat(messages.isUsedUpBy("alice", "carol")).isFalse();
    }
}
