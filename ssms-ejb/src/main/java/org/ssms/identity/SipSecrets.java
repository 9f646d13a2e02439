package org.ssms.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.MadeAt;

/**
 * The phone passwords of the subscribers, which are not their web passwords. They are stored sealed; every method joins
 * the caller's transaction or has one of its own.
 */
@Stateless
public class SipSecrets {
    /** Stands in for whoever has no phone password. No subscriber has such a name. */
    static final String NOBODY = ":nobody";

    @PersistenceContext
    private EntityManager entities;

    @Inject
    private PhonePasswords passwords;

    @Inject
    private Clock clock;

    /**
     * Gives the subscriber a new random phone password; the old one ends.
     *
     * @param subscriber canonical name; that it is a subscriber's is the caller's business
     * @param accountVersion of his account when he was proved: a reset after that voids it, whichever is stored first
     * @return the password in clear, for this once
     */
    public String renew(String subscriber, long accountVersion) {
        String password = passwords.generate();
        set(subscriber, password, accountVersion);
        return password;
    }

    /** Whether the subscriber has a phone password. */
    public boolean has(String subscriber) {
        return !subscriber.equals(NOBODY) && entities.find(SipSecret.class, subscriber) != null;
    }

    /** From now on the subscriber has none. Repeatable. */
    public void remove(String subscriber) {
        @Nullable SipSecret secret = entities.find(SipSecret.class, subscriber);
        if (secret != null && !subscriber.equals(NOBODY)) {
            entities.remove(secret);
        }
    }

    /** From now on the subscriber has none, if it was made before his account was reset. Repeatable. */
    public void removeOlder(String subscriber, long version, Instant since) {
        @Nullable SipSecret secret = entities.find(SipSecret.class, subscriber, LockModeType.PESSIMISTIC_WRITE);
        if (secret != null && !subscriber.equals(NOBODY) && secret.made().isBefore(version, since)) {
            entities.remove(secret);
        }
    }

    /** Takes over phone passwords by canonical name, all or none. */
    public void takeOver(Map<String, String> passwordsByUser) {
        passwordsByUser.forEach((user, password) -> set(user, password, null));
    }

    /** Makes what stands in for unknown users, when it is missing or sealed under another key. */
    public void prepareNobody() {
        @Nullable SipSecret nobody = entities.find(SipSecret.class, NOBODY);
        if (nobody == null || passwords.open(NOBODY, nobody.sealed()).isEmpty()) {
            set(NOBODY, passwords.generate(), null);
        }
    }

    /** How many phone passwords do not open under the key we have. */
    public long unreadable() {
        return entities.createQuery("select s from SipSecret s", SipSecret.class)
                .getResultStream()
                .filter(secret -> passwords.open(secret.user(), secret.sealed()).isEmpty())
                .count();
    }

    /**
     * The password to check a response with. For a name without one it is a password that nobody knows, found and
     * opened by the same work: neither answer nor time tells them apart.
     */
    public PhonePassword reveal(String user) {
        List<Object[]> rows = entities.createQuery(
                        "select s.user, s.sealed, s.accountVersion, s.renewedAt from SipSecret s"
                                + " where s.user = :user or s.user = :nobody"
                                + " order by case when s.user = :nobody then 1 else 0 end",
                        Object[].class)
                .setParameter("user", user)
                .setParameter("nobody", NOBODY)
                .setMaxResults(1)
                .getResultList();
        if (rows.isEmpty()) {
            throw new IllegalStateException("the start has not prepared the phone passwords");
        }
        String found = (String) rows.get(0)[0];
        Optional<byte[]> clear = passwords.open(found, (String) rows.get(0)[1]);
        boolean real = clear.isPresent() && found.equals(user) && !user.equals(NOBODY);
        return new PhonePassword(
                real,
                new MadeAt((Long) rows.get(0)[2], (Instant) rows.get(0)[3]),
                clear.orElseGet(() -> passwords.generate().getBytes(UTF_8)));
    }

    private void set(String user, String password, @Nullable Long accountVersion) {
        @Nullable SipSecret secret = entities.find(SipSecret.class, user, LockModeType.PESSIMISTIC_WRITE);
        String sealed = passwords.seal(user, password);
        if (secret == null) {
            entities.persist(new SipSecret(user, sealed, accountVersion, clock.instant()));
        } else {
            secret.renew(sealed, accountVersion, clock.instant());
        }
    }
}
