package org.ssms.mailbox;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.recording.RecordingStore;

/**
 * What a user may know of mailboxes. A message of somebody else is as absent as one that never was. Every method joins
 * the caller's transaction or has one of its own, but {@link #status}.
 */
@Stateless
public class Mailboxes {
    private static final String STATUS = "select disabled from mailbox where username = ?";

    @PersistenceContext
    private EntityManager entities;

    @Resource(lookup = "java:jboss/datasources/SsmsDS")
    private DataSource database;

    @Inject
    private RecordingStore store;

    @Inject
    private Clock clock;

    public boolean exists(String user) {
        return status(user) != MailboxStatus.UNKNOWN;
    }

    /**
     * Asked for every call, so it is one statement and nothing around it: a transaction and an entity would cost twice as
     * much as the question.
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public MailboxStatus status(String user) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(STATUS)) {
            statement.setString(1, user);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return MailboxStatus.UNKNOWN;
                }
                return row.getBoolean(1) ? MailboxStatus.DISABLED : MailboxStatus.OPEN;
            }
        } catch (SQLException e) {
            throw new EJBException("the mailboxes cannot be read", e);
        }
    }

    /** The messages of {@code owner}, newest first; empty also when there is no such mailbox. */
    public List<MessageView> messages(String owner) {
        return messages(owner, "m.deletedAt is null");
    }

    /** Those that {@code owner} has deleted, and may restore, newest first. */
    public List<MessageView> deleted(String owner) {
        return messages(owner, "m.deletedAt is not null");
    }

    private List<MessageView> messages(String owner, String which) {
        return entities.createQuery(
                        "select m from Message m where m.mailbox.user = :owner and " + which
                                + " order by m.receivedAt desc, m.id",
                        Message.class)
                .setParameter("owner", owner)
                .getResultStream()
                .map(Message::view)
                .toList();
    }

    /** Its owner reads in that language, and is written to in it from now on. */
    public void readIn(String owner, Locale language) {
        Mailbox mailbox = entities.find(Mailbox.class, owner);
        if (mailbox != null) {
            mailbox.readIn(language);
        }
    }

    /** Empty when there is no such mailbox. */
    public Optional<MailReader> reader(String owner) {
        return Optional.ofNullable(entities.find(Mailbox.class, owner))
                .map(mailbox -> new MailReader(mailbox.mailAddress(), mailbox.language()));
    }

    /** Empty when the message does not exist or belongs to somebody else. */
    public Optional<MessageView> message(String owner, MessageId id) {
        return Optional.ofNullable(find(owner, id)).map(Message::view);
    }

    /** In whose mailbox a message is; nobody but {@link SharedMessages} asks. */
    public Optional<String> owner(MessageId id) {
        return entities.createQuery("select m.mailbox.user from Message m where m.id = :id", String.class)
                .setParameter("id", id.value())
                .getResultStream()
                .findFirst();
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

    /** Repeatable; does nothing when the message does not exist or belongs to somebody else. */
    public void delete(String owner, MessageId id) {
        Message message = find(owner, id);
        if (message != null) {
            message.delete(clock.instant());
        }
    }

    /** As {@link #delete}, and the other way. */
    public void restore(String owner, MessageId id) {
        Message message = find(owner, id);
        if (message != null) {
            message.restore();
        }
    }

    private @Nullable Message find(String owner, MessageId id) {
        Message message = entities.find(Message.class, id.value());
        return message != null && message.belongsTo(owner) ? message : null;
    }
}
