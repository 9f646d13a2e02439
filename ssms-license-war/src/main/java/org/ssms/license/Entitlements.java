package org.ssms.license;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lineage;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

/** Reads from the database what somebody may do, in the transaction of the bean that asks. */
final class Entitlements {
    private static final String WITH_GRANT =
            "select k, g from StoredKey k left join Grant g on g.kid = k.kid and g.holder = :holder where ";

    private static final String BY_MESSAGE = WITH_GRANT + "k.messageId = :name";
    private static final String BY_MESSAGES = WITH_GRANT + "k.messageId in :name";
    private static final String BY_KEY_IDS = WITH_GRANT + "k.kid in :name";

    private final EntityManager entities;

    Entitlements(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Both looks for every kind of request, so that unknown, foreign and unfinished messages cost the same; and not one
     * for both names, as an "or" over them would read the whole table.
     */
    List<Entitlement> of(LicenseRequest request) {
        String messageId =
                request.messageId() == null ? "" : request.messageId().value();
        List<UUID> keyIds = request.keyIds().stream().map(KeyId::value).toList();
        return entitlements(Stream.concat(
                rows(BY_MESSAGE, messageId, request.requester()), rows(BY_KEY_IDS, keyIds, request.requester())));
    }

    /** Empty: no such message. */
    Optional<Entitlement> of(MessageId messageId, String holder) {
        return entitlements(rows(BY_MESSAGE, messageId.value(), holder)).stream()
                .findFirst();
    }

    /**
     * Those of several messages that there are, in any order. Takes one query, and one for each generation of grants
     * above: not some for each message.
     */
    List<Entitlement> of(List<MessageId> messages, String holder) {
        List<Object[]> rows = rows(
                        BY_MESSAGES, messages.stream().map(MessageId::value).toList(), holder)
                .toList();
        Set<UUID> above = parents(rows.stream().map(row -> (Grant) row[1]).filter(Objects::nonNull));
        while (!above.isEmpty()) {
            above = parents(entities.createQuery("select g from Grant g where g.id in :ids", Grant.class)
                    .setParameter("ids", above)
                    .getResultStream()); // from now on they are found in memory
        }
        return entitlements(rows.stream());
    }

    private static Set<UUID> parents(Stream<Grant> grants) {
        return grants.map(Grant::parent).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** Empty: no message has that KID. */
    Optional<Entitlement> of(KeyId keyId, String holder) {
        return entitlements(rows(BY_KEY_IDS, List.of(keyId.value()), holder)).stream()
                .findFirst();
    }

    /** What those have for whom a message was left: its owner, or the members of a list, by their names. */
    Entitlement left(StoredKey key) {
        Map<String, Set<Grant>> held = entities.createQuery(
                        "select g from Grant g where g.kid = :kid and g.holder in (select r.holder from Grant r"
                                + " where r.kid = :kid and r.parent is null) order by g.holder, g.id",
                        Grant.class)
                .setParameter("kid", key.keyId().value())
                .getResultStream()
                .collect(Collectors.groupingBy(
                        Grant::holder, LinkedHashMap::new, Collectors.toCollection(LinkedHashSet::new)));
        return new Entitlement(
                key,
                held.values().stream()
                        .flatMap(ofHolder -> ofHolder.stream().map(grant -> lineage(grant, ofHolder)))
                        .filter(lineage -> lineage.path().size() == 1)
                        .toList());
    }

    /** What the holder of a grant has. */
    Entitlement of(Grant grant) {
        return of(grant.keyId(), grant.holder()).orElseThrow();
    }

    Lineage lineage(Grant grant) {
        return lineage(grant, Set.of(grant));
    }

    private Lineage lineage(Grant grant, Set<Grant> held) {
        return Lineage.of(grant, held, id -> entities.find(Grant.class, id));
    }

    /**
     * Of two changes at once the second sees the first. The key's row is the lock of all grants of its message: taken
     * before any of them is read again, and the only one of a transaction, so that nobody waits for each other.
     */
    void lock(Entitlement entitlement) {
        entities.refresh(entitlement.key(), LockModeType.PESSIMISTIC_WRITE);
        entitlement.grants().stream()
                .flatMap(lineage -> lineage.path().stream())
                .distinct()
                .forEach(entities::refresh);
    }

    private List<Entitlement> entitlements(Stream<Object[]> rows) {
        Map<StoredKey, Set<Grant>> grants = new LinkedHashMap<>(); // an entity is one object within a transaction
        rows.forEach(row -> {
            Set<Grant> ofKey = grants.computeIfAbsent((StoredKey) row[0], key -> new LinkedHashSet<>());
            if (row[1] != null) {
                ofKey.add((Grant) row[1]);
            }
        });
        return grants.entrySet().stream()
                .map(entry -> new Entitlement(
                        entry.getKey(),
                        entry.getValue().stream()
                                .map(grant -> lineage(grant, entry.getValue()))
                                .toList()))
                .toList();
    }

    private Stream<Object[]> rows(String query, Object name, String holder) {
        return entities
                .createQuery(query, Object[].class)
                .setParameter("holder", holder)
                .setParameter("name", name)
                .getResultList()
                .stream();
    }
}
