package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
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
        if (config.nonceRequired() && !request.isGoodOnce()) {
            return refused(request, Reason.NONCE_MISSING);
        }
        Entitlements entitlements = new Entitlements(entities);
        List<Entitlement> candidates = entitlements.of(request);
        Entitlement.named(request, candidates)
                .filter(Entitlement::isChangedByPlay)
                .ifPresent(entitlements::lock);
        if (isAnswered(request)) {
            return refused(request, Reason.REPLAYED);
        }
        Resolution resolution = Entitlement.play(request, candidates, node, config.longestPlay(), clock.instant());
        if (resolution instanceof Resolution.Allowed allowed) {
            entities.persist(allowed.lease().by(request.once()));
            audit.record(request.granted(allowed.key(), allowed.lease().grantId()));
            return new LicenseDecision.Granted(license(allowed, request));
        }
        return refused(request, ((Resolution.Refused) resolution).reason());
    }

    /** After the lock, so that the second of two that wait for it sees the first. */
    private boolean isAnswered(LicenseRequest request) {
        String once = request.once();
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

    private LicenseDocument license(Resolution.Allowed allowed, LicenseRequest request) {
        StoredKey stored = allowed.key();
        try (MessageKey key = stored.open(kek)) {
            return LicenseDocument.of(
                            stored.messageId(),
                            key,
                            request.uses(),
                            allowed.rights(),
                            allowed.lease().id(),
                            stored.manifestSha256())
                    .playedUntil(allowed.lease().playEndsAt())
                    .extended(stored.isExtended());
        }
    }
}
