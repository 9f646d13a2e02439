package org.ssms.web.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.base.config.ConfigException;
import org.ssms.web.mail.mime.Octets;

/** The door with real sockets and TLS; what is behind it is in memory. */
@Timeout(120) // a defect here may wait for ever
class MailDoorTest {
    private static final String PROOF =
            Base64.getEncoder().encodeToString(("\0alice\0" + FakeDesk.PASSWORD).getBytes(UTF_8));
    private static final int TIMEOUT_MILLIS = 20_000;

    @TempDir
    static Path shared;

    private static Path keystore;
    private static SSLContext trusting;

    @TempDir
    Path folder;

    private FakeDesk desk;
    private MailDoor door;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void makeKey() throws Exception {
        keystore = shared.resolve("tls.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        "secret",
                        "-dname",
                        "CN=SSMS")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        trusting = trusting();
    }

    private static SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, "secret".toCharArray());
        }
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @BeforeEach
    void open() {
        desk = new FakeDesk(folder);
        desk.add(100, true);
        desk.add(3_000_000, true);
        door = open(Duration.ofMinutes(1));
    }

    /** Each test listens where the system has room. */
    private MailDoor open(Duration login) {
        MailDoorConfig config = config(login, 0, 0, 0, 0);
        return MailDoor.openAnywhere(config, MailTls.of(keystore, "secret".toCharArray()), desk, Thread::new);
    }

    private static MailDoorConfig config(Duration login, int pop3, int pop3s, int imap, int imaps) {
        return new MailDoorConfig(
                InetAddress.getLoopbackAddress(),
                pop3,
                pop3s,
                imap,
                imaps,
                keystore,
                keystore,
                1000,
                500,
                400,
                login,
                Duration.ofMinutes(30));
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        door.close();
        assertThat(door.size()).isZero();
    }

    /** A client of one of the ports: POP3, POP3 over TLS, IMAP, IMAP over TLS. */
    private final class Talk {
        private Socket socket;

        Talk(int port) throws IOException {
            this(port, "127.0.0.1");
        }

        Talk(int port, String from) throws IOException {
            socket = new Socket();
            socket.bind(new InetSocketAddress(from, 0));
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), door.ports().get(port)));
            sockets.add(socket);
            if (port % 2 == 1) {
                beginTls();
            }
        }

        void beginTls() throws IOException {
            SSLSocket tls = (SSLSocket) trusting.getSocketFactory().createSocket(socket, "localhost", 0, true);
            tls.startHandshake();
            socket = tls;
            sockets.add(tls);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** A line without its end; "(end)" where there is none any more. */
        String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            try {
                InputStream in = socket.getInputStream();
                for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                    if (octet < 0) {
                        return line + "(end)";
                    }
                    line.write(octet);
                }
            } catch (SocketException | SSLException e) {
                return line + "(end)";
            }
            return line.toString(ISO_8859_1).stripTrailing();
        }

        String ask(String command) throws IOException {
            send(command + "\r\n");
            return line();
        }

        /** Up to a line that begins so. */
        List<String> upTo(String end) throws IOException {
            List<String> lines = new ArrayList<>();
            do {
                lines.add(line());
            } while (!lines.get(lines.size() - 1).startsWith(end)
                    && !lines.get(lines.size() - 1).endsWith("(end)"));
            return lines;
        }

        /** Also behind some last octets, as an alert of TLS. */
        boolean isEnded() throws IOException {
            for (int i = 0; i < 5; i++) {
                if (line().endsWith("(end)")) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void pop3_with_stls_and_with_tls_from_the_beginning() throws Exception {
        Talk clear = new Talk(0);
        assertThat(clear.line()).isEqualTo("+OK SSMS");
        assertThat(clear.ask("USER alice")).startsWith("-ERR");
        assertThat(clear.ask("STLS")).isEqualTo("+OK");
        clear.beginTls();
        assertThat(clear.ask("AUTH PLAIN " + PROOF)).isEqualTo("+OK 2 messages");
        assertThat(clear.ask("QUIT")).isEqualTo("+OK");
        assertThat(clear.isEnded()).isTrue();
        Talk tls = new Talk(1);
        assertThat(tls.line()).isEqualTo("+OK SSMS");
        assertThat(tls.ask("AUTH PLAIN " + PROOF)).isEqualTo("+OK 2 messages");
        tls.send("RETR 2\r\n");
        String size = tls.line().split(" ", -1)[1];
        String mail = String.join("\r\n", tls.upTo(".")) + "\r\n";
        assertThat(mail.length() - ".\r\n".length()).isEqualTo(Integer.parseInt(size));
        int begin = mail.indexOf("\r\n\r\n", mail.indexOf("Content-Type: audio/mp4"));
        String file = mail.substring(begin, mail.indexOf("\r\n--", begin));
        assertThat(Base64.getMimeDecoder().decode(file)).isEqualTo(Files.readAllBytes(desk.held.get(1).file));
    }

    @Test
    void imap_with_starttls_and_with_tls_from_the_beginning() throws Exception {
        Talk clear = new Talk(2);
        assertThat(clear.line()).contains("STARTTLS LOGINDISABLED");
        assertThat(clear.ask("a STARTTLS")).isEqualTo("a OK begin");
        clear.beginTls();
        assertThat(clear.ask("b AUTHENTICATE PLAIN " + PROOF)).startsWith("b OK");
        Talk tls = new Talk(3);
        tls.line();
        assertThat(tls.ask("a AUTHENTICATE PLAIN " + PROOF)).startsWith("a OK");
        tls.send("b SELECT INBOX\r\nc FETCH 2 BODY.PEEK[2]<2999990.20>\r\nd FETCH 1:* BODY.PEEK[]\r\n");
        assertThat(tls.upTo("b ")).endsWith("b OK [READ-WRITE] done");
        assertThat(tls.upTo("c ")).hasSize(3).startsWith("* 2 FETCH (BODY[2]<2999990> {20}");
        assertThat(tls.upTo("d ")).hasSizeGreaterThan(50_000);
        assertThat(tls.ask("e LOGOUT")).startsWith("* BYE");
    }

    /** CVE-2011-0411 and its like: what was sent in clear is not taken for encrypted. */
    @Test
    void what_comes_behind_starttls_in_clear_ends_it() throws Exception {
        Talk pop3 = new Talk(0);
        pop3.line();
        pop3.send("STLS\r\nAUTH PLAIN " + PROOF + "\r\n");
        assertThat(pop3.line()).isEqualTo("+OK");
        assertThat(pop3.isEnded()).isTrue();
        Talk imap = new Talk(2);
        imap.line();
        imap.send("a STARTTLS\r\nb AUTHENTICATE PLAIN " + PROOF + "\r\n");
        assertThat(imap.line()).isEqualTo("a OK begin");
        assertThat(imap.isEnded()).isTrue();
        Talk later = new Talk(2);
        later.line();
        assertThat(later.ask("a STARTTLS")).isEqualTo("a OK begin");
        later.send("b AUTHENTICATE PLAIN " + PROOF + "\r\n");
        assertThat(later.isEnded()).isTrue();
        assertThat(desk.looks).isZero();
    }

    @Test
    void tls_in_clear_and_clear_in_tls_end_it() throws Exception {
        Talk clear = new Talk(0);
        clear.line();
        clear.send("\26\3\1\2\0\1\0");
        assertThat(clear.line()).startsWith("-ERR");
        assertThat(clear.isEnded()).isTrue();
        Socket tls = new Socket(InetAddress.getLoopbackAddress(), door.ports().get(1));
        sockets.add(tls);
        tls.setSoTimeout(TIMEOUT_MILLIS);
        tls.getOutputStream().write("USER alice\r\n".getBytes(ISO_8859_1));
        tls.getInputStream().readAllBytes();
    }

    @Test
    void who_listens_is_told_without_asking() throws Exception {
        Talk one = listening();
        Talk other = listening();
        desk.add(10, true);
        door.changed("alice");
        door.changed("bob");
        assertThat(one.line()).isEqualTo("* 3 EXISTS");
        assertThat(other.line()).isEqualTo("* 3 EXISTS");
        assertThat(one.ask("DONE")).isEqualTo("c OK done");
    }

    private Talk listening() throws IOException {
        Talk talk = new Talk(3);
        talk.line();
        talk.send("a AUTHENTICATE PLAIN " + PROOF + "\r\nb SELECT INBOX\r\nc IDLE\r\n");
        assertThat(talk.upTo("+ ")).endsWith("+ listening");
        return talk;
    }

    @Test
    void who_does_not_read_holds_no_thread_and_little_memory() throws Exception {
        List<Talk> deaf = new ArrayList<>();
        for (int i = 0; i < 40; i++) { // more than there are workers
            Talk talk = new Talk(1);
            talk.line();
            talk.send("AUTH PLAIN " + PROOF + "\r\nRETR 2\r\nRETR 2\r\nRETR 2\r\n");
            deaf.add(talk);
        }
        Talk other = new Talk(3);
        other.line();
        assertThat(other.ask("a AUTHENTICATE PLAIN " + PROOF)).startsWith("a OK");
        assertThat(deaf.get(39).line()).isEqualTo("+OK 2 messages");
        assertThat(deaf.get(39).line()).endsWith("octets");
    }

    @Test
    void who_is_logged_in_is_served_however_many_wait_for_a_look_at_their_passwords() throws Exception {
        Talk owner = new Talk(3);
        owner.line();
        assertThat(owner.ask("a AUTHENTICATE PLAIN " + PROOF)).startsWith("a OK");
        List<Talk> strangers = new ArrayList<>();
        for (int i = 0; i < 16; i++) { // as many as there are workers, four of a source
            Talk talk = new Talk(1, "127.0.0." + (20 + i % 4));
            assertThat(talk.line()).isEqualTo("+OK SSMS");
            strangers.add(talk);
        }
        try {
            for (Talk talk : strangers) {
                talk.send("USER slow\r\nPASS x\r\n");
            }
            assertThat(desk.slow.tryAcquire(MailDoor.WORKERS_OF_STRANGERS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                    .isTrue();
            assertThat(owner.ask("b NOOP")).isEqualTo("b OK done");
        } finally {
            desk.isLookedAt.countDown();
        }
        for (Talk talk : strangers) {
            assertThat(talk.line()).isEqualTo("+OK");
            assertThat(talk.line()).startsWith("-ERR [AUTH]");
        }
    }

    @Test
    void strangers_of_one_source_have_their_share_and_others_come_in() throws Exception {
        List<Talk> strangers = new ArrayList<>();
        for (int i = 0; i < MailDoor.STRANGERS_PER_SOURCE; i++) {
            Talk talk = new Talk(0);
            assertThat(talk.line()).isEqualTo("+OK SSMS");
            strangers.add(talk);
        }
        assertThat(new Talk(0).isEnded()).isTrue();
        try (Socket elsewhere = new Socket()) {
            elsewhere.bind(new InetSocketAddress("127.0.0.7", 0));
            elsewhere.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), door.ports().get(0)));
            elsewhere.setSoTimeout(TIMEOUT_MILLIS);
            assertThat(elsewhere.getInputStream().read()).isEqualTo('+');
        }
        assertThat(strangers.get(0).ask("QUIT")).isEqualTo("+OK");
        assertThat(strangers.get(0).isEnded()).isTrue();
        assertThat(new Talk(0).line()).isEqualTo("+OK SSMS");
    }

    @Test
    void who_does_not_log_in_is_let_go() throws Exception {
        door.close();
        door = open(Duration.ofSeconds(3)); // enough for a handshake and a login on a busy machine
        Talk silent = new Talk(0);
        assertThat(silent.line()).isEqualTo("+OK SSMS");
        assertThat(silent.line()).startsWith("-ERR too long");
        assertThat(silent.isEnded()).isTrue();
        Talk loggedIn = new Talk(3);
        loggedIn.line();
        assertThat(loggedIn.ask("a AUTHENTICATE PLAIN " + PROOF)).startsWith("a OK");
        Talk another = new Talk(2);
        another.line();
        assertThat(another.upTo("* BYE")).endsWith("* BYE too long nothing");
        assertThat(loggedIn.ask("b NOOP")).as("who is logged in stays").isEqualTo("b OK done");
    }

    /** Lets everybody in, and answers with octets without an end. */
    private static final class Endless extends Conversation implements Octets {
        Endless(MailDesk desk, Client client) {
            super(desk, client);
        }

        @Override
        public void greet() {
            // says nothing
        }

        @Override
        protected void answer(Command command) {
            login("alice", FakeDesk.PASSWORD.toCharArray());
            client.send(this);
        }

        @Override
        protected void unavailable(Command command) {
            throw new AssertionError("it is there");
        }

        @Override
        protected void farewell(String why) {
            client.say(why);
        }

        @Override
        public Duration idle() {
            return Duration.ofMinutes(30);
        }

        @Override
        public CommandReader reader() {
            return new CommandReader(false, limitsOfOwner());
        }

        @Override
        protected CommandReader.Limits limitsOfOwner() {
            return new CommandReader.Limits(100, 0, 100, 0);
        }

        @Override
        public long length() {
            return Long.MAX_VALUE;
        }

        @Override
        public void read(long from, ByteBuffer out) {
            while (out.hasRemaining()) {
                out.put((byte) 'x');
            }
        }
    }

    @SuppressWarnings("NullAway") // so that whoever wants TLS of it finds out
    private static MailTls brokenTls() {
        return null;
    }

    private static MailConnection.Surroundings surroundings(MailTls tls, FairWorkers workers, LongSupplier nanoTime) {
        return new MailConnection.Surroundings(
                tls,
                workers,
                workers,
                new OnceAnHour(nanoTime),
                nanoTime,
                Duration.ofMinutes(1),
                Duration.ofMinutes(30));
    }

    @Test
    void tls_begins_with_who_is_admitted_only() throws Exception {
        FairWorkers workers = new FairWorkers(1, 1, Thread::new);
        try (SocketChannel channel = SocketChannel.open()) {
            MailConnection connection = new MailConnection(
                    channel,
                    InetAddress.getLoopbackAddress(),
                    true,
                    surroundings(brokenTls(), workers, System::nanoTime),
                    (one, owner) -> true,
                    one -> new Endless(desk, one),
                    one -> {});
            assertThatThrownBy(connection::begin).isInstanceOf(NullPointerException.class);
        } finally {
            workers.close(5000);
        }
    }

    @Test
    void whom_a_mistake_of_ours_meets_is_let_go_and_takes_nobodys_place() throws Exception {
        door.close();
        door = MailDoor.openAnywhere(config(Duration.ofMinutes(1), 0, 0, 0, 0), brokenTls(), desk, Thread::new);
        for (int i = 0; i < MailDoor.STRANGERS_PER_SOURCE; i++) {
            Socket tls =
                    new Socket(InetAddress.getLoopbackAddress(), door.ports().get(1));
            sockets.add(tls);
            tls.setSoTimeout(TIMEOUT_MILLIS);
            assertThat(tls.getInputStream().read()).isNegative();
        }
        assertThat(new Talk(0).line()).isEqualTo("+OK SSMS");
        assertThat(door.size()).isEqualTo(1);
    }

    @Test
    void who_is_disabled_gets_no_more_of_what_he_has_asked_for() throws Exception {
        AtomicLong seconds = new AtomicLong();
        FairWorkers workers = new FairWorkers(1, 1, Thread::new);
        try (ServerSocketChannel port = ServerSocketChannel.open();
                Socket client = new Socket()) {
            port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client.setSoTimeout(TIMEOUT_MILLIS);
            client.connect(port.getLocalAddress());
            client.getOutputStream().write("anything\r\n".getBytes(ISO_8859_1));
            SocketChannel accepted = port.accept();
            accepted.configureBlocking(false);
            MailConnection connection = new MailConnection(
                    accepted,
                    client.getLocalAddress(),
                    false,
                    surroundings(
                            MailTls.of(keystore, "secret".toCharArray()),
                            workers,
                            () -> TimeUnit.SECONDS.toNanos(seconds.get())),
                    (one, owner) -> true,
                    one -> new Endless(desk, one),
                    one -> {});
            byte[] some = new byte[100_000];
            connection.schedule(); // there is no selector: whoever has read something says that it goes on
            int read = client.getInputStream().read(some);
            assertThat(read).isPositive();
            desk.isGood = false;
            desk.seconds = 61;
            seconds.set(61);
            assertThat(connection.isOverdue()).isFalse();
            long left = 500_000_000; // more than the system has room for
            while (read >= 0 && left > 0) {
                connection.schedule();
                read = client.getInputStream().read(some);
                left -= read;
            }
            assertThat(read).as("the end").isNegative();
            assertThat(connection.isOpen()).isFalse();
        } finally {
            workers.close(5000);
        }
    }

    @Test
    void hundreds_listen_with_a_few_threads() throws Exception {
        int threads = Thread.activeCount();
        for (int i = 0; i < 300; i++) {
            listening();
        }
        assertThat(Thread.activeCount()).isLessThan(threads + 20);
        assertThat(door.size()).isEqualTo(300);
        desk.add(10, true);
        door.changed("alice");
        Talk last = new Talk(1);
        last.line();
        assertThat(last.ask("AUTH PLAIN " + PROOF)).isEqualTo("+OK 3 messages");
    }

    @Test
    void a_port_that_is_taken_is_named() throws Exception {
        MailDoorConfig config = config(Duration.ofMinutes(1), 0, 0, door.ports().get(0), 0);
        assertThatThrownBy(() -> MailDoor.open(config, MailTls.of(keystore, "secret".toCharArray()), desk, Thread::new))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("ssms.mail-door.imap.port: tcp:127.0.0.1:");
        assertThatThrownBy(() -> MailTls.of(keystore, "wrong".toCharArray()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("ssms.mail-door.keystore:");
    }
}
