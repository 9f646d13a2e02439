package org.ssms.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssms.it.server.ImapFrom;
import org.ssms.it.server.LdapFrom;
import org.ssms.it.server.SsmsServer;
import org.ssms.protect.key.MessageId;

/**
 * One host without an account, at every door, does whatever costs it little: it says nothing, is slow, stops in the
 * middle, sends too much, comes too often, asks for what is expensive. Meanwhile somebody else logs in and asks for a
 * license in less than two seconds, and afterwards nothing of it is left. A new door is one more constant of {@link
 * Door}.
 */
@Isolated("counts the server's descriptors")
class HostileHostIT {
    private static final Duration HONEST = Duration.ofSeconds(2);
    /** Before any deadline: what is too much was accepted by the kernel and must be closed one by one. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration LET_GO = Duration.ofSeconds(40);
    private static final int LOG_BYTES = 50_000;
    private static final int DESCRIPTORS = 20;
    /** All workers that a server may have, and the threads that the JVM makes beside them. */
    private static final int THREADS = 220;

    private static final int LDAP_CONNECTIONS = 32;

    private static final int SILENT = 300;
    /** Beyond what one source may have. */
    private static final int FURTHER = 700;

    private static final int PACKETS = 1000;
    private static final int SOME = 40;

    private static final String INVITATION = "invitations/00000000-0000-4000-8000-000000000000";

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final AtomicInteger HOSTS = new AtomicInteger();

    private final SsmsServer server = SsmsServer.shared();

