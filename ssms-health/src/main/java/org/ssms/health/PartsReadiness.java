package org.ssms.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when every part of this server says so in the attribute {@code Ready} of its management bean. WildFly finds
 * health checks in the lib folder of an EAR but not in its modules (WFLY-12835), and the modules must not know each
 * other: so the parts are asked by JMX.
 */
@Readiness
@ApplicationScoped
public class PartsReadiness implements HealthCheck {
    private static final String DOMAIN = "org.ssms";
    private static final String READY = "Ready";

    /** What an assembled server must have. A part that is missing has not started, or is gone. */
    private static final Set<String> PARTS = Set.of("Identity", "LicenseServer", "Node");

    private final MBeanServer server;

    public PartsReadiness() {
        this(ManagementFactory.getPlatformMBeanServer());
    }

    PartsReadiness(MBeanServer server) {
        this.server = server;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("ssms");
        boolean all = true;
        for (String part : new TreeSet<>(PARTS)) {
            boolean ready = isReady(part);
            response.withData(part, ready);
            all &= ready;
        }
        return response.status(all).build();
    }

    private boolean isReady(String part) {
        try {
            return Boolean.TRUE.equals(server.getAttribute(name(part), READY));
        } catch (JMException | RuntimeException e) { // not registered, or it could not find out: not ready
            return false;
        }
    }

    private static ObjectName name(String part) throws MalformedObjectNameException {
        return new ObjectName(DOMAIN, "type", part);
    }
}
