package org.ssms.it;

import static com.unboundid.ldap.sdk.SearchScope.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.ssms.it.server.Databases;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.LdapFrom;
import org.ssms.it.server.LdapFrom.Found;
import org.ssms.it.server.Leased;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.Operator;
import org.ssms.it.server.Operator.Newcomer;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Tool;
import org.ssms.protect.key.MessageId;

/** Licenses over LDAP/SSL (D11): what HTTP gives, by the same decision, and for Debian's clients, too. */
class LdapIT {
    private static final String LICENSE = "/license/v1";
    private static final String CHOSEN = "rainy tuesday pelican";
    private static final Path DIRECTORY = SsmsServer.directory().resolve("ldap");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^    (ldap(?:search|whoami) (?:.*\\\\\\n)*.*)$");
    private static final String LEASE = "\"lease\":\"[0-9a-f-]{36}\"";
    private static final int ALL_AT_ONCE = 200;
    private static final int BIND_FIRST = 8;
    private static final int BUSY = 51;
    private static final int INVALID_CREDENTIALS = 49;
    private static final int NO_SUCH_OBJECT = 32;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber owner = Subscriber.of(server, "guest18");

    private LdapFrom bound(String source, Subscriber user) throws Exception {
        LdapFrom client = LdapFrom.connect(server, source);
        assertThat(client.bind(user.name(), SsmsServer.PASSWORD)).isZero();
        return client;
    }

    // --- what is given

    @Test
    void d11_the_license_is_byte_for_byte_that_of_http_but_for_its_lease() throws Exception {
        MediaNode.Message left = MediaNode.of(server).leave(owner.name());
        String byHttp = owner.license(left.id().value()).body();
        try (LdapFrom client = bound("127.0.12.1", owner)) {
            String byId = client.license(left.id()).license();
            String byKid = client.search("ou=licenses,o=ssms", ONE, "(ssmsKid=" + left.kid() + ")")
                    .license();
            assertThat(byKid).as("the same lease").isEqualTo(byId);
            assertThat(byId).isNotEqualTo(byHttp);
            assertThat(byId.replaceFirst(LEASE, "")).isEqualTo(byHttp.replaceFirst(LEASE, ""));
        }
        assertThat(Databases.copyOf(server).decisions("LICENSE", left.id().value()))
                .containsExactly("GRANTED", "GRANTED");
    }

    @Test
    void d11_a_repeated_search_is_the_same_play_and_a_look_is_none() throws Exception {
        Leased leased = Leased.of(server, owner, 2);
        try (LdapFrom client = bound("127.0.12.2", owner)) {
            assertThat(client.license(leased.message(), "1.1").entries()).hasSize(1);
            assertThat(leased.left()).isEqualTo(2);
            String license = client.license(leased.message()).license();
            assertThat(client.license(leased.message(), "ssmsLicense").license())
                    .isEqualTo(license);
            assertThat(leased.left()).isEqualTo(1);
            String lease = JSONObjectUtils.getString(JSONObjectUtils.parse(license), "lease");
            assertThat(leased.report(lease, "returned")).as("over HTTP").startsWith("204");
            assertThat(leased.left()).isEqualTo(2);
            for (int i = 0; i < 2; i++) {
                assertThat(client.license(leased.message()).outcome()).isEqualTo("53 urn:ssms:replayed");
            }
            assertThat(client.license(leased.message(), "1.1").outcome()).isEqualTo("53 urn:ssms:replayed");
            assertThat(leased.left())
                    .as("what was given back is not shown uncounted")
                    .isEqualTo(2);
        }
        for (int left = 1; left >= 0; left--) {
            try (LdapFrom client = bound("127.0.12.2", owner)) {
                assertThat(client.license(leased.message()).code()).isZero();
                assertThat(leased.left()).isEqualTo(left);
            }
        }
        try (LdapFrom client = bound("127.0.12.2", owner)) {
            assertThat(client.license(leased.message()).outcome()).isEqualTo("50 urn:ssms:plays-exhausted");
            assertThat(client.license(leased.message(), "1.1").outcome()).isEqualTo("50 urn:ssms:plays-exhausted");
        }
        assertThat(Databases.copyOf(server).auditedFrom("127.0.12.2"))
                .contains(
                        "LOGIN guest18 GRANTED null",
                        "RIGHTS_SHOWN guest18 GRANTED null",
                        "LICENSE guest18 GRANTED null",
                        "LICENSE guest18 REFUSED PLAYS_EXHAUSTED",
                        "RIGHTS_SHOWN guest18 REFUSED PLAYS_EXHAUSTED");
    }

