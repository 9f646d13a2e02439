package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.license.Entitlement.Play;
import org.ssms.license.Entitlement.Resolution;
import org.ssms.license.grant.Lease;
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

    /**
     * Whether {@link #acquire} would give a license now, and of which message it is. Counts no play and lets no key out;
     * in the audit it is a look at the rights.
     */
    public LicenseLook look(LicenseRequest request) {
        if (config.playerKeyRequired() && !request.encrypted()) {
            return unseen(request, Reason.DRM_TOO_WEAK);
        }
        List<Entitlement> candidates = new Entitlements(entities).of(request);
        if (isAnswered(request.forAny())) {
            return unseen(request, Reason.REPLAYED);
        }
        Resolution resolution = Entitlement.resolve(request, candidates, clock.instant());
        if (resolution instanceof Resolution.Refused refused) {
            return unseen(request, refused.reason());
        }
        Resolution.Allowed allowed = (Resolution.Allowed) resolution;
        boolean isReplayed = isAnswered(request.forMessage(allowed.key().messageId()));
        return looked(request, allowed.key(), allowed.grant().id(), isReplayed ? Reason.REPLAYED : null);
    }

    /**
     * Whether the license that was given for this request may be shown again, by all that stands against a license now
     * but the play that it has counted itself. Counts no play and lets no key out; in the audit it is a look at the
     * rights.
     *
     * @param leaseId of the license
     */
    public LicenseLook lookAgain(LicenseRequest request, UUID leaseId) {
        if (config.playerKeyRequired() && !request.encrypted()) {
            return unseen(request, Reason.DRM_TOO_WEAK);
        }
        Optional<Entitlement> named = Entitlement.named(request, new Entitlements(entities).of(request));
        if (named.isEmpty()) {
            return unseen(request, Reason.UNKNOWN_KEY);
        }
        Lease lease = entities.find(Lease.class, leaseId);
        if (lease == null) {
            return unseen(request, Reason.REPLAYED);
        }
        Reason refusal = named.get().refusalAgain(request, lease, clock.instant());
        return looked(request, named.get().key(), lease.grantId(), refusal);
    }

    private LicenseLook looked(LicenseRequest request, StoredKey key, UUID grantId, @Nullable Reason refusal) {
        audit.record(request.looked(refusal).of(key, grantId));
        return refusal == null ? new LicenseLook.Seen(key.messageId(), key.keyId()) : new LicenseLook.Refused(refusal);
    }

    private LicenseLook unseen(LicenseRequest request, Reason reason) {
        audit.record(request.looked(reason));
        return new LicenseLook.Refused(reason);
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
