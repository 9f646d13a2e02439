package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A deployment that must fail, and say why. */
@ExtendWith(ServerExtension.class)
class ConfigurationIT {
    /**
     * The system property of the running server names the ports that the first deployment has: they cannot be opened
     * twice.
     */
    @Test
    void port_in_use_fails_the_deployment_and_names_the_key(WildFly server) throws Exception {
        assertThat(server.failureOf(FeatureServer.ear("twin.ear", "shootme")))
                .contains("sip.connectors: udp:127.0.0.1:" + WildFly.SIP_PORT);
        assertThat(Sipp.successfulCalls(new Sipp.Run("call", "alice", 5), Sipp.Transport.UDP))
                .as("calls to the first deployment")
                .isEqualTo(5);
    }
}