    @Test
    void d11_foreign_and_unknown_are_one_answer_and_a_recall_holds_here_too() throws Exception {
        MediaNode.Message left = MediaNode.of(server).leave(owner.name(), "guest19", null);
        try (LdapFrom client = bound("127.0.12.3", Subscriber.of(server, "bob"))) {
            Found foreign = client.license(left.id());
            Found unknown = client.license(MessageId.parse("0123456789abcdefghjkmnpqrs"));
            assertThat(foreign).isEqualTo(unknown);
            assertThat(foreign.code()).isEqualTo(NO_SUCH_OBJECT);
            assertThat(client.search("ou=licenses,o=ssms", ONE, "(ssmsKid=" + left.kid() + ")")
                            .entries())
                    .isEmpty();
        }
        Subscriber sender = Subscriber.of(server, "guest19");
        LdapFrom before = bound("127.0.12.8", owner);
        assertThat(before.license(left.id()).code()).isZero();
        HttpResponse<String> recalled = sender.post(LICENSE + "/messages/" + left.id() + "/recall", sender.session());
        assertThat(recalled.statusCode()).as(recalled.body()).isBetween(200, 204);
        assertThat(owner.license(left.id().value()).statusCode()).isEqualTo(403);
        try (LdapFrom client = bound("127.0.12.3", owner)) {
            assertThat(client.license(left.id()).outcome()).isEqualTo("50 urn:ssms:revoked");
        }
        try (before) {
            assertThat(before.license(left.id()).outcome())
                    .as("of what it was given")
                    .isEqualTo("50 urn:ssms:revoked");
        }
    }

