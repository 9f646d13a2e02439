package org.ssms.license;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.GuessGuard;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lineage;
import org.ssms.license.grant.Refusal;
import org.ssms.license.grant.SharedGrant;
import org.ssms.license.guest.GuestCode;
import org.ssms.license.guest.GuestMail;
import org.ssms.license.guest.GuestQuota;
import org.ssms.license.session.Accounts;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.GuestAddress;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * Forwards, shows, narrows and takes back what somebody may do with a message. Each decision, also a refusal, is one
 * transaction with its audit row, under the lock of the message's key.
 */
@Stateless
public class Grants {
    /** Grants that one holder may make of one message; revoked ones count. */
    static final int MOST_OF_HOLDER = 100;

    /**
     * Grants below one that the owner made: whoever uses them up takes nothing from the owner and his other receivers.
     */
    static final int MOST_OF_BRANCH = 100;

    private static final String TO = "to";

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private AuditLog audit;

    /** Who may forward could try out which user names there are. */
    @Inject
    private GuessGuard guesses;

    @EJB
    private Accounts accounts;

    @Inject
    private LicenseConfig config;

    @Inject
    private GuestQuota quota;

    @Inject
    private PhoneForwards byPhone;

    /**
     * Makes a grant for somebody else out of one that the asker holds (Figure 6).
     *
     * @param isByPhone the asker has called a media node and said his PIN
     */
    public GrantDecision forward(MessageId messageId, GrantRequest asked, boolean isByPhone, Origin origin) {
        Optional<GuestAddress> guest = GuestAddress.of(asked.to());
        GrantRequest wanted = guest.map(to -> asked.forHolder(to.holder())).orElse(asked);
        Held held = locked(messageId, origin);
        AuditEntry entry = new AuditEntry(AuditEvent.FORWARD, null, messageId, origin, null).to(wanted.to());
        if (held.refusal != null) {
            return refused(entry, held.refusal);
        }
        GrantRequest request;
        try {
            request = wanted.withRights(meant(wanted.rights(), held));
        } catch (TooManyUsersException e) {
            return refused(entry, Refusal.exceeding(Right.USERS.name()));
        }
        Source source = Asker.of(Door.LICENSE, origin.address()).source();
        Duration wait = guesses.attempt(user(origin), source);
        if (!wait.isZero()) {
            audit.recordWithinBudget(entry.refused(Reason.BACK_OFF), "wait");
            return new GrantDecision.Later(wait);
        }
        Instant now = clock.instant();
        Lineage parent = held.entitlement().toForward(request, now);
        Refusal refusal = refusalToForward(held, parent, request, now);
        if (refusal == null || !TO.equals(refusal.member())) {
            guesses.abandoned(user(origin), source); // it was no guess: he did not learn who is not there
        }
        if (refusal != null) {
            return refused(entry, refusal);
        }
        if (guest.isPresent() && !quota.takeInvitation(user(origin))) {
            audit.recordWithinBudget(entry.refused(Reason.BACK_OFF), "wait");
            return new GrantDecision.Later(GuestQuota.wait(GuestQuota.INVITATIONS));
        }
        if (isByPhone && !byPhone.take(user(origin))) {
            audit.recordWithinBudget(entry.refused(Reason.BACK_OFF), "wait");
            return new GrantDecision.Later(PhoneForwards.pause());
        }
        Grant child = parent.forward(request, now);
        entities.persist(child);
        if (guest.isPresent()) {
            entities.persist(new GuestMail(child.id(), GuestMail.Kind.INVITATION, request.attach(), now));
        }
        return allowed(entry, held.entitlement().key(), lineage(child));
    }

    private @Nullable Refusal refusalToForward(Held held, Lineage parent, GrantRequest request, Instant now) {
        Refusal refusal = parent.refusalToForward(request, now);
        if (refusal == null && (isLimitReached(held.entitlement()) || isBranchFull(parent))) {
            refusal = Refusal.of(Reason.TOO_MANY_GRANTS);
        }
        if (refusal == null && request.attach() && !mayAttach(parent, request)) {
            refusal = Refusal.exceeding("attach");
        }
        return refusal == null && !mayReceive(request.to()) // last: a name is told to who may forward only
                ? new Refusal(Reason.NO_SUBSCRIBER, TO)
                : refusal;
    }

