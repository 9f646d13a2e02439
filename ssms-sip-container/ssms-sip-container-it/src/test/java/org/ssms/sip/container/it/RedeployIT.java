package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deploys again and again on a running server. */
@ExtendWith(ServerExtension.class)
class RedeployIT {
    private static final int REDEPLOYMENTS = 10;
    private static final int FEW = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void ten_redeployments_leave_no_port_thread_or_class_loader(WildFly server) throws Exception {
        server.undeploy();
        try {
            Map<String, Integer> threadsBefore = ownThreads(server.management().threads());
            for (int i = 0; i < REDEPLOYMENTS; i++) {
                server.deploy();
                assertThat(Sipp.successfulCalls(new Sipp.Run("call", "later", FEW), Sipp.Transport.TCP))
                        .isEqualTo(FEW);
                server.undeploy();
                assertPortsAreFree();
            }
            assertThat(server.management().hasApplicationBean()).isFalse();
            assertThat(ownThreads(server.management().threads())).isEqualTo(threadsBefore);
            Await.until(
                    "the collection of all class loaders",
                    PATIENCE,
                    () -> server.management().applicationLoaders() == 0);
        } finally {
            server.deploy();
        }
        assertThat(Sipp.successfulCalls(new Sipp.Run("call", "alice", FEW), Sipp.Transport.UDP))
                .isEqualTo(FEW);
    }

    /** The caller answers the BYE late, and other callers hear meanwhile that the server is not available. */
    @Test
    void calls_that_are_up_are_hung_up_before_the_connectors_close(WildFly server) throws Exception {
        try (Phone caller = new Phone();
                Phone late = new Phone()) {
            caller.invite("stay", List.of());
            caller.acknowledge(caller.awaitFinal());
            CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> undeploy(server));
            String bye = caller.awaitRequest();
            assertThat(bye).startsWith("BYE ");
            late.invite("alice", List.of());
            assertThat(late.awaitFinal()).startsWith("SIP/2.0 503").contains("Retry-After: 10");
            assertThat(stop).isNotDone();
            caller.answer(bye, 200);
            stop.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            server.deploy();
        }
    }

    private static void undeploy(WildFly server) {
        try {
            server.undeploy();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertPortsAreFree() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        new DatagramSocket(WildFly.SIP_PORT, loopback).close();
        for (int port : new int[] {WildFly.SIP_PORT, WildFly.SIPS_PORT}) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(loopback, port));
            }
        }
    }

    /** Without the server's own pools, which breathe. */
    private static Map<String, Integer> ownThreads(Map<String, Integer> all) {
        Map<String, Integer> own = new TreeMap<>(all);
        own.keySet()
                .removeIf(name ->
                        name.matches("(?i).*(MSC|ServerService|default |management|XNIO|DeploymentScanner|RMI|JMX"
                                + "|Reference Reaper|EE-ManagedExecutorService|Attach|Compiler|GC|Weld|Timer-#|"
                                + "pool-).*"));
        return own;
    }
}
