package org.ssms.license;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Refusal;
import org.ssms.license.session.Accounts;
import org.ssms.license.session.ControlCodes;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.license.DefaultRights;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.ManifestRegistration;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** The keys that media nodes deposit, each step one transaction with its audit row. */
@Stateless
public class StoredKeys {
    private static final UUID NO_KEY = new UUID(0, 0);

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private KeyEncryptionKey kek;

    @Inject
    private ControlCodes codes;

    @Inject
    private LicenseConfig config;

    @Inject
    private AuditLog audit;

    @Inject
    private Accounts accounts;

    @Resource
    private SessionContext context;

    /**
     * Stores a key with the owner's grant, or one for each member of a list. Repeatable: the same deposit again changes
     * nothing. Of two at the same time one may fail with an EJBException; repeating it gives the answer.
     */
    public DepositOutcome deposit(KeyDeposit deposit, Origin origin) {
        KeyId keyId = deposit.key().id();
        AuditEntry entry = new AuditEntry(AuditEvent.DEPOSIT, keyId, deposit.messageId(), origin, null);
        try {
            DepositOutcome outcome = store(deposit);
            audit.record(outcome instanceof DepositOutcome.Conflict ? entry.refused(Reason.CONFLICT) : entry);
            return outcome;
        } catch (TooManyUsersException e) {
            Refusal refusal = Refusal.exceeding(Right.USERS.name());
            audit.record(entry.refused(refusal.reason()).because(refusal.member()));
            return new DepositOutcome.Refused(refusal);
        }
    }

    /** Does everything that {@link #deposit} does, down to the database, and takes it back. Leaves no trace. */
    public void rehearse(KeyDeposit deposit, Origin origin) {
        deposit(deposit, origin);
        entities.flush();
        context.setRollbackOnly();
    }

    /** All that may be refused is decided before anything is stored. */
    private DepositOutcome store(KeyDeposit deposit) throws TooManyUsersException {
        StoredKey stored = named(deposit);
        if (stored != null) {
            return stored.isRepeatedBy(deposit, kek) && isForTheSame(stored, deposit)
                    ? new DepositOutcome.Stored(false, storedRights(stored, deposit), sameCode(stored))
                    : new DepositOutcome.Conflict();
        }
        Recipients recipients = Recipients.of(deposit).without(gone(deposit));
        if (recipients.holders().isEmpty()) {
            return new DepositOutcome.Conflict(); // nobody could ever hear it
        }
        StoredKey key = new StoredKey(deposit, kek, clock.instant());
        Map<String, UsageRights> ofHolders = ofHolders(deposit.chosen(), key, recipients);
        UsageRights rights = rights(deposit.chosen(), key, recipients, deposit.owner());
        String controlCode = newCode(key, deposit);
        entities.persist(key);
        ofHolders.forEach(
                (holder, ofHolder) -> entities.persist(Grant.root(key.keyId(), holder, ofHolder, clock.instant())));
        return new DepositOutcome.Stored(true, rights, controlCode);
    }

    /** Those of a list who were gone when it was stored have no part in it. */
    private boolean isForTheSame(StoredKey stored, KeyDeposit deposit) {
        Recipients known = recipients(stored);
        Recipients said = Recipients.of(deposit);
        return known.equals(said) || known.equals(said.without(leftOut(known, said)));
    }

    private Set<String> leftOut(Recipients known, Recipients said) {
        return said.holders().stream()
                .filter(holder -> !known.holders().contains(holder))
                .sorted()
                .filter(accounts::isGone)
                .collect(Collectors.toSet());
    }

    /**
     * Whose accounts were deleted. The others stay while this transaction lasts: so a message is stored before its
     * owner goes, and dies with him, or not at all. In their order, as whoever waits for one has others already.
     */
    private Set<String> gone(KeyDeposit deposit) {
        return Recipients.of(deposit).holders().stream()
                .sorted()
                .filter(accounts::isGone)
                .collect(Collectors.toSet());
    }

    private UsageRights storedRights(StoredKey stored, KeyDeposit deposit) throws TooManyUsersException {
        return deposit.members().isEmpty()
                ? Recipients.roots(stored, entities).get(0).rights()
                : rights(deposit.chosen(), stored, recipients(stored), stored.owner());
    }

    private Map<String, UsageRights> ofHolders(@Nullable UsageRights chosen, StoredKey key, Recipients recipients)
            throws TooManyUsersException {
        Map<String, UsageRights> rights = new HashMap<>();
        for (String holder : recipients.holders()) {
            rights.put(holder, rights(chosen, key, recipients, holder));
        }
        return rights;
    }

    private UsageRights rights(@Nullable UsageRights chosen, StoredKey key, Recipients recipients, String holder)
            throws TooManyUsersException {
        String sender = key.sender();
        DefaultRights ofSender = sender == null ? DefaultRights.NONE : UserDefaults.of(sender, entities);
        return recipients.rights(config.rights(), chosen, ofSender, holder, UserDefaults.of(holder, entities));
    }

    /**
     * What comes of a choice.
     *
     * @param rights the owner's; of a list, the most that a member gets, which is to be registered
     * @param least what each member of a list gets for certain, each one's own defaults asked for; who may hear it is
     *     everybody who may by {@code rights}, as each may keep others from his own grant only; null: it is no list
     */
    public record Foreseen(UsageRights rights, @Nullable UsageRights least) {}

