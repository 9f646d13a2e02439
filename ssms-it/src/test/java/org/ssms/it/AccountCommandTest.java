package org.ssms.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./ssms account} asks a license server, which we play. */
class AccountCommandTest {
    private static final Path COMMAND = Path.of("..", "wildfly-config/src/main/bin/AccountCommand.java")
            .toAbsolutePath()
            .normalize();
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("operator:of-the-home".getBytes(UTF_8));

    private static final String STORE_PASSWORD = "of-the-store";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path home;

    private HttpsServer server;
    private int port;
    private int status = 200;
    private String answer = "";
    private String scheme = "https";

    @BeforeEach
    void start() throws Exception {
        Path tls = Files.createDirectories(home.resolve("secrets/tls"));
        Files.writeString(tls.resolve("password"), STORE_PASSWORD + "\n");
        makeKey(tls.resolve("tls.p12"));
        Path secrets = Files.createDirectories(home.resolve("secrets/management"));
        Files.writeString(secrets.resolve("users.properties"), "operator=of-the-home\n");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(tls.resolve("tls.p12"))));
        server.createContext("/", this::answer);
        server.start();
        port = server.getAddress().getPort();
    }

    /** With a name that nobody asks for: it is known by itself. */
    private void makeKey(Path file) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=elsewhere",
                        "-alias",
                        "server",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("keytool").toFile())
                .start();
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    private static SSLContext tls(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, STORE_PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, STORE_PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo(BASIC);
        asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
        byte[] bytes = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Test
    void a_new_account_is_made_and_its_secret_shown_once() throws Exception {
        status = 201;
        answer = "{\"username\":\"carol\",\"secret\":\"abcde-fghjk\",\"secretUntil\":\"2026-12-01T12:00:00Z\"}";
        assertThat(run(0, "add", "carol", "carol@example.org"))
                .contains("abcde-fghjk", "2026-12-01T12:00:00Z", "https://vm.example.org/password.xhtml");
        assertThat(asked)
                .containsExactly("POST /license/v1/accounts"
                        + " {\"username\":\"carol\",\"mailAddress\":\"carol@example.org\"}");
    }

    @Test
    void each_deed_is_one_request() throws Exception {
        status = 204;
        assertThat(run(0, "disable", "carol")).contains("disabled");
        assertThat(run(0, "enable", "carol")).contains("enabled");
        assertThat(run(1, "delete", "carol")).contains("--yes");
        assertThat(run(0, "delete", "carol", "--yes")).contains("deleted");
        assertThat(asked)
                .containsExactly(
                        "POST /license/v1/accounts/carol/disable",
                        "POST /license/v1/accounts/carol/enable",
                        "DELETE /license/v1/accounts/carol");
    }

    @Test
    void the_password_is_told_to_nobody_but_the_server_of_this_home() throws Exception {
        Path tls = home.resolve("secrets/tls/tls.p12");
        Files.move(tls, home.resolve("before.p12"));
        makeKey(tls); // who listens has another
        assertThat(run(1, "list")).contains("is not the server of this home");
        scheme = "http";
        assertThat(run(1, "list")).contains("without TLS");
        assertThat(asked).isEmpty();
    }

    @Test
    void the_certificate_is_that_of_the_key_store_in_the_settings() throws Exception {
        Path elsewhere = home.resolve("elsewhere.p12");
        Files.move(home.resolve("secrets/tls/tls.p12"), elsewhere);
        Files.writeString(home.resolve("ssms.properties"), "ssms.tls.keystore=${ssms.home}/elsewhere.p12\n");
        answer = "{\"accounts\":[]}";
        assertThat(run(0, "list")).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void a_word_too_many_is_no_deed() throws Exception {
        assertThat(run(1, "delete", "alice", "bob", "--yes")).contains("delete USER [--yes]");
        assertThat(run(1, "delete", "alice", "bob")).contains("delete USER [--yes]");
        assertThat(run(1, "reset", "alice", "bob")).contains("reset USER");
        assertThat(asked).isEmpty();
        status = 204;
        run(0, "disable", "a b+c");
        assertThat(asked).containsExactly("POST /license/v1/accounts/a%20b%2Bc/disable");
    }

    @Test
    void accounts_are_listed() throws Exception {
        answer = "{\"accounts\":[{\"username\":\"alice\",\"enabled\":true},"
                + "{\"username\":\"carol\",\"enabled\":false,\"mailAddress\":\"carol@example.org\","
                + "\"createdAt\":\"2026-11-28T12:00:00Z\",\"secretUntil\":\"2026-12-01T12:00:00Z\"}]}";
        assertThat(run(0, "list").lines())
                .containsExactly(
                        "alice                    enabled",
                        "carol                    disabled  carol@example.org"
                                + "  no password yet, until 2026-12-01T12:00:00Z");
    }

    @Test
    void lists_are_kept_at_the_mailbox() throws Exception {
        answer = "{\"lists\":[{\"name\":\"sales\",\"members\":[\"alice\",\"bob\"],\"configured\":true},"
                + "{\"name\":\"support\",\"members\":[\"carol\"],\"configured\":false}]}";
        assertThat(run(0, "lists", "show").lines())
                .containsExactly(
                        "sales                    alice bob  (ssms.mailboxes.lists)", "support                  carol");
        answer = "{\"name\":\"support\",\"members\":[\"bob\",\"carol\"],\"configured\":false}";
        assertThat(run(0, "lists", "set", "support", "bob", "carol")).contains("support", "bob carol");
        answer = "";
        status = 204;
        assertThat(run(0, "lists", "delete", "support")).contains("answers no more calls");
        assertThat(asked)
                .containsExactly(
                        "GET /operators/v1/lists",
                        "PUT /operators/v1/lists/support {\"members\":[\"bob\",\"carol\"]}",
                        "DELETE /operators/v1/lists/support");
        assertThat(run(1, "lists", "set", "support")).contains("set NAME USER...");
        assertThat(run(1, "lists", "delete", "a", "b")).contains("delete NAME");
        assertThat(run(1, "lists")).contains("show [NAME]");
        status = 409;
        answer = "{\"type\":\"urn:ssms:name-taken\",\"detail\":\"There is, or was, a user of that name.\"}";
        assertThat(run(1, "lists", "set", "alice", "bob")).contains("a user of that name. (409)");
    }

    @Test
    void what_the_server_refuses_is_told() throws Exception {
        status = 409;
        answer = "{\"type\":\"urn:ssms:account-taken\",\"title\":\"x\",\"status\":409,"
                + "\"detail\":\"There is, or was, an account of that name.\"}";
        assertThat(run(1, "add", "carol")).contains("There is, or was, an account of that name. (409)");
        assertThat(run(1, "make", "carol")).contains("add USER [MAIL]");
        port = 1; // nobody's
        assertThat(run(1, "disable", "carol")).contains("no server answers at");
        Files.delete(home.resolve("secrets/management/users.properties"));
        assertThat(run(1, "list")).contains("there is no operator 'operator'");
    }

    private String run(int status, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                COMMAND.toString(),
                home.toString(),
                scheme + "://127.0.0.1:" + port + "/license/v1",
                "https://vm.example.org"));
        line.addAll(List.of(words));
        Path output = home.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().remove("SSMS_OPERATOR");
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isEqualTo(status);
        return said;
    }
}
