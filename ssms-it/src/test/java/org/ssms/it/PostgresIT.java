package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.ssms.base.test.PostgresServer;
import org.ssms.it.server.Answers;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.Leased;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.Post;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Sources;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Timeline;
import org.ssms.it.tool.Wave;
import org.ssms.player.audio.SoundFile;
import org.ssms.player.caller.OutgoingCall;
import org.ssms.protect.license.PlayerKey;
import org.ssms.protect.license.SealedLicenseRequest;

/** The server on PostgreSQL, and beside it another one with the same license database (T5). */
@SsmsServer.Heavy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresIT {
    private static final int FIRST = 5;
    private static final int SECOND = 9;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int REQUESTS = 200;
    private static final int COPIES = 16;
    /** As delivered, a source has 32 requests at once and all together 128, in each server. */
    private static final int SOURCES = 8;

    private static final long LONGEST_LOG_OF_AN_OUTAGE = 300_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private PostgresServer postgres;
    private SsmsServer server;
    private SsmsServer second;
    private Subscriber alice;
    private Subscriber bob;
    private String logBeforeTheDatabase;
    private int readinessBeforeTheDatabase;

    /** The first server starts while its database is away. */
    @BeforeAll
    void start() throws Exception {
        postgres = PostgresServer.launch("ssms", "license");
        postgres.stop();
        Map<String, String> settings = new TreeMap<>(Post.settings());
        settings.put("ssms.db.url", postgres.url("ssms"));
        settings.put("ssms.license.db.url", postgres.url("license"));
        Path output = SsmsServer.directory().resolve("postgres.out");
        Files.deleteIfExists(output); // of another run
        CompletableFuture<SsmsServer> starting = CompletableFuture.supplyAsync(() -> SsmsServer.start(
                "postgres",
                FIRST,
                settings,
                home -> Databases.givePassword(home, postgres.password(), "ssms", "license")));
        Await.untilTrue(
                "the reason why it waits",
                LIMIT,
                () -> starting.isDone() || Files.readString(output).contains("ssms: the database of"));
        logBeforeTheDatabase = Files.readString(output);
        readinessBeforeTheDatabase = readiness(9990 + FIRST * 100 + Integer.getInteger("ssms.it.offset", 20_000));
        postgres.start();
        server = starting.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        second = SsmsServer.start(
                "postgres-second",
                SECOND,
                Map.of("ssms.license.db.url", postgres.url("license")),
                home -> copyLicenseServer(server.home(), home));
        alice = Subscriber.of(server, "alice");
        bob = Subscriber.of(server, "bob");
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable started : Arrays.asList(second, server, postgres)) {
            if (started != null) { // else the start has failed, and says why
                started.close();
            }
        }
    }

    @Test
    void a_server_that_starts_before_its_database_says_so_once_and_is_ready_when_it_is_there() throws Exception {
        assertThat(logBeforeTheDatabase)
                .containsPattern("ssms: the database of ssms.(license.)?db.url is away: Connection to 127\\.77\\.");
        assertThat(readinessBeforeTheDatabase).isNotEqualTo(200);
        assertThat(readiness(server)).isEqualTo(200);
        try (Stream<Path> files = Files.list(server.home().resolve("db"))) {
            assertThat(files).isEmpty();
        }
        assertThat(Files.readString(server.log())).contains("SSMS-9102").doesNotContain(postgres.password());
    }

    @Test
    void a_call_is_recorded_notified_listed_and_licensed() throws Exception {
        try (Calls calls = new Calls(server)) {
            OutgoingCall call = calls.leave(Calls.to("alice", "elephant"), Speech.ulaw(3, 17));
            Subscriber.Message message = Await.until("the message", LIMIT, () -> alice.messageFrom("elephant"));
            short[] recording = Ffmpeg.samples(
                    new Storage(server).file(message.kid(), "mp4"),
                    alice.keys(message.id()).cencHex());
            Timeline.of(call.sent(), recording.length).assertSame(recording);
            Await.untilTrue(
                    "the mail",
                    LIMIT,
                    () -> Post.to("alice@localhost").stream()
                            .map(GreenMailUtil::getBody)
                            .anyMatch(body -> body.contains(message.id())));
            assertThat(query("ssms", "select state from message where id = ?", message.id()))
                    .containsExactly("NEW");
            assertThat(query(
                            "license",
                            "select event from license_audit where message_id = ? and decision = 'GRANTED' order by id",
                            message.id()))
                    .containsExactly("DEPOSIT", "MANIFEST", "LICENSE");
        }
    }

    @Test
    void c30_a_pin_is_set_and_said() throws Exception {
        String pin = "\"pin\":\"482917350648\"";
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> set = alice.json(
                    "PUT",
                    "/license/v1/pin",
                    alice.session(),
                    "{" + pin + ",\"password\":\"" + SsmsServer.PASSWORD + "\"}");
            assertThat(set.statusCode()).as(set.body()).isEqualTo(204);
        }
        String said = "{\"user\":\"alice\"," + pin + ",\"source\":\"192.0.2.1\"}";
        for (SsmsServer one : List.of(server, second)) {
            HttpResponse<String> opened = Subscriber.of(one, "alice")
                    .post("/license/v1/keys/pin", MediaNode.of(server).authorization(), said);
            assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        }
    }

    @Test
    void c30_a_greeting_is_set_replaced_heard_and_removed() throws Exception {
        String path = "/api/v1/greetings/busy";
        for (int seconds = 1; seconds <= 2; seconds++) {
            byte[] sound = Wave.linear(SoundFile.fromUlaw(Speech.ulaw(seconds, 31)));
            HttpResponse<String> set = alice.bytes("PUT", path, "audio/wav", sound);
            assertThat(set.statusCode()).as(set.body()).isEqualTo(204);
            assertThat(alice.bytes(path).body()).isEqualTo(sound);
        }
        assertThat(alice.json("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(alice.bytes(path).statusCode()).isEqualTo(404);
    }

    @Test
    void what_is_forwarded_is_counted_narrowed_and_taken_back() throws Exception {
        MediaNode.Message message = MediaNode.of(server).leave("alice");
        String path = "/license/v1/messages/" + message.id();
        assertThat(alice.json("PUT", path + "/rights", alice.session(), "{\"plays\":5}")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> forwarded =
                alice.post(path + "/grants", alice.session(), "{\"to\":\"bob\",\"rights\":{\"plays\":2}}");
        assertThat(forwarded.statusCode()).as(forwarded.body()).isEqualTo(201);
        assertThat(alice.get(path + "/rights", alice.session()).body()).isEqualTo("{\"plays\":3}");
        assertThat(bob.get(license(message), bob.session()).statusCode()).isEqualTo(200);
        Object grant = JSONObjectUtils.parse(forwarded.body()).get("grantId");
        assertThat(alice.delete("/license/v1/grants/" + grant, alice.session()).statusCode())
                .isEqualTo(204);
        assertThat(bob.get(license(message), bob.session()).body()).contains("urn:ssms:revoked");
        assertThat(query(
                        "license",
                        "select holder from grant_ where kid = cast(? as uuid) order by granted_at",
                        message.kid().toString()))
                .containsExactly("alice", "bob");
    }

    @Test
    void t5_of_200_parallel_requests_to_two_servers_for_one_play_left_one_gets_the_license() throws Exception {
        MediaNode.Message message = MediaNode.of(server).leave("alice");
        HttpResponse<String> narrowed =
                alice.json("PUT", "/license/v1/messages/" + message.id() + "/rights", alice.session(), "{\"plays\":1}");
        assertThat(narrowed.statusCode()).as(narrowed.body()).isEqualTo(200);
        Map<String, String> headers = Map.of("Authorization", alice.session());
        List<HttpFrom> sources = Stream.generate(
                        () -> new HttpFrom(Sources.next().getHostAddress()))
                .limit(SOURCES)
                .toList();
        CyclicBarrier allAreThere = new CyclicBarrier(REQUESTS);
        ExecutorService clients = Executors.newFixedThreadPool(REQUESTS);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            URI uri = (i % 2 == 0 ? server : second).http().resolve(license(message));
            HttpFrom source = sources.get(i / 2 % SOURCES);
            answers.add(clients.submit(() -> {
                allAreThere.await();
                HttpFrom.Answer answer = source.get(uri, headers);
                return answer.status() == 200
                        ? "200"
                        : answer.status() + " "
                                + JSONObjectUtils.parse(answer.body()).get("type");
            }));
        }
        Map<String, Long> counted = new TreeMap<>();
        for (Future<String> answer : answers) {
            counted.merge(answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS), 1L, Long::sum);
        }
        clients.shutdown();
        assertThat(counted).isEqualTo(Map.of("200", 1L, "403 urn:ssms:plays-exhausted", REQUESTS - 1L));
    }

    @Test
    void t1_t5_what_comes_twice_and_to_both_servers_at_once_counts_once() throws Exception {
        Subscriber there = Subscriber.of(second, "alice");
        Leased message = Leased.of(alice, MediaNode.of(server).leave("alice").id(), 3);
        String path = "/license/v1/licenses/" + message.message();
        String sealed = new SealedLicenseRequest(
                        List.of(), Optional.of(PlayerKey.generate().publicKey()))
                .toJson();
        String session = alice.session();
        Map<String, Long> answers = AtOnce.counted(
                COPIES, i -> Answers.withoutBody((i % 2 == 0 ? alice : there).post(path, session, sealed)));
        assertThat(answers).isEqualTo(Map.of("200", 1L, "409 urn:ssms:replayed", COPIES - 1L));
        assertThat(message.left()).isEqualTo(2);
        String lease = message.license();
        assertThat(message.left()).isEqualTo(1);
        for (String report : List.of("returned", "started")) {
            Map<String, Long> taken =
                    AtOnce.counted(COPIES, i -> message.report(i % 2 == 0 ? alice : there, lease, report));
            assertThat(taken).as(report).isEqualTo(Map.of("204", (long) COPIES));
            assertThat(message.left()).as(report).isEqualTo(report.equals("returned") ? 2 : 1);
        }
    }

    @Test
    void what_is_revoked_at_one_server_is_refused_by_the_other_at_once() throws Exception {
        Subscriber there = Subscriber.of(second, "alice");
        assertThat(there.get("/license/v1/messages/x/rights", alice.session()).statusCode())
                .isEqualTo(404);
        String session = alice.bearer();
        assertThat(alice.delete("/license/v1/sessions", session).statusCode()).isEqualTo(204);
        assertThat(there.get("/license/v1/messages/x/rights", session).statusCode())
                .isEqualTo(401);
    }

    @Test
    void without_its_database_the_server_is_not_ready_and_with_it_it_works_again() throws Exception {
        long log = Files.size(server.log());
        postgres.stop();
        try {
            Await.untilTrue("readiness is gone", LIMIT, () -> readiness(server) == 503);
        } finally {
            postgres.start();
        }
        Await.untilTrue("readiness is back", LIMIT, () -> readiness(server) == 200);
        assertThat(alice.messages()).isNotNull();
        String said = Files.readString(server.log()).substring((int) log);
        assertThat(said).hasSizeLessThan((int) LONGEST_LOG_OF_AN_OUTAGE);
        assertThat(said.split("SSMS-9101 the database of ssms.db.url", -1)).hasSize(2);
    }

    /** Last, as it takes the second server away. */
    @Test
    @Order(Integer.MAX_VALUE)
    void a_play_that_a_killed_server_had_given_away_is_given_back_by_the_other_and_counted_once() throws Exception {
        Leased message = Leased.of(server, alice, 3);
        Subscriber there = Subscriber.of(second, "alice");
        String begun = message.license(there);
        assertThat(message.report(there, begun, "started")).isEqualTo("204");
        String unheard = message.license(there);
        String unreported = message.license(there);
        second.kill();
        assertThat(message.report(unreported, "started")).isEqualTo("204"); // to whom the player reaches
        assertThat(message.left()).isZero();
        Await.untilTrue("the play that never began is given back", LIMIT, () -> message.left() == 1);
        assertThat(message.report(begun, "ended")).isEqualTo("204");
        assertThat(message.report(unheard, "returned")).isEqualTo("204");
        assertThat(message.left()).isEqualTo(1);
        assertThat(query(
                        "license",
                        "select actor || ' ' || event from license_audit where message_id = ? and event like 'PLAY%'"
                                + " order by id",
                        message.message().value()))
                .containsExactly(
                        "alice PLAY_STARTED",
                        "alice PLAY_STARTED",
                        "service:license PLAY_RETURNED",
                        "alice PLAY_ENDED");
    }

    private static String license(MediaNode.Message message) {
        return "/license/v1/licenses/" + message.id();
    }

    private int readiness(SsmsServer of) throws IOException, InterruptedException {
        return readiness(of.http().getPort() + 9990 - 8080);
    }

    /** 0: nobody answers. */
    private int readiness(int port) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/health/ready");
        try {
            return http.send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private List<String> query(String database, String sql, String parameter) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = postgres.connect(database);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
        }
        return rows;
    }

    /** Servers that share the license database share its keys, and what opens them. */
    private void copyLicenseServer(Path from, Path to) {
        Databases.givePassword(to, postgres.password(), "license");
        try (Stream<Path> files = Files.list(from.resolve("secrets/license"))) {
            Files.createDirectories(to.resolve("secrets/license"));
            Files.createDirectories(to.resolve("secrets/media"));
            List<Path> all = Stream.concat(files, Stream.of(from.resolve("secrets/media/service.key")))
                    .toList();
            for (Path file : all) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
