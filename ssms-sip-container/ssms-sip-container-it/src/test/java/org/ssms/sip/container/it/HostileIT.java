package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One host without an account, on every connector with connections: it is ended, and nobody else notices. */
@ExtendWith({ServerExtension.class, FeatureExtension.class})
class HostileIT {
    private static final String ATTACKER = "127.0.0.6";
    private static final int PATIENCE_MILLIS = 15_000;
    private static final String HANDSHAKE = """
            GET / HTTP/1.1\r
            Host: x\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Protocol: sip\r
            Sec-WebSocket-Version: 13\r
            \r
            """;

    /** Where connections can be opened. */
    enum Port {
        TCP(WildFly.SIP_PORT, false, ""),
        TLS(WildFly.SIPS_PORT, true, ""),
        WS(FeatureServer.WS_PORT, false, HANDSHAKE),
        WSS(FeatureServer.WSS_PORT, true, HANDSHAKE);

        private final int number;
        private final boolean secure;
        private final String handshake;

        Port(int number, boolean secure, String handshake) {
            this.number = number;
            this.secure = secure;
            this.handshake = handshake;
        }

        Socket connect(String source) throws IOException {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4_096);
            socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), number), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        }

        /** Ready for SIP. */
        Socket open(String source) throws Exception {
            return open(connect(source));
        }

        Socket open(Socket plain) throws Exception {
            Socket socket = plain;
            if (secure) {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
                socket = context.getSocketFactory().createSocket(plain, "localhost", number, true);
            }
            if (!handshake.isEmpty()) {
                write(socket, handshake);
                InputStream in = socket.getInputStream();
                StringBuilder answer = new StringBuilder();
                while (answer.indexOf("\r\n\r\n") < 0) {
                    answer.append((char) in.read());
                }
            }
            return socket;
        }

        /** The start of a message that is announced to be larger. */
        byte[] part(String text) {
            byte[] bytes = SipText.bytes(text);
            if (handshake.isEmpty()) {
                return bytes;
            }
            byte[] frame = new byte[8 + bytes.length];
            frame[0] = (byte) 0x81;
            frame[1] = (byte) 0xfe; // masked, with 16 bits of length; the mask is 0
            frame[2] = (byte) 0xff;
            frame[3] = (byte) 0xff;
            System.arraycopy(bytes, 0, frame, 8, bytes.length);
            return frame;
        }

        byte[] whole(String text) {
            byte[] bytes = part(text);
            if (!handshake.isEmpty()) {
                bytes[2] = (byte) (text.length() >> 8);
                bytes[3] = (byte) text.length();
            }
            return bytes;
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(SipText.bytes(text));
        socket.getOutputStream().flush();
    }

    /** True when the server ends the connection, whatever it sends before. */
    private static boolean isEnded(Socket socket) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // an answer, a TLS alert
            }
            return true;
        } catch (SocketTimeoutException silence) {
            throw silence;
        } catch (IOException reset) { // by TCP or TLS
            return true;
        }
    }

    private static boolean isOpen(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silence) {
            return true;
        }
    }

    private static boolean isAnswered(Port port, String source) throws Exception {
        try (Socket socket = port.open(source)) {
            return answer(port, socket, "OPTIONS", "SIP/2.0 ").contains("SIP/2.0 ");
        }
    }

    /** What comes until {@code wanted} does, or the end. */
    private static String answer(Port port, Socket socket, String method, String wanted) throws IOException {
        String request = SipText.Call.start(port.name(), port.number).request(method, "alice", "");
        if (!port.handshake.isEmpty()) {
            request = request.replaceFirst("Contact: .*", "Contact: <sip:it@x.invalid;transport=ws>\r");
        }
        socket.getOutputStream().write(port.whole(request));
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        for (int next = in.read(); next >= 0 && answer.indexOf(wanted) < 0; next = in.read()) {
            answer.append((char) next);
        }
        return answer.toString();
    }

    /** What a client does that costs it nothing and the server a connection. */
    enum Way {
        SAYS_NOTHING {
            @Override
            Socket begin(Port port) throws IOException {
                return port.connect(ATTACKER);
            }
        },
        HALF_A_HANDSHAKE {
            @Override
            Socket begin(Port port) throws IOException {
                Socket socket = port.connect(ATTACKER);
                socket.getOutputStream()
                        .write(port.secure ? new byte[] {0x16, 3, 1, 2, 0, 1} : SipText.bytes("GET / HTTP/1.1\r\n"));
                return socket;
            }
        },
        KEEPS_ALIVE {
            @Override
            Socket begin(Port port) throws Exception {
                Socket socket = port.open(ATTACKER);
                String ping = port.handshake.isEmpty() ? "\r\n\r\n" : "\u0089\u0080\0\0\0\0";
                new Thread(() -> repeat(socket, ping)).start();
                return socket;
            }
        },
        ANNOUNCES_A_BODY {
            @Override
            Socket begin(Port port) throws Exception {
                Socket socket = port.open(ATTACKER);
                socket.getOutputStream()
                        .write(port.part("INVITE sip:a@b SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 60000\r\n\r\n"));
                return socket;
            }
        },
        COMES_BYTE_BY_BYTE {
            @Override
            Socket begin(Port port) throws Exception {
                Socket socket = port.open(ATTACKER);
                socket.getOutputStream().write(port.part("INVITE "));
                new Thread(() -> repeat(socket, "x")).start();
                return socket;
            }
        };

        abstract Socket begin(Port port) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void connection_that_brings_no_message_is_ended(Way way) throws Exception {
        Map<Port, Socket> sockets = new EnumMap<>(Port.class);
        try {
            for (Port port : Port.values()) {
                sockets.put(port, way.begin(port));
            }
            for (Map.Entry<Port, Socket> socket : sockets.entrySet()) {
                assertThat(isEnded(socket.getValue())).as("%s", socket.getKey()).isTrue();
            }
        } finally {
            for (Socket socket : sockets.values()) {
                socket.close();
            }
        }
    }

    /** The server keeps a buffer of 33 KB for it, also of a connection that is used. */
    @ParameterizedTest
    @EnumSource(names = {"TLS", "WSS"})
    void record_must_end_as_a_message_must(Port port) throws Exception {
        try (Socket wire = port.connect("127.0.0.7");
                Socket socket = port.open(wire)) {
            String kept = port.handshake.isEmpty() ? "INVITE" : "REGISTER"; // there are no calls by WebSocket here
            assertThat(answer(port, socket, kept, "SIP/2.0 200")).contains("SIP/2.0 200");
            wire.getOutputStream().write(new byte[] {0x17, 3, 3, 0x20, 0, 1, 2, 3});
            assertThat(isEnded(socket)).isTrue();
        }
    }

    /** Never silent and never done. */
    private static void repeat(Socket socket, String text) {
        try {
            for (int i = 0; i < 200; i++) {
                write(socket, text);
                Thread.sleep(100); // the pause between two pieces is what is tested
            }
        } catch (IOException ended) {
            // as it should be
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers fill its buffers; the thread that writes is the one that reads all connections. */
    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS"})
    void client_that_never_reads_is_ended_and_others_are_answered(Port port) throws Exception {
        try (Socket socket = port.open(ATTACKER)) {
            boolean ended = false;
            long end = System.nanoTime() + 30_000_000_000L;
            try {
                while (System.nanoTime() - end < 0) {
                    write(
                            socket,
                            SipText.Call.start(port.name(), port.number)
                                    .request("OPTIONS", "alice", "")
                                    .replaceFirst("\r\nFrom: ", "\r\nFrom: \"" + "a".repeat(4_000) + "\" "));
                }
            } catch (IOException reset) { // by TCP or TLS
                ended = true;
            }
            assertThat(ended).isTrue();
        }
        assertThat(isAnswered(port, "127.0.0.7")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void connections_of_one_source_are_limited_and_others_are_answered(Port port) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 230; i++) {
                if (i % 40 == 0) {
                    // then all before it are accepted: none waits for a place in the queue of the kernel
                    assertThat(isAnswered(port, "127.0.0.7")).isTrue();
                }
                sockets.add(port.connect("127.0.0.8"));
            }
            for (Socket socket : sockets.subList(210, 230)) {
                assertThat(isEnded(socket)).isTrue();
            }
            assertThat(isOpen(sockets.get(190)))
                    .as("what came just before, so that it is not their silence that ended the last")
                    .isTrue();
            assertThat(isAnswered(port, "127.0.0.7")).isTrue();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void message_of_too_many_parts_ends_its_connection(Port port) throws Exception {
        try (Socket socket = port.open(ATTACKER)) {
            String head = SipText.Call.start(port.name(), port.number)
                    .request("OPTIONS", "alice", "")
                    .replaceFirst("\r\nFrom: ", "\r\nRoute: <sip:a>" + ",<sip:a>".repeat(1_000) + "\r\nFrom: ");
            byte[] frame = port.part(head);
            if (!port.handshake.isEmpty()) {
                frame[2] = (byte) (head.length() >> 8);
                frame[3] = (byte) head.length();
            }
            socket.getOutputStream().write(frame);
            socket.setSoTimeout(3_000);
            assertThat(isEnded(socket)).isTrue();
        }
    }

    @Test
    void connection_in_use_stays() throws Exception {
        SipText.Call call = SipText.Call.start("TCP", WildFly.SIP_PORT);
        try (StreamCaller caller = StreamCaller.from("127.0.0.7")) {
            caller.send(call.request("INVITE", "alice", ""));
            String ok = String.valueOf(caller.receive());
            String target = SipText.header(ok, "Contact").replaceAll("[<>]", "");
            String to = SipText.header(ok, "To");
            caller.send(call.request("ACK", target, to, 1, ""));
            caller.patience(13_000);
            assertThatThrownBy(caller::receive).isInstanceOf(SocketTimeoutException.class);
            caller.send(call.request("BYE", target, to, 2, ""));
            assertThat(caller.receive()).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void nothing_is_read_of_a_source_that_the_gate_does_not_read() throws Exception {
        assertThat(isAnswered(Port.TCP, "127.0.0.7")).isTrue();
        try (Socket socket = Port.TCP.open("127.0.0.66")) {
            socket.setSoTimeout(1_000);
            write(socket, SipText.Call.start("TCP", WildFly.SIP_PORT).request("OPTIONS", "alice", ""));
            assertThat(timesOut(socket)).isTrue();
        }
    }

    private static boolean timesOut(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readNBytes(1), StandardCharsets.US_ASCII).isEmpty();
        } catch (SocketTimeoutException silence) {
            return true;
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
