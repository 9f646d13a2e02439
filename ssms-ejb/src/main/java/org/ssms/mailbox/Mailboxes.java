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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.ssms.identity.ShutAccounts;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.recording.RecordingStore;

/**
 * What a user may know of mailboxes. A message of somebody else is as absent as one that never was. Every method joins
 * the caller's transaction or has one of its own, but {@link #status}.
 */
@Stateless
public class Mailboxes {
    private static final String STATUS = "select disabled, is_list from mailbox where username = ?";

    @PersistenceContext
    private EntityManager entities;

    @Resource(lookup = "java:jboss/datasources/SsmsDS")
    private DataSource database;

    @Inject
    private Lists lists;

    @Inject
    private ShutAccounts shut;

    @Inject
    private RecordingStore store;

    @Inject
    private Clock clock;

    public boolean exists(String user) {
        return status(user) != MailboxStatus.UNKNOWN;
    }

    /**
     * Asked for every call, so it is one statement and nothing around it: a transaction and an entity would cost twice
     * as much as the question.
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public MailboxStatus status(String user) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(STATUS)) {
            statement.setString(1, user);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || (row.getBoolean(2) && lists.members(user).isEmpty())) {
                    return MailboxStatus.UNKNOWN; // no such one, or a list that is none any more
                }
                if (!row.getBoolean(2) && shut.isGone(user)) { // an account of a list's name is not the list
                    return MailboxStatus.UNKNOWN;
                }
                return row.getBoolean(1) ? MailboxStatus.DISABLED : MailboxStatus.OPEN;
            }
        } catch (SQLException e) {
            throw new EJBException("the mailboxes cannot be read", e);
        }
    }

    /** Does nothing when there is one of that name, whatever it is. */
    public void make(UserName user, String mailAddress) {
        if (entities.find(Mailbox.class, user.value()) == null) {
            entities.persist(new Mailbox(user, mailAddress));
        }
    }

    /** Whether that is, or was, the mailbox of a list. */
    public boolean isList(String name) {
        Mailbox mailbox = entities.find(Mailbox.class, name);
        return mailbox != null && mailbox.isList();
    }

    /** Its owner is written to no more. */
    public void forgetAddress(String user) {
        Mailbox mailbox = entities.find(Mailbox.class, user);
        if (mailbox != null) {
            mailbox.forgetAddress();
        }
    }

    /** Takes no more messages. Its name stays taken. */
    public void close(String user) {
        Mailbox mailbox = entities.find(Mailbox.class, user);
        if (mailbox != null) {
            mailbox.close();
        }
    }

    /**
     * The messages of {@code owner}, those for lists of which he is a member among them, newest first; empty also when
     * there is no such mailbox.
     */
    public List<MessageView> messages(String owner) {
        return messages(owner, "deletedAt is null");
    }

    /** The same messages with their protected files, the oldest first. */
    public List<MessageWithContent> withContent(String owner) {
        return read(owner, "deletedAt is null")
                .map(message -> new MessageWithContent(message.view(), content(message.message())))
                .sorted(Comparator.comparing((MessageWithContent message) ->
                                message.message().receivedAt())
                        .thenComparing(message -> message.message().id().value()))
                .toList();
    }

    /** Those that {@code owner} has deleted, and may restore, newest first. */
    public List<MessageView> deleted(String owner) {
        return messages(owner, "deletedAt is not null");
    }

    private List<MessageView> messages(String owner, String which) {
        return read(owner, which)
                .map(ReadersMessage::view)
                .sorted(Comparator.comparing(MessageView::receivedAt)
                        .reversed()
                        .thenComparing(message -> message.id().value()))
                .toList();
    }

