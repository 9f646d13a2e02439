package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.test.TestCertificates.Issued;
import org.ssms.base.test.TestCertificates.Request;
import org.ssms.it.server.Databases;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.Leased;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Tool;
import org.ssms.protect.license.PlayerKey;
import org.ssms.protect.license.SealedLicenseRequest;

/** Whoever shows the certificate of an authority that the operator trusts gets a session for it (F5-52b). */
@SsmsServer.Beside
class ClientCertificateIT {
    private static final Path DIRECTORY = SsmsServer.directory().resolve("client-certificates");
    private static final Pattern COMMAND = Pattern.compile("(?m)^    ((?:openssl|curl --cert) (?:.*\\\\\\n)*.*)$");
    private static final String SESSIONS = "/license/v1/sessions";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Issued AUTHORITY = authority();
    private static final Issued FOREIGN = authority();

    private static SsmsServer server;
    private static KeyStore trusted;

    /** By the commands of the operations guide, and one more authority for what openssl does not issue. */
    @BeforeAll
    static void start() throws Exception {
        Tool.require("openssl", "openssl");
        Tool.require("curl", "curl");
        Files.createDirectories(DIRECTORY);
        bash(commands().subList(0, 3));
        Path authorities = DIRECTORY.resolve("both.pem");
        Files.writeString(authorities, Files.readString(DIRECTORY.resolve("ca.pem")) + AUTHORITY.pem());
        server = SsmsServer.start(
                "certificates",
                14,
                Map.of(
                        "ssms.license.client-certificates.enabled",
                        "true",
                        "ssms.license.client-certificates.ca",
                        authorities.toString()));
        trusted = server.certificate();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void f5_52b_what_the_guide_makes_opens_a_session_and_its_license_is_given_once_t1_within_tls() throws Exception {
        Files.writeString(DIRECTORY.resolve("server.pem"), pem(trusted.getCertificate("server")));
        assertThat(commands()).hasSize(4);
        String[] answer = bash(List.of(commands()
                        .get(3)
                        .replace("https://localhost:8443", server.https().toString())
                        .replaceFirst("^curl ", "curl -sS -w '\\\\n%{http_code} %{http_version}' ")))
                .split("\n", 2);
        assertThat(answer[1]).isEqualTo("201 2");
        Map<String, String> token = HttpFrom.json(HttpFrom.bearer(token(answer[0])));
        HttpFrom client = new HttpFrom("127.0.0.101", tls("TLS", null));
        assertThat(client.get(server.https().resolve("/api/v1/messages"), token).status())
                .isEqualTo(200);
        Leased message = Leased.of(server, Subscriber.of(server, "alice"), 2);
        URI license = server.https().resolve("/license/v1/licenses/" + message.message());
        String wanted = new SealedLicenseRequest(
                        List.of(), Optional.of(PlayerKey.generate().publicKey()))
                .toJson();
        assertThat(client.ask(license, "POST", token, wanted).status()).isEqualTo(200);
        assertThat(client.ask(license, "POST", token, wanted).status()).isEqualTo(409);
        assertThat(message.left()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void f5_52b_each_version_of_tls_carries_the_certificate_in_its_first_handshake(String version) throws Exception {
        Issued alice = client("alice").issue(AUTHORITY);
        for (int i = 0; i < 2; i++) {
            Answer answer = open(new HttpFrom("127.0.0.102", tls(version, alice)), Map.of());
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        }
        assertThat(audited("127.0.0.102")).contains("LOGIN alice GRANTED null");
    }

    @Test
    void f5_52b_a_certificate_that_is_not_good_is_refused_as_a_wrong_password_is_and_written_down() throws Exception {
        List<Issued> odd = List.of(
                client("alice").issue(FOREIGN),
                new Request(
                                "alice",
                                Instant.now().minus(HOUR.multipliedBy(2)),
                                Instant.now().minus(HOUR))
                        .usage(true)
                        .purpose(true)
                        .issue(AUTHORITY),
                request("alice").usage(true).purpose(false).issue(AUTHORITY),
                request("alice").usage(true).issue(AUTHORITY));
        String address = "127.0.0.103";
        Answer wrong = new HttpFrom("127.0.0.104", tls("TLS", null)).session(server.https(), "alice", "wrong");
        for (Issued shown : odd) {
            Answer answer = open(new HttpFrom(address, tls("TLS", shown)), Map.of());
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(wrong.body());
            assertThat(answer.cookie("ssms-license")).isEmpty();
        }
        Answer nobody = open(new HttpFrom(address, tls("TLS", client("nosuch").issue(AUTHORITY))), Map.of());
        assertThat(nobody.body()).isEqualTo(wrong.body());
        String refused = "LOGIN alice REFUSED WRONG_CREDENTIALS";
        assertThat(audited(address))
                .containsExactly(refused, refused, refused, refused, "LOGIN nosuch REFUSED WRONG_CREDENTIALS");
        Answer without = open(new HttpFrom(address, tls("TLS", null)), Map.of());
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.body()).isEqualTo(wrong.body());
        assertThat(audited(address)).as("no proof is no guess").hasSize(5);
    }

    @Test
    void f5_52b_whoever_tries_out_certificates_has_to_wait_and_the_owner_elsewhere_has_not() throws Exception {
        HttpFrom guesser = new HttpFrom("127.0.0.105", tls("TLS", client("bob").issue(FOREIGN)));
        Answer last = open(guesser, Map.of());
        for (int i = 0; i < 12 && last.status() == 401; i++) {
            last = open(guesser, Map.of());
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.retryAfter()).isPositive();
        Issued bob = client("bob").issue(AUTHORITY);
        assertThat(open(new HttpFrom("127.0.0.105", tls("TLS", bob)), Map.of()).status())
                .as("it is not looked at")
                .isEqualTo(429);
        assertThat(open(new HttpFrom("127.0.0.106", tls("TLS", bob)), Map.of()).status())
                .isEqualTo(201);
    }

    @Test
    void d11_debian_s_client_binds_by_its_certificate_over_tls_and_after_start_tls() throws Exception {
        Tool.require("ldapwhoami", "ldap-utils");
        Files.writeString(DIRECTORY.resolve("server.pem"), pem(trusted.getCertificate("server")));
        String tls = "LDAPTLS_CACERT=server.pem ";
        String own = tls + "LDAPTLS_CERT=\"$PWD/alice.pem\" LDAPTLS_KEY=\"$PWD/alice.key\" ";
        String ldap = "-H ldap://127.0.0.1:" + server.ldap().getPort() + " -ZZ";
        String ldaps = "-H ldaps://127.0.0.1:" + server.ldaps().getPort();
        for (String address : List.of(ldap, ldaps)) {
            assertThat(bash(List.of(own + "ldapwhoami -Q -Y EXTERNAL " + address)))
                    .isEqualTo("u:alice\n");
            assertThat(bash(List.of(tls + "ldapwhoami -Q -Y EXTERNAL " + address + " || echo refused")))
                    .as("without a certificate")
                    .isEqualTo("refused\n");
        }
    }

    @Test
    void a_page_of_another_site_logs_nobody_in_by_his_certificate_and_another_proof_goes_first() throws Exception {
        HttpFrom bob = new HttpFrom("127.0.0.107", tls("TLS", client("bob").issue(AUTHORITY)));
        assertThat(open(bob, Map.of("Sec-Fetch-Site", "cross-site")).status()).isEqualTo(403);
        Answer alice = bob.session(server.https(), "alice", SsmsServer.PASSWORD);
        assertThat(alice.status()).isEqualTo(201);
        assertThat(bob.session(server.https(), "alice", "wrong").status()).isEqualTo(401);
        assertThat(audited("127.0.0.107"))
                .containsExactly("LOGIN alice GRANTED null", "LOGIN alice REFUSED WRONG_CREDENTIALS");
    }

    @Test
    void a_client_is_asked_where_that_is_switched_on_and_told_whose_certificates_are_of_use() throws Exception {
        assertThat(asked(server, trusted)).containsExactly("CN=SSMS clients", "CN=authority");
        SsmsServer asDelivered = SsmsServer.shared();
        assertThat(asked(asDelivered, asDelivered.certificate())).isEmpty();
    }

    /** The names of the authorities that a server tells; none: it does not ask. */
    private static List<String> asked(SsmsServer one, KeyStore trust) throws Exception {
        List<String> names = new ArrayList<>();
        KeyManager curious = new Nobody() {
            @Override
            public @Nullable String chooseClientAlias(
                    String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
                if (issuers != null && names.isEmpty()) {
                    Arrays.stream(issuers).map(Principal::getName).forEach(names::add);
                }
                return null;
            }
        };
        HttpFrom client = new HttpFrom("127.0.0.108", tls("TLSv1.3", curious, trust));
        assertThat(client.ask(one.https().resolve(SESSIONS), "POST", HttpFrom.json(Map.of()), "")
                        .status())
                .isEqualTo(401);
        return names;
    }

    /** A client without any key. */
    private abstract static class Nobody extends X509ExtendedKeyManager {
        @Override
        public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return null;
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return null;
        }
    }

    /** Shows its certificate whatever the server says it wants. */
    private static final class Holder extends Nobody {
        private final Issued issued;

        Holder(Issued issued) {
            this.issued = issued;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return "own";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {issued.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return issued.keys().getPrivate();
        }
    }

    private static SSLSocketFactory tls(String version, @Nullable Issued own) throws Exception {
        return tls(version, own == null ? null : new Holder(own), trusted);
    }

    private static SSLSocketFactory tls(String version, @Nullable KeyManager own, KeyStore trust) throws Exception {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext context = SSLContext.getInstance(version);
        context.init(own == null ? null : new KeyManager[] {own}, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static String pem(Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static List<String> commands() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "operations.md"));
        return COMMAND.matcher(guide).results().map(match -> match.group(1)).toList();
    }

    private static String bash(List<String> commands) {
        String script = "set -eu\ncd '" + DIRECTORY + "'\n" + String.join("\n", commands);
        Tool.Result result = Tool.run(new byte[0], "bash", "-c", script);
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output().text();
    }

    private static Answer open(HttpFrom client, Map<String, String> headers) throws Exception {
        return client.ask(server.https().resolve(SESSIONS), "POST", HttpFrom.json(headers), "");
    }

    private static String token(String session) throws Exception {
        return String.valueOf(JSONObjectUtils.parse(session).get("token"));
    }

    private static List<String> audited(String address) throws Exception {
        return Databases.copyOf(server).auditedFrom(address);
    }

    private static Issued authority() {
        return request("authority").authority().issue(null);
    }

    private static Request client(String name) {
        return request(name).usage(true).purpose(true);
    }

    private static Request request(String name) {
        return new Request(name, Instant.now().minus(HOUR), Instant.now().plus(HOUR));
    }
}
