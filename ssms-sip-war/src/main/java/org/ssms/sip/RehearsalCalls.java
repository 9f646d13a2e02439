package org.ssms.sip;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.ssms.call.Rehearsal;
import org.ssms.identity.IdentityConfig;
import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.location.ListeningPoints;
import org.ssms.location.ListeningPoints.ListeningPoint;
import org.ssms.sip.routing.MailboxUri;

/** Makes the calls of the {@link Rehearsal}, over UDP and loopback, as soon as the SIP container listens. */
@WebListener
public class RehearsalCalls implements ServletContextListener {
    static final String HEADER = "X-SSMS-Rehearsal";

    private static final System.Logger LOG = System.getLogger(RehearsalCalls.class.getName());

    /** An address of loopback that nobody calls from: what the gates count for it is nobody else's. */
    private static final String SOURCE = "127.0.0.83";

    private static final int AT_ONCE = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    private SipConfig config;

    @Inject
    private Rehearsal rehearsal;

    @Inject
    private ListeningPoints points;

    /** Knows our addresses, and so has the points known. */
    @Inject
    private MailboxUri mailboxes;

    @Inject
    private IdentityConfig identity;

    @Inject
    private Clock clock;

    @Resource
    private ManagedExecutorService workers;

    private volatile boolean stopping;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            workers.execute(this::rehearse);
        } catch (RejectedExecutionException e) {
            rehearsal.end(0, Duration.ZERO);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        stopping = true;
    }

    private void rehearse() {
        Instant begun = clock.instant();
        int answered = 0;
        try {
            Optional<InetSocketAddress> point = point();
            if (point.isPresent() && config.rehearsals() > 0) {
                answered = call(point.get(), begun.plus(PATIENCE));
            }
        } catch (IOException | RuntimeException e) { // whatever it is, the node must not stay closed for it
            LOG.log(System.Logger.Level.DEBUG, "the rehearsal ends", e);
        } finally {
            rehearsal.end(answered, Duration.between(begun, clock.instant()));
        }
    }

    /** Where we listen for UDP and IPv4, if we do. */
    private Optional<InetSocketAddress> point() throws IOException {
        for (ListeningPoint point : points.all()) {
            if (point.transport().equals("UDP")
                    && (point.isEverywhere() || point.address().indexOf(':') < 0)) {
                String address = point.isEverywhere() ? "127.0.0.1" : point.address();
                return Optional.of(new InetSocketAddress(InetAddress.getByName(address), point.port()));
            }
        }
        return Optional.empty();
    }

    private int call(InetSocketAddress server, Instant until) throws IOException {
        String mailbox = mailboxes.of(
                new CalledParty("rehearsal", identity.domain()),
                DiversionReason.UNKNOWN,
                MailboxUri.Way.of("sip:", "udp"));
        int answered = 0;
        try (RehearsalPhone phone = new RehearsalPhone(new InetSocketAddress(SOURCE, 0), server, rehearsal.mark())) {
            int left = config.rehearsals();
            while (left > 0 && !stopping && clock.instant().isBefore(until)) {
                answered += phone.call(mailbox, Math.min(left, AT_ONCE));
                left -= AT_ONCE;
            }
        }
        return answered;
    }
}
