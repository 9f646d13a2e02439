package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.ssms.license.Entitlement.Resolution;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lineage;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.LicenseDocument;

/** Takes license decisions. Every decision, also a refusal, is recorded in the transaction that takes it. */
@Stateless
public class Licenses {
    private static final String WITH_GRANT =
            "select k, g from StoredKey k left join Grant g on g.kid = k.kid and g.holder = :holder where ";

    private static final String BY_MESSAGE = WITH_GRANT + "k.messageId = :name";
    private static final String BY_KEY_IDS = WITH_GRANT + "k.kid in :name";

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private KeyEncryptionKey kek;

    @Inject
    private AuditLog audit;

    public LicenseDecision acquire(LicenseRequest request) {
        List<Entitlement> candidates = candidates(request);
        Entitlement.named(request, candidates).filter(Entitlement::isCounted).ifPresent(this::lock);
        Resolution resolution = Entitlement.play(request, candidates, clock.instant());
        if (resolution instanceof Resolution.Allowed allowed) {
            audit.record(request.granted(allowed.key()));
            return new LicenseDecision.Granted(license(allowed, request));
        }
        Reason reason = ((Resolution.Refused) resolution).reason();
        audit.record(request.refused(reason));
        return new LicenseDecision.Refused(reason);
    }

    private LicenseDocument license(Resolution.Allowed allowed, LicenseRequest request) {
        StoredKey stored = allowed.key();
        try (MessageKey key = stored.open(kek)) {
            return LicenseDocument.of(
                    stored.messageId(), key, request.uses(), allowed.rights(), stored.manifestSha256());
        }
    }

    /**
     * Both looks for every kind of request, so that unknown, foreign and unfinished messages cost the same; and not one for
     * both names, as an "or" over them would read the whole table.
     */
    private List<Entitlement> candidates(LicenseRequest request) {
        String messageId =
                request.messageId() == null ? "" : request.messageId().value();
        List<UUID> keyIds = request.keyIds().stream().map(KeyId::value).toList();
        Map<StoredKey, Set<Grant>> grants = new LinkedHashMap<>(); // an entity is one object within a transaction
        Stream.concat(rows(BY_MESSAGE, messageId, request), rows(BY_KEY_IDS, keyIds, request))
                .forEach(row -> {
                    Set<Grant> ofKey = grants.computeIfAbsent((StoredKey) row[0], key -> new LinkedHashSet<>());
                    if (row[1] != null) {
                        ofKey.add((Grant) row[1]);
                    }
                });
        return grants.entrySet().stream()
                .map(entry -> new Entitlement(
                        entry.getKey(),
                        entry.getValue().stream().map(this::lineage).toList()))
                .toList();
    }

    private Lineage lineage(Grant grant) {
        return Lineage.of(grant, id -> entities.find(Grant.class, id));
    }

    private Stream<Object[]> rows(String query, Object name, LicenseRequest request) {
        return entities
                .createQuery(query, Object[].class)
                .setParameter("holder", request.requester())
                .setParameter("name", name)
                .getResultList()
                .stream();
    }

    /**
     * Of two plays at once the second sees the first. The key's row is the lock of all grants of its message: taken
     * before any of them is read again, and the only one of a transaction, so that nobody waits for each other.
     */
    private void lock(Entitlement entitlement) {
        entities.refresh(entitlement.key(), LockModeType.PESSIMISTIC_WRITE);
        entitlement.grants().stream()
                .flatMap(lineage -> lineage.path().stream())
                .distinct()
                .forEach(entities::refresh);
    }
}