    /** Each from an address of its own, as they are all there at the same moment. */
    @Test
    void d11_t5_of_two_hundred_who_ask_over_http_and_ldap_for_the_one_play_left_one_gets_it() throws Exception {
        Leased leased = Leased.of(server, owner, 1);
        URI license = server.http().resolve(LICENSE + "/licenses/" + leased.message());
        String session = owner.bearer();
        List<LdapFrom> clients = new ArrayList<>();
        try {
            for (int i = 0; i < ALL_AT_ONCE / 2; i++) {
                clients.add(bound("127.0.13." + (i + 1), owner));
            }
            Map<String, Long> answers = AtOnce.counted(
                    ALL_AT_ONCE,
                    i -> i % 2 == 0
                            ? byHttp("127.0.14." + (i / 2 + 1), license, session)
                            : byLdap(clients.get(i / 2), leased.message()));
            assertThat(answers.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(ALL_AT_ONCE);
            assertThat(answers.get("given")).as(answers.toString()).isEqualTo(1);
            assertThat(answers.keySet()).containsExactlyInAnyOrder("given", "exhausted");
        } finally {
            for (LdapFrom client : clients) {
                client.close();
            }
        }
        assertThat(leased.left()).isZero();
        assertThat(Databases.copyOf(server)
                        .decisions("LICENSE", leased.message().value()))
                .containsOnlyOnce("GRANTED");
    }

    /** Whoever is told to come again comes again. */
    private static String byHttp(String source, URI license, String session) throws Exception {
        Answer answer;
        do {
            answer = new HttpFrom(source).get(license, Map.of("Authorization", session, "X-SSMS-Nonce", nonce()));
        } while (answer.status() == 503);
        return outcome(answer.status() == 200, answer.status() + answer.body());
    }

    private static String byLdap(LdapFrom client, MessageId message) throws Exception {
        Found found;
        do {
            found = client.license(message);
        } while (found.code() == BUSY);
        return outcome(found.code() == 0, found.outcome());
    }

    private static String outcome(boolean isGiven, String told) {
        if (isGiven) {
            return "given";
        }
        return told.contains("urn:ssms:plays-exhausted") ? "exhausted" : told;
    }

    private static String nonce() {
        return UUID.randomUUID().toString();
    }

    // --- who gets it

    @Test
    void d11_who_guesses_over_ldap_has_to_wait_at_all_doors_and_nobody_else_has() throws Exception {
        String source = "127.0.12.4";
        HttpFrom elsewhere = new HttpFrom("127.0.12.5");
        Await.untilTrue("a wait", PATIENCE, () -> {
            try (LdapFrom client = LdapFrom.connect(server, source)) {
                int code = client.bind("guest17", "wrong");
                assertThat(code).isIn(INVALID_CREDENTIALS, BUSY);
                return code == BUSY;
            }
        });
        Answer byHttp = new HttpFrom(source).session(server.http(), "guest17", SsmsServer.PASSWORD);
        assertThat(byHttp.status()).isEqualTo(429);
        assertThat(elsewhere
                        .session(server.http(), "guest17", SsmsServer.PASSWORD)
                        .status())
                .isEqualTo(201);
        try (LdapFrom client = LdapFrom.connect(server, "127.0.12.5")) {
            assertThat(client.bind("guest17", SsmsServer.PASSWORD)).isZero();
        }
        assertThat(Files.readString(server.log().resolveSibling("audit.log")))
                .contains("\"door\":\"ldap\"")
                .contains("\"source\":\"" + source + "\",\"outcome\":\"refused\"");
    }

    @Test
    void d11_when_an_operator_disables_or_deletes_an_account_its_bind_is_worth_nothing() throws Exception {
        for (String deed : List.of("disable", "delete")) {
            Newcomer newcomer = Operator.of(server).newcomer();
            String name = newcomer.name();
            String set = "{\"username\":\"" + name + "\",\"secret\":\"" + newcomer.secret() + "\",\"newPassword\":\""
                    + CHOSEN + "\"}";
            HttpFrom home = new HttpFrom("127.0.12.9");
            assertThat(home.ask(server.http().resolve(LICENSE + "/password"), "PUT", HttpFrom.json(Map.of()), set)
                            .status())
                    .isEqualTo(204);
            MediaNode.Message left = MediaNode.of(server).leave(name);
            try (LdapFrom client = LdapFrom.connect(server, "127.0.12.9")) {
                assertThat(client.bind(name, CHOSEN)).isZero();
                assertThat(client.license(left.id()).code()).isZero();
                Answer done = deed.equals("delete")
                        ? Operator.of(server).ask("DELETE", "/" + name)
                        : Operator.of(server).ask("POST", "/" + name + "/disable");
                assertThat(done.status()).as(deed).isEqualTo(204);
                assertThat(client.license(left.id()).code()).as(deed).isEqualTo(BIND_FIRST);
                assertThat(client.bind(name, CHOSEN)).isEqualTo(INVALID_CREDENTIALS);
            }
        }
    }

    @Test
    void d11_unknown_users_and_wrong_passwords_are_one_answer() throws Exception {
        try (LdapFrom client = LdapFrom.connect(server, "127.0.12.6")) {
            assertThat(client.bind("nosuch", SsmsServer.PASSWORD)).isEqualTo(INVALID_CREDENTIALS);
            assertThat(client.bind("guest18", "wrong")).isEqualTo(INVALID_CREDENTIALS);
            assertThat(client.bind("guest18)(uid=*", SsmsServer.PASSWORD)).isEqualTo(INVALID_CREDENTIALS);
        }
        assertThat(Databases.copyOf(server).auditedFrom("127.0.12.6"))
                .containsExactly(
                        "LOGIN nosuch REFUSED WRONG_CREDENTIALS",
                        "LOGIN guest18 REFUSED WRONG_CREDENTIALS",
                        "LOGIN guest18)(uid=* REFUSED WRONG_CREDENTIALS");
    }

    // --- what is odd

    @Test
    void d11_what_is_no_request_ends_its_connection_and_nothing_else() throws Exception {
        Random random = new Random(20_261_128); // fixed seed: a failure repeats
        try (LdapFrom other = bound("127.0.12.7", owner)) {
            for (int i = 0; i < 200; i++) {
                byte[] odd = new byte[1 + random.nextInt(100)];
                random.nextBytes(odd);
                odd[0] = 0x31; // no message of LDAP
                try (LdapFrom client = LdapFrom.connect(server, "127.0.12.7")) {
                    client.send(odd);
                    assertThat(client.isEnded()).isTrue();
                }
            }
            assertThat(other.license(MessageId.parse("0123456789abcdefghjkmnpqrs"))
                            .code())
                    .isEqualTo(NO_SUCH_OBJECT);
        }
    }

    // --- Debian's clients

    @Test
    void nothing_looks_like_an_example_and_is_none() throws Exception {
        assertThat(examples())
                .hasSize(document().split("    ldap(?=search|whoami)", -1).length - 1)
                .hasSizeGreaterThan(5);
    }

    /** Each with a message of its own; what stands behind it in the document is in what it says. */
    @TestFactory
    List<DynamicTest> d11_each_line_of_the_guide_is_understood() throws Exception {
        Tool.require("ldapsearch", "ldap-utils");
        Tool.require("ldapwhoami", "ldap-utils");
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve("password"), SsmsServer.PASSWORD);
        Files.writeString(
                DIRECTORY.resolve("server.pem"), pem(server.certificate().getCertificate("server")));
        List<DynamicTest> tests = new ArrayList<>();
        for (MatchResult example : examples()) {
            tests.add(DynamicTest.dynamicTest(example.group(1), () -> run(example.group(1))));
        }
        return tests;
    }

