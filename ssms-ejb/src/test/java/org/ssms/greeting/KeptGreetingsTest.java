package org.ssms.greeting;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.test.SettableClock;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.greeting.GreetingRefusedException.Reason;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.recording.GreetingStore;

/** Greetings with a disk and a license server; what the database would hold is in maps. */
class KeptGreetingsTest {
    private static final short[] SOUND = new short[8000];
    private static final Asker OWNER = Asker.of(Door.PIN, "192.0.2.1");

    @TempDir
    private Path storage;

    private final SettableClock clock = new SettableClock();
    private final Rows rows = new Rows();
    private final List<String> audited = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private int answer = 204;
    private HttpServer license;
    private Greetings greetings;

    private final class Rows extends GreetingRows {
        final Map<KeyId, Instant> left = new LinkedHashMap<>();

        @Nullable
        KeyId kept;

        @Nullable
        Boolean locked = false;

        @Override
        public @Nullable Boolean isLocked(String mailbox) {
            return locked;
        }

        @Override
        public void begin(KeyId kid) {
            left.put(kid, clock.instant());
        }

        @Override
        public void replace(String mailbox, GreetingKind kind, Greeting.Recording recording) {
            if (kept != null) {
                begin(kept);
            }
            kept = recording.kid();
            assertThat(settled(recording.kid())).isTrue();
        }

        @Override
        public List<KeyId> left(Instant before) {
            return left.entrySet().stream()
                    .filter(one -> one.getValue().isBefore(before))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        @Override
        public boolean settled(KeyId kid) {
            return left.remove(kid) != null;
        }
    }

    @BeforeEach
    void open() throws IOException {
        license = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        license.createContext("/", this::answer);
        license.start();
        URI base = URI.create("http://127.0.0.1:" + license.getAddress().getPort() + "/");
        LicenseServerClient client = new LicenseServerClient(
                base, ServiceKey.parse("c2VydmljZS1rZXktZm9yLXRlc3Rz"), Duration.ofSeconds(20), null);
        greetings = new Greetings(
                rows,
                new GreetingStore(storage),
                client,
                new SecurityAudit(clock, audited::add),
                clock,
                new SecureRandom());
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod());
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    @AfterEach
    void close() {
        license.stop(0);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(storage)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        }
    }

    private void keep() throws Exception {
        greetings.keep("alice", GreetingKind.STANDARD, SOUND, null, OWNER);
    }

    @Test
    void c30_what_was_replaced_is_heard_to_its_end_and_destroyed_then() throws Exception {
        keep();
        KeyId first = requireNonNull(rows.kept);
        keep();
        KeyId second = requireNonNull(rows.kept);
        assertThat(files()).containsExactlyInAnyOrder(first + ".greeting", second + ".greeting");
        clock.advance(Greetings.LEFT_AFTER);
        greetings.destroyLeft();
        assertThat(files()).as("not too early").hasSize(2);
        clock.advance(Duration.ofSeconds(1));
        greetings.destroyLeft();
        assertThat(files()).containsExactly(second + ".greeting");
        assertThat(rows.left).isEmpty();
        assertThat(asked).containsExactly("PUT", "PUT", "DELETE");
        assertThat(audited).hasSize(2).allSatisfy(line -> assertThat(line).contains("greeting-set", "alice"));
    }

    @Test
    void nothing_is_left_of_a_greeting_whose_key_nobody_took() throws Exception {
        answer = 503;
        assertThatThrownBy(this::keep).isInstanceOf(LicenseServerException.class);
        assertThat(rows.kept).isNull();
        assertThat(rows.left).as("perhaps it took it").hasSize(1);
        clock.advance(Greetings.LEFT_AFTER.plusSeconds(1));
        greetings.destroyLeft();
        assertThat(rows.left).as("it is away").hasSize(1);
        answer = 204;
        greetings.destroyLeft();
        assertThat(rows.left).isEmpty();
        assertThat(files()).isEmpty();
        assertThat(audited).isEmpty();
    }

    @Test
    void a_mailbox_is_changed_so_often_in_an_hour_only() throws Exception {
        for (int i = 0; i < 30; i++) {
            keep();
        }
        assertThatThrownBy(this::keep).hasMessage(Reason.TOO_MANY.name());
        clock.advance(Duration.ofMinutes(3));
        keep();
    }

    @ParameterizedTest
    @CsvSource({
        "STANDARD, 2399, , TOO_SHORT",
        "STANDARD, 480100, , TOO_LONG",
        "NAME, 64100, , TOO_LONG",
        "STANDARD, 8000, PT1H, WRONG_END",
        "TEMPORARY, 8000, , WRONG_END",
        "TEMPORARY, 8000, PT0S, WRONG_END",
        "TEMPORARY, 8000, P367D, WRONG_END"
    })
    void what_is_no_greeting_costs_nothing(GreetingKind kind, int samples, @Nullable Duration end, Reason reason) {
        Instant until = end == null ? null : clock.instant().plus(end);
        assertThatThrownBy(() -> greetings.keep("alice", kind, new short[samples], until, OWNER))
                .hasMessage(reason.name());
        assertThat(rows.left).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void what_an_operator_has_locked_and_what_is_nobodys_is_not_changed() {
        rows.locked = true;
        assertThatThrownBy(this::keep).hasMessage(Reason.LOCKED.name());
        rows.locked = null;
        assertThatThrownBy(this::keep).hasMessage(Reason.NO_MAILBOX.name());
        assertThat(asked).isEmpty();
    }
}
