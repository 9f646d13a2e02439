package org.ssms.license;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.license.grant.Grant;
import org.ssms.license.grant.Lineage;
import org.ssms.license.guest.GuestCode;
import org.ssms.license.guest.GuestCodes;
import org.ssms.license.guest.GuestLetter;
import org.ssms.license.guest.GuestMail;
import org.ssms.license.guest.GuestQuota;
import org.ssms.license.session.Accounts;
import org.ssms.license.session.Session;
import org.ssms.license.session.Sessions;
import org.ssms.license.session.Tokens;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.GuestAddress;

/**
 * What goes on with guests after a message was forwarded to one: the mails to him, and the code by which he proves his
 * address (F6-62, T3). An invitation is the grant that was made; who knows its id has nothing. No transaction is held
 * while a mail is sent.
 */
@Stateless
public class Guests {
    private static final int AT_ONCE = 20;

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private AuditLog audit;

    @Inject
    private GuestCodes codes;

    @Inject
    private GuestQuota quota;

    @EJB
    private Accounts accounts;

    @Inject
    private Sessions sessions;

    @Inject
    private Tokens tokens;

    /**
     * What a guest gets who has proved his address.
     *
     * @param messageId of the message that the invitation is about
     */
    public record Proved(Session session, MessageId messageId) {}

    /**
     * A mail that is to be sent.
     *
     * @param messageId of the message that it is about
     * @param session in the guest's name, to fetch the protected file that the mail brings; it never leaves this server
     *     and the mailbox. Null: the mail brings none
     */
    public record Outgoing(
            GuestLetter letter,
            MessageId messageId,
            @Nullable Session session) {}

    /** A grant of a guest that is there, with its message. */
    private record Invitation(Lineage lineage, GuestAddress guest, StoredKey key) {}

    /** Has a code mailed, if the invitation exists and was not taken back; the audit says whether. */
    public void ask(UUID invitation, String address) {
        AuditEntry entry =
                new AuditEntry(AuditEvent.GUEST_CODE, null, null, invitation, new Origin(null, address), null);
        Optional<Invitation> found = invitation(invitation);
        if (found.isEmpty()) {
            audit.recordWithinBudget(entry.refused(Reason.UNKNOWN_GRANT), "no invitation");
            return;
        }
        Instant now = clock.instant();
        Optional<GuestMail> waiting = waitingCode(invitation);
        boolean onItsWay = waiting.filter(mail -> mail.isDue(now)).isPresent();
        if (onItsWay || !quota.takeCode(invitation)) {
            audit.recordWithinBudget(entry.refused(Reason.BACK_OFF), "wait");
            return;
        }
        waiting.ifPresentOrElse(
                mail -> mail.askAgain(now),
                () -> entities.persist(new GuestMail(invitation, GuestMail.Kind.CODE, now)));
        audit.record(
                entry.of(found.get().key(), invitation).to(found.get().guest().holder()));
    }