    private void run(String example) throws Exception {
        MediaNode.Message left = MediaNode.of(server).leave(owner.name());
        String script = "set -eu\ncd '%s'\nexport LDAPTLS_CACERT=server.pem M='%s' KID='%s'\n%s"
                .formatted(
                        DIRECTORY,
                        left.id(),
                        left.kid(),
                        example.replace("127.0.0.1:1389", at(server.ldap().getPort()))
                                .replace("127.0.0.1:1636", at(server.ldaps().getPort()))
                                .replace("uid=alice,", "uid=" + owner.name() + ",")
                                .replace("-U alice", "-U " + owner.name()));
        Tool.Result result = Tool.run(new byte[0], "bash", "-c", script);
        String output = result.output().text();
        assertThat(result.exitCode()).as(result.errors()).isZero();
        if (example.contains("whoami")) {
            assertThat(output).isEqualTo("u:" + owner.name() + "\n");
        } else if (example.contains("cn=schema")) {
            assertThat(output).contains("NAME 'ssmsMessageId'", "NAME 'ssmsKid'", "NAME 'ssmsLicense'");
        } else {
            assertThat(output).contains("dn: " + LdapFrom.name(left.id()));
            assertThat(output.contains("ssmsLicense: {\"messageId\":\"" + left.id() + "\""))
                    .as(output)
                    .isEqualTo(!example.endsWith(" 1.1"));
        }
    }

    private static String at(int port) {
        return "127.0.0.1:" + port;
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("..", "docs", "license-server.md"));
    }

    private static List<MatchResult> examples() throws IOException {
        return EXAMPLE.matcher(document()).results().toList();
    }

    private static String pem(Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    @Test
    void d11_in_clear_no_password_is_taken() throws Exception {
        Tool.require("ldapwhoami", "ldap-utils");
        Tool.Result result = Tool.run(
                new byte[0],
                "ldapwhoami",
                "-x",
                "-H",
                "ldap://" + at(server.ldap().getPort()),
                "-D",
                LdapFrom.name(owner.name()),
                "-w",
                SsmsServer.PASSWORD);
        assertThat(result.exitCode()).isEqualTo(13);
        assertThat(result.errors()).contains("Confidentiality required (13)");
    }

    @Test
    void d11_nobody_is_anonymous() throws Exception {
        Tool.require("ldapsearch", "ldap-utils");
        Tool.Result result = Tool.run(
                new byte[0],
                List.of(
                        "env",
                        "LDAPTLS_REQCERT=allow",
                        "ldapsearch",
                        "-x",
                        "-H",
                        "ldaps://" + at(server.ldaps().getPort()),
                        "-b",
                        "ou=licenses,o=ssms",
                        "(ssmsMessageId=0123456789abcdefghjkmnpqrs)"));
        assertThat(result.exitCode()).isEqualTo(48);
        assertThat(result.errors()).contains("Inappropriate authentication (48)");
    }
}
