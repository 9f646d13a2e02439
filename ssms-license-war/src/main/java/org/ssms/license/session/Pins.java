package org.ssms.license.session;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.Account;
import org.ssms.license.AuditEntry;
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditLog;
import org.ssms.license.Origin;
import org.ssms.license.Reason;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.protect.key.KeyEncryptionKey;

/** The PINs of subscribers: each sets his own, and opens a session by it when he calls (C30, T11). */
@Stateless
public class Pins {
    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private KeyEncryptionKey kek;

    @Inject
    private Accounts accounts;

    @Inject
    private SecretHashes hashes;

    @Inject
    private Tokens tokens;

    @Inject
    private AuditLog audit;

    @Inject
    private Clock clock;

    /**
     * What its owner may know of a PIN.
     *
     * @param wrong guesses since the last one that was right
     */
    public record State(Instant setAt, int wrong) {}

    /**
     * For the door that checks PINs: the same bcrypt for every name. The seal of a hash is opened only where there is
     * one.
     */
    public Account account(String name) {
        OptionalLong version = accounts.version(name);
        @Nullable Pin pin = entities.find(Pin.class, name);
        @Nullable
        String hash = pin == null || version.isEmpty() ? null : pin.bcrypt(kek).orElse(null);
        return Account.withSecret(name, hash, version.orElse(0), SecretHashes.COST);
    }

    /** Empty: he has none. */
    public Optional<State> state(String user) {
        return Optional.ofNullable(entities.find(Pin.class, user)).map(pin -> new State(pin.setAt(), pin.wrong()));
    }

    /**
     * Of two first PINs at the same time one fails with an EJBException, as the other is there already; repeating it
     * writes over that.
     *
     * @param version of the account when its owner was proved
     * @param pin one that {@link PinPolicy} finds nothing wrong with
     * @return false: meanwhile the account was changed, reset or closed, and nothing is set
     */
    public boolean set(String user, long version, char[] pin, String address) {
        String hash = hashes.ofSecret().apply(pin);
        if (!accounts.isStill(user, version)) {
            audit.record(AuditEntry.refused(AuditEvent.PIN_SET, new Origin(user, address), Reason.CONFLICT));
            return false;
        }
        @Nullable Pin found = entities.find(Pin.class, user, LockModeType.PESSIMISTIC_WRITE);
        Pin stored = found == null ? new Pin(user) : found;
        stored.set(hash, kek, clock.instant());
        if (found == null) {
            entities.persist(stored);
            entities.flush(); // here it shows who was quicker, and not in some commit
        }
        audit.record(AuditEntry.granted(AuditEvent.PIN_SET, new Origin(user, address)));
        return true;
    }

    /**
     * Sets another one for who has just said the right one.
     *
     * @param checked as of {@link #open}
     * @param pin as of {@link #set}
     * @return false: meanwhile its owner has removed it, or set another one
     */
    public boolean replace(String user, Instant checked, char[] pin, String address) {
        String hash = hashes.ofSecret().apply(pin);
        @Nullable Pin found = entities.find(Pin.class, user, LockModeType.PESSIMISTIC_WRITE);
        if (found == null || !found.isOf(checked)) {
            recordWrong(AuditEvent.PIN_SET, user, address);
            return false;
        }
        found.set(hash, kek, clock.instant());
        audit.record(AuditEntry.granted(AuditEvent.PIN_SET, new Origin(user, address)));
        return true;
    }

    /**
     * Repeatable.
     *
     * @return whether there was one
     */
    public boolean remove(String user, String address) {
        @Nullable Pin found = entities.find(Pin.class, user, LockModeType.PESSIMISTIC_WRITE);
        if (found == null) {
            return false;
        }
        entities.remove(found);
        audit.record(AuditEntry.granted(AuditEvent.PIN_REMOVED, new Origin(user, address)));
        return true;
    }

    /** Somebody who is logged in wants to set or remove a PIN, and does not know the password. */
    public void refuse(AuditEvent event, String user, String address) {
        audit.record(AuditEntry.refused(event, new Origin(user, address), Reason.WRONG_CREDENTIALS));
    }

    /**
     * Opens a session for who has just said the right one.
     *
     * @param checked when the PIN that was right had been set: {@link #state} before it was looked at
     * @param jkt of the media node's key; null: it is bound to none
     * @return empty: meanwhile its owner has removed it, or set another one
     */
    public Optional<Session> open(Proved proved, Instant checked, @Nullable String jkt, String address) {
        String user = proved.username();
        @Nullable Pin pin = entities.find(Pin.class, user, LockModeType.PESSIMISTIC_WRITE);
        if (pin == null || !pin.isOf(checked)) {
            recordWrong(AuditEvent.PIN_LOGIN, user, address);
            return Optional.empty();
        }
        pin.wasRight();
        audit.record(AuditEntry.granted(AuditEvent.PIN_LOGIN, new Origin(user, address)));
        return Optional.of(tokens.openByPin(user, proved.version(), jkt));
    }

    /**
     * Records a wrong one.
     *
     * @param event what it was said for
     * @return whether its owner should be told of it: now there are many
     */
    public boolean wasWrong(AuditEvent event, String user, String address) {
        recordWrong(event, user, address);
        @Nullable Pin pin = entities.find(Pin.class, user, LockModeType.PESSIMISTIC_WRITE);
        return pin != null && pin.wasWrong();
    }

    private void recordWrong(AuditEvent event, String user, String address) {
        audit.recordWithinBudget(
                AuditEntry.refused(event, new Origin(user, address), Reason.WRONG_CREDENTIALS), "wrong PIN");
    }
}
