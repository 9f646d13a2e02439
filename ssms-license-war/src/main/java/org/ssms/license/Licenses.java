package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.license.Entitlement.Resolution;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.UsageRights;

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
        Resolution resolution = Entitlement.play(request, candidates(request), clock.instant());
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
        UsageRights rights = allowed.grant().rights();
        try (MessageKey key = stored.open(kek)) {
            return LicenseDocument.of(stored.messageId(), key, request.uses(), rights, stored.manifestSha256());
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
        return Stream.concat(rows(BY_MESSAGE, messageId, request), rows(BY_KEY_IDS, keyIds, request))
                .map(row -> new Entitlement((StoredKey) row[0], locked((Grant) row[1])))
                .toList();
    }

    private Stream<Object[]> rows(String query, Object name, LicenseRequest request) {
        return entities
                .createQuery(query, Object[].class)
                .setParameter("holder", request.requester())
                .setParameter("name", name)
                .getResultList()
                .stream();
    }

    /** A grant whose plays are counted is locked and read again: of two plays at once the second sees the first. */
    private @Nullable Grant locked(@Nullable Grant grant) {
        if (grant != null && grant.isCounted()) {
            entities.refresh(grant, LockModeType.PESSIMISTIC_WRITE);
        }
        return grant;
    }
}
