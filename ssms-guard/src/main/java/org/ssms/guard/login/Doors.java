package org.ssms.guard.login;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.wildfly.security.password.Password;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.BCryptPassword;
import org.wildfly.security.password.spec.EncryptablePasswordSpec;
import org.wildfly.security.password.spec.IteratedSaltedPasswordAlgorithmSpec;
import org.wildfly.security.password.util.ModularCrypt;

/** What all doors of this server share, once. */
public final class Doors {
    /** Its lines go to a store of their own, see 85-audit.cli. */
    private static final Logger AUDIT_LOG = Logger.getLogger("org.ssms.audit");

    private static final String DATABASE = "java:jboss/datasources/LicenseDS";

    private static final SecurityAudit AUDIT = new SecurityAudit(Clock.systemUTC(), AUDIT_LOG::info);
    private static final AccountTable ACCOUNTS = new AccountTable(Doors::database);
    private static final PasswordDoor PASSWORDS = new PasswordDoor(
            ACCOUNTS::find,
            Doors::matches,
            GuessGuard.ofPeople(Clock.systemUTC()),
            AUDIT,
            Clock.systemUTC(),
            new SecureRandom(),
            Runtime.getRuntime().availableProcessors());

    private static final AtomicReference<@Nullable TokenRealm> TOKENS = new AtomicReference<>();

    private Doors() {}

    public static PasswordDoor passwords() {
        return PASSWORDS;
    }

    /**
     * A door for PINs, with a guard of its own: who guesses them says nothing of passwords.
     *
     * @param accounts {@link Account#withSecret}: for each name one, so that a wrong PIN costs the same bcrypt
     */
    public static PasswordDoor pins(Function<String, Account> accounts) {
        return door(accounts, GuessGuard.ofPins(Clock.systemUTC()));
    }

    /**
     * A door for secrets by which people set their first password, with a guard of its own.
     *
     * @param accounts as of {@link #pins}
     */
    public static PasswordDoor firstSecrets(Function<String, Account> accounts) {
        return door(accounts, GuessGuard.ofPeople(Clock.systemUTC()));
    }

    private static PasswordDoor door(Function<String, Account> accounts, GuessGuard guard) {
        return new PasswordDoor(
                accounts,
                Doors::matches,
                guard,
                AUDIT,
                Clock.systemUTC(),
                new SecureRandom(),
                Runtime.getRuntime().availableProcessors());
    }

    public static AccountTable accounts() {
        return ACCOUNTS;
    }

    public static SecurityAudit audit() {
        return AUDIT;
    }

    /** Ends the session of a token, if it is one of ours; whoever logs out of the mailbox brings it along. */
    public static void endSession(Asker asker, String token) {
        TokenRealm tokens = TOKENS.get();
        if (tokens != null) {
            tokens.end(asker, token);
        }
    }

    /**
     * Asks later whether somebody who is let in now would still be: his account is enabled and has the same version,
     * and the token, if he comes with one, is still good. False, too, while that cannot be found out. Keeps no
     * password.
     *
     * @param authorization the header by which he comes; null: by a session
     */
    public static BooleanSupplier stillGood(String name, @Nullable String authorization) {
        TokenRealm tokens = TOKENS.get();
        if (tokens != null && authorization != null && TokenRealm.isBearer(authorization)) {
            return () -> isTrue(() -> tokens.isGood(authorization));
        }
        return stillGood(name, ACCOUNTS.find(name).version());
    }

    /** The same of who was let in with that version of his account. */
    public static BooleanSupplier stillGood(String name, long version) {
        return () -> isTrue(() -> ACCOUNTS.isCurrent(name, version));
    }

    private static boolean isTrue(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (IllegalStateException e) { // no database
            return false;
        }
    }

    static void tokensAreReadBy(TokenRealm realm) {
        TOKENS.set(realm);
    }

    /** Elytron makes the doors before there is a database, and outside of every deployment. */
    @SuppressWarnings("BanJNDI") // a constant of our own
    private static DataSource database() {
        try {
            return (DataSource) new InitialContext().lookup(DATABASE);
        } catch (NamingException e) {
            throw new IllegalStateException("no data source " + DATABASE, e);
        }
    }

    /** What is stored of a password that somebody chooses: of any length, each character of it counts. */
    public static String passwordHash(char[] password, int cost) {
        return PasswordDigest.stored(password, digest -> hash(digest, cost));
    }

    /** What is stored of a secret of at most 72 bytes: bcrypt, modular crypt format. */
    public static String hash(char[] secret, int cost) {
        byte[] salt = new byte[BCryptPassword.BCRYPT_SALT_SIZE];
        new SecureRandom().nextBytes(salt);
        try {
            PasswordFactory factory = PasswordFactory.getInstance(
                    BCryptPassword.ALGORITHM_BCRYPT, WildFlyElytronPasswordProvider.getInstance());
            return ModularCrypt.encodeAsString(factory.generatePassword(
                    new EncryptablePasswordSpec(secret, new IteratedSaltedPasswordAlgorithmSpec(cost, salt))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Elytron has bcrypt", e);
        }
    }

    private static boolean matches(String stored, char[] password) {
        return PasswordDigest.matches(stored, password, Doors::bcrypt);
    }

    private static boolean bcrypt(String hash, char[] password) {
        try {
            Password stored = ModularCrypt.decode(hash);
            PasswordFactory factory =
                    PasswordFactory.getInstance(stored.getAlgorithm(), WildFlyElytronPasswordProvider.getInstance());
            return factory.verify(factory.translate(stored), password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored hash is no bcrypt hash", e);
        }
    }
}
