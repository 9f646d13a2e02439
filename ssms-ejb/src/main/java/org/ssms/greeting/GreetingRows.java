package org.ssms.greeting;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.ssms.greeting.GreetingRefusedException.Reason;
import org.ssms.protect.key.KeyId;

/** The greetings in the database. Each method but {@link #active} is one transaction. */
@Stateless
public class GreetingRows {
    private static final String ACTIVE = "select kind, kid, samples, ends_at from greeting where mailbox = ?";

    @PersistenceContext
    private EntityManager entities;

    @Resource(lookup = "java:jboss/datasources/SsmsDS")
    private DataSource database;

    @Inject
    private Clock clock;

    @Inject
    private Event<GreetingChange> changes;

    /** In the order of {@link GreetingKind}. */
    public List<Greeting> of(String mailbox) {
        return entities.createQuery("select g from Greeting g where g.mailbox = :mailbox", Greeting.class)
                .setParameter("mailbox", mailbox)
                .getResultStream()
                .sorted(Comparator.comparing(g -> g.view().kind()))
                .toList();
    }

    public Optional<Greeting> find(String mailbox, GreetingKind kind) {
        return Optional.ofNullable(entities.find(Greeting.class, new GreetingId(mailbox, kind)));
    }

    /** Asked for every call, so it is one statement and nothing around it. Those that have ended are left out. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Map<GreetingKind, OwnGreeting> active(String mailbox) {
        Map<GreetingKind, OwnGreeting> found = new EnumMap<>(GreetingKind.class);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ACTIVE)) {
            statement.setString(1, mailbox);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    OffsetDateTime end = row.getObject(4, OffsetDateTime.class);
                    if (end == null || end.toInstant().isAfter(clock.instant())) {
                        GreetingKind kind = GreetingKind.valueOf(row.getString(1));
                        KeyId kid = new KeyId(row.getObject(2, UUID.class));
                        found.put(kind, new OwnGreeting(kind, kid, Greeting.length(row.getInt(3))));
                    }
                }
            }
        } catch (SQLException e) {
            throw new EJBException("the greetings cannot be read", e);
        }
        return found;
    }

    /** Whether an operator has locked them; null: there is no such mailbox. */
    @Nullable
    public Boolean isLocked(String mailbox) {
        return isLocked(mailbox, "");
    }

    private @Nullable Boolean isLocked(String mailbox, String how) {
        List<?> found = entities.createNativeQuery(
                        "select greetings_locked from mailbox where username = :mailbox" + how, Boolean.class)
                .setParameter("mailbox", mailbox)
                .getResultList();
        return found.isEmpty() ? null : (Boolean) found.get(0);
    }

    /**
     * An operator decides whether the owner may change them.
     *
     * @return false: there is no such mailbox
     */
    public boolean lock(String mailbox, boolean locked) {
        return entities.createNativeQuery("update mailbox set greetings_locked = :locked where username = :mailbox")
                        .setParameter("locked", locked)
                        .setParameter("mailbox", mailbox)
                        .executeUpdate()
                > 0;
    }

    /** Before its key is deposited: a crash leaves nothing that nobody knows of. */
    public void begin(KeyId kid) {
        entities.persist(new LeftGreeting(kid, clock.instant()));
    }

    /** The recording that was begun is the greeting now; what it was before is left. */
    public void replace(String mailbox, GreetingKind kind, Greeting.Recording recording)
            throws GreetingRefusedException {
        checkOpen(mailbox);
        Greeting before = entities.find(Greeting.class, new GreetingId(mailbox, kind));
        if (before == null) {
            entities.persist(new Greeting(mailbox, kind, recording));
        } else {
            begin(before.keyId());
            before.replace(recording);
        }
        if (!settled(recording.kid())) {
            throw new EJBException("it took so long that its key is destroyed");
        }
        changes.fire(new GreetingChange(mailbox, kind, false));
    }

    /**
     * Repeatable.
     *
     * @return false: there was none
     */
    public boolean remove(String mailbox, GreetingKind kind) throws GreetingRefusedException {
        checkOpen(mailbox);
        return clear(mailbox, kind);
    }

    /**
     * As {@link #remove}, also where an operator has locked them.
     *
     * @return false: there was none
     */
    public boolean clear(String mailbox, GreetingKind kind) {
        Greeting before = entities.find(Greeting.class, new GreetingId(mailbox, kind));
        if (before == null) {
            return false;
        }
        begin(before.keyId());
        entities.remove(before);
        changes.fire(new GreetingChange(mailbox, kind, true));
        return true;
    }

    /** Two changes of one mailbox come one after the other. */
    private void checkOpen(String mailbox) throws GreetingRefusedException {
        Boolean locked = isLocked(mailbox, " for update");
        if (locked == null || locked) {
            throw new GreetingRefusedException(locked == null ? Reason.NO_MAILBOX : Reason.LOCKED);
        }
    }

    /** What was left before that. */
    public List<KeyId> left(Instant before) {
        return entities.createQuery(
                        "select l.kid from LeftGreeting l where l.since < :before order by l.since", UUID.class)
                .setParameter("before", before)
                .setMaxResults(1000)
                .getResultStream()
                .map(KeyId::new)
                .toList();
    }

    /**
     * Nothing is left of it, or it is a greeting.
     *
     * @return false: so it was before
     */
    public boolean settled(KeyId kid) {
        return entities.createQuery("delete from LeftGreeting l where l.kid = :kid")
                        .setParameter("kid", kid.value())
                        .executeUpdate()
                > 0;
    }
}
