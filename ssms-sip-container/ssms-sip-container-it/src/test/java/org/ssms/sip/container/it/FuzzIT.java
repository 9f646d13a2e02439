package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fifty thousand broken messages: the server goes on, and afterwards nothing of them is left. */
@ExtendWith(ServerExtension.class)
class FuzzIT {
    private static final int MESSAGES = 50_000;
    private static final int BATCH = 500;
    /** Each so many messages is one over TCP, and each so many has a transaction of its own. */
    private static final int TCP_SHARE = 10;

    private static final int NEW_SHARE = 10;
    private static final long SEED = 20_241_123;
    private static final long SLACK_BYTES = 48L << 20;
    /** The pools of the container are bounded and fill up: 32 + 8 for callbacks, 32 for UDP, 16 for connections. */
    private static final int SLACK_THREADS = 100;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Random random = new Random(SEED); // fixed seed: a failure repeats

    @Test
    @Timeout(300)
    void fifty_thousand_broken_messages_leave_a_server_as_it_was(WildFly server) throws Exception {
        List<byte[]> corpus = corpus();
        long heap = server.management().heapAfterCollection();
        int threads = server.management().threadCount();
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int sent = 0; sent < MESSAGES; sent++) {
                byte[] message = mutated(corpus.get(random.nextInt(corpus.size())), sent);
                if (sent % TCP_SHARE == 0) {
                    overTcp(message);
                } else if (message.length > 0) {
                    socket.send(new DatagramPacket(
                            message, message.length, InetAddress.getLoopbackAddress(), WildFly.SIP_PORT));
                }
                if (sent % BATCH == 0) {
                    assertAnswers(sent);
                }
            }
        }
        assertAnswers(MESSAGES);
        Await.until(
                "the end of what the messages left",
                PATIENCE,
                () -> server.management().heapAfterCollection() < heap + SLACK_BYTES);
        assertThat(server.management().threadCount()).isLessThan(threads + SLACK_THREADS);
        assertThat(server.logText()).doesNotContain("OutOfMemory").doesNotContain("Exception in thread");
        assertThat(Files.size(server.log())).as("bytes of log").isLessThan(1L << 20);
    }

    private static void assertAnswers(int after) throws Exception {
        try (StreamCaller caller = StreamCaller.tcp()) {
            caller.send(SipText.Call.start("TCP", WildFly.SIP_PORT).request("OPTIONS", "alice", ""));
            assertThat(caller.receive()).as("OPTIONS after %s messages", after).startsWith("SIP/2.0 200");
        }
    }

    private static void overTcp(byte[] message) throws IOException {
        try (StreamCaller caller = StreamCaller.tcp()) {
            caller.send(message);
        } catch (IOException closed) {
            // the server may close the connection as soon as it sees what comes
        }
    }

    private static List<byte[]> corpus() throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        Path directory = Path.of(System.getProperty("sipp.scenarios")).resolveSibling("rfc4475");
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".dat")).sorted().toList()) {
                corpus.add(asOwnCall(Files.readAllBytes(file), "fuzz-"));
            }
        }
        for (String method : List.of("INVITE", "REGISTER", "MESSAGE", "OPTIONS", "CANCEL", "BYE", "ACK", "UPDATE")) {
            SipText.Call call = SipText.Call.start("UDP", WildFly.SIP_PORT);
            corpus.add(SipText.bytes(call.request(method, "redirect", "v=0\r\n")));
        }
        return corpus;
    }

    private byte[] mutated(byte[] original, int serial) {
        byte[] message = original;
        if (random.nextInt(NEW_SHARE) == 0) {
            message = asOwnCall(message, "f" + serial);
        }
        for (int changes = random.nextInt(4); changes >= 0 && message.length > 0; changes--) {
            message = changed(message);
        }
        return message;
    }

    /** A call apart from those of other tests, and of the original. */
    private static byte[] asOwnCall(byte[] message, String prefix) {
        return new String(message, StandardCharsets.ISO_8859_1)
                .replace("z9hG4bK", "z9hG4bK" + prefix)
                .replaceFirst("(?i)call-id: ?", "Call-ID: " + prefix)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] changed(byte[] message) {
        int at = random.nextInt(message.length);
        int length = Math.min(random.nextInt(24), message.length - at);
        return switch (random.nextInt(5)) {
            case 0 -> spliced(message, at, 0, new byte[] {(byte) random.nextInt(256)});
            case 1 -> spliced(message, at, length, new byte[0]);
            case 2 -> spliced(message, at, 0, Arrays.copyOfRange(message, at, at + length));
            case 3 -> spliced(message, at, 1, SipText.bytes(special()));
            default -> Arrays.copyOf(message, at);
        };
    }

    private String special() {
        String[] specials = {
            "\r\n", "\n", "\0", "\"", "<", ">", ";", ",", "%00", "99999999999999999999", "-1", " ", "\t", "::", "[", "é"
        };
        return specials[random.nextInt(specials.length)];
    }

    private static byte[] spliced(byte[] message, int at, int removed, byte[] added) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(message, 0, at);
        result.writeBytes(added);
        result.write(message, at + removed, message.length - at - removed);
        return result.toByteArray();
    }
}
