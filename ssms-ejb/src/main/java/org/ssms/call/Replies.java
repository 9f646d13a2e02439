package org.ssms.call;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssms.base.quota.HourlyQuota;
import org.ssms.identity.IdentityConfig;
import org.ssms.identity.IdentitySource;
import org.ssms.location.Subscribers;
import org.ssms.mailbox.MailboxStatus;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.MessageView;
import org.ssms.mailbox.UserName;
import org.ssms.recording.Caller;
import org.ssms.recording.PendingMessage;
import org.ssms.recording.Recorder;
import org.ssms.recording.RecordingConfig;

/**
 * To whom who hears a message by phone may reply, and how often. Only who has proved to be a subscriber of ours, and
 * does not hide it, is replied to: what a caller only claims would bring the reply to somebody else. Thread-safe; what
 * asks the database blocks.
 */
@Singleton
public class Replies {
    /** Begun in an hour, of one mailbox: whoever has found a PIN is not to speak for its owner all day. */
    static final int PER_HOUR = 10;

    private static final Pattern TEL = Pattern.compile("(?i)tel:(\\+?[-.()0-9]+)(?:;.*)?");
    private static final Pattern SIP = Pattern.compile("(?i)sips?:([^@:;%]+)(?:;[^@]*)?@([^@:;?>]+)(?:[:;?].*)?");
    private static final Pattern GLOBAL_NUMBER = Pattern.compile("\\+[-.()0-9]+");

    private final Recorder recorder;
    private final Mailboxes mailboxes;
    private final Subscribers subscribers;
    private final IdentityConfig identity;
    private final RecordingConfig.Storage storage;
    private final MessageQuota messages;
    private final HourlyQuota begun;

    @Inject
    Replies(
            Recorder recorder,
            Mailboxes mailboxes,
            Subscribers subscribers,
            IdentityConfig identity,
            RecordingConfig recording,
            MessageQuota messages,
            Clock clock) {
        this.recorder = recorder;
        this.mailboxes = mailboxes;
        this.subscribers = subscribers;
        this.identity = identity;
        this.storage = recording.storage();
        this.messages = messages;
        this.begun = new HourlyQuota(PER_HOUR, clock);
    }

    /** Why there is no reply to somebody who is known. */
    enum Obstacle {
        /** His mailbox takes no messages. */
        CLOSED,
        /** There were too many. */
        TOO_MANY,
        /** The disk has no room. */
        NO_ROOM
    }

    /** The subscriber who has left it; empty: nobody has proved to be one, or he hides it. */
    Optional<String> sender(MessageView message) {
        if (!isProved(message)) {
            return Optional.empty();
        }
        return switch (message.callerSource()) {
            case FROM -> Optional.empty();
            case ASSERTED -> ofTrunk(message.caller());
            case AUTHENTICATED -> ofDigest(message.caller());
        };
    }

    /** Whether it is known who has left it, and he does not hide it: what he only claims is not. */
    static boolean isProved(MessageView message) {
        return !message.anonymous() && message.callerSource() != IdentitySource.FROM;
    }

    /** His name, as his phone has proved it: no alias, and whatever our domain was called then. */
    private Optional<String> ofDigest(String address) {
        Matcher sip = SIP.matcher(address);
        return sip.matches()
                ? UserName.parse(sip.group(1)).map(UserName::value).filter(this::isThere)
                : Optional.empty();
    }

    private boolean isThere(String name) {
        return mailboxes.status(name) != MailboxStatus.UNKNOWN;
    }

    /** As a call of his would be taken: a number of whatever host, or who is one of ours by his host. */
    private Optional<String> ofTrunk(String address) {
        Matcher tel = TEL.matcher(address);
        if (tel.matches()) {
            return subscribers.resolvePerson(tel.group(1));
        }
        Matcher sip = SIP.matcher(address);
        boolean isOurs =
                sip.matches() && (GLOBAL_NUMBER.matcher(sip.group(1)).matches() || subscribers.isOurs(sip.group(2)));
        return isOurs ? subscribers.resolvePerson(sip.group(1)) : Optional.empty();
    }

    /** What keeps a subscriber from leaving a message for another one; empty: nothing, and then one more is begun. */
    Optional<Obstacle> begin(String owner, String to) {
        if (mailboxes.status(to) != MailboxStatus.OPEN) {
            return Optional.of(Obstacle.CLOSED);
        }
        File directory = storage.directory().toFile();
        if (directory.getUsableSpace() < storage.minFree()) {
            return Optional.of(Obstacle.NO_ROOM);
        }
        return messages.isUsedUpBy(owner, to) || !take(owner) ? Optional.of(Obstacle.TOO_MANY) : Optional.empty();
    }

    private synchronized boolean take(String owner) {
        boolean left = begun.hasLeft(owner);
        if (left) {
            begun.take(owner);
        }
        return left;
    }

    /**
     * A message of a subscriber to another one, with his defaults of rights. Does not block.
     *
     * @param dialog the call in which he speaks it
     */
    PendingMessage prepare(String owner, String to, String dialog) {
        String address = "sip:" + owner + "@" + identity.domain();
        return recorder.prepare(to, new Caller(address, "", IdentitySource.AUTHENTICATED, null, owner, dialog), null);
    }

    /** One was kept, or thrown away. */
    void count(String owner, String to) {
        messages.countBy(owner, to);
    }
}
