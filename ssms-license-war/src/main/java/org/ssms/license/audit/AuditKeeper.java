package org.ssms.license.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.ssms.license.LicenseConfig;

/** Every some seconds: chains what was committed, has it signed, and says what somebody has done to the audit. */
@Singleton
@Startup
@DependsOn("LicenseServer")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditKeeper {
    private static final Logger LOG = System.getLogger(AuditKeeper.class.getName());

    /** What is chained goes from here to a syslog server, see 85-audit.cli. */
    private static final Logger CHAIN = System.getLogger("org.ssms.license.chain");

    /** Rounds in which a committed row must have been chained: the first may have begun before its commit. */
    private static final int PATIENCE = 3;

    /** Before an authority that was away is asked again. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** A chain that waits must not be forgotten. */
    private static final Duration TOLD_AGAIN = Duration.ofHours(1);

    @Resource
    private ManagedScheduledExecutorService timer;

    @EJB
    private AuditSequencer sequencer;

    @Inject
    private CommittedRows committed;

    @Inject
    private AuditChain chain;

    @Inject
    private LicenseConfig config;

    @Inject
    private Clock clock;

    private final AtomicLong alterations = new AtomicLong();
    /** How often rows are chained, and how often the authority is asked at most. */
    private Duration every = Duration.ZERO;

    private Duration tsaEvery = Duration.ZERO;
    private @Nullable Future<?> running;
    private @Nullable TimestampAuthority authority;

    /** Each outage is told once. */
    private volatile boolean failing;

    private volatile boolean findFailing;
    private volatile boolean authorityFailing;
    private volatile String toldKey = "";
    private volatile Instant toldKeyAt = Instant.MIN;

    /** Before that the time-stamping authority is not asked again. */
    private volatile Instant nextStamp = Instant.MIN;

    @PostConstruct
    void begin() {
        AuditConfig audit = config.audit();
        authority = audit.tsa()
                .map(address -> new TimestampAuthority(address, new SecureRandom()))
                .orElse(null);
        every = audit.every();
        tsaEvery = audit.tsaEvery();
        long millis = every.toMillis();
        running = timer.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Once more: with another key after the next start what waits now would have a wrong MAC. */
    @PreDestroy
    void end() {
        if (running != null) {
            running.cancel(false);
        }
        try {
            chain();
        } catch (RuntimeException e) {
            LOG.log(Level.INFO, "SSMS-4105 what waits in the audit is chained after the next start: {0}", e.toString());
        }
    }

    /** Chains all that is committed by now. */
    @Lock(LockType.READ)
    public void chain() {
        sequencer.introduce();
        AuditChain.Extension done;
        do {
            done = sequencer.extend();
            chain.committed(done);
            committed.settled(done.ids());
            done.lines().forEach(line -> CHAIN.log(Level.INFO, line));
            done.alterations().forEach(this::tell);
            tellKey(done.unknownKey());
        } while (done.isFull());
    }

    /** How often somebody has altered the audit, as far as this server has seen it since its start. */
    @Lock(LockType.READ)
    public long alterations() {
        return alterations.get();
    }

    /** None of its parts keeps another one from its work, nor the next round from coming. */
    void round() {
        failing = !attempt(this::chain, failing);
        findFailing = !attempt(this::missDeleted, findFailing);
        stamp();
    }

    /**
     * Does it, whatever is thrown, even an error.
     *
     * @param isTold whether that it fails was said before
     * @return whether it was done
     */
    private static boolean attempt(Runnable part, boolean isTold) {
        try {
            part.run();
            return true;
        } catch (Throwable e) {
            if (!isTold) {
                LOG.log(Level.WARNING, "SSMS-4101 the audit cannot be chained: {0}", e.toString());
            }
            return false;
        }
    }

    /** Others may have been chained by another server. */
    private void missDeleted() {
        List<Long> overdue = committed.overdue(clock.instant().minus(every.multipliedBy(PATIENCE)));
        if (!overdue.isEmpty()) {
            AuditSequencer.Found found = sequencer.find(overdue);
            found.alterations().forEach(this::tell);
            committed.settled(found.settled());
        }
    }

    /** Of the last head only: it stands for all before. */
    private void stamp() {
        Instant now = clock.instant();
        @Nullable TimestampAuthority asked = authority;
        if (asked == null || now.isBefore(nextStamp)) {
            return;
        }
        try {
            Optional<AuditSequencer.Unstamped> head = sequencer.unstamped();
            if (head.isPresent()) {
                byte[] response = asked.stamp(head.get().signed().getBytes(US_ASCII));
                sequencer.stamp(head.get().number(), Base64.getEncoder().encodeToString(response));
                nextStamp = now.plus(tsaEvery);
            }
            authorityFailing = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        } catch (Throwable e) { // else the next round never comes
            nextStamp = now.plus(PAUSE);
            tell(e);
        }
    }

    private void tell(Throwable failure) {
        if (!authorityFailing) {
            LOG.log(
                    Level.WARNING,
                    "SSMS-4104 the time-stamping authority did not stamp a head of the audit: {0}",
                    failure.toString());
        }
        authorityFailing = true;
    }

    private void tell(String alteration) {
        alterations.incrementAndGet();
        LOG.log(Level.ERROR, "SSMS-4102 somebody has altered the audit in the database: {0}", alteration);
    }

    private void tellKey(@Nullable String unknown) {
        Instant now = clock.instant();
        if (unknown != null && (!unknown.equals(toldKey) || !now.isBefore(toldKeyAt.plus(TOLD_AGAIN)))) {
            toldKey = unknown;
            toldKeyAt = now;
            LOG.log(
                    Level.ERROR,
                    "SSMS-4103 heads or rows of the audit are of key {0}, which this server does not have",
                    unknown);
        }
    }
}