    /** A file in a mail is saved. */
    private boolean mayAttach(Lineage parent, GrantRequest request) {
        boolean saved = !Boolean.FALSE.equals(request.rights().get(Right.SAVE))
                && !Boolean.FALSE.equals(parent.current().get(Right.SAVE));
        return saved && config.guests().attaches() && GuestAddress.isMeantBy(request.to());
    }

    private boolean mayReceive(String name) {
        return GuestAddress.isMeantBy(name)
                ? config.guests().enabled() && GuestAddress.of(name).isPresent()
                : accounts.isSubscriber(name);
    }

    private boolean isLimitReached(Entitlement held) {
        long ofHolder = entities.createQuery("select count(g) from Grant g where g.parent in :parents", Long.class)
                .setParameter("parents", held.grants().stream().map(Lineage::id).toList())
                .getSingleResult();
        return ofHolder >= MOST_OF_HOLDER;
    }

    private boolean isBranchFull(Lineage parent) {
        if (parent.path().size() == 1) {
            return false;
        }
        UUID branch = parent.path().get(1).id();
        Map<UUID, UUID> parents = entities.createQuery(
                        "select g.id, g.parent from Grant g where g.kid = :kid and g.parent is not null",
                        Object[].class)
                .setParameter("kid", parent.path().get(0).keyId().value())
                .getResultStream()
                .collect(Collectors.toMap(row -> (UUID) row[0], row -> (UUID) row[1]));
        long below = parents.keySet().stream()
                .filter(grant -> isBelow(grant, branch, parents))
                .count();
        return below >= MOST_OF_BRANCH;
    }

    private static boolean isBelow(UUID grant, UUID branch, Map<UUID, UUID> parents) {
        UUID above = parents.get(grant);
        while (above != null && !above.equals(branch)) {
            above = parents.get(above);
        }
        return above != null;
    }

    /** What the asker may do now with a message, with the plays that are left. */
    public GrantDecision rights(MessageId messageId, Origin origin) {
        Held held = held(messageId, origin);
        AuditEntry entry = new AuditEntry(AuditEvent.RIGHTS_SHOWN, null, messageId, origin, null);
        return held.refusal == null
                ? allowed(entry, held.entitlement().key(), held.preferred())
                : refused(entry, held.refusal);
    }

    /** Of which message a protected file is, by the KID in it: told to who holds something of it. */
    public GrantDecision named(KeyId keyId, Origin origin) {
        Held held = judged(entitlements().of(keyId, user(origin)));
        AuditEntry entry = new AuditEntry(AuditEvent.RIGHTS_SHOWN, keyId, null, origin, null);
        if (held.refusal != null) {
            return refused(entry, held.refusal);
        }
        StoredKey key = held.entitlement().key();
        audit.record(entry.of(key, held.preferred().id()));
        return new GrantDecision.Named(key.messageId());
    }

    /**
     * Whether somebody holds a grant that is there, if only for later: the mailbox gives him the protected file then.
     * No key is released and nothing is told to him, so it is no row of the audit.
     */
    public boolean isHeld(MessageId messageId, String user) {
        Instant now = clock.instant();
        return entitlements()
                .of(messageId, user)
                .filter(found -> found.absence(now) == null)
                .isPresent();
    }

    /**
     * The same of several: those that he holds a grant of, and whether he may save them now. What he holds for later,
     * or held until its end, he may save as its grant says.
     */
    public Map<MessageId, Boolean> held(List<MessageId> messages, String user) {
        Instant now = clock.instant();
        return entitlements().of(messages, user).stream()
                .filter(found -> found.absence(now) == null)
                .collect(Collectors.toMap(
                        found -> found.key().messageId(),
                        found -> found.preferred(now).current().allows(Right.SAVE)));
    }

    /** To whom the asker, and those below him, handed a message on: nothing above him or beside him. */
    public GrantDecision shared(MessageId messageId, Origin origin) {
        Held held = held(messageId, origin);
        AuditEntry entry = new AuditEntry(AuditEvent.RIGHTS_SHOWN, null, messageId, origin, null);
        if (held.refusal != null) {
            return refused(entry, held.refusal);
        }
        UUID kid = held.entitlement().key().keyId().value();
        List<Grant> ofMessage = entities.createQuery("select g from Grant g where g.kid = :kid", Grant.class)
                .setParameter("kid", kid)
                .getResultList();
        allowed(entry, held.entitlement().key(), held.preferred());
        return new GrantDecision.Shared(
                SharedGrant.below(user(origin), ofMessage, proved(kid)),
                config.guests().enabled(),
                config.guests().attaches());
    }

