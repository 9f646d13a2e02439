package org.ssms.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;

/**
 * Goes the way to the license server before the first caller does: what only a first request has to wait for (classes,
 * connections, statements) takes longer than a caller may. The node says that it is ready when a deposit is quick, or
 * after a while in any case: callers then hear why they cannot leave a message.
 */
@Singleton
public class WarmUp {
    private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());

    private static final Duration QUICK = Duration.ofMillis(200);
    private static final int MOST_REHEARSALS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LicenseServerClient license;
    private final SecureRandom random;
    private final Clock clock;

    private @Nullable Instant begun; // by the one who tries
    private int rehearsals; // by the one who tries
    private volatile boolean over;

    @Inject
    public WarmUp(LicenseServerClient license, SecureRandom random, Clock clock) {
        this.license = license;
        this.random = random;
        this.clock = clock;
    }

    /** Whether the node may take calls. */
    public boolean isOver() {
        return over;
    }

    /** Rehearses a deposit; to be repeated until {@link #isOver()}, by one thread at a time. Blocks. */
    void attempt() {
        Instant start = clock.instant();
        if (begun == null) {
            begun = start;
        }
        try {
            rehearse();
            rehearsals++;
            Duration took = Duration.between(start, clock.instant());
            LOG.log(System.Logger.Level.DEBUG, "rehearsal {0} of a deposit took {1}", rehearsals, took);
            over = took.compareTo(QUICK) <= 0 || rehearsals >= MOST_REHEARSALS;
        } catch (LicenseServerException | RuntimeException e) { // whatever it is, the node must not stay closed for it
            giveUpAfterAWhile(begun, e);
        }
    }

    private void rehearse() throws LicenseServerException {
        try (MessageKey nobodys = MessageKey.generate(random)) {
            license.rehearse(nobodys, MessageId.generate(random));
        }
    }

    private void giveUpAfterAWhile(Instant begun, Exception why) {
        if (Duration.between(begun, clock.instant()).compareTo(PATIENCE) > 0) {
            over = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "SSMS-3107 calls are taken although no key could be deposited so far: {0}",
                    why.getMessage());
        }
    }
}
