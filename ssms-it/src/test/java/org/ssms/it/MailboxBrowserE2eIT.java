package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.ssms.it.browser.Browsing;
import org.ssms.it.browser.SoundTap;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.Leased;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Baresip;
import org.ssms.it.tool.Correlation;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Tool;
import org.ssms.it.tool.Wave;
import org.ssms.player.Call;
import org.ssms.player.audio.SoundFile;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.UsageRights;

/** The whole way, as people go it: somebody calls, alice sees the message come in and listens; nobody else does. */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailboxBrowserE2eIT {
    /** 1 is the same sound. The browser's own resampling and volume take next to nothing away. */
    private static final double ALIKE = 0.9;

    private static final int RATE = SoundFile.RATE;

    private final SsmsServer server = SsmsServer.shared();

    @RegisterExtension
    private final Browsing browsing = new Browsing(server);

    @BeforeAll
    void leave_the_messages() {
        Calls.leaveTogether(server, "alice", List.of("secret", "forger", "once", "patient"), Speech.ulaw(2, 4));
    }

    @Test
    void alice_sees_the_demo_call_arrive_and_hears_what_was_said() throws Exception {
        Page page = browsing.logIn("alice");
        assertThat(page.locator(row("demo"))).hasCount(0);

        Tool.Result call = callCommand("demo");
        assertThat(call.exitCode()).as(call.output().text() + call.errors()).isZero();

        assertThat(page.locator(row("demo"))).isVisible();
        Browsing.picture(page, "mailbox");
        List<String> licenses = new CopyOnWriteArrayList<>();
        page.onRequest(request -> {
            if (request.url().contains("/license/v1/licenses/")) {
                licenses.add(request.postData());
            }
        });
        float[] heard = listen(page, "demo");
        assertThat(licenses).singleElement().asString().contains("\"playerKey\":{\"kty\":\"EC\"");
        float[] said = Correlation.floats(SoundFile.fromUlaw(Call.sample()));
        assertThat(Correlation.peak(said, heard)).isGreaterThan(ALIKE);
        Browsing.picture(page, "player");
    }

    @Test
    void alice_sees_the_call_of_a_real_telephone_arrive_and_hears_what_was_said() {
        Tool.require("baresip", "baresip");
        Page page = browsing.logIn("alice");
        byte[] speech = Speech.ulaw(18, 7);

        Tool.Result call = Baresip.call(
                SsmsServer.directory().resolve("baresip"),
                "telephone",
                server.sip(),
                "sip:alice@vm.localhost",
                Wave.linear(SoundFile.fromUlaw(speech)),
                17);
        assertThat(call.output().text()).contains("Call established");

        assertThat(page.locator(row("telephone"))).isVisible();
        float[] heard = listen(page, "telephone");
        float[] middle = Arrays.copyOfRange(heard, heard.length / 2 - RATE, heard.length / 2 + RATE);
        assertThat(Correlation.peak(middle, Correlation.floats(SoundFile.fromUlaw(speech))))
                .isGreaterThan(ALIKE);
    }

    @Test
    void bob_gets_404_for_it_everywhere() throws Exception {
        Subscriber alice = Subscriber.of(server, "alice");
        String id = alice.awaitMessageFrom("secret").id();
        Subscriber bob = Subscriber.of(server, "bob");
        assertThat(bob.messageFrom("secret")).isEmpty();
        for (String path : List.of("", "/content", "/manifest")) {
            assertThat(bob.get("/api/v1/messages/" + id + path).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(bob.get("/license/v1/licenses/" + id, bob.bearer()).statusCode())
                .isEqualTo(404);
        String request = "{\"kids\":[\"AAAAAAAAAAAAAAAAAAAAAA\"],\"type\":\"temporary\"}";
        assertThat(bob.post("/license/v1/clearkey/" + id, bob.bearer(), request).statusCode())
                .isEqualTo(404);
        Page page = browsing.logIn("bob");
        Response response = page.navigate("/play.xhtml?id=" + id);
        assertThat(response.status()).isEqualTo(404);
        Browsing.picture(page, "not-for-bob");
    }

    @Test
    void an_altered_message_is_not_played() throws Exception {
        Subscriber.Message message = Subscriber.of(server, "alice").awaitMessageFrom("forger");
        Path file = new Storage(server).file(message.kid(), "mp4");
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);

        Page page = browsing.logIn("alice");
        page.locator(row("forger")).locator("a").click();
        page.locator("[data-testid=play-button]").click();
        assertThat(page.locator("[data-testid=player-status]")).containsText("was altered");
        Browsing.picture(page, "altered");
    }

    @Test
    void f5_56_a_play_that_was_heard_to_its_end_is_counted_and_there_is_no_further_one() throws Exception {
        Subscriber alice = Subscriber.of(server, "alice");
        Leased message =
                Leased.of(alice, MessageId.parse(alice.awaitMessageFrom("once").id()), 1);
        Page page = browsing.logIn("alice");
        assertThat(listen(page, "once")).isNotEmpty();
        assertThat(message.left()).isZero();
        Await.untilTrue("start and end are reported", Duration.ofSeconds(30), () -> reported(message) == 2);
        assertThat(page.locator("[data-testid=player-status]")).containsText("as often as is allowed");
        assertThat(page.locator("[data-testid=play-button]")).isDisabled();
        Browsing.picture(page, "played-out");
    }

    @Test
    void while_somebody_listens_the_session_is_renewed_and_no_password_is_asked_for() throws Exception {
        Subscriber.of(server, "alice").awaitMessageFrom("patient");
        Page page = browsing.logIn("alice");
        page.locator(row("patient")).locator("a").click();
        Response renewed = page.waitForResponse(
                "**/license/v1/sessions/renewed",
                () -> page.locator("[data-testid=play-button]").click());
        assertThat(renewed.status()).isEqualTo(201);
        assertThat(page.locator("#password-dialog")).isHidden();
    }

    /** So that the player refuses exactly the licenses that allow more than the signed manifest (C17, T27). */
    @Test
    void the_player_orders_rights_as_the_license_server_does() throws Exception {
        List<List<String>> values = List.of(
                List.of("'users':[]", "'users':['alice']", "'users':['alice','bob']", "'users':['bob']"),
                List.of("'plays':0", "'plays':9", "'plays':10"),
                List.of("'notBefore':'2026-12-04T16:00:00Z'", "'notBefore':'2026-12-04T16:00:00.500Z'"),
                List.of("'notAfter':'2026-12-04T16:00:00Z'", "'notAfter':'2027-01-01T00:00:00Z'"),
                List.of("'playFor':'PT1H'", "'playFor':'PT59M59.5S'", "'playFor':'PT26H'", "'playFor':'PT0S'"),
                List.of("'forward':0", "'forward':2"),
                List.of("'save':false", "'save':true"),
                List.of("'phonePlayback':false", "'phonePlayback':true"),
                List.of("'minDrm':'clearkey'", "'minDrm':'software'", "'minDrm':'hardware'"));
        Random random = new Random(20_261_126);
        List<String> pairs = new ArrayList<>();
        List<Boolean> expected = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String some = someOf(values, random);
            String most = i % 2 == 0 ? someOf(values, random) : someOf(List.of(values.get(i % values.size())), random);
            pairs.add("[" + some + "," + most + "]");
            expected.add(UsageRights.fromJson(some).isWithin(UsageRights.fromJson(most)));
        }
        Page page = browsing.logIn("alice");
        Object found = page.evaluate(
                "pairs => import('/assets/order.js')"
                        + ".then(order => JSON.parse(pairs).map(([some, most]) => order.isWithin(some, most)))",
                "[" + String.join(",", pairs) + "]");
        assertThat(found).isEqualTo(expected);
        assertThat(expected).contains(true, false);
    }

    private static String someOf(List<List<String>> values, Random random) {
        return values.stream()
                .filter(right -> random.nextInt(3) == 0)
                .map(right -> right.get(random.nextInt(right.size())).replace('\'', '"'))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private int reported(Leased message) throws Exception {
        return Databases.copyOf(server)
                .query(
                        "license",
                        "select event from license_audit where event in ('PLAY_STARTED', 'PLAY_ENDED') and message_id "
                                + "= ?",
                        message.message().value())
                .size();
    }

    @Test
    void without_a_login_there_is_401_or_the_login_page() throws Exception {
        Subscriber stranger = Subscriber.stranger(server);
        String id = "0".repeat(26);
        for (String path : List.of(
                "/api/v1/messages",
                "/api/v1/messages/" + id,
                "/api/v1/messages/" + id + "/content",
                "/license/v1/licenses/" + id)) {
            assertThat(stranger.get(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(stranger.post("/license/v1/clearkey/" + id, "", "{}").statusCode())
                .isEqualTo(401);
        Page page = browsing.newPerson();
        for (String path : List.of("/", "/play.xhtml?id=" + id)) {
            page.navigate(path);
            assertThat(page.locator("[data-testid=login-form]")).isVisible();
        }
        Browsing.picture(page, "login");
    }

    /** Opens the message of that caller and plays it to its end; what the loudspeaker got. */
    private static float[] listen(Page page, String caller) {
        page.locator(row(caller)).locator("a").click();
        Locator play = page.locator("[data-testid=play-button]");
        assertThat(play).isEnabled();
        SoundTap tap = SoundTap.on(page);
        play.click();
        assertThat(page.locator("[data-testid=player]")).hasAttribute("data-state", "ended");
        return tap.take();
    }

    private static String row(String caller) {
        return "[data-testid=message-row]:has-text(\"" + caller + "\")";
    }

    /** {@code ./ssms call alice} is this program. */
    private Tool.Result callCommand(String from) {
        return Tool.run(
                new byte[0],
                Pattern.compile(" ")
                        .splitAsStream("java -cp " + System.getProperty("java.class.path") + " " + Call.class.getName()
                                + " alice --server 127.0.0.1:" + server.sip().getPort() + " --from " + from)
                        .toList());
    }
}
