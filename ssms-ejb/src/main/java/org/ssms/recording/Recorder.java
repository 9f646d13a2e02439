package org.ssms.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerClient;
import org.ssms.mailbox.Lists;
import org.ssms.mailbox.MessageAudit;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.recording.RecordingStore;

/** Makes a {@link PendingMessage} for each call. */
@Singleton
public class Recorder {
    private final RecordingStore store;
    private final LicenseServerClient license;
    private final RecordingCompletion completion;
    private final MessageAudit audit;
    private final Lists lists;
    private final Clock clock;
    private final SecureRandom random;

    @Inject
    public Recorder(
            RecordingStore store,
            LicenseServerClient license,
            RecordingCompletion completion,
            MessageAudit audit,
            Lists lists,
            Clock clock,
            SecureRandom random) {
        this.store = store;
        this.license = license;
        this.completion = completion;
        this.audit = audit;
        this.lists = lists;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A new message id and a new key, both only in memory so far. Does not block.
     *
     * @param chosen the rights that the caller has asked for; null: none, the defaults hold
     * @throws IllegalStateException when the mailbox is a list that was taken away: the message would be nobody's
     */
    public PendingMessage prepare(String mailbox, Caller from, @Nullable UsageRights chosen) {
        return new PendingMessage(this, from, mailbox, members(mailbox), chosen);
    }

    /** To whom a mailbox leads that is a list; empty: to its owner. */
    private List<String> members(String mailbox) {
        List<String> members = lists.members(mailbox);
        if (members.isEmpty() && lists.isList(mailbox)) {
            throw new IllegalStateException("a list was taken away as somebody called it: " + mailbox);
        }
        return members;
    }

    RecordingStore store() {
        return store;
    }

    LicenseServerClient license() {
        return license;
    }

    RecordingCompletion completion() {
        return completion;
    }

    MessageAudit audit() {
        return audit;
    }

    Clock clock() {
        return clock;
    }

    SecureRandom random() {
        return random;
    }
}
