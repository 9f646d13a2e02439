package org.ssms.location;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.location.LocationResult.Diverted;
import org.ssms.location.LocationResult.Reachable;
import org.ssms.location.LocationResult.Refused;
import org.ssms.location.LocationResult.Unavailable;
import org.ssms.location.LocationResult.Unknown;
import org.ssms.protect.key.ServiceKey;

class RemoteLocationTest {
    private static final CalledParty ALICE = new CalledParty("alice", "localhost");
    private static final String REACHABLE = "{\"result\":\"reachable\",\"subscriber\":\"alice\",\"contacts\":[{\"uri\":"
            + "\"sip:alice@10.0.0.1\",\"qMillis\":800,\"flow\":{\"transport\":\"TCP\",\"address\":\"10.0.0.1\","
            + "\"port\":5062},"
            + "\"path\":[\"<sip:edge;lr>\"],\"expiresAt\":\"2026-11-23T09:00:00Z\"}],\"ringSeconds\":15,"
            + "\"whenBusy\":\"reject\",\"whenUnanswered\":\"mailbox\",\"whenDeclined\":\"mailbox\","
            + "\"whenNotRegistered\":\"mailbox\"}";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String body = "{\"result\":\"unknown\"}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getRawPath() + " "
                + exchange.getProtocol() + " " + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().containsKey("Upgrade"));
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void one_lookup_is_one_get_with_the_service_key() {
        assertThat(location().lookup(new CalledParty("+49 30;x", "localhost"))).isEqualTo(new Unknown());
        assertThat(requests)
                .containsExactly("GET /location/v1/localhost/%2B49%2030%3Bx HTTP/1.1"
                        + " SSMS-Service location-key-0123456789 false");
    }

    @Test
    void a_reachable_party_comes_with_contacts_and_plan() {
        body = REACHABLE;
        Contact contact = new Contact(
                "sip:alice@10.0.0.1",
                800,
                new Flow("TCP", "10.0.0.1", 5062),
                List.of("<sip:edge;lr>"),
                Instant.parse("2026-11-23T09:00:00Z"));
        RingPlan plan = new RingPlan(
                Duration.ofSeconds(15), Treatment.REJECT, Treatment.MAILBOX, Treatment.MAILBOX, Treatment.MAILBOX);
        assertThat(location().lookup(ALICE)).isEqualTo(new Reachable("alice", List.of(contact), plan));
    }

    @Test
    void the_other_results_are_read() {
        body = "{\"result\":\"diverted\",\"subscriber\":\"alice\",\"reason\":\"not-registered\",\"cause\":404}";
        assertThat(location().lookup(ALICE)).isEqualTo(new Diverted("alice", DiversionReason.NOT_REGISTERED));
        body = "{\"result\":\"refused\",\"status\":486}";
        assertThat(location().lookup(ALICE)).isEqualTo(new Refused(486));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sip:alice@10.0.0.1\" | \"http://10.0.0.1\"",
                "\"qMillis\":800 | \"qMillis\":1001",
                "\"qMillis\":800 | \"qMillis\":\"800\"",
                "\"port\":5062 | \"port\":0",
                "\"ringSeconds\":15 | \"ringSeconds\":3",
                "\"reject\" | \"maybe\"",
                "\"reachable\" | \"perhaps\"",
                "\"2026-11-23T09:00:00Z\" | \"soon\"",
                "\"subscriber\" | \"who\"",
            })
    void a_result_that_is_not_strictly_right_is_unavailable(String right, String wrong) {
        assertThat(REACHABLE).contains(right);
        body = REACHABLE.replace(right, wrong);
        assertThat(location().lookup(ALICE)).isEqualTo(new Unavailable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "{\"result\":\"reachable\",\"contacts\":[]}"})
    void nonsense_is_unavailable(String nonsense) {
        body = nonsense;
        assertThat(location().lookup(ALICE)).isEqualTo(new Unavailable());
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 404, 500, 503})
    void every_other_status_is_unavailable_and_not_asked_again(int other) {
        status = other;
        assertThat(location().lookup(ALICE)).isEqualTo(new Unavailable());
        assertThat(requests).hasSize(1);
    }

    @Test
    void an_endless_answer_is_cut_off() {
        body = "{\"result\":\"unknown\",\"x\":\"" + "x".repeat(LocationDocument.MAX_CHARS) + "\"}";
        assertThat(location().lookup(ALICE)).isEqualTo(new Unavailable());
    }

    @Test
    void a_server_that_is_away_is_unavailable_and_found_again() throws IOException {
        RemoteLocation location = location();
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThat(location.lookup(ALICE)).isEqualTo(new Unavailable());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
        assertThat(location.lookup(ALICE)).isEqualTo(new Unknown());
    }

    @Test
    void a_silent_server_costs_no_more_than_the_timeout() {
        CountDownLatch never = new CountDownLatch(1);
        server.removeContext("/");
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0); // the header, and then nothing
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            assertThat(new RemoteLocation(base(), key(), Duration.ofMillis(50)).lookup(ALICE))
                    .isEqualTo(new Unavailable());
        } finally {
            never.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/../b", "a\\b"})
    void what_would_change_the_path_is_nobody_and_not_asked(String user) {
        assertThat(location().lookup(new CalledParty(user, "localhost"))).isEqualTo(new Unknown());
        assertThat(requests).isEmpty();
    }

    private RemoteLocation location() {
        return new RemoteLocation(base(), key(), Duration.ofSeconds(10));
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/location/v1/");
    }

    private static ServiceKey key() {
        return ServiceKey.parse("location-key-0123456789");
    }
}
