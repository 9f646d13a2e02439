package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lineage;
import org.ssms.license.grant.ReceivedGrant;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

/** The messages that were forwarded to somebody for whom they were not left. */
@Stateless
public class ReceivedMessages {
    static final int MOST_LISTED = 100;

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private AuditLog audit;

    /** A message with one of the grants that the asker holds of it. */
    public record Received(MessageId messageId, ReceivedGrant grant) {}

    /** Those that nobody took back, of the newest {@value #MOST_LISTED} grants, the newest first. */
    public List<Received> list(Origin origin) {
        String user = String.valueOf(origin.actor());
        audit.record(AuditEntry.granted(AuditEvent.RIGHTS_SHOWN, origin));
        List<Object[]> rows = entities.createQuery(
                        "select g, k from Grant g, StoredKey k where g.holder = :holder and g.parent is not null"
                                + " and g.revokedAt is null and k.kid = g.kid and not exists (select r from Grant r"
                                + " where r.kid = g.kid and r.holder = :holder and r.parent is null)"
                                + " and k.destroyedAt is null and k.manifestSha256 is not null"
                                + " order by g.grantedAt desc, g.id",
                        Object[].class)
                .setParameter("holder", user)
                .setMaxResults(MOST_LISTED)
                .getResultList();
        Map<KeyId, MessageId> messages = rows.stream()
                .map(row -> (StoredKey) row[1])
                .distinct()
                .collect(Collectors.toMap(StoredKey::keyId, StoredKey::messageId));
        Map<KeyId, List<Grant>> held = held(user, messages);
        return rows.stream()
                .map(row -> (Grant) row[0])
                .map(grant -> Lineage.of(
                        grant, held.getOrDefault(grant.keyId(), List.of()), id -> entities.find(Grant.class, id)))
                .flatMap(lineage -> ReceivedGrant.of(lineage).stream())
                .map(grant -> new Received(Objects.requireNonNull(messages.get(grant.keyId())), grant))
                .toList();
    }

    /** Those that were taken back, too: {@code playFor} runs from the first play by any. */
    private Map<KeyId, List<Grant>> held(String user, Map<KeyId, MessageId> messages) {
        if (messages.isEmpty()) {
            return Map.of();
        }
        return entities.createQuery("select g from Grant g where g.holder = :holder and g.kid in :kids", Grant.class)
                .setParameter("holder", user)
                .setParameter(
                        "kids", messages.keySet().stream().map(KeyId::value).toList())
                .getResultStream()
                .collect(Collectors.groupingBy(Grant::keyId));
    }
}
