package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lineage;
import org.ssms.license.grant.Refusal;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.DefaultRights;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * What the sender of a message, who need not hold a grant of it, still may: see whether it was heard, shorten and
 * extend what its owner may do, take it back (T8: nobody else widens). Each decision is one transaction with its audit
 * row; a change for a list is one with a row for each member.
 */
@Stateless
public class SentMessages {
    static final int MOST_LISTED = 100;

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private LicenseConfig config;

    @Inject
    private AuditLog audit;

    /** What the owner may do now; empty: the asker is not the sender, and nothing was decided. */
    public Optional<GrantDecision> rights(MessageId messageId, Origin origin) {
        return onlySentBy(messageId, origin).map(sent -> {
            AuditEntry entry = new AuditEntry(AuditEvent.RIGHTS_SHOWN, null, messageId, origin, null);
            Reason obstacle = sent.key().obstacle();
            return obstacle == null ? allowed(entry, sent) : refused(entry, Refusal.of(obstacle));
        });
    }

    /**
     * Changes what the owner, or each member of a list, may do from now on; an absent right stays as it is. More than
     * anyone's and the domain's policy allow is refused. What the owner has given up himself, and what he has handed
     * on, stays as it is where that is less.
     *
     * @param wanted {@code plays} are those that the owner, or each member, has left
     * @return empty: the asker is not the sender, and nothing was decided
     */
    public Optional<GrantDecision> change(MessageId messageId, UsageRights wanted, Origin origin) {
        return onlySentBy(messageId, origin).map(sent -> {
            new Entitlements(entities).lock(sent);
            AuditEntry entry = new AuditEntry(AuditEvent.RIGHTS_CHANGED, null, messageId, origin, null);
            Reason obstacle = sent.key().obstacle();
            if (obstacle != null) {
                return refused(entry, Refusal.of(obstacle));
            }
            List<Grant> roots = roots(sent);
            Recipients recipients = Recipients.of(sent.key(), roots);
            UsageRights meant;
            try {
                meant = recipients.meant(wanted);
                for (Grant root : roots) {
                    Optional<Right<?>> exceeding = exceeding(root, meant, recipients);
                    if (exceeding.isPresent()) {
                        return refused(entry, Refusal.exceeding(exceeding.get().name()));
                    }
                }
            } catch (TooManyUsersException e) {
                return refused(entry, Refusal.exceeding(Right.USERS.name()));
            }
            for (Grant root : roots) {
                if (root.limit(root.inAll(meant))) {
                    sent.key().extend(clock.instant());
                }
                if (roots.size() > 1) {
                    audit.record(entry.of(sent.key(), root.id()).to(root.holder()));
                }
            }
            return roots.size() > 1 ? shownTo(sent) : allowed(entry, sent);
        });
    }

    private Optional<Right<?>> exceeding(Grant root, UsageRights wanted, Recipients recipients)
            throws TooManyUsersException {
        DefaultRights ofHolder = UserDefaults.of(root.holder(), entities);
        return root.inAll(wanted).exceeding(recipients.most(config.rights(), root.holder(), ofHolder));
    }

    /** What the sender sees; empty: there is no such message, or it is not his. */
    public Optional<SentMessage> show(MessageId messageId, Origin origin) {
        Optional<Entitlement> sent =
                sentBy(messageId, origin).filter(found -> found.key().isThereForSender());
        record(AuditEvent.RIGHTS_SHOWN, messageId, sent, origin);
        return sent.map(message -> shown(List.of(message.key())).get(0));
    }

    /** The asker's own that are still there, the newest first, {@value #MOST_LISTED} at most. */
    public List<SentMessage> list(Origin origin) {
        List<StoredKey> keys = entities.createQuery(
                        "select k from StoredKey k where k.sender = :sender and (k.recalledAt is not null"
                                + " or (k.destroyedAt is null and k.manifestSha256 is not null))"
                                + " order by k.depositedAt desc",
                        StoredKey.class)
                .setParameter("sender", String.valueOf(origin.actor()))
                .setMaxResults(MOST_LISTED)
                .getResultList();
        audit.record(AuditEntry.granted(AuditEvent.RIGHTS_SHOWN, origin));
        return keys.isEmpty() ? List.of() : shown(keys);
    }

    /**
     * Destroys the key: the next license is refused, and so is every later one. Repeatable.
     *
     * @return false: there is no such message, or it is not his
     */
    public boolean recall(MessageId messageId, Origin origin) {
        Optional<Entitlement> sent = sentBy(messageId, origin);
        sent.ifPresent(new Entitlements(entities)::lock);
        Optional<Entitlement> there = sent.filter(found -> found.key().isThereForSender());
        there.ifPresent(message -> message.key().recall(clock.instant()));
        record(AuditEvent.RECALL, messageId, there, origin);
        return there.isPresent();
    }

