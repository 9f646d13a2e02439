package org.ssms.location;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.ssms.location.LocationResult.Diverted;
import org.ssms.location.LocationResult.Reachable;
import org.ssms.location.LocationResult.Refused;
import org.ssms.location.LocationResult.Unknown;

/** The location server with our own database: what the phones have registered, and what their owners want. */
public final class SubscriberLocation implements LocationService {
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int BUSY_HERE = 486;

    private final NumberPlan plan;
    private final BiFunction<List<String>, Instant, Optional<Directory.Entry>> directory;
    private final Clock clock;

    SubscriberLocation(
            NumberPlan plan, BiFunction<List<String>, Instant, Optional<Directory.Entry>> directory, Clock clock) {
        this.plan = plan;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public LocationResult lookup(CalledParty called) {
        Instant now = clock.instant();
        return directory
                .apply(plan.meanings(called.user()), now)
                .map(entry -> decide(entry, now))
                .orElseGet(Unknown::new);
    }

    private static LocationResult decide(Directory.Entry entry, Instant now) {
        CallSettings settings = entry.settings();
        OutOfOffice away = settings.outOfOffice();
        if (away != null && away.covers(now)) {
            return new Diverted(entry.subscriber(), DiversionReason.UNCONDITIONAL);
        }
        if (settings.doNotDisturb()) {
            return unreachable(entry, DiversionReason.BUSY, BUSY_HERE);
        }
        return entry.contacts().isEmpty()
                ? unreachable(entry, DiversionReason.NOT_REGISTERED, TEMPORARILY_UNAVAILABLE)
                : new Reachable(entry.subscriber(), entry.contacts(), settings.plan());
    }

    private static LocationResult unreachable(Directory.Entry entry, DiversionReason reason, int status) {
        return entry.settings().plan().after(reason) == Treatment.MAILBOX
                ? new Diverted(entry.subscriber(), reason)
                : new Refused(status);
    }
}
