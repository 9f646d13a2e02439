package org.ssms.license.session;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.AccountTable;
import org.ssms.license.AuditEntry;
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditLog;
import org.ssms.license.Departures;
import org.ssms.license.Origin;
import org.ssms.license.Reason;

/**
 * Accounts as operators keep them, and passwords as their owners set them (ADR 0037). Each change is one transaction
 * with its audit row, and holds at every door as soon as it is committed: the doors read the account each time.
 */
@Stateless
public class AccountDesk {
    /** How long a secret is good by which a first password is set. */
    static final Duration SECRET_LIFETIME = Duration.ofDays(3);

    /** Characters that cannot be mistaken for one another when read aloud: 5 random bits each. */
    private static final String ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789";

    private static final int CHARACTERS = 20;
    private static final int GROUP = 5;

    private final SecureRandom random = new SecureRandom();

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Departures departures;

    @Inject
    private SecretHashes hashes;

    @Inject
    private AuditLog audit;

    @Inject
    private Clock clock;

    /** What an operator is given for the owner of an account, this once. Does not print the secret. */
    public record Secret(String username, String text, Instant until) {
        @Override
        public String toString() {
            return "Secret[" + username + ", until " + until + "]";
        }
    }

    /**
     * What operators see of an account.
     *
     * @param mailAddress null: nobody has told it here
     * @param createdAt null: it came from the accounts file
     * @param secretUntil until when its owner may set a password by the secret; null: he need not
     */
    public record Entry(
            String username,
            boolean enabled,
            @Nullable String mailAddress,
            @Nullable Instant createdAt,
            @Nullable Instant secretUntil) {
        private static Entry of(Account account) {
            return new Entry(
                    account.username(),
                    account.isEnabled(),
                    account.mailAddress(),
                    account.createdAt(),
                    account.secretUntil());
        }
    }

    /**
     * Makes an account of a subscriber. Of two at the same time one fails with an EJBException, as the other is there
     * already.
     *
     * @param mailAddress null: he is to have no mailbox
     * @return empty: the name is taken, also by an account that was deleted, or by a list that has messages
     */
    public Optional<Secret> create(String username, @Nullable String mailAddress, Origin operator) {
        if (entities.find(Account.class, username) != null || isList(username)) {
            return Optional.empty();
        }
        Account account = Account.made(username, mailAddress, nobodysHash(), clock.instant());
        Secret secret = reset(account);
        entities.persist(account);
        entities.flush(); // here it shows who was quicker, and not in some commit
        audit.record(AuditEntry.granted(AuditEvent.ACCOUNT_CREATED, operator).to(username));
        return Optional.of(secret);
    }