    enum Door {
        HTTP {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), server.http().getPort());
            }
        },
        HTTPS {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), server.https().getPort());
            }

            @Override
            Socket hello(Socket connected) throws IOException {
                return tls(connected, "http/1.1");
            }
        },
        HTTP2 {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return HTTPS.address(server);
            }

            @Override
            Socket hello(Socket connected) throws IOException {
                Socket socket = tls(connected, "h2");
                socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
                socket.getOutputStream().write(Frames.settings());
                return socket;
            }

            @Override
            byte[] post(long length, int bytes) {
                ByteArrayOutputStream streams = new ByteArrayOutputStream();
                for (int stream = 1; stream < 80; stream += 2) {
                    streams.writeBytes(Frames.post(stream, prefix(), length));
                    streams.writeBytes(Frames.data(stream, Math.min(bytes, 1000)));
                }
                return streams.toByteArray();
            }

            @Override
            byte[] halfAHead() {
                byte[] whole = Frames.post(1, prefix(), 10);
                return Arrays.copyOf(whole, whole.length / 2);
            }

            @Override
            byte[] hugeHead() {
                return Frames.endlessHeaders(1);
            }

            @Override
            byte[] costly() {
                ByteArrayOutputStream streams = new ByteArrayOutputStream();
                for (int stream = 1; stream < 400; stream += 2) {
                    streams.writeBytes(Frames.get(stream, "/login.xhtml"));
                    streams.writeBytes(Frames.reset(stream));
                }
                return streams.toByteArray();
            }
        },
        POP3 {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return server.pop3();
            }

            @Override
            int connections() {
                return 32;
            }

            @Override
            byte[] post(long length, int bytes) {
                return ("AUTH PLAIN " + "A".repeat(bytes)).getBytes(US_ASCII);
            }

            @Override
            byte[] halfAHead() {
                return "STL".getBytes(US_ASCII);
            }

            @Override
            byte[] hugeHead() {
                return "CAPA ".repeat(20_000).getBytes(US_ASCII);
            }

            @Override
            byte[] costly() {
                return "CAPA\r\nUSER alice\r\nPASS wrong\r\n".repeat(2000).getBytes(US_ASCII);
            }
        },
        POP3S {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return server.pop3s();
            }

            @Override
            int connections() {
                return POP3.connections();
            }

            @Override
            Socket hello(Socket connected) throws IOException {
                return tls(connected, "pop3");
            }

            @Override
            byte[] post(long length, int bytes) {
                return POP3.post(length, bytes);
            }

            @Override
            byte[] halfAHead() {
                return POP3.halfAHead();
            }

            @Override
            byte[] hugeHead() {
                return POP3.hugeHead();
            }

            @Override
            byte[] costly() {
                return POP3.costly();
            }
        },
        IMAP {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return server.imap();
            }

            @Override
            int connections() {
                return POP3.connections();
            }

            @Override
            byte[] post(long length, int bytes) {
                return ("a LOGIN {" + length + "+}\r\n" + "A".repeat(bytes)).getBytes(US_ASCII);
            }

            @Override
            byte[] halfAHead() {
                return "a LOGIN {900+}\r\nali".getBytes(US_ASCII);
            }

            @Override
            byte[] hugeHead() {
                return ("a LIST \"\" " + "*".repeat(100_000)).getBytes(US_ASCII);
            }

            @Override
            byte[] costly() {
                return "a CAPABILITY\r\nb LOGIN alice wrong\r\nc LOGIN {9999999999}\r\n"
                        .repeat(2000)
                        .getBytes(US_ASCII);
            }
        },
        IMAPS {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return server.imaps();
            }

            @Override
            int connections() {
                return POP3.connections();
            }

            @Override
            Socket hello(Socket connected) throws IOException {
                return tls(connected, "imap");
            }

            @Override
            byte[] post(long length, int bytes) {
                return IMAP.post(length, bytes);
            }

            @Override
            byte[] halfAHead() {
                return IMAP.halfAHead();
            }

            @Override
            byte[] hugeHead() {
                return IMAP.hugeHead();
            }

            @Override
            byte[] costly() {
                return IMAP.costly();
            }
        },
        MANAGEMENT {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), server.http().getPort() - 8080 + 9990);
            }

            @Override
            String prefix() {
                return "/management";
            }
        },
        LDAP {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return server.ldap();
            }

            @Override
            int connections() {
                return LDAP_CONNECTIONS;
            }

            @Override
            byte[] post(long length, int bytes) {
                return LdapOctets.message(length, bytes);
            }

            @Override
            byte[] halfAHead() {
                return LdapOctets.half();
            }

            @Override
            byte[] hugeHead() {
                return LdapOctets.message(Integer.MAX_VALUE, 100_000);
            }

            @Override
            byte[] costly() {
                return LdapOctets.costly();
            }
        },
        LDAPS {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return server.ldaps();
            }

            @Override
            Socket hello(Socket connected) throws IOException {
                return tls(connected, "ldap");
            }

            @Override
            int connections() {
                return LDAP_CONNECTIONS;
            }

            @Override
            byte[] post(long length, int bytes) {
                return LDAP.post(length, bytes);
            }

            @Override
            byte[] halfAHead() {
                return LDAP.halfAHead();
            }

            @Override
            byte[] hugeHead() {
                return LDAP.hugeHead();
            }

            @Override
            byte[] costly() {
                return LDAP.costly();
            }
        },
        SIP_UDP("UDP") {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return server.sip();
            }

            @Override
            boolean hasConnections() {
                return false;
            }
        },
        SIP_TCP("TCP") {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return server.sip();
            }
        },
        SIP_TLS("TLS") {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return server.sips();
            }

            @Override
            Socket hello(Socket connected) throws IOException {
                return tls(connected, "sip");
            }
        },
        SIP_WS("WS") {
            @Override
            InetSocketAddress address(SsmsServer server) {
                return server.webSocket();
            }

            @Override
            Socket hello(Socket connected) throws IOException {
                connected.getOutputStream().write("""
                                GET / HTTP/1.1\r
                                Host: localhost\r
                                Upgrade: websocket\r
                                Connection: Upgrade\r
                                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                                Sec-WebSocket-Protocol: sip\r
                                Sec-WebSocket-Version: 13\r
                                \r
                                """.getBytes(US_ASCII));
                StringBuilder answer = new StringBuilder();
                while (answer.indexOf("\r\n\r\n") < 0) {
                    int next = connected.getInputStream().read();
                    if (next < 0) {
                        throw new SocketException("closed");
                    }
                    answer.append((char) next);
                }
                return connected;
            }

            @Override
            byte[] post(long length, int bytes) {
                byte[] message = super.post(length, bytes);
                return frame(message.length - bytes + length, message);
            }

            @Override
            byte[] halfAHead() {
                return frame(500, super.halfAHead());
            }

            @Override
            byte[] hugeHead() {
                byte[] message = super.hugeHead();
                return frame(message.length, message);
            }

            @Override
            byte[] costly() {
                byte[] message = super.costly();
                return frame(message.length, message);
            }

            /** A text of {@code length} bytes, or the start of it; the mask is 0 (RFC 6455 §5.2). */
            private static byte[] frame(long length, byte[] start) {
                return ByteBuffer.allocate(14 + start.length)
                        .put((byte) 0x81)
                        .put((byte) 0xff)
                        .putLong(length)
                        .putInt(0)
                        .put(start)
                        .array();
            }
        };

        /** Of SIP, as the Via says it; null: HTTP. */
        private final @Nullable String transport;

        Door() {
            this(null);
        }

        Door(@Nullable String transport) {
            this.transport = transport;
        }

        abstract InetSocketAddress address(SsmsServer server);

        /** Of one source at most. */
        int connections() {
            return transport == null ? 256 : 1000;
        }

        boolean hasConnections() {
            return true;
        }

        /** Of HTTP: a path that takes posts. */
        String prefix() {
            return "/license/v1/sessions";
        }

        /** Whatever comes before the first request. */
        Socket hello(Socket connected) throws IOException {
            return connected;
        }

        /** The head of a post or INVITE of {@code length} bytes, and the first {@code bytes} of them. */
        byte[] post(long length, int bytes) {
            if (transport != null) {
                // a packet has an end
                return sip("INVITE", transport, "", length, hasConnections() ? bytes : Math.min(bytes, 50_000));
            }
            String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + "%d\r\n\r\n";
            return (head.formatted(prefix(), length) + "{".repeat(bytes)).getBytes(US_ASCII);
        }

        byte[] halfAHead() {
            return transport != null
                    ? Arrays.copyOf(post(0, 0), 80)
                    : ("POST " + prefix() + " HTTP/1.1\r\nHo").getBytes(US_ASCII);
        }

        byte[] hugeHead() {
            return transport != null
                    ? sip("INVITE", transport, "X-Long: a\r\n".repeat(hasConnections() ? 10_000 : 5000), 0, 0)
                    : ("GET / HTTP/1.1\r\nHost: localhost\r\n" + "X-Long: a\r\n".repeat(10_000)).getBytes(US_ASCII);
        }

        /**
         * Requests one after the other, whose answers nobody reads: to every door of the web that takes posts without
         * login, and files, and with a token that nobody has signed. In SIP: 15,000 parameters.
         */
        byte[] costly() {
            if (transport != null) {
                return sip("OPTIONS", transport, "Contact: <sip:a@b" + ";x=y".repeat(15_000) + ">\r\n", 0, 0);
            }
            String get = "GET /assets/player.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
            String named = """
                    GET /license/v1/messages?kid=00000000-0000-4000-8000-000000000000 HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer eyJhbGciOiJFUzI1NiJ9.e30.AAAA\r
                    \r
                    """;
            String form = webPost("/index.xhtml", "application/x-www-form-urlencoded", "a=" + "x".repeat(16_000));
            String json = "{\"username\":\"alice\",\"password\":\"wrong\"}";
            String posts = webPost("/license/v1/sessions", "application/json", json);
            for (String door :
                    List.of(INVITATION + "/codes", INVITATION + "/sessions", "control", "sessions/renewed")) {
                posts += webPost("/license/v1/" + door, "application/json", "{\"code\":\"00000000\"}");
            }
            return (form + posts + named + get).repeat(20).getBytes(US_ASCII);
        }
    }

    private static String webPost(String path, String type, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    /** A request for nobody here; the first {@code bytes} of a body of {@code length}. */
    private static byte[] sip(String method, String transport, String headers, long length, int bytes) {
        String id = Long.toString(NUMBERS.incrementAndGet(), 36);
        return """
                %1$s sip:nobody@vm.localhost SIP/2.0\r
                Via: SIP/2.0/%2$s 127.0.0.66:5060;branch=z9hG4bK%3$s;rport\r
                Max-Forwards: 70\r
                From: <sip:m@evil.example>;tag=%3$s\r
                To: <sip:nobody@vm.localhost>\r
                Call-ID: hostile%3$s\r
                CSeq: 1 %1$s\r
                %4$sContent-Type: application/sdp\r
                Content-Length: %5$d\r
                \r
                %6$s""".formatted(method, transport, id, headers, length, "v".repeat(bytes))
                .getBytes(US_ASCII);
    }

    enum Kind {
        SAYS_NOTHING {
            @Override
            void attack(Host host) throws IOException {
                host.connect(SILENT);
            }
        },
        IS_SLOW {
            @Override
            void attack(Host host) throws IOException {
                for (int i = 0; i < SOME; i++) {
                    host.send(host.door.post(1000, 1));
                }
            }
        },
        STOPS_IN_THE_MIDDLE {
            @Override
            void attack(Host host) throws IOException {
                for (int i = 0; i < 2 * SOME; i++) {
                    host.cut(i % 2 == 0 ? host.door.halfAHead() : host.door.post(1000, 1));
                }
                for (int i = 0; i < SOME; i++) {
                    host.sendRaw(new byte[] {0x16, 3, 1, 2, 0, 1}); // the beginning of a TLS handshake
                }
            }
        },
        SENDS_TOO_MUCH {
            @Override
            void attack(Host host) throws IOException {
                for (int i = 0; i < SOME; i++) {
                    host.send(i % 2 == 0 ? host.door.hugeHead() : host.door.post(10_000_000_000L, 100_000));
                }
            }
        },
        COMES_TOO_OFTEN {
            @Override
            void attack(Host host) throws IOException {
                host.comeOften();
            }
        },
        ASKS_FOR_MUCH {
            @Override
            void attack(Host host) throws IOException {
                for (int i = 0; i < SOME; i++) {
                    host.send(host.door.costly());
                }
            }
        };

        abstract void attack(Host host) throws IOException;
    }

    static Stream<Arguments> attacks() {
        return Stream.of(Door.values()).flatMap(door -> Stream.of(Kind.values()).map(kind -> Arguments.of(door, kind)));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void whatever_one_host_does_others_are_served_and_nothing_of_it_is_left(Door door, Kind kind) throws Exception {
        long log = Files.size(server.log());
        int descriptors = count("fd");
        int threads = count("task");
        try (Host host = new Host(door, server)) {
            kind.attack(host);
            Await.untilTrue(
                    "only what one source may have is open",
                    SOON,
                    () -> count("fd") < descriptors + door.connections() + FURTHER / 2);
            somebodyElseIsServed();
        }
        somebodyElseIsServed();
        Await.untilTrue("its descriptors are free", LET_GO, () -> count("fd") <= descriptors + DESCRIPTORS);
        assertThat(count("task")).as("threads").isLessThan(threads + THREADS);
        assertThat(Files.size(server.log()) - log).as("bytes of log").isLessThan(LOG_BYTES);
    }

    /** From another address: a login and a license by all doors, and the health that operators watch. */
    private void somebodyElseIsServed() throws Exception {
        long start = System.nanoTime();
        try (LdapFrom client = LdapFrom.connect(server, "127.0.0.5")) {
            assertThat(client.bind("alice", SsmsServer.PASSWORD)).isZero();
            assertThat(client.license(MessageId.parse("0123456789abcdefghjkmnpqrs"))
                            .code())
                    .isEqualTo(32);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("by LDAP").isLessThan(HONEST);
        for (Door door : List.of(Door.HTTP, Door.HTTPS)) {
            long begin = System.nanoTime();
            String session = ask(
                    door,
                    "POST /license/v1/sessions HTTP/1.1\r\nContent-Type: application/json\r\n",
                    "{\"username\":\"alice\",\"password\":\"" + SsmsServer.PASSWORD + "\"}");
            assertThat(session).startsWith("HTTP/1.1 201");
            String token = session.replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1");
            String license = ask(
                    door,
                    "GET /license/v1/licenses/0123456789abcdefghjkmnpqrs HTTP/1.1\r\nAuthorization: Bearer " + token
                            + "\r\n",
                    "");
            assertThat(license).startsWith("HTTP/1.1 404").contains("urn:ssms:no-license");
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("by " + door)
                    .isLessThan(HONEST);
        }
        assertThat(ask(Door.MANAGEMENT, "GET /health/ready HTTP/1.1\r\n", "")).startsWith("HTTP/1.1 200");
        mailIsServed();
        for (Door door : List.of(Door.SIP_UDP, Door.SIP_TCP)) {
            long begin = System.nanoTime();
            assertThat(options(door)).startsWith("SIP/2.0 200");
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("by " + door)
                    .isLessThan(HONEST);
        }
    }

    /** Somebody else logs in and selects his folder by IMAP. */
    private void mailIsServed() throws IOException, GeneralSecurityException {
        long begin = System.nanoTime();
        try (ImapFrom client = ImapFrom.connect(server, "127.0.0.5")) {
            assertThat(client.logIn("guest75", SsmsServer.PASSWORD)).isTrue(); // few messages
            assertThat(client.ask("SELECT INBOX")).contains("OK [READ-WRITE]");
            assertThat(client.ask("LOGOUT")).startsWith("* BYE");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("by IMAP").isLessThan(HONEST);
    }

    /** The beginning of the answer to an OPTIONS. */
    private String options(Door door) throws IOException {
        String transport = door.hasConnections() ? "TCP" : "UDP";
        byte[] bytes = new String(sip("OPTIONS", transport, "", 0, 0), US_ASCII)
                .replace("127.0.0.66", "127.0.0.5")
                .replace("nobody@vm.", "")
                .getBytes(US_ASCII);
        byte[] answer = new byte[2048];
        if (door.hasConnections()) {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress("127.0.0.5", 0));
                socket.setSoTimeout((int) LET_GO.toMillis());
                socket.connect(door.address(server));
                socket.getOutputStream().write(bytes);
                return new String(answer, 0, socket.getInputStream().read(answer), US_ASCII);
            }
        }
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.5", 0))) {
            socket.setSoTimeout((int) LET_GO.toMillis());
            socket.send(new DatagramPacket(bytes, bytes.length, door.address(server)));
            DatagramPacket packet = new DatagramPacket(answer, answer.length);
            socket.receive(packet);
            return new String(answer, 0, packet.getLength(), US_ASCII);
        }
    }

    private String ask(Door door, String head, String body) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress("127.0.0.5", 0));
            socket.setSoTimeout((int) LET_GO.toMillis());
            socket.connect(door.address(server));
            Socket open = door.hello(socket);
            String request = head + "Host: localhost\r\nConnection: close\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body;
            open.getOutputStream().write(request.getBytes(US_ASCII));
            open.getOutputStream().flush();
            return new String(open.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    /** Entries of that folder of the server's process. */
    private int count(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(server.pid()), folder))) {
            return (int) entries.count();
        }
    }

    /** The host that means ill, and all that it has open. */
    static final class Host implements AutoCloseable {
        private static final int PATIENCE_MILLIS = 300;
        private static final int FITS_IN_ANY_BUFFER = 4096;
        private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watch");
            thread.setDaemon(true);
            return thread;
        });

        final Door door;
        private final SsmsServer server;
        private final String address;
        private final Deque<Socket> open = new ArrayDeque<>();

        /** Each has an address of its own, and finds nothing that an earlier one has used up. */
        Host(Door door, SsmsServer server) {
            this.door = door;
            this.server = server;
            this.address = "127.0.66." + HOSTS.incrementAndGet();
        }

        private void comeOften() throws IOException {
            if (door.hasConnections()) {
                connect(door.connections() + FURTHER);
                return;
            }
            for (int i = 0; i < PACKETS; i++) {
                datagram(sip("OPTIONS", "UDP", "", 0, 0));
            }
        }

        void connect(int connections) throws IOException {
            if (!door.hasConnections()) {
                for (int i = 0; i < connections; i++) {
                    datagram(new byte[0]);
                }
                return;
            }
            for (int i = 0; i < connections; i++) {
                connect();
            }
        }

        private Socket connect() throws IOException {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout((int) LET_GO.toMillis());
            socket.bind(new InetSocketAddress(address, 0));
            socket.connect(door.address(server), (int) LET_GO.toMillis());
            open.add(socket);
            return socket;
        }

        private void datagram(byte[] bytes) throws IOException {
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
                socket.send(new DatagramPacket(bytes, bytes.length, door.address(server)));
            }
        }

        void sendRaw(byte[] bytes) throws IOException {
            if (!door.hasConnections()) {
                datagram(bytes);
                return;
            }
            write(connect(), bytes);
        }

        /** After the door's hello. That the server closes meanwhile, or reads no more, is its right. */
        void send(byte[] bytes) throws IOException {
            if (!door.hasConnections()) {
                datagram(bytes);
                return;
            }
            Socket connected = connect();
            try {
                write(door.hello(connected), bytes);
            } catch (IOException refused) {
                assertThat(refused).isNotInstanceOf(SocketTimeoutException.class);
            }
        }

        /** Ends with a reset instead of an end. */
        private void cut(byte[] bytes) throws IOException {
            if (!door.hasConnections()) {
                datagram(bytes);
                return;
            }
            Socket connected = connect();
            connected.setSoLinger(true, 0);
            try {
                write(door.hello(connected), bytes);
            } catch (IOException refused) {
                assertThat(refused).isNotInstanceOf(SocketTimeoutException.class);
            }
            connected.close();
            open.remove(connected);
        }

        /** A server that reads no more must not stop the test: then the socket is closed from outside. */
        private static void write(Socket socket, byte[] bytes) throws IOException {
            Optional<ScheduledFuture<?>> end =
                    bytes.length < FITS_IN_ANY_BUFFER ? Optional.empty() : Optional.of(endAfterAWhile(socket));
            try {
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
            } catch (SocketException closed) {
                // by the server, or by the watch
            } finally {
                end.ifPresent(watch -> watch.cancel(false));
            }
        }

        private static ScheduledFuture<?> endAfterAWhile(Socket socket) {
            return WATCH.schedule(
                    () -> {
                        socket.close();
                        return socket;
                    },
                    PATIENCE_MILLIS,
                    TimeUnit.MILLISECONDS);
        }

        /** Whether the server has ended all of them: what it said before is read away. */
        boolean isCutOff() throws IOException {
            for (Socket socket : open) {
                try {
                    socket.setSoTimeout(1);
                    while (socket.getInputStream().read(new byte[4096]) >= 0) {
                        // an answer
                    }
                } catch (SocketTimeoutException open) {
                    return false;
                } catch (SocketException reset) {
                    // it is closed
                }
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static Socket tls(Socket connected, String protocol) throws IOException {
        SSLSocket socket =
                (SSLSocket) TRUSTING.getSocketFactory().createSocket(connected, "localhost", connected.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static final SSLContext TRUSTING = trusting();

    /** The certificate is not what is tested. */
    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Everybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Requests of LDAP, also such as no client would write. */
    private static final class LdapOctets {
        private static final int SEQUENCE = 0x30;
        private static final int FOUR_OCTETS = 0x84;
        private static final int DEPTH = 2000;
        private static final int DEEP_STACK = 64 << 20;

        /** The head of a request of {@code length} octets, and the first of them. */
        static byte[] message(long length, int octets) {
            return ByteBuffer.allocate(6 + octets)
                    .put((byte) SEQUENCE)
                    .put((byte) FOUR_OCTETS)
                    .putInt((int) Math.min(length, Integer.MAX_VALUE))
                    .array();
        }

        static byte[] half() {
            byte[] whole = bind();
            return Arrays.copyOf(whole, whole.length / 2);
        }

        private static byte[] bind() {
            return LdapFrom.octets(1, new BindRequestProtocolOp(LdapFrom.name("alice"), "wrong"));
        }

        /** Wrong passwords, the schema, what takes a bind, one after the other; at last a filter that is deep. */
        static byte[] costly() {
            ByteArrayOutputStream requests = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                requests.writeBytes(bind());
                for (String base : List.of("cn=schema", LdapFrom.name("alice"), "ou=licenses,o=ssms")) {
                    requests.writeBytes(search(base, Filter.createPresenceFilter("objectClass")));
                }
            }
            requests.writeBytes(deep());
            return requests.toByteArray();
        }

        /** The library's encoder goes as deep as the filter, which is too deep for most threads. */
        private static byte[] deep() {
            FutureTask<byte[]> encoder = new FutureTask<>(() -> {
                Filter deep = Filter.createPresenceFilter("objectClass");
                for (int i = 0; i < DEPTH; i++) {
                    deep = Filter.createNOTFilter(deep);
                }
                return search("", deep);
            });
            new Thread(null, encoder, "deep", DEEP_STACK).start();
            try {
                return encoder.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static byte[] search(String base, Filter filter) {
            return LdapFrom.octets(1, LdapFrom.search(base, SearchScope.BASE, filter));
        }
    }

    /** Frames of HTTP/2 (RFC 9113 §6), heads without compression (RFC 7541 §6.2.2). */
    private static final class Frames {
        private static final int DATA = 0;
        private static final int HEADERS = 1;
        private static final int RESET = 3;
        private static final int SETTINGS = 4;
        private static final int CONTINUATION = 9;
        private static final int END_STREAM = 1;
        private static final int END_HEADERS = 4;

        /** No window: who has it sends nothing. */
        static byte[] settings() {
            return frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
        }

        static byte[] get(int stream, String path) {
            return frame(HEADERS, END_HEADERS | END_STREAM, stream, head(0x82, path, ""));
        }

        static byte[] post(int stream, String path, long length) {
            return frame(HEADERS, END_HEADERS, stream, head(0x83, path, Long.toString(length)));
        }

        static byte[] data(int stream, int bytes) {
            return frame(DATA, 0, stream, "{".repeat(bytes).getBytes(US_ASCII));
        }

        static byte[] reset(int stream) {
            return frame(RESET, 0, stream, new byte[] {0, 0, 0, 8});
        }

        static byte[] endlessHeaders(int stream) {
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            frames.writeBytes(frame(HEADERS, 0, stream, head(0x82, "/", "")));
            ByteArrayOutputStream field = new ByteArrayOutputStream();
            field.write(0); // a literal with a new name
            field.writeBytes(text("x"));
            field.writeBytes(text("b".repeat(100)));
            byte[] more = frame(CONTINUATION, 0, stream, field.toByteArray());
            for (int i = 0; i < 2000; i++) {
                frames.writeBytes(more);
            }
            return frames.toByteArray();
        }

        private static byte[] head(int method, String path, String length) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.write(method);
            head.write(0x87); // :scheme https
            head.writeBytes(literal(4, path));
            head.writeBytes(literal(1, "localhost"));
            if (!length.isEmpty()) {
                head.write(0x0f); // content-length: 28 of the static table
                head.write(28 - 15);
                head.writeBytes(text(length));
                head.write(0x0f); // content-type: 31
                head.write(31 - 15);
                head.writeBytes(text("application/json"));
            }
            return head.toByteArray();
        }

        /** A field whose name is in the static table. */
        private static byte[] literal(int name, String value) {
            ByteArrayOutputStream field = new ByteArrayOutputStream();
            field.write(name);
            field.writeBytes(text(value));
            return field.toByteArray();
        }

        private static byte[] text(String value) {
            byte[] bytes = value.getBytes(US_ASCII);
            byte[] text = new byte[bytes.length + 1];
            text[0] = (byte) bytes.length;
            System.arraycopy(bytes, 0, text, 1, bytes.length);
            return text;
        }

        private static byte[] frame(int type, int flags, int stream, byte[] payload) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(payload.length >> 16);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
            frame.write(type);
            frame.write(flags);
            for (int shift = 24; shift >= 0; shift -= 8) {
                frame.write(stream >> shift);
            }
            frame.writeBytes(payload);
            return frame.toByteArray();
        }
    }
}
