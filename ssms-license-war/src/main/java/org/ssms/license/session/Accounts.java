package org.ssms.license.session;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.AccountTable;
import org.ssms.license.AuditEntry;
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditLog;
import org.ssms.license.Origin;
import org.ssms.license.auth.DigestSecret;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.Sha256;
import org.ssms.protect.license.GuestAddress;

/**
 * The accounts in the database. Passwords are checked by {@link org.ssms.guard.login.PasswordDoor} against the same
 * tables.
 */
@Stateless
public class Accounts {
    private static final int BCRYPT_HASH_CHARS = 53;
    private static final String BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private KeyEncryptionKey kek;

    @Inject
    private AuditLog audit;

    /**
     * Creates or updates every subscriber of the file. Accounts that are not in it stay.
     *
     * @param file empty: nothing to take over
     * @throws IllegalArgumentException when the file has a wrong line; then nothing is changed
     */
    public void load(Optional<Path> file) throws IOException {
        List<AccountsFile.Line> lines = file.isEmpty() ? List.of() : AccountsFile.read(file.get());
        for (AccountsFile.Line line : lines) {
            Account account = entities.find(Account.class, line.username());
            if (account == null) {
                entities.persist(Account.subscriber(line, kek));
                record(AuditEvent.ACCOUNT_MADE, line);
            } else if (account.update(line, kek)) {
                record(AuditEvent.ACCOUNT_CHANGED, line);
            }
        }
        entities.flush();
        keepDecoyAsDear();
    }

    private void record(AuditEvent event, AccountsFile.Line line) {
        audit.record(AuditEntry.granted(event, Origin.SELF).to(line.username()));
    }

    /** Whether a name is exactly the user name of somebody who may log in as a subscriber. */
    public boolean isSubscriber(String username) {
        return version(username).isPresent();
    }

    /**
     * The version of a subscriber's account that is enabled: nobody but his mail address vouches for a guest. One read
     * for every name.
     */
    public OptionalLong version(String username) {
        return entities.createQuery(
                        "select a.version from Account a join a.roles r"
                                + " where a.username = :username and a.enabled = true and r = :role",
                        Long.class)
                .setParameter("username", username)
                .setParameter("role", Account.SUBSCRIBER)
                .getResultStream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** Whether a subscriber's account has that version, and keeps it until the transaction ends. */
    public boolean isStill(String username, long version) {
        @Nullable Account account = entities.find(Account.class, username, LockModeType.PESSIMISTIC_WRITE);
        if (account == null) {
            return false;
        }
        entities.refresh(account, LockModeType.PESSIMISTIC_WRITE); // as it is behind the lock
        return account.isEnabled() && account.isSubscriber() && account.version() == version;
    }

    /**
     * Whether that is an account which was deleted. One that was not stays until the transaction ends: whoever deletes
     * it sees what is stored in between.
     */
    public boolean isGone(String username) {
        @Nullable Account account = entities.find(Account.class, username, LockModeType.PESSIMISTIC_READ);
        return account != null && account.isDeleted();
    }

    /** What a response by digest of that user is compared with: one read and one seal to open for every name. */
    public DigestSecret digestSecret(String username) {
        List<Account> found = entities.createQuery(
                        "select a from Account a where a.username in (?1, ?2)", Account.class)
                .setParameter(1, username)
                .setParameter(2, AccountTable.STAND_IN)
                .getResultList();
        Account nobody = found.stream()
                .filter(Account::isDecoy)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the account of nobody is missing"));
        Account account = found.stream()
                .filter(one -> !one.isDecoy() && one.isEnabled() && one.hasDigest())
                .findFirst()
                .orElse(nobody);
        Optional<String> a1 = account.digestA1(kek);
        return new DigestSecret(a1.orElse(""), a1.isPresent() && !account.isDecoy(), account.version());
    }

    /**
     * The account of a guest, which is made when he comes for the first time: so that an operator may disable it, and a
     * token of his is looked at like any other. It has no password.
     *
     * @return its version; empty: it is disabled
     */
    public Optional<Long> guest(GuestAddress guest) {
        Account account = entities.find(Account.class, guest.holder());
        if (account == null) {
            String nobodys = entities.find(Account.class, AccountTable.STAND_IN).passwordHash();
            account = Account.guest(guest.holder(), nobodys);
            entities.persist(account);
        }
        return account.isEnabled() ? Optional.of(account.version()) : Optional.empty();
    }

    /**
     * The account whose password is checked for names that do not exist costs as much bcrypt as the dearest of all,
     * also of those that are made, or set another password, until the next start: so much every wrong answer costs,
     * whoever is asked for.
     */
    private void keepDecoyAsDear() {
        Object dearest = entities.createNativeQuery(
                        "select max(substring(password_hash, 5, 2)) from account where username <> ?1")
                .setParameter(1, AccountTable.STAND_IN)
                .getSingleResult();
        int most = dearest == null ? 0 : Integer.parseInt(dearest.toString());
        String cost = String.format(Locale.ROOT, "$2a$%02d$", Math.max(most, SecretHashes.COST));
        SecureRandom random = new SecureRandom();
        Account decoy = entities.find(Account.class, AccountTable.STAND_IN);
        if (decoy == null) {
            entities.persist(Account.decoy(cost + unknownHash(random), a1OfNobody(random), kek));
            return;
        }
        decoy.keepDigest(a1OfNobody(random), kek);
        if (!decoy.passwordHash().startsWith(cost)) {
            decoy.replacePasswordHash(cost + unknownHash(random));
        }
    }

    /** In the form of an H(A1), of a password that is not known to anybody. */
    private static String a1OfNobody(SecureRandom random) {
        byte[] a1 = new byte[Sha256.BYTES];
        random.nextBytes(a1);
        return HexFormat.of().formatHex(a1);
    }

    /** Text in the form of a bcrypt salt and hash, of a password that is not known to anybody. */
    private static String unknownHash(SecureRandom random) {
        StringBuilder hash = new StringBuilder(BCRYPT_HASH_CHARS);
        for (int i = 0; i < BCRYPT_HASH_CHARS; i++) {
            hash.append(BCRYPT_ALPHABET.charAt(random.nextInt(BCRYPT_ALPHABET.length())));
        }
        return hash.toString();
    }
}
