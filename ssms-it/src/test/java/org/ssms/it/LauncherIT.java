package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.SsmsServer;

/** What the launcher says of a server that cannot start. */
@SsmsServer.Beside
class LauncherIT {
    private static final int INDEX = 13;

    /** Another SIP server on the same machine; which ports ours has is in the settings, which only the server reads. */
    @Test
    void a_sip_port_that_is_taken_is_named_with_the_process_that_has_it() throws Exception {
        int port = SsmsServer.sipPort(INDEX);
        try (DatagramSocket other = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> SsmsServer.start("taken", INDEX, Map.of()).close())
                    .hasMessageContaining("udp:127.0.0.1:" + other.getLocalPort() + " cannot be opened")
                    .hasMessageContaining("ssms: UDP port " + other.getLocalPort() + " is taken by process "
                            + ProcessHandle.current().pid() + " (");
        }
    }
}
