package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;

/**
 * The keys of greetings, each step one transaction with its audit row. A media node gets what it needs to play one to
 * who calls; of messages it gets nothing here.
 */
@Stateless
public class GreetingKeys {
    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private KeyEncryptionKey kek;

    @Inject
    private AuditLog audit;

    /**
     * Stores a key. Repeatable: the same deposit again changes nothing.
     *
     * @return false: another one has that KID, or that KID is a message's
     */
    public boolean deposit(MessageKey key, MessageId greeting, String owner, Origin origin) {
        GreetingKey stored = entities.find(GreetingKey.class, key.id().value());
        boolean isTaken = stored == null
                ? entities.find(StoredKey.class, key.id().value()) != null || isTaken(greeting)
                : !stored.isRepeatedBy(key, greeting, owner, kek);
        if (stored == null && !isTaken) {
            entities.persist(new GreetingKey(key, greeting, owner, kek, clock.instant()));
        }
        audit.record(entry(AuditEvent.GREETING_DEPOSIT, key.id(), greeting, origin, isTaken ? Reason.CONFLICT : null));
        return !isTaken;
    }

    private boolean isTaken(MessageId greeting) {
        return entities.createQuery("select count(g) from GreetingKey g where g.greetingId = :id", Long.class)
                        .setParameter("id", greeting.value())
                        .getSingleResult()
                > 0;
    }

    /** What decrypts a greeting, for the caller to close; empty: there is no such key. */
    public Optional<DerivedKey> open(KeyId keyId, Origin origin) {
        GreetingKey stored = entities.find(GreetingKey.class, keyId.value());
        if (stored == null) {
            audit.record(entry(AuditEvent.GREETING_OPENED, keyId, null, origin, Reason.UNKNOWN_KEY));
            return Optional.empty();
        }
        audit.record(entry(AuditEvent.GREETING_OPENED, keyId, stored.greetingId(), origin, null));
        try (MessageKey key = stored.open(kek)) {
            return Optional.of(key.derive(KeyUse.GREETING, DerivedKey.ALL_TRACKS));
        }
    }

    /**
     * Destroys a key, and with it every copy of its greeting. Repeatable; nothing happens when there is no such key.
     */
    public void destroy(KeyId keyId, Origin origin) {
        GreetingKey stored = entities.find(GreetingKey.class, keyId.value());
        if (stored == null) {
            audit.record(entry(AuditEvent.GREETING_DESTROYED, keyId, null, origin, Reason.UNKNOWN_KEY));
            return;
        }
        entities.remove(stored);
        audit.record(entry(AuditEvent.GREETING_DESTROYED, keyId, stored.greetingId(), origin, null));
    }

    private static AuditEntry entry(
            AuditEvent event, KeyId keyId, @Nullable MessageId greeting, Origin origin, @Nullable Reason refusal) {
        return new AuditEntry(event, keyId, greeting, origin, refusal);
    }
}
