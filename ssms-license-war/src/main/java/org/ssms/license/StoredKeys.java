package org.ssms.license;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.license.grant.Grant;
import org.ssms.license.session.ControlCodes;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.license.DefaultRights;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.ManifestRegistration;
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

    @Resource
    private SessionContext context;

    /**
     * Stores a key with the owner's grant, or one for each member of a list. Repeatable: the same deposit again changes
     * nothing. Of two at the same time one may fail with an EJBException; repeating it gives the answer.
     */
    public DepositOutcome deposit(KeyDeposit deposit, Origin origin) {
        DepositOutcome outcome = store(deposit);
        Reason refusal = outcome instanceof DepositOutcome.Conflict ? Reason.CONFLICT : null;
        KeyId keyId = deposit.key().id();
        audit.record(new AuditEntry(AuditEvent.DEPOSIT, keyId, deposit.messageId(), origin, refusal));
        return outcome;
    }

    /** Does everything that {@link #deposit} does, down to the database, and takes it back. Leaves no trace. */
    public void rehearse(KeyDeposit deposit, Origin origin) {
        deposit(deposit, origin);
        entities.flush();
        context.setRollbackOnly();
    }

    private DepositOutcome store(KeyDeposit deposit) {
        StoredKey stored = named(deposit);
        if (stored != null) {
            Recipients recipients = recipients(stored);
            return stored.isRepeatedBy(deposit, kek) && recipients.equals(Recipients.of(deposit))
                    ? new DepositOutcome.Stored(false, storedRights(stored, deposit), sameCode(stored))
                    : new DepositOutcome.Conflict();
        }
        StoredKey key = new StoredKey(deposit, kek, clock.instant());
        String controlCode = newCode(key, deposit);
        entities.persist(key);
        Recipients recipients = Recipients.of(deposit);
        for (String holder : recipients.holders()) {
            UsageRights rights = rights(deposit.chosen(), deposit.sender(), recipients, holder);
            entities.persist(Grant.root(key.keyId(), holder, rights, clock.instant()));
        }
        UsageRights rights = rights(deposit.chosen(), deposit.sender(), recipients, deposit.owner());
        return new DepositOutcome.Stored(true, rights, controlCode);
    }

    private UsageRights storedRights(StoredKey stored, KeyDeposit deposit) {
        return deposit.members().isEmpty() ? roots(stored).get(0).rights() : foreseen(stored, deposit.chosen());
    }

    private UsageRights foreseen(StoredKey stored, @Nullable UsageRights chosen) {
        Recipients recipients = recipients(stored);
        return rights(chosen, stored.sender(), recipients, stored.owner());
    }

    /**
     * What a holder gets; by the name of a list, what all its members get before each one's own defaults are asked for.
     */
    private UsageRights rights(
            @Nullable UsageRights chosen, @Nullable String sender, Recipients recipients, String holder) {
        DefaultRights ofSender = sender == null ? DefaultRights.NONE : UserDefaults.of(sender, entities);
        return config.rights()
                .of(chosen == null ? null : recipients.meant(chosen), ofSender, UserDefaults.of(holder, entities));
    }

    /**
     * What the owner, or a list, will get when the caller's choice is registered. Changes nothing.
     *
     * @return empty: there is no such key, or its recording is finished
     */
    public Optional<UsageRights> foresee(KeyId keyId, UsageRights chosen) {
        StoredKey stored = entities.find(StoredKey.class, keyId.value());
        return stored == null || stored.obstacle() != Reason.NOT_REGISTERED
                ? Optional.empty()
                : Optional.of(foreseen(stored, chosen));
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

    /** One; of a list, each member's. */
    private List<Grant> roots(StoredKey key) {
        return entities.createQuery(
                        "select g from Grant g where g.kid = :kid and g.parent is null order by g.holder", Grant.class)
                .setParameter("kid", key.keyId().value())
                .getResultList();
    }

    private Recipients recipients(StoredKey key) {
        return new Recipients(
                key.owner(), roots(key).stream().map(Grant::holder).collect(Collectors.toSet()));
    }

    /** The row that has one of the deposit's names; a look for each, as an "or" over both would read the whole table. */
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
    public @Nullable Reason register(KeyId keyId, ManifestRegistration manifest, Origin origin) {
        StoredKey stored = find(keyId);
        Reason refusal = null;
        if (stored == null) {
            refusal = Reason.UNKNOWN_KEY;
        } else {
            boolean isFirst = stored.obstacle() == Reason.NOT_REGISTERED;
            UsageRights chosen = manifest.chosen();
            if (!stored.register(manifest.messageId(), manifest.sha256())) {
                refusal = Reason.CONFLICT;
            } else if (isFirst && chosen != null) {
                Recipients recipients = recipients(stored);
                for (Grant root : roots(stored)) {
                    root.choose(rights(chosen, stored.sender(), recipients, root.holder()));
                    audit.record(new AuditEntry(
                            AuditEvent.RIGHTS_CHANGED, keyId, manifest.messageId(), root.id(), origin, null));
                }
            }
        }
        audit.record(new AuditEntry(AuditEvent.MANIFEST, keyId, manifest.messageId(), origin, refusal));
        return refusal;
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