    /** What those have for whom the asker has left a message. */
    private Optional<Entitlement> sentBy(MessageId messageId, Origin origin) {
        String user = String.valueOf(origin.actor());
        return entities.createQuery("select k from StoredKey k where k.messageId = :messageId", StoredKey.class)
                .setParameter("messageId", messageId.value())
                .getResultStream()
                .filter(key -> key.isSentBy(user))
                .findFirst()
                .map(key -> new Entitlements(entities).left(key));
    }

    /** The same, unless it was forwarded to the asker: what he asks for then is about what he holds himself. */
    private Optional<Entitlement> onlySentBy(MessageId messageId, Origin origin) {
        String user = String.valueOf(origin.actor());
        return sentBy(messageId, origin)
                .filter(sent -> sent.grants().stream().anyMatch(root -> root.isHeldBy(user))
                        || new Entitlements(entities)
                                .of(messageId, user)
                                .filter(own -> !own.grants().isEmpty())
                                .isEmpty());
    }

    private static List<Grant> roots(Entitlement sent) {
        return sent.grants().stream().map(lineage -> lineage.path().get(0)).toList();
    }

    /** Whose rights the sender is shown: the owner's; of the members of a list, one's who has most plays left. */
    private static Lineage mostLeft(List<Lineage> roots) {
        return roots.stream().max(Comparator.comparing(SentMessages::playsLeft)).orElseThrow();
    }

    private static int playsLeft(Lineage root) {
        Integer plays = root.current().get(Right.PLAYS);
        return plays == null ? Integer.MAX_VALUE : plays;
    }

    /** In as many queries for one as for many. */
    private List<SentMessage> shown(List<StoredKey> keys) {
        Map<KeyId, List<Grant>> roots = entities.createQuery(
                        "select g from Grant g where g.kid in :kids and g.parent is null", Grant.class)
                .setParameter(
                        "kids", keys.stream().map(key -> key.keyId().value()).toList())
                .getResultStream()
                .collect(Collectors.groupingBy(Grant::keyId));
        Map<UUID, Long> plays =
                plays(keys, roots.values().stream().flatMap(Collection::stream).toList());
        return keys.stream()
                .map(key -> shown(key, Objects.requireNonNull(roots.get(key.keyId())), plays))
                .toList();
    }

    /** By grant, the licenses that were given and whose play was not given back. */
    private Map<UUID, Long> plays(List<StoredKey> keys, Collection<Grant> roots) {
        return entities.createQuery(
                        "select a.grantId, sum(case when a.event = :returned then -1 else 1 end) from LicenseAudit a"
                                + " where a.messageId in :messages and a.grantId in :roots and a.decision = 'GRANTED'"
                                + " and a.event in (:license, :resumed, :returned) group by a.grantId",
                        Object[].class)
                .setParameter(
                        "messages",
                        keys.stream().map(key -> key.messageId().value()).toList())
                .setParameter("roots", roots.stream().map(Grant::id).toList())
                .setParameter("license", AuditEvent.LICENSE)
                .setParameter("resumed", AuditEvent.PLAY_RESUMED)
                .setParameter("returned", AuditEvent.PLAY_RETURNED)
                .getResultStream()
                .collect(Collectors.toMap(row -> (UUID) row[0], row -> ((Number) row[1]).longValue()));
    }

    private SentMessage shown(StoredKey key, List<Grant> roots, Map<UUID, Long> plays) {
        Entitlements entitlements = new Entitlements(entities);
        UsageRights rights = key.recalledAt() == null
                ? mostLeft(roots.stream().map(entitlements::lineage).toList()).current()
                : null;
        List<Long> counts =
                roots.stream().map(root -> plays.getOrDefault(root.id(), 0L)).toList();
        boolean isList = Recipients.of(key, roots).isList();
        return new SentMessage(
                key.messageId(),
                key.depositedAt(),
                rights,
                counts.stream().mapToLong(Long::longValue).sum(),
                roots.stream()
                        .map(Grant::firstPlayedAt)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                key.recalledAt(),
                isList ? roots.size() : 0,
                isList ? (int) counts.stream().filter(count -> count > 0).count() : 0);
    }

    private void record(AuditEvent event, MessageId messageId, Optional<Entitlement> sent, Origin origin) {
        AuditEntry entry = new AuditEntry(event, null, messageId, origin, null);
        audit.record(sent.map(message -> entry.of(message.key(), grantOf(message)))
                .orElseGet(() -> entry.refused(Reason.NOT_ENTITLED)));
    }

    private GrantDecision allowed(AuditEntry entry, Entitlement sent) {
        audit.record(entry.of(sent.key(), grantOf(sent)));
        return shownTo(sent);
    }

    /** Null: it is about those of all members of a list. */
    private static @Nullable UUID grantOf(Entitlement sent) {
        return sent.grants().size() == 1 ? sent.grants().get(0).id() : null;
    }

    private static GrantDecision shownTo(Entitlement sent) {
        Lineage root = mostLeft(sent.grants());
        return new GrantDecision.Allowed(root.id(), root.current());
    }

    private GrantDecision refused(AuditEntry entry, Refusal refusal) {
        audit.record(entry.refused(refusal.reason()).because(refusal.member()));
        return new GrantDecision.Refused(refusal);
    }
}
