package org.ssms.mailbox;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.recording.RecordingStore;

/**
 * What a user may know of mailboxes. A message of somebody else is as absent as one that never was. Every method joins
 * the caller's transaction or has one of its own.
 */
@Stateless
public class Mailboxes {
    @PersistenceContext
    private EntityManager entities;

    @Inject
    private RecordingStore store;

    public boolean exists(String user) {
        return status(user) != MailboxStatus.UNKNOWN;
    }

    public MailboxStatus status(String user) {
        Mailbox mailbox = entities.find(Mailbox.class, user);
        return mailbox == null ? MailboxStatus.UNKNOWN : mailbox.status();
    }

    /** The messages of {@code owner}, newest first; empty also when there is no such mailbox. */
    public List<MessageView> messages(String owner) {
        return entities.createQuery(
                        "select m from Message m where m.mailbox.user = :owner order by m.receivedAt desc, m.id",
                        Message.class)
                .setParameter("owner", owner)
                .getResultStream()
                .map(Message::view)
                .toList();
    }

    /** Empty when the message does not exist or belongs to somebody else. */
    public Optional<MessageView> message(String owner, MessageId id) {
        return Optional.ofNullable(find(owner, id)).map(Message::view);
    }

    /** The protected file of a message; empty when the message does not exist or belongs to somebody else. */
    public Optional<ProtectedContent> content(String owner, MessageId id) {
        return Optional.ofNullable(find(owner, id))
                .map(m -> new ProtectedContent(store.mp4(m.keyId()), m.protectedSize(), m.manifestSha256()));
    }

    /** The signed manifest of a message (JWS); empty when the message does not exist or belongs to somebody else. */
    public Optional<Path> manifest(String owner, MessageId id) {
        return Optional.ofNullable(find(owner, id)).map(m -> store.manifest(m.keyId()));
    }

    /** Does nothing when the message does not exist or belongs to somebody else. */
    public void markHeard(String owner, MessageId id) {
        Message message = find(owner, id);
        if (message != null) {
            message.heard();
        }
    }

    private @Nullable Message find(String owner, MessageId id) {
        Message message = entities.find(Message.class, id.value());
        return message != null && message.belongsTo(owner) ? message : null;
    }
}
