package org.ssms.sip.container.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import org.ssms.sip.container.RequestGate;

/**
 * Refuses and drops requests of two methods that only the tests use, and notes what it is asked about. The usual
 * addresses of the tests are believed, 127.0.0.2 and the like are strangers; from 127.0.0.66 nothing is read.
 */
@ApplicationScoped
public class ProbeGate implements RequestGate {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(7);

    @Inject
    private Journal journal;

    @Override
    public Verdict admit(Arrival arrival) {
        journal.note("gate-" + arrival.method() + "-" + arrival.transport());
        return switch (arrival.method()) {
            case "REFUSED" -> new Verdict.Refuse(503, RETRY_AFTER);
            case "DROPPED" -> new Verdict.Drop();
            case "BROKEN" -> throw new IllegalStateException("planned failure");
            default -> new Verdict.Pass();
        };
    }

    @Override
    public boolean reads(Packet packet) {
        journal.note("packet-" + packet.transport());
        return !packet.remoteAddress().equals("127.0.0.66");
    }

    @Override
    public Set<String> ourNames() {
        return Set.of("it.example");
    }

    @Override
    public boolean believes(String address) {
        return address.equals("127.0.0.1") || address.startsWith("0:0:");
    }
}
