package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no SIP peer should send; the server must refuse or drop it, lose no thread and serve the next caller. */
@ExtendWith(ServerExtension.class)
class TortureIT {
    private static final int LIMIT = 96 * 1024;
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int ROUNDS = 100;
    private static final List<String> STACK_THREADS =
            List.of("NioSelector-TCP-#.#.#.#/#", "NioSelector-TLS-#.#.#.#/#", "MessageProcessorThread-UDP-#.#.#.#/#");

    /** Each message over UDP and over TCP; the server answers as we say it does, and answers the next caller. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/rfc4475/expected.csv", useHeadersInDisplayName = false)
    void torture_message_is_answered_as_expected(String name, String udp, String tcp) throws Exception {
        byte[] message = Files.readAllBytes(Path.of(System.getProperty("sipp.scenarios"))
                .resolveSibling("rfc4475")
                .resolve(name + ".dat"));
        assertThat(Torture.overUdp(message, udp)).as("over UDP").isEqualTo(udp);
        assertThat(Torture.overTcp(message, tcp)).as("over TCP").isEqualTo(tcp);
    }

    @Test
    void torture_leaves_threads_and_no_body_in_the_log(WildFly server) throws Exception {
        assertAnswers("torture");
        assertThat(server.management().threads()).containsKeys(STACK_THREADS.toArray(String[]::new));
        assertThat(server.logText()).doesNotContain("opaque-canary-data").doesNotContain("Exception in thread");
    }

    private static void assertAnswers(String after) throws Exception {
        String options = SipText.Call.start("UDP", WildFly.SIP_PORT).request("OPTIONS", "alice", "");
        assertThat(datagram(options)).as("OPTIONS over UDP after %s", after).startsWith("SIP/2.0 200");
        try (StreamCaller caller = StreamCaller.tcp()) {
            caller.send(SipText.Call.start("TCP", WildFly.SIP_PORT).request("OPTIONS", "alice", ""));
            assertThat(caller.receive()).as("OPTIONS over TCP after %s", after).startsWith("SIP/2.0 200");
        }
    }

    /** Sends one datagram and returns the first answer that is not a 100, null when there is none in time. */
    private static @Nullable String datagram(String request) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            byte[] bytes = SipText.bytes(request);
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), WildFly.SIP_PORT));
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            while (true) {
                socket.receive(answer);
                String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1);
                if (!text.startsWith("SIP/2.0 100 ")) {
                    return text;
                }
            }
        } catch (SocketTimeoutException none) {
            return null;
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 9999", "Content-Length: -3", "CSeq: 1 INVITE"})
    void malformed_datagram_is_answered_with_400(String header) throws Exception {
        String good = SipText.Call.start("UDP", WildFly.SIP_PORT).request("MESSAGE", "alice", "abc");
        String name = header.substring(0, header.indexOf(':'));
        assertThat(datagram(good.replaceFirst(name + ": .*", header))).startsWith("SIP/2.0 400");
    }

    /**
     * The host of the request URI is not ours; the request must not be sent on to it. Many rounds: the second request
     * of a call follows the answer to the first so closely that the server is not done with it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INFO", "UPDATE", "PRACK"})
    void request_of_no_dialog_is_answered_with_481(String method) throws Exception {
        String uri = "sip:alice@vm.example.com";
        for (int round = 0; round < ROUNDS; round++) {
            SipText.Call call = SipText.Call.start("UDP", WildFly.SIP_PORT);
            assertThat(datagram(call.request(method, uri, "<" + uri + ">", 1, "")))
                    .startsWith("SIP/2.0 481");
            assertThat(datagram(call.request(method, uri, "<" + uri + ">;tag=gone", 2, "")))
                    .startsWith("SIP/2.0 481");
        }
    }

    @Test
    void invite_with_the_tag_of_no_dialog_is_answered_with_481() throws Exception {
        SipText.Call call = SipText.Call.start("UDP", WildFly.SIP_PORT);
        String uri = "sip:alice@127.0.0.1:" + WildFly.SIP_PORT;
        assertThat(datagram(call.request("INVITE", uri, "<" + uri + ">;tag=gone", 1, "")))
                .startsWith("SIP/2.0 481");
    }

    @Test
    void cancel_of_nothing_is_answered_with_481() throws Exception {
        SipText.Call call = SipText.Call.start("UDP", WildFly.SIP_PORT);
        assertThat(datagram(call.request("CANCEL", "alice", ""))).startsWith("SIP/2.0 481");
    }

    /** The same request on two paths, as a proxy in front that forks would send it. */
    @ParameterizedTest
    @CsvSource({"INVITE, ring, 180", "INVITE, alice, 200", "MESSAGE, alice, 200"})
    void merged_request_is_answered_with_482(String method, String user, int first) throws Exception {
        SipText.Call call = SipText.Call.start("UDP", WildFly.SIP_PORT);
        String request = call.request(method, user, "");
        assertThat(datagram(request)).startsWith("SIP/2.0 " + first);
        assertThat(datagram(request.replace(";branch=", ";branch=z9hG4bKother")))
                .startsWith("SIP/2.0 482");
        String otherTarget = request.replaceFirst(" sip:" + user + "@", " sip:bob@");
        assertThat(datagram(otherTarget.replace(";branch=", ";branch=z9hG4bKthird")))
                .startsWith("SIP/2.0 200");
    }

    @Test
    void stray_acks_are_dropped_and_not_logged(WildFly server) throws Exception {
        String uri = "sip:stray-ack@vm.example.com";
        for (String to : List.of("<" + uri + ">", "<" + uri + ">;tag=gone")) {
            byte[] ack =
                    SipText.bytes(SipText.Call.start("UDP", WildFly.SIP_PORT).request("ACK", uri, to, 1, ""));
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(ack, ack.length, InetAddress.getLoopbackAddress(), WildFly.SIP_PORT));
            }
        }
        assertAnswers("stray ACKs");
        assertThat(server.logText()).doesNotContain("stray-ack");
    }

    @Test
    void body_of_64_kilobytes_in_one_line_reaches_the_application_over_tcp() throws Exception {
        String sdp = "v=0\r\na=" + "x".repeat(64 * 1024) + "\r\n";
        try (StreamCaller caller = StreamCaller.tcp()) {
            caller.send(SipText.Call.start("TCP", WildFly.SIP_PORT).request("MESSAGE", "alice", sdp));
            String answer = caller.receive();
            assertThat(answer).startsWith("SIP/2.0 200").contains("X-Body: " + sdp.length());
        }
    }

    @ParameterizedTest
    @CsvSource({"2000000000", "98305", "-1", "many"})
    void unusable_content_length_closes_the_connection_and_no_other(String length) throws Exception {
        try (StreamCaller other = StreamCaller.tcp();
                StreamCaller caller = StreamCaller.tcp()) {
            String message = SipText.Call.start("TCP", WildFly.SIP_PORT).request("MESSAGE", "alice", "");
            caller.send(message.replace("Content-Length: 0", "Content-Length: " + length));
            assertThat(caller.receive()).isNull();
            other.send(SipText.Call.start("TCP", WildFly.SIP_PORT).request("OPTIONS", "alice", ""));
            assertThat(other.receive()).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void endless_header_closes_the_connection() throws Exception {
        try (StreamCaller caller = StreamCaller.tcp()) {
            caller.send("INVITE sip:" + "x".repeat(LIMIT));
            assertThat(caller.receive()).isNull();
        }
        assertAnswers("an endless header");
    }

    @Test
    void noise_leaves_a_server_that_answers() throws Exception {
        Random random = new Random(4475); // fixed seed: a failure repeats
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[random.nextInt(2_000)];
            random.nextBytes(noise);
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(
                        new DatagramPacket(noise, noise.length, InetAddress.getLoopbackAddress(), WildFly.SIP_PORT));
            }
            try (StreamCaller caller = StreamCaller.tcp()) {
                caller.send(noise);
            }
        }
        assertAnswers("noise");
    }
}
