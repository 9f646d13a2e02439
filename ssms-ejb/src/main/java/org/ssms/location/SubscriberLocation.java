package org.ssms.location;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.ssms.identity.ShutAccounts;
import org.ssms.location.LocationResult.Diverted;
import org.ssms.location.LocationResult.Reachable;
import org.ssms.location.LocationResult.Refused;
import org.ssms.location.LocationResult.Unavailable;
import org.ssms.location.LocationResult.Unknown;

/** The location server with our own database: what the phones have registered, and what their owners want. */
public final class SubscriberLocation implements LocationService {
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int BUSY_HERE = 486;

    private final NumberPlan plan;
    private final BiFunction<List<String>, Instant, Optional<Directory.Entry>> directory;
    private final ShutAccounts shut;
    private final Clock clock;

    SubscriberLocation(
            NumberPlan plan,
            BiFunction<List<String>, Instant, Optional<Directory.Entry>> directory,
            ShutAccounts shut,
            Clock clock) {
        this.plan = plan;
        this.directory = directory;
        this.shut = shut;
        this.clock = clock;
    }

    @Override
    public LocationResult lookup(CalledParty called) {
        Instant now = clock.instant();
        Optional<Directory.Entry> found = directory.apply(plan.meanings(called.user()), now);
        try {
            return decide(found, now);
        } catch (IllegalStateException e) { // nobody knows yet whose accounts are shut
            return new Unavailable();
        }
    }

    private LocationResult decide(Optional<Directory.Entry> found, Instant now) {
        return found.filter(entry -> entry.list() || !shut.isGone(entry.subscriber()))
                .map(entry -> decide(entry, now))
                .orElseGet(Unknown::new);
    }

    private LocationResult decide(Directory.Entry entry, Instant now) {
        CallSettings settings = entry.settings();
        OutOfOffice away = settings.outOfOffice();
        if (away != null && away.covers(now)) {
            return new Diverted(entry.subscriber(), DiversionReason.UNCONDITIONAL);
        }
        if (settings.doNotDisturb()) {
            return unreachable(entry, DiversionReason.BUSY, BUSY_HERE);
        }
        return entry.contacts().isEmpty() || (!entry.list() && shut.isShut(entry.subscriber()))
                ? unreachable(entry, DiversionReason.NOT_REGISTERED, TEMPORARILY_UNAVAILABLE)
                : new Reachable(entry.subscriber(), entry.contacts(), settings.plan());
    }

    private static LocationResult unreachable(Directory.Entry entry, DiversionReason reason, int status) {
        return entry.settings().plan().after(reason) == Treatment.MAILBOX
                ? new Diverted(entry.subscriber(), reason)
                : new Refused(status);
    }
}