    /** Two queries, as an "or" over both would read the whole table. */
    private Stream<ReadersMessage> read(String owner, String which) {
        Stream<ReadersMessage> own = entities.createQuery(
                        "select m from Message m where m.mailbox.user = :owner and m.mailbox.list = false and m."
                                + which,
                        Message.class)
                .setParameter("owner", owner)
                .getResultStream()
                .map(message -> new ReadersMessage(message, null));
        Stream<ReadersMessage> ofLists = entities.createQuery(
                        "select m, d from Delivery d join Message m on m.id = d.message join fetch m.mailbox"
                                + " where d.reader = :owner and d." + which,
                        Object[].class)
                .setParameter("owner", owner)
                .getResultStream()
                .map(ReadersMessage::of);
        return Stream.concat(own, ofLists);
    }

    /** Its owner reads in that language, and is written to in it from now on. */
    public void readIn(String owner, Locale language) {
        Mailbox mailbox = entities.find(Mailbox.class, owner);
        if (mailbox != null) {
            mailbox.readIn(language);
        }
    }

    /** Empty when there is no such mailbox, it is a list, or its owner is gone. */
    public Optional<MailReader> reader(String owner) {
        return Optional.ofNullable(entities.find(Mailbox.class, owner))
                .filter(mailbox -> !mailbox.isList() && !mailbox.mailAddress().isEmpty())
                .map(mailbox -> new MailReader(mailbox.mailAddress(), mailbox.language()));
    }

    /** Empty when the message does not exist or belongs to somebody else. */
    public Optional<MessageView> message(String owner, MessageId id) {
        return find(owner, id).map(ReadersMessage::view);
    }

    /** Whether a message was left for somebody, or for a list of which he was a member then. */
    public boolean isFor(String reader, MessageId id) {
        return find(reader, id).filter(found -> !found.isOfListAlone()).isPresent();
    }

    /** In whose mailbox a message is; nobody but {@link SharedMessages} asks. */
    public Optional<String> owner(MessageId id) {
        return entities.createQuery("select m.mailbox.user from Message m where m.id = :id", String.class)
                .setParameter("id", id.value())
                .getResultStream()
                .findFirst();
    }

    /** Those of them that are here, whoever's they are; nobody but {@link PhoneMailbox} asks, for who holds grants. */
    public List<MessageView> held(Collection<MessageId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return entities.createQuery("select m from Message m where m.id in :ids", Message.class)
                .setParameter("ids", ids.stream().map(MessageId::value).toList())
                .getResultStream()
                .map(message -> message.view(MessageState.HEARD, null))
                .toList();
    }

    /** The protected file of a message; empty when the message does not exist or belongs to somebody else. */
    public Optional<ProtectedContent> content(String owner, MessageId id) {
        return find(owner, id).map(ReadersMessage::message).map(this::content);
    }

    private ProtectedContent content(Message message) {
        return new ProtectedContent(store.mp4(message.keyId()), message.protectedSize(), message.manifestSha256());
    }

    /** The signed manifest of a message (JWS); empty when the message does not exist or belongs to somebody else. */
    public Optional<Path> manifest(String owner, MessageId id) {
        return find(owner, id).map(found -> store.manifest(found.message().keyId()));
    }

    /** Does nothing when the message does not exist or belongs to somebody else. */
    public void markHeard(String owner, MessageId id) {
        find(owner, id).ifPresent(ReadersMessage::heard);
    }

    /** As {@link #markHeard}, and the other way. */
    public void markNew(String owner, MessageId id) {
        find(owner, id).ifPresent(ReadersMessage::unheard);
    }

    /** Repeatable; does nothing when the message does not exist or belongs to somebody else. */
    public void delete(String owner, MessageId id) {
        find(owner, id).ifPresent(found -> found.delete(clock.instant()));
    }

    /** As {@link #delete}, and the other way. */
    public void restore(String owner, MessageId id) {
        find(owner, id).ifPresent(ReadersMessage::restore);
    }

    private Optional<ReadersMessage> find(String owner, MessageId id) {
        return ReadersMessage.find(entities, owner, id);
    }
}
