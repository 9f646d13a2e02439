package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;
import org.ssms.it.server.Accounts;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.Processes;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Fuzz;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Timeline;
import org.ssms.player.caller.OutgoingCall;

/**
 * Rubbish and floods while people speak (T13, T17): the recordings are complete to the sample, honest callers are
 * answered again soon, and nothing is left of it all. With the limits as they are delivered.
 */
@Isolated
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StormE2eIT {
    private static final int RECORDINGS = 20;
    private static final double SECONDS = 60;
    private static final int MESSAGES = 100_000;
    private static final int SOURCES = 400;
    /** After so many an honest question must be answered. */
    private static final int CHECK = 500;

    private static final int OVER_TCP = 10;
    private static final int FLOOD_PER_SECOND = 3000;
    private static final Duration FLOOD = Duration.ofSeconds(4);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration SETTLE = Duration.ofMinutes(3);
    /** Worker pools that a rush has filled. */
    private static final int POOL_SLACK = 40;

    /** {@code ssms.calls.max-load} as we deliver it. */
    private static final long MAX_LOAD_MICROS = 250_000;

    private static final long HEAP_SLACK = 96 << 20;

    private SsmsServer server;
    private Jmx jmx;
    private final List<String> figures = new ArrayList<>();

    @BeforeAll
    void start() {
        server = SsmsServer.startWithGuests("storm", 4);
        jmx = Jmx.of(server);
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        Path report = SsmsServer.directory().resolve("storm.txt");
        Files.write(report, figures);
        figures.forEach(System.out::println);
    }

    @Test
    @Order(1)
    void recordings_stay_whole_honest_callers_come_through_and_nothing_is_left() throws Exception {
        try (Calls warm = new Calls(server)) {
            warm.leave(Calls.to("alice", "before"), Speech.ulaw(2, 1));
        }
        Processes processes = new Processes(server);
        long heap = jmx.liveOctets();
        int threads = processes.threads();
        int descriptors = processes.descriptors();

        byte[] speech = Speech.ulaw(SECONDS, 61);
        List<OutgoingCall> calls = new ArrayList<>();
        try (Calls caller = new Calls(server, RECORDINGS)) {
            List<CompletableFuture<?>> ends = new ArrayList<>();
            for (int i = 0; i < RECORDINGS; i++) {
                OutgoingCall call = caller.call(Calls.to(mailbox(i), "storm" + i));
                calls.add(call);
                ends.add(Calls.speak(call, speech).thenCompose(spoken -> call.hangUp()));
            }
            for (OutgoingCall call : calls) {
                Calls.get(call.beepHeard());
            }
            for (String uri : List.of("sip:alice@vm.localhost", "sip:voicemail@localhost")) {
                Telephone.vanish(SipLine.tcp(InetAddress.getByName("127.0.0.80"), server.sip()), uri);
            }
            fuzz();
            for (String method : List.of("INVITE", "REGISTER", "OPTIONS")) {
                flood(method);
            }
            recovers();
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
        }
        assertThat(wrong(calls)).isEmpty();
        figures.add(calls.size() + " recordings of " + SECONDS + " s are complete to the sample");

        Await.untilTrue("no call is left", SETTLE, () -> jmx.number("Calls", "Current") == 0);
        Await.untilTrue("the threads are gone", SETTLE, () -> processes.threads() <= threads + POOL_SLACK);
        Await.untilTrue("the sockets are closed", SETTLE, () -> processes.descriptors() <= descriptors + POOL_SLACK);
        AtomicLong left = new AtomicLong();
        Await.untilTrue("the heap is as before", SETTLE, () -> {
            left.set(jmx.liveOctets());
            return left.get() <= heap + HEAP_SLACK;
        });
        figures.add(String.format(
                Locale.ROOT,
                "before and after: threads %d and %d, descriptors %d and %d, live heap %d and %d MB",
                threads,
                processes.threads(),
                descriptors,
                processes.descriptors(),
                heap >> 20,
                left.get() >> 20));
    }

    /** Our looks at the heap stop the media loops, and of several running calls are refused. */
    private void awaitRest(Telephone honest) throws Exception {
        String node = "sip:" + server.sip().getAddress().getHostAddress();
        Await.untilTrue(
                "calls are taken, and the loops are in time",
                Duration.ofSeconds(10),
                () -> jmx.number("Media", "TickLatenessMicros") < MAX_LOAD_MICROS
                        && honest.options(node).status() == 200);
    }

    @Test
    @Order(2)
    void a_node_that_drains_takes_no_new_calls_and_resumes() throws Exception {
        try (Telephone honest = honest("127.0.0.78")) {
            String node = "sip:" + server.sip().getAddress().getHostAddress();
            awaitRest(honest);
            jmx.invoke("Calls", "drain");
            assertThat(honest.options(node).status()).isEqualTo(503);
            var refused = honest.call(Invite.to("sip:bob@vm.localhost", "late")).response();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.first("Retry-After")).isPresent();
            jmx.invoke("Calls", "resume");
            assertThat(honest.options(node).status()).isEqualTo(200);
        }
    }

    @Test
    @Order(3)
    void a_graceful_stop_says_bye_and_keeps_the_message() throws Exception {
        Storage storage = new Storage(server);
        storage.awaitStored();
        Set<String> stored = storage.names(".manifest");
        assertThat(stored).hasSizeGreaterThan(RECORDINGS);
        try (Telephone honest = honest("127.0.0.78")) {
            awaitRest(honest);
            var call = honest.call(Invite.to("sip:bob@vm.localhost", "interrupted"));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(Speech.ulaw(3, 62));
            String kid = storage.kidOf("bob", "interrupted");
            server.close();
            call.ended();
            Set<String> kept = storage.names(".manifest"); // whole, or completed by the next start
            kept.addAll(storage.names(".ticket"));
            stored.add(kid);
            assertThat(kept).isEqualTo(stored);
        }
    }

    private void fuzz() throws Exception {
        long begin = System.nanoTime();
        Fuzz fuzz = new Fuzz(20_261_123);
        List<DatagramChannel> sources = new ArrayList<>();
        try (Telephone honest = honest("127.0.0.78")) {
            for (int i = 0; i < SOURCES; i++) {
                sources.add(source("127.1." + i / 200 + "." + (1 + i % 200)));
            }
            for (int i = 0; i < MESSAGES; i++) {
                if (i % OVER_TCP == 0) {
                    overTcp(fuzz);
                } else {
                    DatagramChannel source = sources.get(i % SOURCES);
                    source.write(ByteBuffer.wrap(fuzz.next("UDP", hostPort(source))));
                }
                if (i % CHECK == 0) {
                    assertThat(honest.options("sip:" + server.sip().getAddress().getHostAddress())
                                    .status())
                            .isEqualTo(200);
                }
            }
        } finally {
            for (DatagramChannel source : sources) {
                source.close();
            }
        }
        figures.add(MESSAGES + " fuzzed messages in " + seconds(begin) + " s");
    }

    /** A connection each: the server may well close it. */
    private void overTcp(Fuzz fuzz) throws IOException {
        try (Socket socket =
                new Socket(server.sip().getAddress(), server.sip().getPort(), InetAddress.getByName("127.1.9.9"), 0)) {
            socket.getOutputStream().write(fuzz.next("TCP", "127.1.9.9:" + socket.getLocalPort()));
        }
    }

    private void flood(String method) throws Exception {
        List<DatagramChannel> sources = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            sources.add(source("127.2.0." + i));
        }
        long begin = System.nanoTime();
        int sent = 0;
        while (System.nanoTime() - begin < FLOOD.toNanos()) {
            DatagramChannel source = sources.get(sent % sources.size());
            source.write(ByteBuffer.wrap(request(method, hostPort(source), sent)));
            sent++;
            if (sent % 100 == 0) {
                LockSupport.parkNanos(
                        begin + sent * TimeUnit.SECONDS.toNanos(1) / FLOOD_PER_SECOND - System.nanoTime());
            }
        }
        for (DatagramChannel source : sources) {
            source.close();
        }
        figures.add("a flood of " + sent + " " + method + " in " + seconds(begin) + " s from " + sources.size()
                + " addresses");
    }

    private static byte[] request(String method, String hostPort, int number) {
        String uri = method.equals("INVITE") ? "sip:alice@vm.localhost" : "sip:localhost";
        String sdp = method.equals("INVITE")
                ? "v=0\r\no=- 1 1 IN IP4 127.2.0.9\r\ns=-\r\nc=IN IP4 127.2.0.9\r\nt=0 0\r\nm=audio 9000 RTP/AVP 0\r\n"
                : "";
        return String.join(
                        "\r\n",
                        method + " " + uri + " SIP/2.0",
                        "Via: SIP/2.0/UDP " + hostPort + ";rport;branch=z9hG4bKflood" + number,
                        "Max-Forwards: 70",
                        "From: <sip:flood@caller.invalid>;tag=" + number,
                        "To: <" + (method.equals("REGISTER") ? "sip:alice@localhost" : uri) + ">",
                        "Call-ID: flood" + method + number,
                        "CSeq: 1 " + method,
                        "Contact: <sip:flood@" + hostPort + ">",
                        "Content-Type: application/sdp",
                        "Content-Length: " + sdp.length(),
                        "",
                        sdp)
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** How long after the storm an honest stranger is answered. */
    private void recovers() throws Exception {
        long begin = System.nanoTime();
        try (Telephone honest = honest("127.0.0.79")) {
            Await.untilTrue("an honest call is answered", RECOVERY, () -> {
                var call = honest.call(Invite.to("sip:bob@vm.localhost", "honest"));
                boolean answered = call.response().status() == 200;
                if (answered) {
                    call.hangUp();
                }
                return answered;
            });
        }
        figures.add("an honest call is answered " + seconds(begin) + " s after the storm");
    }

    private Telephone honest(String address) throws IOException {
        return new Telephone(SipLine.udp(InetAddress.getByName(address), server.sip()), "honest", "caller.invalid", "");
    }

    private DatagramChannel source(String address) throws IOException {
        DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        channel.connect(server.sip());
        return channel;
    }

    private static String hostPort(DatagramChannel channel) throws IOException {
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        return local.getAddress().getHostAddress() + ":" + local.getPort();
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - since) / 1e9);
    }

    private static String mailbox(int call) {
        return Accounts.guests().get(call % Accounts.guests().size());
    }

    /** One line for each recording that is not exactly what its caller sent. */
    private List<String> wrong(List<OutgoingCall> calls) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < RECORDINGS; i++) {
            Subscriber owner = Subscriber.of(server, mailbox(i));
            String caller = "storm" + i;
            try {
                Subscriber.Message message = owner.awaitMessageFrom(caller);
                short[] samples = Ffmpeg.samples(
                        new Storage(server).file(message.kid(), "mp4"),
                        owner.keys(message.id()).cencHex());
                Timeline.of(calls.get(i).sent(), samples.length).assertSame(samples);
            } catch (AssertionError e) {
                wrong.add(caller + ": " + e.getMessage());
            }
        }
        return wrong;
    }
}
