package org.ssms.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test is the server, over loopback. */
class RehearsalPhoneTest {
    private static final String MAILBOX = "sip:rehearsal@vm.localhost";
    private static final String HERE = "sip:vm@192.0.2.1:5060";
    private static final int PATIENCE_MILLIS = 15_000;

    private DatagramSocket server;
    private RehearsalPhone phone;
    private InetSocketAddress caller = InetSocketAddress.createUnresolved("nobody", 0);

    @BeforeEach
    void open() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        server = new DatagramSocket(0, loopback);
        server.setSoTimeout(PATIENCE_MILLIS);
        phone = new RehearsalPhone(
                new InetSocketAddress(loopback, 0), new InetSocketAddress(loopback, server.getLocalPort()), "mark");
    }

    @AfterEach
    void close() {
        phone.close();
        server.close();
    }

    @Test
    void an_answered_call_is_acknowledged_and_ended_where_the_answer_says() throws Exception {
        CompletableFuture<Integer> answered = call(1);
        String invite = received("INVITE");
        assertThat(invite)
                .startsWith("INVITE " + MAILBOX + " SIP/2.0\r\n")
                .contains("\r\n" + RehearsalCalls.HEADER + ": mark\r\n")
                .endsWith("m=audio " + caller.getPort() + " RTP/AVP 0 8\r\n");
        answer(invite, "100 Trying");
        answer(invite, "200 OK");
        String ack = received("ACK");
        String bye = received("BYE");
        answer(invite, "200 OK"); // repeated: no end of anything
        answer(bye.replaceFirst("Call-ID: ", "Call-ID: other-"), "200 OK");
        answer(bye, "200 OK");
        assertThat(answered.get()).isEqualTo(1);
        for (String inside : List.of(ack, bye)) {
            assertThat(inside).contains(" " + HERE + " SIP/2.0\r\n", "\r\nTo: <" + MAILBOX + ">;tag=us\r\n");
            assertThat(header("Call-ID", inside)).isEqualTo(header("Call-ID", invite));
            assertThat(header("Via", inside)).isNotEqualTo(header("Via", invite));
        }
        assertThat(header("CSeq", ack)).isEqualTo("CSeq: 1 ACK");
        assertThat(header("CSeq", bye)).isEqualTo("CSeq: 2 BYE");
    }

    /** The ACK belongs to the transaction of the INVITE (RFC 3261 §17.1.1.3). */
    @Test
    void a_refused_call_is_acknowledged_and_not_counted() throws Exception {
        CompletableFuture<Integer> answered = call(2);
        String refused = received("INVITE");
        answer(refused, "503 Service Unavailable");
        String ack = received("ACK");
        assertThat(ack).startsWith("ACK " + MAILBOX + " SIP/2.0\r\n");
        assertThat(header("Via", ack)).isEqualTo(header("Via", refused));
        String other = received("INVITE");
        while (header("Call-ID", other).equals(header("Call-ID", refused))) {
            other = received("INVITE"); // repeated
        }
        answer(other, "200 OK");
        answer(received("BYE"), "200 OK");
        assertThat(answered.get()).isEqualTo(1);
    }

    private CompletableFuture<Integer> call(int count) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return phone.call(MAILBOX, count);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** The next request of that method. What comes before is repeated, or of no interest. */
    private String received(String method) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        String request;
        do {
            server.receive(packet);
            request = new String(packet.getData(), 0, packet.getLength(), UTF_8);
        } while (!request.startsWith(method));
        caller = (InetSocketAddress) packet.getSocketAddress();
        return request;
    }

    private void answer(String request, String status) throws IOException {
        String to = header("To", request);
        String headers = Stream.of("Via", "From", "Call-ID", "CSeq")
                .map(name -> header(name, request) + "\r\n")
                .collect(Collectors.joining());
        byte[] response = ("SIP/2.0 " + status + "\r\n" + headers + to + (to.contains("tag=") ? "" : ";tag=us")
                        + "\r\nContact: <" + HERE + ">\r\nContent-Length: 0\r\n\r\n")
                .getBytes(UTF_8);
        server.send(new DatagramPacket(response, response.length, caller));
    }

    private static String header(String name, String message) {
        Matcher line = Pattern.compile("(?m)^" + name + ": [^\r]*").matcher(message);
        assertThat(line.find()).as(name).isTrue();
        return line.group();
    }
}