    private Optional<GuestMail> waitingCode(UUID invitation) {
        return entities.createQuery(
                        "select m from GuestMail m where m.grantId = :grant and m.kind = :kind", GuestMail.class)
                .setParameter("grant", invitation)
                .setParameter("kind", GuestMail.Kind.CODE)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    /** Ids of mails that are to be sent now, the oldest first. */
    public List<UUID> due() {
        return entities.createQuery("select m.id from GuestMail m where m.dueAt <= :now order by m.dueAt", UUID.class)
                .setParameter("now", clock.instant())
                .setMaxResults(AT_ONCE)
                .getResultList();
    }

    /**
     * What is to be sent, for the caller alone; a code is made now and the one before is worth nothing. Empty: nothing,
     * or no longer.
     */
    public Optional<Outgoing> take(UUID mailId) {
        GuestMail mail = entities.find(GuestMail.class, mailId, LockModeType.PESSIMISTIC_WRITE);
        Instant now = clock.instant();
        if (mail == null || !mail.isDue(now)) {
            return Optional.empty();
        }
        Optional<Invitation> found = invitation(mail.grantId());
        if (found.isEmpty() || mail.isTooLate(now)) {
            entities.remove(mail);
            return Optional.empty();
        }
        mail.attempt(now);
        Lineage lineage = found.get().lineage();
        List<Grant> path = lineage.path();
        GuestLetter letter = new GuestLetter(
                found.get().guest(),
                mail.grantId(),
                path.get(path.size() - 2).holder(),
                lineage.current(),
                mail.kind() == GuestMail.Kind.CODE ? newCode(mail.grantId(), now) : null);
        Session session = mail.bringsFile() ? inTheNameOf(found.get().guest()) : null;
        return Optional.of(new Outgoing(letter, found.get().key().messageId(), session));
    }

    private @Nullable Session inTheNameOf(GuestAddress guest) {
        return accounts.guest(guest)
                .map(version -> tokens.open(guest.holder(), version))
                .orElse(null);
    }

    /** Puts off a mail that could not be taken, so that it does not hinder the others. */
    public void postpone(UUID mailId) {
        GuestMail mail = entities.find(GuestMail.class, mailId, LockModeType.PESSIMISTIC_WRITE);
        Instant now = clock.instant();
        if (mail != null && mail.isTooLate(now)) {
            entities.remove(mail);
        } else if (mail != null && mail.isDue(now)) {
            mail.attempt(now);
        }
    }

    private String newCode(UUID invitation, Instant now) {
        String code = codes.next();
        String tag = codes.tag(invitation, code);
        GuestCode before = entities.find(GuestCode.class, invitation, LockModeType.PESSIMISTIC_WRITE);
        if (before == null) {
            entities.persist(new GuestCode(invitation, tag, now));
        } else {
            before.replace(tag, now);
        }
        return code;
    }

    /** The mail server has taken it. */
    public void sent(UUID mailId) {
        GuestMail mail = entities.find(GuestMail.class, mailId);
        if (mail != null) {
            entities.remove(mail);
        }
    }

    /**
     * Opens a session for who knows the code that was mailed last. A wrong code takes one of its tries.
     *
     * @return empty: no such invitation, none any more, no code, a wrong or an old one: nobody is told which
     */
    public Optional<Proved> open(UUID invitation, String code, String address) {
        String tag = codes.tag(invitation, code);
        GuestCode stored = entities.find(GuestCode.class, invitation, LockModeType.PESSIMISTIC_WRITE);
        Optional<Invitation> found = invitation(invitation);
        boolean proved = stored != null && stored.isProvedBy(tag, clock.instant());
        Optional<Session> session = proved
                ? found.flatMap(there -> accounts.guest(there.guest())
                        .map(version -> sessions.open(there.guest().holder(), version, null, address)))
                : Optional.empty();
        if (stored == null || session.isEmpty()) {
            audit.recordWithinBudget(wrong(found.orElse(null), invitation, address), "wrong code");
            return Optional.empty();
        }
        stored.use(clock.instant());
        return session.map(
                opened -> new Proved(opened, found.orElseThrow().key().messageId()));
    }

    private static AuditEntry wrong(@Nullable Invitation found, UUID invitation, String address) {
        String who = found == null ? null : found.guest().holder();
        return new AuditEntry(
                AuditEvent.LOGIN, null, null, invitation, new Origin(who, address), Reason.WRONG_CREDENTIALS);
    }

    private Optional<Invitation> invitation(UUID id) {
        Grant grant = entities.find(Grant.class, id);
        if (grant == null) {
            return Optional.empty();
        }
        Optional<GuestAddress> guest = GuestAddress.of(grant.holder());
        StoredKey key = entities.find(StoredKey.class, grant.keyId().value());
        Lineage lineage = new Entitlements(entities).lineage(grant);
        return key.obstacle() == null && lineage.absence() == null
                ? guest.map(address -> new Invitation(lineage, address, key))
                : Optional.empty();
    }
}
