package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.Heard;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.it.server.ImapFrom;
import org.ssms.it.server.LdapFrom;
import org.ssms.it.server.Listener;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.Operator;
import org.ssms.it.server.Operator.Newcomer;
import org.ssms.it.server.Post;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Digest;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Speech;
import org.ssms.protect.key.MessageId;

/** Accounts as operators keep them: what they do holds at every door at once, and nobody else does it (issue 12). */
class AccountIT {
    private static final String FIRST = "rainy tuesday pelican";
    private static final String SECOND = "windy wednesday heron";
    private static final String PIN = "482917350648";
    private static final String SESSIONS = "/license/v1/sessions";
    private static final int INVALID_CREDENTIALS = 49;
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private final SsmsServer server = SsmsServer.shared();
    private final HttpFrom home = new HttpFrom("127.0.0.132");

    @Test
    void nobody_but_an_operator_keeps_accounts() throws Exception {
        String session = token("alice", SsmsServer.PASSWORD);
        for (Map<String, String> headers : List.of(
                Map.<String, String>of(),
                HttpFrom.basic("alice", SsmsServer.PASSWORD),
                HttpFrom.basic("operator", "guess"),
                HttpFrom.bearer(session),
                Map.of("Authorization", MediaNode.of(server).authorization()),
                Map.of("Cookie", "ssms-license=" + session))) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                Answer answer = home.ask(at(Operator.ACCOUNTS), method, HttpFrom.json(headers), "{}");
                assertThat(answer.status()).as(method + headers.keySet()).isIn(401, 405);
                assertThat(answer.body()).doesNotContain("alice");
            }
        }
        Answer challenged = home.get(at(Operator.ACCOUNTS), Map.of());
        assertThat(challenged.header("www-authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic realm=\"ssms-operators\""));
        assertThat(operator()
                        .ask("GET", "", Map.of("Sec-Fetch-Site", "cross-site"))
                        .status())
                .isEqualTo(403);
        assertThat(operator()
                        .ask("POST", "/alice/enable", Map.of("Origin", "https://evil.example"))
                        .status())
                .isEqualTo(403);
        assertThat(operator().ask("GET", "?limit=1000").body())
                .contains("{\"username\":\"alice\",\"enabled\":true}")
                .doesNotContain(":nobody", "$2a$");
        String keys = "http://127.0.0.1:" + (server.http().getPort() + 10) + Operator.ACCOUNTS;
        assertThat(operator().ask("GET", keys).status())
                .as("at the door of media nodes")
                .isEqualTo(404);
    }

    @Test
    void an_account_is_made_and_its_owner_sets_his_password_by_a_secret_that_is_good_once() throws Exception {
        Newcomer newcomer = operator().newcomer();
        String name = newcomer.name();
        String secret = newcomer.secret();
        assertThat(operator().create(name).body()).contains("urn:ssms:account-taken");
        assertThat(operator().create("No Name").body()).contains("urn:ssms:malformed");
        assertThat(login(name, secret).status()).as("it is no password").isEqualTo(401);
        assertThat(mailbox(name, secret).status()).isEqualTo(401);

        assertThat(setPassword(name, "secret", secret, "password2026").body()).contains("urn:ssms:password-common");
        assertThat(setPassword(name, "secret", secret, name + "-2026").body()).contains("urn:ssms:password-own-name");
        assertThat(setPassword(name, "secret", secret, "short").body()).contains("urn:ssms:password-too-short");
        assertThat(setPassword(name, "secret", "wrong-secret", FIRST).body()).contains("urn:ssms:wrong-password");
        assertThat(setPassword(name, "secret", secret, FIRST).status()).isEqualTo(204);
        assertThat(setPassword(name, "secret", secret, SECOND).body()).contains("urn:ssms:wrong-password");
        assertThat(login(name, FIRST).status()).isEqualTo(201);
        assertThat(mailbox(name, FIRST).status()).isEqualTo(200);

        try (Telephone phone = telephone(name, phonePassword(name, FIRST))) { // so it has a mailbox
            Await.untilTrue("the mailbox", AT_ONCE, () -> phone.register(600).status() == 200);
            assertThat(phone.register(0).status()).isEqualTo(200);
        }
        for (String subject : List.of("Your password was changed", "Your phone password was changed")) {
            Await.untilTrue(
                    "a mail: " + subject,
                    Duration.ofSeconds(30),
                    () -> Post.to(name + "@localhost").stream()
                            .anyMatch(mail -> subject(mail).equals(subject)));
        }
        assertThat(audited(name)).startsWith("ACCOUNT_CREATED operator:operator", "PASSWORD_SET " + name);
    }

    @Test
    void another_password_of_ones_own_ends_all_sessions() throws Exception {
        String name = subscriber();
        String token = token(name, FIRST);
        assertThat(get("/api/v1/messages", token)).isEqualTo(200);
        assertThat(setPassword(name, "password", SECOND, SECOND).body()).contains("urn:ssms:wrong-password");
        assertThat(setPassword(name, "password", FIRST, SECOND).status()).isEqualTo(204);
        assertThat(get("/api/v1/messages", token)).isEqualTo(401);
        assertThat(login(name, FIRST).status()).isEqualTo(401);
        assertThat(mailbox(name, FIRST).status()).isEqualTo(401);
        assertThat(login(name, SECOND).status()).isEqualTo(201);
    }

    @Test
    void a_disabled_account_is_shut_at_every_door_at_once_and_opens_again() throws Exception {
        String name = subscriber();
        String token = token(name, FIRST);
        String pin = "{\"pin\":\"" + PIN + "\",\"password\":\"" + FIRST + "\"}";
        assertThat(home.ask(at("/license/v1/pin"), "PUT", HttpFrom.json(HttpFrom.bearer(token)), pin)
                        .status())
                .isEqualTo(204);
        assertThat(byPin(name)).isEqualTo(201);
        assertThat(byLdap(name)).isZero();
        String session = home.form(server.http(), name, FIRST, Map.of())
                .cookie("ssms-session")
                .orElseThrow();
        try (Telephone phone = telephone(name, phonePassword(name, FIRST))) {
            Await.untilTrue("the mailbox", AT_ONCE, () -> phone.register(600).status() == 200);
            assertThat(redirection(name)).contains(phone.contact().replaceAll("[<>]", ""));
            assertThat(calls(phone, name)).isEqualTo(200);

            assertThat(deed(name, "disable")).isEqualTo(204);
            assertThat(calls(phone, name)).as("challenged, again and again").isEqualTo(407);
            assertThat(deed(name, "disable")).as("again").isEqualTo(204);
            assertThat(byPin(name)).isEqualTo(401);
            assertThat(byLdap(name)).isEqualTo(INVALID_CREDENTIALS);
            assertThat(get("/api/v1/messages", token)).isEqualTo(401);
            assertThat(get("/license/v1/defaults", token)).isEqualTo(401);
            assertThat(login(name, FIRST).status()).isEqualTo(401);
            assertThat(mailbox(name, FIRST).status()).isEqualTo(401);
            assertThat(home.get(at("/api/v1/messages"), Map.of("Cookie", session))
                            .status())
                    .isEqualTo(401);
            assertThat(setPassword(name, "password", FIRST, SECOND).status()).isEqualTo(403);
            assertThat(phone.register(600).status()).isEqualTo(401);
            Await.untilTrue("no phone", AT_ONCE, () -> redirection(name).contains("cause=404"));

            assertThat(deed(name, "enable")).isEqualTo(204);
            assertThat(get("/api/v1/messages", token))
                    .as("what was given before")
                    .isEqualTo(401);
            assertThat(login(name, FIRST).status()).isEqualTo(201);
            assertThat(calls(phone, name)).isEqualTo(200);
            assertThat(phone.register(0).status()).isEqualTo(200);
        }
        assertThat(deed("nobody-" + name, "disable")).isEqualTo(404);
        assertThat(deed(":nobody", "disable")).isEqualTo(404);
        assertThat(deed("no%00body", "disable")).as("what is no name").isEqualTo(400);
        assertThat(operator().ask("GET", "?after=%00").status()).isEqualTo(400);
    }

    @Test
    void who_is_disabled_opens_no_session_by_digest() throws Exception {
        assertThat(byDigest("guest68")).isEqualTo(201);
        assertThat(deed("guest68", "disable")).isEqualTo(204);
        assertThat(byDigest("guest68")).isEqualTo(401);
        assertThat(deed("guest68", "enable")).isEqualTo(204);
        assertThat(byDigest("guest68")).isEqualTo(201);
    }

    @Test
    void who_is_disabled_while_he_listens_by_phone_hears_no_message_any_more_and_comes_in_no_more() throws Exception {
        byte[] speech = Speech.ulaw(1, 78);
        Subscriber owner = Subscriber.of(server, "guest69");
        try (Calls calls = new Calls(server)) {
            calls.leave(Calls.to("guest69", "caller78"), speech);
            owner.awaitMessageFrom("caller78");
            Listener listener = Listener.of(server, calls, owner, "4169");
            assertThat(listener.hear('1', speech)).isEqualTo(Listener.MESSAGE);
            assertThat(deed("guest69", "disable")).isEqualTo(204);
            assertThat(listener.hear('2', speech)).startsWith("not-heard");
            Heard.await(Listener.loggedIn(calls, "4169"), "pin-wrong");
        } finally {
            assertThat(deed("guest69", "enable")).isEqualTo(204);
        }
    }

    @Test
    void the_event_stream_of_who_is_disabled_ends() throws Exception {
        String name = subscriber();
        HttpRequest events = HttpRequest.newBuilder(at("/api/v1/events"))
                .header("Authorization", "Bearer " + token(name, FIRST))
                .build();
        HttpResponse<InputStream> stream =
                HttpClient.newHttpClient().send(events, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        FutureTask<String> end = new FutureTask<>(() -> {
            try (InputStream in = stream.body()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
        Thread reader = new Thread(end, "events of " + name);
        reader.setDaemon(true);
        reader.start();
        assertThat(deed(name, "disable")).isEqualTo(204);
        assertThat(end.get(60, TimeUnit.SECONDS)).as("after its greeting").contains("connected");
    }

    @Test
    void the_mail_client_of_who_is_disabled_is_let_go_and_comes_in_no_more() throws Exception {
        String name = subscriber();
        try (ImapFrom client = Await.until("the mailbox", AT_ONCE, () -> byMail(name))) {
            assertThat(client.ask("SELECT INBOX")).contains("OK [READ-WRITE]");
            assertThat(deed(name, "disable")).isEqualTo(204);
            Await.untilTrue(
                    "it is let go", AT_ONCE, () -> client.ask("NOOP").startsWith("* BYE the account has changed"));
            assertThat(byMail(name)).isEmpty();
        }
        assertThat(deed(name, "enable")).isEqualTo(204);
        try (ImapFrom again = byMail(name).orElseThrow()) {
            assertThat(again.ask("LOGOUT")).startsWith("* BYE");
        }
    }

    @Test
    void whoever_knew_a_password_that_is_reset_knows_nothing_any_more() throws Exception {
        String name = subscriber();
        String token = token(name, FIRST);
        String pin = "{\"pin\":\"" + PIN + "\",\"password\":\"" + FIRST + "\"}";
        assertThat(home.ask(at("/license/v1/pin"), "PUT", HttpFrom.json(HttpFrom.bearer(token)), pin)
                        .status())
                .isEqualTo(204);
        Answer reset;
        try (Telephone phone = telephone(name, phonePassword(name, FIRST))) { // as a thief would make it
            Await.untilTrue("the mailbox", AT_ONCE, () -> phone.register(600).status() == 200);
            assertThat(redirection(name)).contains(phone.contact().replaceAll("[<>]", ""));
            reset = operator().ask("POST", "/" + name + "/reset");
            assertThat(reset.status()).isEqualTo(200);
            assertThat(phone.register(600).status()).as("at once").isEqualTo(401);
            Await.untilTrue("no phone", AT_ONCE, () -> redirection(name).contains("cause=404"));
        }
        assertThat(get("/license/v1/pin", token)).isEqualTo(401);
        assertThat(login(name, FIRST).status()).isEqualTo(401);
        assertThat(setPassword(name, "password", FIRST, SECOND).status()).isEqualTo(403);
        assertThat(setPassword(name, "secret", Operator.secret(reset), SECOND).status())
                .isEqualTo(204);
        Answer set = home.get(at("/license/v1/pin"), HttpFrom.bearer(token(name, SECOND)));
        assertThat(set.body()).isEqualTo("{\"set\":false}");
    }

    @Test
    void of_a_deleted_account_nothing_is_left_and_its_name_is_nobodys_again() throws Exception {
        String name = subscriber();
        String token = token(name, FIRST);
        Subscriber alice = Subscriber.of(server, "alice");
        MessageId own = MediaNode.of(server).leave(name).id();
        MessageId given = MediaNode.of(server).leave("alice").id();
        grant(own, token, "alice");
        grant(given, alice.session(), name);
        assertThat(alice.license(own.value()).statusCode()).isEqualTo(200);
        try (Telephone phone = telephone(name, phonePassword(name, FIRST))) {
            Await.untilTrue("the mailbox", AT_ONCE, () -> phone.register(600).status() == 200);
            try (ImapFrom client = Await.until("a mail client", AT_ONCE, () -> byMail(name))) {
                assertThat(client.ask("SELECT INBOX")).contains("OK [READ-WRITE]");
            }

            assertThat(operator().ask("DELETE", "/" + name).status()).isEqualTo(204);
            assertThat(alice.license(own.value()).statusCode())
                    .as("the key is gone")
                    .isEqualTo(404);
            assertThat(alice.license(given.value()).statusCode()).isEqualTo(200);
            assertThat(get("/license/v1/licenses/" + given, token)).isEqualTo(401);
            assertThat(login(name, FIRST).status()).isEqualTo(401);
            assertThat(phone.register(600).status()).isEqualTo(401);
            assertThat(operator().create(name).body()).contains("urn:ssms:account-taken");
            assertThat(operator().ask("GET", "/" + name).status()).isEqualTo(404);
            Await.untilTrue("the mailbox is none", AT_ONCE, () -> invited(name) == 404);
        }
        Answer looked = home.ask( // which the mailbox does each minute by itself; so it does it soon
                at("/api/v1/notices"),
                "POST",
                HttpFrom.json(Map.of("Authorization", alice.session())),
                "{\"about\":\"account-created\"}");
        assertThat(looked.status()).isEqualTo(204);
        Await.untilTrue(
                "nothing is left",
                AT_ONCE,
                () -> Databases.copyOf(server)
                        .query(
                                "ssms",
                                "select (select count(*) from binding b where b.subscriber = m.username) || ' '"
                                        + " || (select count(*) from sip_secret s where s.username = m.username) || ' '"
                                        + " || (select count(*) from mail_folder f where f.reader = m.username) || ' '"
                                        + " || m.disabled || ' [' || m.mail_address || ']'"
                                        + " from mailbox m where m.username = ?",
                                name)
                        .equals(List.of("0 0 0 TRUE []")));
        assertThat(audited(name)).contains("ACCOUNT_DELETED operator:operator");
        assertThat(Databases.copyOf(server)
                        .query(
                                "license",
                                "select event || ' ' || actor from license_audit where message_id = ? and event in"
                                        + " ('DESTRUCTION', 'REVOCATION') order by id",
                                own.value()))
                .containsExactly("DESTRUCTION operator:operator");
    }

    @Test
    void the_command_keeps_them_too(@TempDir Path directory) throws Exception {
        String name = "new" + UUID.randomUUID().toString().substring(0, 8);
        Path output = directory.resolve("output");
        assertThat(command(output, "add", name, name + "@localhost"))
                .contains("is made", server.https() + "/password.xhtml?by=secret");
        assertThat(command(output, "list"))
                .containsPattern(name + " +enabled +" + name + "@localhost +no password yet");
        assertThat(command(output, "disable", name)).contains("is disabled");
        assertThat(command(output, "delete", name, "--yes")).contains("is deleted");
        assertThat(command(output, "list")).contains("alice").doesNotContain(name);
    }

    private String command(Path output, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("ssms.it.server"), "bin/ssms-server").toString(), "account"));
        line.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("SSMS_HOME", server.home().toString());
        builder.environment()
                .put("SSMS_PORT_OFFSET", Integer.toString(server.http().getPort() - 8080));
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private String subscriber() throws Exception {
        Newcomer newcomer = operator().newcomer();
        assertThat(setPassword(newcomer.name(), "secret", newcomer.secret(), FIRST)
                        .status())
                .isEqualTo(204);
        return newcomer.name();
    }

    private Operator operator() throws IOException {
        return Operator.of(server);
    }

    private int deed(String name, String deed) throws IOException {
        return operator().ask("POST", "/" + name + "/" + deed).status();
    }

    private Answer setPassword(String name, String proof, String value, String wanted) throws IOException {
        String body = "{\"username\":\"" + name + "\",\"" + proof + "\":\"" + value + "\",\"newPassword\":\"" + wanted
                + "\"}";
        return home.ask(at("/license/v1/password"), "PUT", HttpFrom.json(Map.of()), body);
    }

    private Answer login(String name, String password) throws IOException {
        return home.session(server.http(), name, password);
    }

    private String token(String name, String password) throws Exception {
        Answer session = login(name, password);
        assertThat(session.status()).as(session.body()).isEqualTo(201);
        return text(session, "token");
    }

    private Answer mailbox(String name, String password) throws IOException {
        return home.get(at("/api/v1/messages"), HttpFrom.basic(name, password));
    }

    private int get(String path, String token) throws IOException {
        return home.get(at(path), HttpFrom.bearer(token)).status();
    }

    private int byPin(String name) throws IOException {
        String said = "{\"user\":\"" + name + "\",\"pin\":\"" + PIN + "\",\"source\":\"192.0.2.132\"}";
        Map<String, String> node = Map.of("Authorization", MediaNode.of(server).authorization());
        return home.ask(at("/license/v1/keys/pin"), "POST", HttpFrom.json(node), said)
                .status();
    }

    private int byLdap(String name) throws Exception {
        try (LdapFrom client = LdapFrom.connect(server, "127.0.12.132")) {
            return client.bind(name, FIRST);
        }
    }

    /** Who was let in; empty: he was not. */
    private Optional<ImapFrom> byMail(String name) throws Exception {
        ImapFrom client = ImapFrom.connect(server, "127.0.12.133");
        if (client.logIn(name, FIRST)) {
            return Optional.of(client);
        }
        client.close();
        return Optional.empty();
    }

    private String phonePassword(String name, String password) throws Exception {
        String body = "{\"password\":\"" + password + "\"}";
        return text(
                home.ask(
                        at("/api/v1/phone-password"),
                        "POST",
                        HttpFrom.json(HttpFrom.bearer(token(name, password))),
                        body),
                "password");
    }

    private void grant(MessageId message, String session, String to) throws IOException {
        String header = session.startsWith("Bearer ") ? session : "Bearer " + session;
        Answer made = home.ask(
                at("/license/v1/messages/" + message + "/grants"),
                "POST",
                HttpFrom.json(Map.of("Authorization", header)),
                "{\"to\":\"" + to + "\",\"rights\":{}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private Telephone telephone(String user, String password) throws IOException {
        return new Telephone(
                SipLine.udp(InetAddress.getByName("127.0.0.133"), server.sip()), user, "localhost", password);
    }

    /** The status of a call to alice's mailbox, from a phone that claims to be that subscriber's. */
    private static int calls(Telephone phone, String name) throws Exception {
        PhoneCall call = phone.call(Invite.to("sip:alice@vm.localhost", name).from("<sip:" + name + "@localhost>"));
        int status = call.response().status();
        if (status == 200) {
            call.hangUp();
        }
        return status;
    }

    private int byDigest(String name) throws IOException {
        Digest digest = new Digest(name, SsmsServer.PASSWORD, "SHA-256");
        URI sessions = at(SESSIONS);
        List<String> challenges = home.ask(sessions, "POST", HttpFrom.json(Map.of()), "").headers().stream()
                .filter(header -> header.getKey().equals("www-authenticate"))
                .map(Map.Entry::getValue)
                .filter(value -> value.startsWith("Digest"))
                .toList();
        String proof = digest.answer(digest.challenge(challenges).orElseThrow(), "POST", SESSIONS, 1);
        return home.ask(sessions, "POST", HttpFrom.json(Map.of("Authorization", proof)), "")
                .status();
    }

    /** The addresses to which a caller of ours is sent. */
    private String redirection(String name) throws Exception {
        try (Telephone caller = telephone("alice", SsmsServer.PASSWORD)) {
            return caller.call(Invite.to("sip:" + name + "@localhost", "alice").from("<sip:alice@localhost>"))
                    .response()
                    .value("Contact");
        }
    }

    private int invited(String name) throws Exception {
        try (Telephone caller = telephone("stranger", "")) {
            PhoneCall call = caller.call(Invite.to("sip:" + name + "@vm.localhost", "stranger"));
            int status = call.response().status();
            if (status == 200) {
                call.hangUp();
            }
            return status;
        }
    }

    private List<String> audited(String name) throws Exception {
        return Databases.copyOf(server)
                .query(
                        "license",
                        "select event || ' ' || actor from license_audit where (recipient = ? or (actor = ? and event ="
                                + " 'PASSWORD_SET')) and reason is null order by id",
                        name,
                        name);
    }

    private static String subject(MimeMessage mail) {
        try {
            return String.valueOf(mail.getSubject());
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private URI at(String path) {
        return server.http().resolve(path);
    }

    private static String text(Answer answer, String member) throws ParseException {
        return String.valueOf(JSONObjectUtils.getString(JSONObjectUtils.parse(answer.body()), member));
    }
}