    /** The grants of a message whose guests have proved their addresses. */
    private Set<UUID> proved(UUID kid) {
        return entities.createQuery(
                        "select c from GuestCode c, Grant g where g.id = c.grantId and g.kid = :kid", GuestCode.class)
                .setParameter("kid", kid)
                .getResultStream()
                .filter(GuestCode::isAddressProved)
                .map(GuestCode::invitation)
                .collect(Collectors.toSet());
    }

    /**
     * Narrows what the asker, and everybody to whom he forwarded, may do from now on. Plays that were handed on stay
     * with those who have them.
     */
    public GrantDecision narrow(MessageId messageId, UsageRights wanted, Origin origin) {
        Held held = locked(messageId, origin);
        AuditEntry entry = new AuditEntry(AuditEvent.RIGHTS_CHANGED, null, messageId, origin, null);
        if (held.refusal != null) {
            return refused(entry, held.refusal);
        }
        UsageRights meant;
        try {
            meant = meant(wanted, held);
        } catch (TooManyUsersException e) {
            return refused(entry, Refusal.exceeding(Right.USERS.name()));
        }
        Refusal refusal = held.preferred().refusalToNarrow(meant);
        if (refusal != null) {
            return refused(entry, refusal);
        }
        held.entitlement().grants().forEach(lineage -> lineage.narrow(meant.differingFrom(lineage.current())));
        return allowed(entry, held.entitlement().key(), held.preferred());
    }

    /** The list for which the message was left may be named wherever somebody says who may hear it. */
    private UsageRights meant(UsageRights wanted, Held held) throws TooManyUsersException {
        return wanted.get(Right.USERS) == null
                ? wanted
                : Recipients.of(held.entitlement().key(), entities).meant(wanted);
    }

    /**
     * Takes a grant back, and with it all below. Repeatable.
     *
     * @return false: there is no such grant for the asker, who is not above it
     */
    public boolean revoke(UUID grantId, Origin origin) {
        Grant grant = entities.find(Grant.class, grantId);
        Reason refusal = grant == null ? Reason.UNKNOWN_GRANT : null;
        if (grant != null && !lineage(grant).isBelow(user(origin))) {
            refusal = Reason.NOT_ENTITLED;
        }
        if (grant == null || refusal != null) {
            audit.record(new AuditEntry(AuditEvent.REVOCATION, null, null, grantId, origin, refusal));
            return false;
        }
        StoredKey key = entities.find(StoredKey.class, grant.keyId().value(), LockModeType.PESSIMISTIC_WRITE);
        entities.refresh(grant);
        grant.revoke(clock.instant());
        audit.record(new AuditEntry(AuditEvent.REVOCATION, key.keyId(), key.messageId(), grantId, origin, null));
        return true;
    }

    /** What the asker holds, or why it is nothing. */
    private record Held(
            @Nullable Entitlement found, @Nullable Refusal refusal, Instant now) {
        Entitlement entitlement() {
            return Objects.requireNonNull(found);
        }

        Lineage preferred() {
            return entitlement().preferred(now);
        }
    }

    private Held held(MessageId messageId, Origin origin) {
        return judged(entitlements().of(messageId, user(origin)));
    }

    /** Only somebody who holds a grant comes as far as the lock. */
    private Held locked(MessageId messageId, Origin origin) {
        Optional<Entitlement> found = entitlements().of(messageId, user(origin));
        found.filter(held -> !held.grants().isEmpty()).ifPresent(entitlements()::lock);
        return judged(found);
    }

    private Held judged(Optional<Entitlement> found) {
        Instant now = clock.instant();
        Reason obstacle = found.isEmpty() ? Reason.UNKNOWN_KEY : found.get().absence(now);
        return new Held(found.orElse(null), obstacle == null ? null : Refusal.of(obstacle), now);
    }

    private GrantDecision allowed(AuditEntry entry, StoredKey key, Lineage lineage) {
        audit.record(entry.of(key, lineage.id()));
        return new GrantDecision.Allowed(lineage.id(), lineage.current());
    }

    private GrantDecision refused(AuditEntry entry, Refusal refusal) {
        audit.record(entry.refused(refusal.reason()).because(refusal.member()));
        return new GrantDecision.Refused(refusal);
    }

    private Lineage lineage(Grant grant) {
        return entitlements().lineage(grant);
    }

    private Entitlements entitlements() {
        return new Entitlements(entities);
    }

    private static String user(Origin origin) {
        return String.valueOf(origin.actor());
    }
}
