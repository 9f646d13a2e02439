package org.ssms.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ssms.it.HostileHostIT.Door;
import org.ssms.it.HostileHostIT.Host;
import org.ssms.it.server.SsmsServer;

/** A host that begins at every door and never ends. It mostly waits: for the deadlines as they are delivered. */
@Execution(ExecutionMode.CONCURRENT)
class SilentHostIT {
    /** Longer than a web connection may be idle behind an answer. */
    private static final Duration IDLE = Duration.ofSeconds(90);

    private final SsmsServer server = SsmsServer.shared();

    @Test
    void who_does_not_go_on_is_cut_off_at_every_door() throws Exception {
        List<Host> hosts = new ArrayList<>();
        try {
            for (Door door : Door.values()) {
                Host host = new Host(door, server);
                hosts.add(host);
                host.connect(5);
                host.sendRaw(new byte[] {0x16, 3, 1, 2, 0, 1});
                host.send(door.post(1000, 1));
                host.send(door.halfAHead());
            }
            Host listener = new Host(Door.HTTPS, server);
            hosts.add(listener);
            // a stream of events may last; being refused one may not
            listener.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            for (Host host : hosts) {
                Await.untilTrue("nothing is open at " + host.door, IDLE, host::isCutOff);
            }
        } finally {
            for (Host host : hosts) {
                host.close();
            }
        }
    }
}