    /**
     * What the owner, or a list, will get when the caller's choice is registered. Changes nothing.
     *
     * @return empty: there is no such key, or its recording is finished
     */
    public Optional<Foreseen> foresee(KeyId keyId, UsageRights chosen) throws TooManyUsersException {
        StoredKey stored = entities.find(StoredKey.class, keyId.value());
        if (stored == null || stored.obstacle() != Reason.NOT_REGISTERED) {
            return Optional.empty();
        }
        Recipients recipients = recipients(stored);
        UsageRights rights = rights(chosen, stored, recipients, stored.owner());
        if (!recipients.isList()) {
            return Optional.of(new Foreseen(rights, null));
        }
        UsageRights least = rights;
        for (UsageRights ofHolder : ofHolders(chosen, stored, recipients).values()) {
            least = least.intersect(ofHolder);
        }
        return Optional.of(new Foreseen(rights, least.with(Right.USERS, rights.get(Right.USERS))));
    }

    /** Null for who has an account, and, once in very many messages, when another message has that code. */
    private @Nullable String newCode(StoredKey key, KeyDeposit deposit) {
        String code = codes.of(key.keyId());
        String hash = codes.hash(code);
        if (deposit.sender() != null || isTaken(hash)) {
            return null;
        }
        key.controlBy(hash);
        return code;
    }

    private boolean isTaken(String hash) {
        return entities.createQuery("select count(k) from StoredKey k where k.controlCode = :hash", Long.class)
                        .setParameter("hash", hash)
                        .getSingleResult()
                > 0;
    }

    /** Of a repeated deposit, as the answer to the first may have been lost: until the recording is finished. */
    private @Nullable String sameCode(StoredKey key) {
        String code = codes.of(key.keyId());
        return key.isControlledBy(codes.hash(code)) && key.obstacle() == Reason.NOT_REGISTERED ? code : null;
    }

    private Recipients recipients(StoredKey key) {
        return Recipients.of(key, entities);
    }

    /**
     * The row that has one of the deposit's names; a look for each, as an "or" over both would read the whole table.
     */
    private @Nullable StoredKey named(KeyDeposit deposit) {
        StoredKey byKeyId = entities.find(StoredKey.class, deposit.key().id().value());
        if (byKeyId != null) {
            return byKeyId;
        }
        return entities.createQuery("select k from StoredKey k where k.messageId = :messageId", StoredKey.class)
                .setParameter("messageId", deposit.messageId().value())
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    /**
     * Notes that the recording is finished, and gives its owner, or each member, what the caller has chosen meanwhile;
     * from now on there are licenses for it. Repeatable: the first time counts.
     *
     * @return null: noted; otherwise why not
     */
    public @Nullable Refusal register(KeyId keyId, ManifestRegistration manifest, Origin origin) {
        StoredKey stored = find(keyId);
        Refusal refusal;
        try {
            refusal = stored == null ? Refusal.of(Reason.UNKNOWN_KEY) : register(stored, manifest, origin);
        } catch (TooManyUsersException e) {
            refusal = Refusal.exceeding(Right.USERS.name());
        }
        AuditEntry entry = new AuditEntry(AuditEvent.MANIFEST, keyId, manifest.messageId(), origin, null);
        audit.record(refusal == null ? entry : entry.refused(refusal.reason()).because(refusal.member()));
        return refusal;
    }

    private @Nullable Refusal register(StoredKey stored, ManifestRegistration manifest, Origin origin)
            throws TooManyUsersException {
        boolean isFirst = stored.obstacle() == Reason.NOT_REGISTERED;
        UsageRights chosen = manifest.chosen();
        List<Grant> roots = Recipients.roots(stored, entities);
        Map<String, UsageRights> ofHolders =
                isFirst && chosen != null ? ofHolders(chosen, stored, Recipients.of(stored, roots)) : Map.of();
        if (!stored.register(manifest.messageId(), manifest.sha256())) {
            return Refusal.of(Reason.CONFLICT);
        }
        for (Grant root : roots) {
            UsageRights rights = ofHolders.get(root.holder());
            if (rights != null) {
                root.choose(rights);
                audit.record(new AuditEntry(
                        AuditEvent.RIGHTS_CHANGED, stored.keyId(), manifest.messageId(), root.id(), origin, null));
            }
        }
        return null;
    }

    /** Destroys a key, and with it every copy of its message. Repeatable; nothing happens when there is no such key. */
    public void destroy(KeyId keyId, Origin origin) {
        StoredKey stored = find(keyId);
        if (stored == null) {
            audit.record(new AuditEntry(AuditEvent.DESTRUCTION, keyId, null, origin, Reason.UNKNOWN_KEY));
            return;
        }
        stored.destroy(clock.instant());
        audit.record(new AuditEntry(AuditEvent.DESTRUCTION, keyId, stored.messageId(), origin, null));
    }

    /** How many keys could still be released. */
    public long count() {
        return entities.createQuery("select count(k) from StoredKey k where k.destroyedAt is null", Long.class)
                .getSingleResult();
    }

    /** Returns when the database answers, whatever is in it; fails otherwise. */
    public void probe() {
        entities.find(StoredKey.class, NO_KEY);
    }

    private @Nullable StoredKey find(KeyId keyId) {
        return entities.find(StoredKey.class, keyId.value(), LockModeType.PESSIMISTIC_WRITE);
    }
}
