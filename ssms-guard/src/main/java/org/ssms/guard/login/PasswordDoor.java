package org.ssms.guard.login;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.ssms.guard.Source;
import org.ssms.guard.login.LoginResult.Right;
import org.ssms.guard.login.LoginResult.Wait;
import org.ssms.guard.login.LoginResult.Wrong;

/**
 * The one rule for passwords of subscribers, and for their PINs, before every door. Looks at the guard first; checks
 * the password with bounded work, which is the same for all wrong answers; remembers right ones for a minute; writes
 * the audit. Thread-safe.
 *
 * <p>A password that was changed, and an account that was disabled, is refused at once.
 */
public final class PasswordDoor {
    /** Checks that wait for a processor, for each that has one. */
    private static final int QUEUE = 8;

    /** Checks of one source, waiting or running; what is remembered does not count. */
    private static final int PER_SOURCE = 4;

    private static final long PATIENCE_MILLIS = 2000;
    private static final Wait BUSY = new Wait(Duration.ofSeconds(2));
    private static final int STRIPES = 256;
    private static final int MAX_PASSWORD = 256;

    private final Function<String, Account> accounts;
    private final BiPredicate<String, char[]> bcrypt;
    private final GuessGuard guard;
    private final RememberedPasswords remembered;
    private final SecurityAudit audit;
    private final Semaphore processors;
    private final Semaphore queue;
    private final Map<Source, Integer> inFlight = new ConcurrentHashMap<>();
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    private final int salt;

    /**
     * One for the whole server, and one for PINs.
     *
     * @param accounts {@link AccountTable#find}
     * @param bcrypt whether a password has that hash
     * @param processors how many checks run at once
     */
    PasswordDoor(
            Function<String, Account> accounts,
            BiPredicate<String, char[]> bcrypt,
            GuessGuard guard,
            SecurityAudit audit,
            Clock clock,
            SecureRandom random,
            int processors) {
        this.accounts = accounts;
        this.bcrypt = bcrypt;
        this.audit = audit;
        this.guard = guard;
        this.remembered = new RememberedPasswords(clock, random);
        this.processors = new Semaphore(processors, true);
        this.queue = new Semaphore(processors * (QUEUE + 1));
        this.salt = random.nextInt();
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /**
     * Checks a password. The caller wipes it. Waits for the database, and for a processor at most two seconds.
     *
     * @throws IllegalStateException when the accounts cannot be read
     */
    public LoginResult check(Asker asker, String name, char[] password) {
        // of many requests with the same new password, the first pays and the others find it remembered
        ReentrantLock stripe =
                stripes[Math.floorMod((name.hashCode() * 31 + asker.source().hashCode()) ^ salt, STRIPES)];
        try {
            if (!stripe.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return busy(asker, name);
            }
            try {
                return checkAlone(asker, name, password);
            } finally {
                stripe.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return busy(asker, name);
        }
    }

    private LoginResult checkAlone(Asker asker, String name, char[] password) throws InterruptedException {
        Duration wait = guard.attempt(name, asker.source(), asker.bare());
        if (!wait.isZero()) {
            audit.refused(asker, "login", name, "wait");
            return new Wait(wait);
        }
        boolean looked = false;
        try {
            Account account = accounts.apply(name);
            boolean again = account.usable() && remembered.isRight(account, password);
            if (!again && !enterQueue(asker.source())) {
                return busy(asker, name);
            }
            looked = true;
            if (again || isRight(asker.source(), account, password)) {
                guard.succeeded(name, asker.source(), asker.bare());
                if (!again) {
                    remembered.wasRight(account, password);
                }
                boolean goesOn =
                        asker.door() == Door.BASIC && remembered.isUsedAgain(account, password, asker.source());
                if (!goesOn) { // a program that sends it with each request logs in once a minute
                    audit.granted(asker, "login", name);
                }
                return new Right(name, account.version());
            }
            audit.refused(asker, "login", name, "wrong");
            return new Wrong();
        } finally {
            if (!looked) {
                guard.abandoned(name, asker.source(), asker.bare());
            }
        }
    }

    private boolean enterQueue(Source source) throws InterruptedException {
        if (inFlight.merge(source, 1, Integer::sum) <= PER_SOURCE && queue.tryAcquire()) {
            if (processors.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
            queue.release();
        }
        leave(source);
        return false;
    }

    private void leave(Source source) {
        inFlight.computeIfPresent(source, (s, count) -> count == 1 ? null : count - 1);
    }

    /** With a processor of {@link #enterQueue}, which it gives back. */
    private boolean isRight(Source source, Account account, char[] password) {
        try {
            if (password.length <= MAX_PASSWORD && bcrypt.test(account.passwordHash(), password)) {
                return account.usable();
            }
            boolean none = false;
            // 2^c + 2^c + 2^(c+1) + ... + 2^(C-1) = 2^C: as much work as for the dearest account
            for (int cost = account.ownCost(); cost < account.cost(); cost++) {
                none &= bcrypt.test(Account.nobodys(cost), password);
            }
            return none;
        } finally {
            processors.release();
            queue.release();
            leave(source);
        }
    }

    /**
     * Slows down guessing at a door that checks passwords itself, as by digest. Whoever is admitted counts as failed
     * until {@link #provedElsewhere} or {@link #abandonedElsewhere}.
     *
     * @return zero: admitted
     */
    public Duration admitElsewhere(Asker asker, String name) {
        Duration wait = guard.attempt(elsewhere(asker, name), asker.source());
        if (!wait.isZero()) {
            audit.refused(asker, "login", name, "wait");
        }
        return wait;
    }

    /** Who was admitted was right. */
    public void provedElsewhere(Asker asker, String name) {
        guard.succeeded(elsewhere(asker, name), asker.source());
    }

    /** Whoever was admitted has guessed nothing: what he brought could not be looked at. */
    public void abandonedElsewhere(Asker asker, String name) {
        guard.abandoned(elsewhere(asker, name), asker.source());
    }

    /** Whoever guesses a subscriber's password by digest gets no more guesses; other doors have names of their own. */
    private static String elsewhere(Asker asker, String name) {
        boolean isOfLicenseServer = asker.door() == Door.LICENSE || asker.door() == Door.LDAP;
        return isOfLicenseServer ? name : ":" + asker.door().text() + " " + name; // theirs have no colon
    }

    /** That name has another secret now, of which nobody has guessed anything yet. */
    public void changed(String name) {
        guard.forgive(name);
    }

    private Wait busy(Asker asker, String name) {
        audit.refused(asker, "login", name, "busy");
        return BUSY;
    }
}
