package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.license.Entitlement.Play;
import org.ssms.license.Entitlement.Resolution;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.LicenseDocument;

/** Takes license decisions. Every decision, also a refusal, is recorded in the transaction that takes it. */
@Stateless
public class Licenses {
    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private LicenseConfig config;

    @Inject
    private KeyEncryptionKey kek;

    @Inject
    private NodeId node;

    @Inject
    private AuditLog audit;

    /** Of two same requests at the same time one may fail with an EJBException; repeating it gives the answer. */
    public LicenseDecision acquire(LicenseRequest request) {
        if (config.playerKeyRequired() && !request.encrypted()) {
            return refused(request, Reason.DRM_TOO_WEAK);
        }
        Entitlements entitlements = new Entitlements(entities);
        List<Entitlement> candidates = entitlements.of(request);
        Entitlement.named(request, candidates)
                .filter(Entitlement::isChangedByPlay)
                .ifPresent(entitlements::lock);
        String once = request.forAny();
        if (isAnswered(once)) {
            return refused(request, Reason.REPLAYED);
        }
        Instant now = clock.instant();
        Resolution resolution = Entitlement.resolve(request, candidates, now);
        if (resolution instanceof Resolution.Refused refused) {
            return refused(request, refused.reason());
        }
        Resolution.Allowed allowed = (Resolution.Allowed) resolution;
        if (once == null) {
            once = request.forMessage(allowed.key().messageId());
            if (isAnswered(once)) {
                audit.record(request.byGrant(allowed.key(), allowed.grant().id(), Reason.REPLAYED));
                return new LicenseDecision.Refused(Reason.REPLAYED);
            }
        }
        Play play = allowed.count(node, config.longestPlay(), now);
        entities.persist(play.lease().by(once));
        audit.record(request.byGrant(allowed.key(), allowed.grant().id(), null));
        return new LicenseDecision.Granted(license(allowed.key(), play, request));
    }

    /** After the lock, so that the second of two that wait for it sees the first. */
    private boolean isAnswered(@Nullable String once) {
        return once != null
                && entities.createQuery("select count(l) from Lease l where l.request = :once", Long.class)
                                .setParameter("once", once)
                                .getSingleResult()
                        > 0;
    }

    private LicenseDecision refused(LicenseRequest request, Reason reason) {
        audit.record(request.refused(reason));
        return new LicenseDecision.Refused(reason);
    }

    private LicenseDocument license(StoredKey stored, Play play, LicenseRequest request) {
        try (MessageKey key = stored.open(kek)) {
            return LicenseDocument.of(
                            stored.messageId(),
                            key,
                            request.uses(),
                            play.rights(),
                            play.lease().id(),
                            stored.manifestSha256())
                    .playedUntil(play.lease().playEndsAt())
                    .extended(stored.isExtended());
        }
    }
}
