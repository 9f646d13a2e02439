package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.SsmsServer;

/** What a stranger on this machine or in its network gets of the server: nothing. */
class ServerHardeningIT {
    private static final int MANAGEMENT_FROM_HTTP = 9990 - 8080;
    private static final String TLS_1_1 = "0302";
    private static final String TLS_1_2 = "0303";
    private static final int ALERT = 0x15;
    private static final int HANDSHAKE = 0x16;
    private static final int PROTOCOL_VERSION = 70;

    private final SsmsServer server = SsmsServer.shared();
    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"/management", "/management?operation=attribute&name=server-state"})
    void management_without_login_is_refused(String path) throws Exception {
        assertThat(get(management(path)).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/index.html", "/metrics"})
    void the_management_port_serves_no_console_and_no_metrics(String path) throws Exception {
        assertThat(get(management(path)).statusCode()).isIn(401, 403, 404);
    }

    @Test
    void jmx_without_login_is_refused_also_on_this_machine() throws Exception {
        assertThatThrownBy(this::countBeans).hasMessageContaining("Authentication failed");
    }

    @ParameterizedTest
    @CsvSource({"operator, guess", "$local, ''", "admin, admin", "guest, guest"})
    void jmx_with_a_guess_is_refused(String user, String password) {
        assertThatThrownBy(() -> countBeans(user, password)).hasMessageContaining("Authentication failed");
    }

    @Test
    void jmx_is_open_to_the_generated_operator_account() throws Exception {
        assertThat((int) Jmx.of(server).ask(MBeanServerConnection::getMBeanCount))
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({"admin, admin", "guest, guest", "alice, alice", "alice, ''", ":nobody, ''", "operator, operator"})
    void there_are_no_default_accounts(String user, String password) throws Exception {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(web("/api/v1/messages"))
                .header("Authorization", "Basic " + pair)
                .build();
        assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/assets/", "/assets", "/license/", "/license/v1/", "/sip/", "/sip", "/WEB-INF/", "/META-INF/"})
    void a_directory_is_not_listed(String path) throws Exception {
        HttpResponse<String> response = get(web(path));
        assertThat(response.statusCode()).isNotEqualTo(200);
        assertThat(response.body()).doesNotContain("Directory", "Last Modified", "Index of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/login.xhtml", "/api/v1/messages", "/license/v1/sessions", "/nowhere", "/assets/nothing"})
    void a_response_does_not_name_its_server(String path) throws Exception {
        HttpResponse<String> response = get(web(path));
        assertThat(response.headers().map().keySet()).doesNotContain("server", "x-powered-by");
        assertThat(response.body()).doesNotContainIgnoringCase("wildfly").doesNotContainIgnoringCase("undertow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT"})
    void methods_that_reflect_or_tunnel_are_refused(String method) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.http().getPort())) {
            String request = method + " /login.xhtml HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(status).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void a_body_of_more_than_a_megabyte_is_refused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(web("/license/v1/sessions"))
                .header("Content-Type", "application/json")
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(new byte[1_100_000]))
                .build();
        assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isBetween(400, 499);
    }

    @Test
    void tls_1_1_is_refused_and_tls_1_2_is_not() throws Exception {
        assertThat(answerToHello(TLS_1_1)).startsWith(ALERT).endsWith(PROTOCOL_VERSION);
        assertThat(answerToHello(TLS_1_2)).startsWith(HANDSHAKE);
    }

    @Test
    void everything_in_the_home_is_the_owners_alone() throws Exception {
        Set<PosixFilePermission> owner = Set.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
        assertThat(Files.getPosixFilePermissions(server.home().resolve("secrets")))
                .isSubsetOf(owner);
        try (Stream<Path> files = Files.walk(server.home().resolve("secrets"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))
                            .containsExactlyInAnyOrder(
                                    PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
        for (String directory : List.of("db", "messages", "server", "server/log", "server/tmp")) {
            assertThat(Files.getPosixFilePermissions(server.home().resolve(directory)))
                    .as(directory)
                    .isSubsetOf(owner);
        }
    }

    @Test
    void passwords_are_in_no_log_and_on_no_command_line() throws Exception {
        String log = Files.readString(server.log());
        String command = Files.readString(Path.of("/proc", Long.toString(server.pid()), "cmdline"));
        for (String file : List.of("tls/password", "db/ssms", "db/license", "license/password", "media/password")) {
            String password = Files.readString(server.home().resolve("secrets").resolve(file))
                    .strip();
            assertThat(log.contains(password)).as(file + " in the log").isFalse();
            assertThat(command.contains(password))
                    .as(file + " in the command line")
                    .isFalse();
        }
    }

    private URI web(String path) {
        return server.http().resolve(path);
    }

    private URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort() + path);
    }

    private int managementPort() {
        return server.http().getPort() + MANAGEMENT_FROM_HTTP;
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /** Number of MBeans, as seen through the management port.
     *  @param credentials user and password, or nothing */
    private int countBeans(String... credentials) throws Exception {
        return Jmx.of(server, credentials).ask(MBeanServerConnection::getMBeanCount);
    }

    /** Content type of the first record that answers a ClientHello of that version, then the last byte of its body.
     *  The JDK itself offers TLS 1.1 no more, so the hello (RFC 4346 and RFC 5246 §7.4.1.2) is written by hand. */
    private List<Integer> answerToHello(String version) throws IOException {
        String suites = "c02fc030c013c014"; // ECDHE_RSA with AES GCM and, for TLS 1.1, CBC
        String extensions = "000a00040002" + "0017" // supported_groups: secp256r1
                + "000b0002" + "0100" // ec_point_formats: uncompressed
                + "000d00060004" + "04010804"; // signature_algorithms: rsa_pkcs1_sha256, rsa_pss_rsae_sha256
        String body = version + "00".repeat(32) + "00" // random, no session id
                + length(suites, 2) + suites + "0100" + length(extensions, 2) + extensions;
        String handshake = "01" + length(body, 3) + body;
        String hello = "16" + "0301" + length(handshake, 2) + handshake;
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.https().getPort())) {
            socket.getOutputStream().write(HexFormat.of().parseHex(hello));
            InputStream in = socket.getInputStream();
            byte[] header = in.readNBytes(5);
            byte[] record = in.readNBytes(((header[3] & 0xff) << 8) | (header[4] & 0xff));
            return List.of((int) header[0], (int) record[record.length - 1]);
        }
    }

    private static String length(String hex, int bytes) {
        return HexFormat.of().toHexDigits(hex.length() / 2L, 2 * bytes);
    }
}
