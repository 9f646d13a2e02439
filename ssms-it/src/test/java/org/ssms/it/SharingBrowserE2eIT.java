package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitUntilState;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.browser.Browsing;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Post;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;

/** Rights and sharing on the player's page, as people meet them (Figure 6: F6-60 to F6-67, C32). */
@Browsing.InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharingBrowserE2eIT {
    private static final byte[] SPEECH = Speech.ulaw(2, 4);
    private static final String OWNER = "guest2";
    private static final String RECEIVER = "guest3";
    private static final String THIRD = "guest4";
    private static final String WRITTEN_TO = "guest17";
    private static final List<String> CALLERS = List.of(
            "sharer",
            "filed",
            "refuser",
            "mailless",
            "narrower",
            "forgotten",
            "reader-en-GB1000",
            "reader-en-GB390",
            "reader-de-DE1000",
            "reader-de-DE390",
            "pooler");

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber owner = Subscriber.of(server, OWNER);

    @RegisterExtension
    private final Browsing browsing = new Browsing(server);

    @BeforeAll
    void leave_the_messages() {
        Calls.leaveTogether(server, OWNER, CALLERS, SPEECH);
    }

    @Test
    void f6_61b_f6_66_one_play_is_shared_is_played_once_and_taken_back() {
        String id = idOfMessageFrom("sharer");
        Page mine = openMessage(OWNER, id);
        assertThat(rights(mine)).hasText("no limits");
        share(mine, RECEIVER, "1", false);
        assertThat(part(mine, "share-done")).containsText(RECEIVER + " may listen to it now");
        assertThat(shared(mine, RECEIVER)).containsText("1 play left, cannot be forwarded");
        Browsing.picture(mine, "share-done");

        Page theirs = openMessage(RECEIVER, id);
        assertThat(rights(theirs)).hasText("1 play left, cannot be forwarded");
        assertThat(part(theirs, "share")).isDisabled();
        assertThat(part(theirs, "rights-why")).hasText("It may not be forwarded.");
        Browsing.picture(theirs, "shared-with-me");
        play(theirs, "ended");
        assertThat(rights(theirs)).containsText("no plays left");
        theirs.reload();
        assertThat(part(theirs, "player-status")).hasText("It was played as often as is allowed.");
        assertThat(part(theirs, "play-button")).isDisabled();
        Browsing.picture(theirs, "played-up");

        mine.reload();
        part(mine, "share").click();
        assertThat(shared(mine, RECEIVER)).containsText("no plays left");
        Locator back = shared(mine, RECEIVER).getByTestId("back");
        back.click();
        assertThat(back).hasText("Really take back?");
        Browsing.picture(mine, "take-back");
        back.click();
        assertThat(shared(mine, RECEIVER)).containsText("taken back");
        assertThat(part(mine, "share-done")).containsText(RECEIVER + " can no longer listen");
        assertThat(theirs.reload().status()).isEqualTo(404);
        Browsing.picture(theirs, "taken-back");
    }

    @Test
    void a_file_that_is_chosen_before_the_page_is_ready_is_opened_all_the_same() {
        Page page = browsing.logIn(THIRD);
        List<Route> held = new ArrayList<>();
        page.route("**/file.js*", held::add);
        page.navigate("/open.xhtml", new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        part(page, "file").setInputFiles(new FilePayload("text.mp4", "video/mp4", "no message".getBytes(UTF_8)));
        page.waitForCondition(() -> !held.isEmpty());
        held.get(0).resume();
        assertThat(part(page, "file-problem")).hasText("This file is no protected message.");
    }

    @Test
    void f6_61c_f6_66b_g5_a_forwarded_file_without_a_grant_plays_nowhere_and_with_one_as_often_as_it_allows()
            throws Exception {
        String id = idOfMessageFrom("filed");
        Path file = SsmsServer.directory().resolve("filed.mp4");
        Page mine = openMessage(OWNER, id);
        assertThat(rights(mine)).hasText("no limits");
        mine.waitForDownload(() -> part(mine, "save").click()).saveAs(file);

        Page theirs = browsing.logIn(RECEIVER);
        part(theirs, "open-file").click();
        part(theirs, "file").setInputFiles(file);
        assertThat(part(theirs, "file-problem")).hasText("You have no license for this message, so it stays closed.");
        assertThat(part(theirs, "player")).isHidden();
        assertThat(theirs.content()).doesNotContain(id);
        Browsing.picture(theirs, "file-without-a-grant");
        byte[] noise = Files.readAllBytes(file);
        Path text = Files.write(SsmsServer.directory().resolve("text.mp4"), "moov and tenc".getBytes(UTF_8));
        part(theirs, "file").setInputFiles(text);
        assertThat(part(theirs, "file-problem")).hasText("This file is no protected message.");

        grant(owner, id, RECEIVER);
        List<String> fetched = new ArrayList<>();
        theirs.onRequest(request -> fetched.add(request.url()));
        drop(theirs, noise);
        assertThat(rights(theirs)).hasText("2 plays left");
        assertThat(part(theirs, "chooser")).isHidden();
        play(theirs, "ended");
        assertThat(rights(theirs)).hasText("1 play left");
        assertThat(fetched).anyMatch(url -> url.endsWith(id + "/manifest")).noneMatch(url -> url.endsWith("/content"));
        Browsing.picture(theirs, "file-played");

        noise[noise.length / 2] ^= 1;
        Path altered = Files.write(SsmsServer.directory().resolve("altered.mp4"), noise);
        theirs.reload();
        part(theirs, "file").setInputFiles(altered);
        assertThat(rights(theirs)).hasText("1 play left");
        play(theirs, "failed");
        assertThat(part(theirs, "player-status")).containsText("was altered");

        part(mine, "share").click();
        shared(mine, RECEIVER).getByTestId("back").click();
        shared(mine, RECEIVER).getByTestId("back").click();
        assertThat(shared(mine, RECEIVER)).containsText("taken back");
        theirs.reload();
        part(theirs, "file").setInputFiles(file);
        assertThat(part(theirs, "file-problem")).containsText("was taken back");
        assertThat(part(theirs, "player")).isHidden();
    }

    /** As from the desktop. */
    private static void drop(Page page, byte[] file) {
        JSHandle transfer = page.evaluateHandle(
                "text => { const transfer = new DataTransfer();"
                        + " transfer.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], 'a.mp4'));"
                        + " return transfer; }",
                Base64.getEncoder().encodeToString(file));
        page.dispatchEvent("[data-testid=drop]", "drop", Map.of("dataTransfer", transfer));
    }

    @Test
    void f6_63_to_f6_65_what_cannot_be_given_is_said_in_a_sentence_and_given_to_nobody() throws Exception {
        String id = idOfMessageFrom("refuser");
        assertThat(owner.json("PUT", licenses(id, "rights"), owner.session(), "{\"plays\":2}")
                        .statusCode())
                .isEqualTo(200);
        Page page = openMessage(OWNER, id);
        assertThat(rights(page)).hasText("2 plays left");
        share(page, "nobody-here", "1", true);
        assertThat(part(page, "share-problem")).hasText("Nobody here has this user name.");
        assertThat(part(page, "share-to")).isFocused();
        part(page, "share-to").fill(RECEIVER);
        part(page, "share-plays").fill("3");
        part(page, "share-submit").click();
        assertThat(part(page, "share-problem")).hasText("You do not have that many plays left.");
        Browsing.picture(page, "share-refused");
        part(page, "share-to").fill(OWNER);
        part(page, "share-plays").fill("1");
        part(page, "share-submit").click();
        assertThat(part(page, "share-problem")).containsText("This person had the message before you");
        part(page, "share-to").fill(RECEIVER);
        part(page, "share-until").fill("2020-01-01T10:00");
        part(page, "share-submit").click();
        assertThat(part(page, "share-problem")).hasText("This moment is over already.");
        assertThat(page.locator("#share-nobody")).isVisible();
        assertThat(owner.get(licenses(id, "grants"), owner.session()).body())
                .isEqualTo("{\"grants\":[],\"guests\":true,\"attach\":true}");
    }

    /** The answer of a server that sends no mails, as {@code Grants} gives it. */
    @Test
    void f6_62_where_no_mail_is_sent_the_dialog_says_so_before_and_instead_of_an_error() {
        String id = idOfMessageFrom("mailless");
        Page page = openMessage(OWNER, id);
        assertThat(rights(page)).hasText("no limits");
        part(page, "share").click();
        assertThat(part(page, "share-to-hint")).containsText("gets a mail with a link");
        part(page, "share-close").click();
        page.route("**/license/v1/messages/*/grants", route -> {
            APIResponse answer = route.fetch();
            route.fulfill(new Route.FulfillOptions()
                    .setResponse(answer)
                    .setBody(answer.text().replace("\"guests\":true", "\"guests\":false")));
        });
        part(page, "share").click();
        assertThat(part(page, "share-to-hint"))
                .hasText("This server sends no mails to people without an account: only user names will do.");
        part(page, "share-to").fill("friend@example.com");
        part(page, "share-submit").click();
        assertThat(part(page, "share-problem")).containsText("This server sends no mails");
        assertThat(part(page, "share-to")).isFocused();
        Browsing.picture(page, "share-no-mail");
        part(page, "share-to").fill(RECEIVER);
        part(page, "share-submit").click();
        assertThat(part(page, "share-done")).containsText(RECEIVER + " may listen to it now");
    }

    @Test
    void c32_f6_67_what_the_owner_restricts_holds_below_and_cannot_be_undone() throws Exception {
        String id = idOfMessageFrom("narrower");
        grant(owner, id, RECEIVER);
        Page page = openMessage(OWNER, id);
        part(page, "narrow").click();
        part(page, "narrow-submit").click();
        assertThat(part(page, "narrow-problem")).hasText("Enter what is to be restricted.");
        part(page, "narrow-until").fill("2100-12-04T17:00");
        part(page, "narrow-forward").uncheck();
        part(page, "narrow-submit").click();
        assertThat(part(page, "narrow-done")).hasText("It is restricted.");
        Browsing.picture(page, "restricted");
        page.getByTestId("narrow-dialog").getByText("Close").click();
        assertThat(rights(page))
                .hasText(Pattern.compile("until Saturday, 4 December 2100, 17:00, cannot be forwarded"));
        assertThat(part(page, "share")).isDisabled();
        assertThat(part(page, "rights-why")).hasText("It may not be forwarded.");
        Page theirs = openMessage(RECEIVER, id);
        assertThat(rights(theirs)).containsText("until Saturday, 4 December 2100");
        part(page, "shared-open").click();
        assertThat(part(page, "share-to")).isHidden();
        shared(page, RECEIVER).getByTestId("back").click();
        shared(page, RECEIVER).getByTestId("back").click();
        assertThat(shared(page, RECEIVER)).containsText("taken back");
        play(theirs, "refused");
        assertThat(part(theirs, "player-status")).containsText("was taken back");
        Browsing.picture(theirs, "refused-after-taking-back");
    }

    @Test
    void whom_the_license_server_forgot_is_asked_for_the_password_once_and_not_when_the_page_opens() {
        String id = idOfMessageFrom("forgotten");
        Page page = openMessage(OWNER, id);
        assertThat(rights(page)).hasText("no limits");
        page.context()
                .clearCookies(new com.microsoft.playwright.BrowserContext.ClearCookiesOptions()
                        .setPath(Pattern.compile("/license.*")));
        page.reload();
        assertThat(rights(page)).containsText("wants to know who you are");
        assertThat(part(page, "password-dialog")).isHidden();
        Browsing.picture(page, "rights-unknown");
        part(page, "rights-ask").click();
        part(page, "password-again").fill("wrong");
        part(page, "password-dialog").getByText("Continue").click();
        assertThat(part(page, "password-dialog")).containsText("That is not your password.");
        List<Route> held = new ArrayList<>();
        page.route("**/license/v1/sessions", held::add);
        Locator next = part(page, "password-dialog").getByText("Continue");
        part(page, "password-again").fill(SsmsServer.PASSWORD);
        next.click();
        page.waitForCondition(() -> !held.isEmpty());
        assertThat(next).isDisabled();
        held.get(0).resume();
        assertThat(part(page, "password-dialog")).isHidden();
        assertThat(held).hasSize(1);
        assertThat(rights(page)).hasText("no limits");
        share(page, RECEIVER, "1", true);
        assertThat(part(page, "share-done")).containsText(RECEIVER);
        part(page, "share-close").click();
        play(page, "ended");
    }

    @Test
    void c25_a_subscriber_is_written_to_in_the_language_in_which_he_has_read_his_mailbox_last() throws Exception {
        browsing.logIn(WRITTEN_TO, new Browser.NewContextOptions().setLocale("de-AT"));
        assertThat(subjectOfMailAbout(left("schreiber"))).isEqualTo("Neue Sprachnachricht");
        browsing.logIn(WRITTEN_TO, new Browser.NewContextOptions().setLocale("en-GB"));
        assertThat(subjectOfMailAbout(left("writer"))).isEqualTo("New voice message");
    }

    private static String subjectOfMailAbout(String id) {
        return Await.until("a mail about " + id, Duration.ofSeconds(30), () -> {
            for (MimeMessage mail : Post.to(WRITTEN_TO + "@localhost")) {
                if (mail.getMessageID().startsWith("<" + id + "@")) {
                    return Optional.of(mail.getSubject());
                }
            }
            return Optional.empty();
        });
    }

    @ParameterizedTest
    @CsvSource({"en-GB, light, 1000", "en-GB, dark, 390", "de-DE, dark, 1000", "de-DE, light, 390"})
    void axe_finds_nothing_in_any_language_colour_or_width(String language, String colours, int width)
            throws Exception {
        String id = idOfMessageFrom("reader-" + language + width);
        assertThat(owner.json(
                                "PUT",
                                licenses(id, "rights"),
                                owner.session(),
                                "{\"plays\":5,\"notAfter\":\"2100-12-04T16:00:00Z\"}")
                        .statusCode())
                .isEqualTo(200);
        grant(owner, id, RECEIVER);
        grant(Subscriber.of(server, RECEIVER), id, THIRD);
        Page page = browsing.logIn(
                OWNER,
                new Browser.NewContextOptions()
                        .setLocale(language)
                        .setTimezoneId("Europe/Berlin")
                        .setColorScheme(ColorScheme.valueOf(colours.toUpperCase(java.util.Locale.ROOT)))
                        .setViewportSize(width, width < 500 ? 844 : 900));
        page.navigate("/play.xhtml?id=" + id);
        boolean german = language.startsWith("de");
        assertThat(page.locator("html")).hasAttribute("lang", german ? "de" : "en");
        assertThat(rights(page))
                .hasText(
                        german
                                ? "noch 3 Mal abspielbar, bis Samstag, 4. Dezember 2100, 17:00"
                                : "3 plays left, until Saturday, 4 December 2100, 17:00");
        look(page, "player", language, colours, width);
        part(page, "share").click();
        assertThat(shared(page, THIRD)).isVisible();
        look(page, "share", language, colours, width);
        part(page, "share-to").fill("ghost");
        part(page, "share-submit").click();
        assertThat(part(page, "share-problem")).containsText(german ? "Benutzernamen" : "user name");
        shared(page, RECEIVER).getByTestId("back").first().click();
        look(page, "share-problem", language, colours, width);
        part(page, "share-close").click();
        part(page, "narrow").click();
        look(page, "narrow", language, colours, width);
        page.navigate("/open.xhtml");
        part(page, "file").setInputFiles(new FilePayload("a.mp4", "video/mp4", new byte[9]));
        assertThat(part(page, "file-problem"))
                .hasText(german ? "Diese Datei ist keine geschützte Nachricht." : "This file is no protected message.");
        look(page, "open", language, colours, width);
    }

    private static void look(Page page, String state, String language, String colours, int width) {
        String name = "sharing-" + state + "-" + language.substring(0, 2) + "-" + colours + "-" + width;
        Browsing.picture(page, name);
        AccessibilityE2eIT.assertAccessible(page, name);
    }

    /** The id of a message that is left now. */
    private String left(String caller) {
        try (Calls calls = new Calls(server)) {
            calls.leave(Calls.to(WRITTEN_TO, caller), SPEECH);
        }
        return Subscriber.of(server, WRITTEN_TO).awaitMessageFrom(caller).id();
    }

    /** The id of a message from that caller. */
    private String idOfMessageFrom(String caller) {
        return owner.awaitMessageFrom(caller).id();
    }

    @Test
    void a14_plays_may_be_shared_instead_of_set_aside() throws Exception {
        String id = idOfMessageFrom("pooler");
        Page mine = openMessage(OWNER, id);
        part(mine, "share").click();
        assertThat(part(mine, "share-pool")).isHidden(); // nothing is counted
        assertThat(owner.json("PUT", licenses(id, "rights"), owner.session(), "{\"plays\":2}")
                        .statusCode())
                .isEqualTo(200);
        mine.reload();
        part(mine, "share").click();
        part(mine, "share-to").fill(RECEIVER);
        part(mine, "share-plays").fill("");
        part(mine, "share-pool").check();
        Browsing.picture(mine, "share-pool");
        part(mine, "share-submit").click();
        assertThat(part(mine, "share-done")).containsText(RECEIVER + " may listen to it now");
        assertThat(shared(mine, RECEIVER)).containsText("2 plays left");
        assertThat(shared(mine, RECEIVER)).containsText("none set aside");
        assertThat(rights(mine)).containsText("2 plays left");

        Page theirs = openMessage(RECEIVER, id);
        play(theirs, "ended");
        assertThat(rights(theirs)).containsText("1 play left");
        mine.reload();
        assertThat(rights(mine)).containsText("1 play left");
    }

    private Page openMessage(String user, String id) {
        Page page = browsing.logIn(user);
        page.navigate("/play.xhtml?id=" + id);
        return page;
    }

    private static void share(Page page, String to, String plays, boolean further) {
        part(page, "share").click();
        part(page, "share-to").fill(to);
        part(page, "share-plays").fill(plays);
        part(page, "share-forward").setChecked(further);
        part(page, "share-submit").click();
    }

    private static void play(Page page, String end) {
        part(page, "play-button").click();
        assertThat(part(page, "player")).hasAttribute("data-state", end);
    }

    private static void grant(Subscriber from, String id, String to) throws Exception {
        String body = "{\"to\":\"" + to + "\",\"rights\":{\"plays\":" + (to.equals(THIRD) ? 1 : 2) + "}}";
        assertThat(from.post(licenses(id, "grants"), from.session(), body).statusCode())
                .isEqualTo(201);
    }

    private static String licenses(String id, String what) {
        return "/license/v1/messages/" + id + "/" + what;
    }

    private static Locator rights(Page page) {
        return part(page, "rights-line");
    }

    private static Locator part(Page page, String name) {
        return page.getByTestId(name);
    }

    private static Locator shared(Page page, String to) {
        return page.locator("[data-testid=shared][data-to=" + to + "]");
    }
}
