package org.ssms.health;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class PartsReadinessTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    /** What a part registers. */
    public interface PartMXBean {
        boolean isReady();
    }

    /** A part as a test wants it. */
    public record Part(boolean isReady) implements PartMXBean {}

    @Test
    void all_parts_ready_is_up() throws Exception {
        register("Identity", true);
        register("Node", true);
        register("LicenseServer", true);
        assertThat(readiness().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void one_part_that_is_not_ready_is_down_and_named() throws Exception {
        register("Identity", true);
        register("Node", true);
        register("LicenseServer", false);
        assertThat(readiness().getStatus()).isEqualTo(Status.DOWN);
        assertThat(readiness().getData())
                .hasValueSatisfying(
                        data -> assertThat(data).containsEntry("Node", true).containsEntry("LicenseServer", false));
    }

    @Test
    void a_missing_part_is_down() throws Exception {
        register("Identity", true);
        register("Node", true);
        assertThat(readiness().getStatus()).isEqualTo(Status.DOWN);
    }

    private HealthCheckResponse readiness() {
        return new PartsReadiness(server).call();
    }

    private void register(String part, boolean ready) throws Exception {
        server.registerMBean(new Part(ready), new ObjectName("org.ssms", "type", part));
    }
}
