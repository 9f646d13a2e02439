package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.ssms.it.browser.Browsing;
import org.ssms.it.browser.SoundTap;
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

/** The whole way, as people go it: somebody calls, alice sees the message come in and listens; nobody else does. */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailboxBrowserE2eIT {
    /** 1 is the same sound. The browser's own resampling and volume take next to nothing away. */
    private static final double ALIKE = 0.9;

    private static final double SLOW = 60_000;
    private static final int RATE = SoundFile.RATE;

    private final SsmsServer server = SsmsServer.shared();
    private Browsing browsing;

    @BeforeAll
    void open() {
        Tool.require("chromium", "chromium");
        browsing = new Browsing(server);
    }

    @AfterAll
    void close() {
        if (browsing != null) {
            browsing.close();
        }
    }

    @Test
    void alice_sees_the_demo_call_arrive_and_hears_what_was_said() throws Exception {
        Page page = browsing.logIn("alice");
        assertThat(page.locator(row("demo"))).hasCount(0);

        Tool.Result call = callCommand("demo");
        assertThat(call.exitCode()).as(call.output().text() + call.errors()).isZero();

        assertThat(page.locator(row("demo"))).isVisible(slow());
        Browsing.picture(page, "mailbox");
        float[] heard = listen(page, "demo");
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

        assertThat(page.locator(row("telephone"))).isVisible(slow());
        float[] heard = listen(page, "telephone");
        float[] middle = Arrays.copyOfRange(heard, heard.length / 2 - RATE, heard.length / 2 + RATE);
        assertThat(Correlation.peak(middle, Correlation.floats(SoundFile.fromUlaw(speech))))
                .isGreaterThan(ALIKE);
    }

    @Test
    void bob_gets_404_for_it_everywhere() throws Exception {
        assertThat(callCommand("secret").exitCode()).isZero();
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
        assertThat(callCommand("forger").exitCode()).isZero();
        Subscriber.Message message = Subscriber.of(server, "alice").awaitMessageFrom("forger");
        Path file = new Storage(server).file(message.kid(), "mp4");
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);

        Page page = browsing.logIn("alice");
        page.locator(row("forger")).locator("a").click();
        page.locator("[data-testid=play-button]").click();
        assertThat(page.locator("[data-testid=player-status]"))
                .containsText("was altered", new LocatorAssertions.ContainsTextOptions().setTimeout(SLOW));
        Browsing.picture(page, "altered");
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
        assertThat(page.locator("[data-testid=player]"))
                .hasAttribute("data-state", "ended", new LocatorAssertions.HasAttributeOptions().setTimeout(SLOW));
        return tap.take();
    }

    private static LocatorAssertions.IsVisibleOptions slow() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(SLOW);
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
