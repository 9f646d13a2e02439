package org.ssms.ops;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.Greetings;
import org.ssms.guard.login.AccountTable;
import org.ssms.identity.FollowedAccounts;
import org.ssms.identity.SipSecrets;
import org.ssms.location.Registrar;
import org.ssms.location.Subscribers;
import org.ssms.mailbox.Lists;
import org.ssms.mailbox.MailFolders;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.UserName;

/**
 * Brings what is here after the accounts of the license server, once a minute and soon after it says that there is
 * something: who is new gets a mailbox; the phones of who was reset are forgotten; of who is gone nothing is left but
 * the ciphertext of his messages, whose keys are destroyed already (ADR 0037). Every step may be done again; what fails
 * for one keeps no other from it.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AccountFollower {
    private static final Logger LOG = System.getLogger(AccountFollower.class.getName());
    /** Longer than this node is away. Of older ones the operator says it again by {@code ssms.mailboxes.initial}. */
    private static final Duration NEW = Duration.ofDays(1);

    private static final Duration LEAST = Duration.ofSeconds(1);

    private final ReentrantLock following = new ReentrantLock();

    @SuppressWarnings("NullAway.Init") // the container calls begin() before anything else
    private Pace pace;

    @Resource
    private ManagedScheduledExecutorService executor;

    @Inject
    private AccountTable accounts;

    @Inject
    private FollowedAccounts followed;

    @Inject
    private Mailboxes mailboxes;

    @Inject
    private Lists lists;

    @Inject
    private SipSecrets secrets;

    @Inject
    private Registrar registrar;

    @Inject
    private Subscribers subscribers;

    @Inject
    private Greetings greetings;

    @Inject
    private MailFolders folders;

    @Inject
    private Clock clock;

    @PostConstruct
    void begin() {
        pace = new Pace(
                LEAST,
                System::nanoTime,
                (deed, delay) -> {
                    var unused = executor.schedule(deed, delay.toNanos(), TimeUnit.NANOSECONDS);
                },
                this::follow);
    }

    /** {@link #follow} soon, at most once a second whoever asks. Waits for nothing. */
    public void followSoon() {
        try {
            pace.ask();
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the accounts are followed in a minute", e);
        }
    }

    /** Waits for the databases, and for who follows already. */
    @Schedule(hour = "*", minute = "*", persistent = false)
    public void follow() {
        following.lock();
        try {
            accounts.newcomers(clock.instant().minus(NEW))
                    .forEach((name, mailAddress) -> each(name, () -> open(name, mailAddress)));
            accounts.resets().forEach((name, reset) -> each(name, () -> forgetPhones(name, reset)));
            Set<String> cleared = followed.cleared();
            accounts.shut().forEach((name, isGone) -> {
                if (isGone && !cleared.contains(name)) {
                    each(name, () -> clear(name));
                }
            });
        } catch (RuntimeException e) { // a database is away: in a minute again
            LOG.log(Level.WARNING, "SSMS-1020 the mailboxes could not be brought after the accounts", e);
        } finally {
            following.unlock();
        }
    }

    private static void each(String name, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) { // our fault, or a row that is not ours: the others are not to wait for it
            LOG.log(Level.WARNING, "SSMS-1020 what is here could not be brought after the account of " + name, e);
        }
    }

    private void open(String account, String mailAddress) {
        UserName.parse(account).ifPresent(name -> mailboxes.make(name, mailAddress));
    }

    /** A phone password that its owner has made since stays. */
    private void forgetPhones(String user, AccountTable.Reset reset) {
        if (followed.resetVersion(user) < reset.version()) {
            secrets.removeOlder(user, reset.version(), reset.since());
            registrar.forget(user);
            followed.setReset(user, reset.version());
        }
    }

    /** A list that has his name is its members'. */
    private void clear(String user) {
        secrets.remove(user);
        if (!mailboxes.isList(user)) {
            mailboxes.forgetAddress(user); // he is written to no more, and his mail clients see nothing
            folders.forget(user);
            lists.forget(user);
            registrar.forget(user);
            subscribers.forget(user);
            for (GreetingKind kind : GreetingKind.values()) {
                greetings.clear(user, kind);
            }
            mailboxes.close(user);
        }
        followed.setCleared(user); // last: so a crash before it leaves nothing out
    }
}
