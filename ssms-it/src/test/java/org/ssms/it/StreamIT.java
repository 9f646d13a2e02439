package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.server.Calls;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Ports;
import org.ssms.it.tool.Sipp;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Tool;
import org.ssms.protect.key.MessageId;

/** A foreign player asks for the stream of a message (C28, F7-8 to F7-12, F7-17, F7-18, D13, T17, T22). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamIT {
    private static final String OFFER = "a=drm:srtp 0 0 HTTP/TLS";

    private final SsmsServer server = SsmsServer.shared();
    private Subscriber.Message message;
    private final List<byte[]> stored = new ArrayList<>();

    @BeforeAll
    void leave_a_message() throws Exception {
        Tool.require("sipp", "sip-tester");
        try (Calls calls = new Calls(server)) {
            calls.leave(Calls.to("alice", "streamed"), Speech.ulaw(3, 1));
        }
        message = Subscriber.of(server, "alice").awaitMessageFrom("streamed");
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(new Storage(server).file(message.kid(), "srtp")));
        while (file.hasRemaining()) {
            byte[] packet = new byte[file.getShort() & 0xffff];
            file.getInt();
            file.get(packet);
            stored.add(packet);
        }
    }

    private Map<String, String> values(String... more) {
        Map<String, String> values = new HashMap<>(
                Map.of("user", "alice", "caller", "alice", "password", SsmsServer.PASSWORD, "message", message.id()));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        values.put("digest-uri", values.get("user") + "." + values.get("message") + "@localhost");
        return values;
    }

    /** Nothing comes before the ACK, then all that is stored, as it is stored, and BYE. */
    @ParameterizedTest
    @CsvSource({"UDP, 100", "TCP, 100", "UDP, 5000", "UDP, 15000", "UDP, 30000"})
    void c28_f7_11_f7_12_f7_18_the_stored_packets_come_after_the_ack_however_late_it_is(Transport transport, int delay)
            throws Exception {
        // of any address of this host: sipp takes one of its own
        try (DatagramSocket player = new DatagramSocket(Ports.free())) {
            long begun = System.nanoTime();
            CompletableFuture<Void> played = CompletableFuture.runAsync(() -> Sipp.play(
                    "stream",
                    server.sip().getPort(),
                    transport,
                    values("media", Integer.toString(player.getLocalPort()), "delay", Integer.toString(delay)),
                    1));
            List<byte[]> received = new ArrayList<>();
            player.setSoTimeout(delay + 30_000);
            received.add(receive(player));
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isGreaterThanOrEqualTo(delay);
            while (received.size() < stored.size()) {
                received.add(receive(player));
            }
            played.get(60, TimeUnit.SECONDS);
            assertThat(received).usingElementComparator(Arrays::compare).containsExactlyElementsOf(stored);
            player.setSoTimeout(100);
            assertThat(isSilent(player)).isTrue();
        }
    }

    private static byte[] receive(DatagramSocket player) throws IOException {
        DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
        player.receive(datagram);
        return Arrays.copyOf(datagram.getData(), datagram.getLength());
    }

    private static boolean isSilent(DatagramSocket player) throws IOException {
        try {
            receive(player);
            return false;
        } catch (SocketTimeoutException quiet) {
            return true;
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "A10 no drm,             alice, a=x,                                0, 488",
        "A9 nothing in common,   alice, a=drm:other 0 0 HTTP/TLS,           0, 488",
        "A8 an address,          alice, a=drm:srtp victim.invalid 0 HTTP/TLS, 0, 488",
        "another payload type,   alice, a=drm:srtp 0 0 HTTP/TLS,            8, 488",
        "D1 five tokens,         alice, a=drm:srtp 0 0 HTTP/TLS x,          0, 400",
        "T22 somebody else,      bob,   a=drm:srtp 0 0 HTTP/TLS,            0, 404"
    })
    void what_cannot_be_streamed_is_refused(String why, String caller, String line, String payload, String status) {
        Sipp.play(
                "stream-refused",
                server.sip().getPort(),
                Transport.UDP,
                values("caller", caller, "lines", line, "payload", payload, "status", status),
                1);
    }

    @Test
    void t22_nobody_gets_the_message_of_somebody_else_by_his_own_address() {
        Sipp.play(
                "stream-refused",
                server.sip().getPort(),
                Transport.UDP,
                values("user", "bob", "caller", "bob", "lines", OFFER, "payload", "0", "status", "404"),
                1);
    }

    @Test
    void t22_a_message_that_never_was_is_as_absent_as_a_foreign_one() {
        Sipp.play(
                "stream-refused",
                server.sip().getPort(),
                Transport.UDP,
                values(
                        "message",
                        MessageId.generate(new SecureRandom()).value(),
                        "lines",
                        OFFER,
                        "payload",
                        "0",
                        "status",
                        "404"),
                1);
    }
}