    /** Whether there are messages in a mailbox of that name whose owner is somebody else. */
    private boolean isList(String name) {
        return !entities.createQuery(
                        "select k.kid from StoredKey k where k.owner = :name and not exists (select 1 from Grant g"
                                + " where g.kid = k.kid and g.parent is null and g.holder = k.owner)",
                        UUID.class)
                .setParameter("name", name)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /**
     * Takes the password, the PIN and the phone password away: whoever knew the first may have set the others.
     *
     * @return empty: there is no such account, or it is a guest's, who has no password
     */
    public Optional<Secret> reset(String username, Origin operator) {
        Optional<Account> account = account(username).filter(Account::isSubscriber);
        if (account.isEmpty()) {
            return Optional.empty();
        }
        Secret secret = reset(account.get());
        account.get().voidPhone(clock.instant());
        removePin(username);
        audit.record(AuditEntry.granted(AuditEvent.PASSWORD_RESET, operator).to(username));
        return Optional.of(secret);
    }

    private Secret reset(Account account) {
        String text = newSecret();
        Instant until = clock.instant().plus(SECRET_LIFETIME).truncatedTo(ChronoUnit.SECONDS);
        char[] chars = text.toCharArray();
        account.reset(nobodysHash(), hashes.ofSecret().apply(chars), until);
        Arrays.fill(chars, '\0');
        return new Secret(account.username(), text, until);
    }

    /**
     * Lets the owner of an account in again, or not. Repeatable.
     *
     * @return false: there is no such account
     */
    public boolean enable(String username, boolean enabled, Origin operator) {
        Optional<Account> account = account(username);
        account.ifPresent(found -> {
            found.enable(enabled);
            AuditEvent event = enabled ? AuditEvent.ACCOUNT_ENABLED : AuditEvent.ACCOUNT_DISABLED;
            audit.record(AuditEntry.granted(event, operator).to(username));
        });
        return account.isPresent();
    }

    /**
     * Deletes an account with what its owner has here. Its name stays taken.
     *
     * @return false: there is no such account
     */
    public boolean delete(String username, Origin operator) {
        Optional<Account> account = account(username);
        account.ifPresent(found -> {
            departures.clear(username, operator);
            removePin(username);
            entities.createNativeQuery("delete from rights_default where username = ?1")
                    .setParameter(1, username)
                    .executeUpdate();
            found.delete(nobodysHash(), clock.instant());
            audit.record(
                    AuditEntry.granted(AuditEvent.ACCOUNT_DELETED, operator).to(username));
        });
        return account.isPresent();
    }

    private void removePin(String username) {
        entities.createQuery("delete from Pin p where p.username = :username")
                .setParameter("username", username)
                .executeUpdate();
    }

    /** Those of subscribers, by name. */
    public List<Entry> list(String after, int limit) {
        return entities.createQuery(
                        "select a from Account a join a.roles r where r = :role and a.deletedAt is null"
                                + " and a.username > :after order by a.username",
                        Account.class)
                .setParameter("role", Account.SUBSCRIBER)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultStream()
                .map(Entry::of)
                .toList();
    }

    /** A guest's, too; empty: there is none. */
    public Optional<Entry> find(String username) {
        return Optional.ofNullable(entities.find(Account.class, username))
                .filter(AccountDesk::isSomebodys)
                .map(Entry::of);
    }

    /** For the door of first passwords: the same bcrypt for every name. */
    public org.ssms.guard.login.Account withSecret(String username) {
        Optional<Account> found = Optional.ofNullable(entities.find(Account.class, username))
                .filter(account -> isSomebodys(account) && account.isEnabled());
        @Nullable
        String hash = found.flatMap(account -> Optional.ofNullable(account.secretHash(clock.instant())))
                .orElse(null);
        return org.ssms.guard.login.Account.withSecret(
                username, hash, found.map(Account::version).orElse(0L), SecretHashes.COST);
    }

    /**
     * Sets the password of a user who has just proved that it is he. All his sessions end.
     *
     * @param version of the account when he proved it
     * @param bySecret he did by the secret, which is good once
     * @param password one that {@link PasswordPolicy} finds nothing wrong with
     * @return false: meanwhile somebody else did, or an operator does not let him in
     */
    public boolean setPassword(String username, long version, boolean bySecret, char[] password, String address) {
        String hash = hashes.ofPassword().apply(password);
        Origin owner = new Origin(username, address);
        Optional<Account> account = account(username)
                .filter(found -> found.isEnabled() && found.version() == version)
                .filter(found -> !bySecret || found.secretHash(clock.instant()) != null);
        if (account.isEmpty()) {
            audit.record(AuditEntry.refused(AuditEvent.PASSWORD_SET, owner, Reason.CONFLICT));
            return false;
        }
        account.get().setPassword(hash);
        audit.record(AuditEntry.granted(AuditEvent.PASSWORD_SET, owner));
        return true;
    }

    /** Somebody wants to set a password and does not know the one of before, or the secret. */
    public void refuse(String username, String address) {
        audit.recordWithinBudget(
                AuditEntry.refused(AuditEvent.PASSWORD_SET, new Origin(username, address), Reason.WRONG_CREDENTIALS),
                "wrong");
    }

    private Optional<Account> account(String username) {
        return Optional.ofNullable(entities.find(Account.class, username, LockModeType.PESSIMISTIC_WRITE))
                .filter(AccountDesk::isSomebodys);
    }

    private static boolean isSomebodys(Account account) {
        return !account.isDecoy() && !account.isDeleted();
    }

    private String nobodysHash() {
        return entities.find(Account.class, AccountTable.STAND_IN).passwordHash();
    }

    /** 100 random bits in four groups that can be read aloud and typed. */
    private String newSecret() {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i++) {
            secret.append(i > 0 && i % GROUP == 0 ? "-" : "")
                    .append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return secret.toString();
    }
}
