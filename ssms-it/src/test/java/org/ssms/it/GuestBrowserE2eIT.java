package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.mail.BodyPart;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.browser.Browsing;
import org.ssms.it.server.Calls;
import org.ssms.it.server.GuestPost;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;

/** A guest, as people meet him: mail, link, code, sound (F6-61a, F6-61b, F6-62, F6-66, T3). */
@Browsing.InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuestBrowserE2eIT {
    private static final String SESSIONS = "/license/v1/sessions";
    private static final String OWNER = "guest5";
    private static final List<String> CALLERS = List.of(
            "for-a-friend",
            "for-a-generous-friend",
            "for-a-friend-with-a-file",
            "for-nobody-else",
            "for-a-slow-friend",
            "for-a-friend-at-my-desk",
            "for-a-friend-in-a-train",
            "guest-en-GB1000",
            "guest-en-GB390",
            "guest-de-DE1000",
            "guest-de-DE390");

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber owner = Subscriber.of(server, OWNER);
    private final Subscriber nobody = Subscriber.stranger(server);
    private final GuestPost friend =
            new GuestPost("e." + UUID.randomUUID().toString().substring(0, 8) + "@example.com");

    @RegisterExtension
    private final Browsing browsing = new Browsing(server);

    @BeforeAll
    void leave_the_messages() {
        Calls.leaveTogether(server, OWNER, CALLERS, Speech.ulaw(2, 4));
    }

    @Test
    void f6_61_f6_66_t3_a_guest_comes_by_mail_proves_his_address_plays_once_and_nothing_after_it_was_taken_back()
            throws Exception {
        String id = idOfMessageFrom("for-a-friend");
        Page mine = browsing.logIn(OWNER);
        mine.navigate("/play.xhtml?id=" + id);
        assertThat(part(mine, "rights-line")).hasText("no limits");
        part(mine, "share").click();
        part(mine, "share-to").fill("no body@example.com");
        part(mine, "share-submit").click();
        assertThat(part(mine, "share-problem")).hasText("A message cannot be shared with this mail address.");
        part(mine, "share-to").fill(friend.address());
        part(mine, "share-plays").fill("3000000000");
        part(mine, "share-submit").click();
        assertThat(part(mine, "share-problem")).hasText("Please check what you have entered.");
        assertThat(part(mine, "share-plays")).isFocused();
        part(mine, "share-plays").fill("2");
        part(mine, "share-submit").click();
        assertThat(part(mine, "share-done"))
                .hasText(friend.address() + " gets a mail with a link, and may listen to it now.");
        Locator shared = mine.locator("[data-testid=shared]");
        assertThat(shared).containsText(friend.address());
        assertThat(shared).containsText("2 plays left");
        assertThat(shared).containsText("invited by mail, the code has not been used yet");
        Browsing.picture(mine, "guest-shared");

        Page theirs = browsing.newPerson();
        theirs.navigate(friend.link());
        assertThat(part(theirs, "player")).isHidden();
        assertThat(theirs.content()).doesNotContain(id, "for-a-friend");
        part(theirs, "door-code").fill("0000 0000");
        part(theirs, "door-submit").click();
        assertThat(part(theirs, "door-problem")).containsText("That code is wrong");
        assertThat(part(theirs, "player")).isHidden();
        Browsing.picture(theirs, "guest-wrong-code");
        part(theirs, "door-ask").click();
        assertThat(part(theirs, "door-sent")).containsText("a code is on its way");
        assertThat(part(theirs, "door-code")).isFocused();
        part(theirs, "door-code").fill(friend.code(1));
        part(theirs, "door-submit").click();
        assertThat(part(theirs, "caller")).hasText("for-a-friend");
        assertThat(part(theirs, "player")).containsText("Message from a caller who says to be");
        assertThat(part(theirs, "attestation")).hasText("Caller not verified: this is only what the caller says.");
        assertThat(part(theirs, "attestation")).hasAttribute("data-level", "claimed");
        assertThat(part(theirs, "rights-line")).hasText("2 plays left");
        play(theirs, "ended");
        assertThat(part(theirs, "rights-line")).hasText("1 play left");
        Browsing.picture(theirs, "guest-played");

        part(mine, "share-close").click();
        part(mine, "share").click();
        assertThat(shared).containsText("has proved the address with the code");
        HttpResponse<String> asked = nobody.post("/license/v1/invitations/" + friend.id() + "/codes", "", "{}");
        assertThat(asked.statusCode()).isEqualTo(202);
        String fresh = friend.code(2);
        shared.getByTestId("back").click();
        shared.getByTestId("back").click();
        assertThat(shared).containsText("taken back");
        play(theirs, "refused");
        assertThat(part(theirs, "player-status")).containsText("was taken back");
        Browsing.picture(theirs, "guest-refused");
        theirs.reload();
        part(theirs, "door-code").fill(fresh);
        part(theirs, "door-submit").click();
        assertThat(part(theirs, "door-problem")).containsText("That code is wrong");
        assertThat(part(theirs, "player")).isHidden();
    }

    @Test
    void f6_63_f6_67_a_guest_shares_on_his_own_page_sees_who_has_it_and_takes_it_back() throws Exception {
        String id = idOfMessageFrom("for-a-generous-friend");
        GuestPost generous = invite(id, "g.", "{\"plays\":5,\"forward\":1}");
        Page page = browsing.newPerson();
        page.navigate(generous.link());
        enter(page, generous);
        assertThat(part(page, "rights-line")).containsText("5 plays left");
        GuestPost third = new GuestPost("t." + generous.address());
        part(page, "share").focus();
        page.keyboard().press("Enter");
        assertThat(part(page, "share-to")).isFocused();
        page.keyboard().type(generous.address());
        page.keyboard().press("Enter");
        assertThat(part(page, "share-problem")).containsText("This person had the message before you");
        part(page, "share-to").fill(third.address());
        part(page, "share-plays").fill("2");
        part(page, "share-submit").click();
        assertThat(part(page, "share-done")).containsText(third.address() + " gets a mail with a link");
        Locator shared = page.locator("[data-testid=shared]");
        assertThat(shared).containsText("2 plays left, cannot be forwarded");
        assertThat(shared).containsText("the code has not been used yet");
        Browsing.picture(page, "guest-shares");
        page.keyboard().press("Escape");
        assertThat(part(page, "rights-line")).containsText("3 plays left");

        Page theirs = browsing.newPerson();
        theirs.navigate(third.link());
        assertThat(third.invitation()).startsWith(generous.address() + " has forwarded");
        enter(theirs, third);
        assertThat(part(theirs, "rights-line")).hasText("2 plays left, cannot be forwarded");
        assertThat(part(theirs, "share")).isHidden();
        assertThat(part(theirs, "narrow")).isHidden();
        play(theirs, "ended");
        Browsing.picture(theirs, "guest-may-not-share");

        part(page, "share").click();
        assertThat(shared).containsText("1 play left, cannot be forwarded");
        assertThat(shared).containsText("has proved the address with the code");
        shared.getByTestId("back").click();
        shared.getByTestId("back").click();
        assertThat(shared).containsText("taken back");
        play(theirs, "refused");
        assertThat(part(theirs, "player-status")).containsText("was taken back");
    }

    @Test
    void f6_61c_f6_66_a_guest_plays_from_the_file_that_he_was_sent_and_from_no_other() throws Exception {
        String id = idOfMessageFrom("for-a-friend-with-a-file");
        Path other = fileOf(idOfMessageFrom("for-nobody-else"));
        Page mine = browsing.logIn(OWNER);
        mine.navigate("/play.xhtml?id=" + id);
        part(mine, "share").click();
        GuestPost guest = new GuestPost("f." + friend.address());
        part(mine, "share-to").fill(guest.address());
        part(mine, "share-plays").fill("1");
        part(mine, "share-attach").check();
        Browsing.picture(mine, "share-with-file");
        part(mine, "share-submit").click();
        assertThat(part(mine, "share-done")).containsText("a link and, unless it is too large, the protected message");
        assertThat(guest.invitation()).contains("The protected message is attached", "ist auch angehängt");
        BodyPart attached = guest.file();
        assertThat(attached.getContentType()).startsWith("audio/mp4");
        assertThat(attached.getFileName()).isEqualTo("message.mp4");
        byte[] sent = attached.getInputStream().readAllBytes();
        assertThat(sent).isEqualTo(Files.readAllBytes(fileOf(id)));
        Page page = browsing.newPerson();
        page.navigate(guest.link());
        assertThat(part(page, "from-file")).isHidden();
        enter(page, guest);
        assertThat(part(page, "rights-line")).containsText("1 play left");
        part(page, "from-file").locator("summary").click();
        part(page, "file").setInputFiles(other);
        assertThat(part(page, "file-problem")).hasText("You have no license for this message, so it stays closed.");
        part(page, "file").setInputFiles(new FilePayload("message.mp4", "audio/mp4", sent));
        assertThat(part(page, "file-done")).hasText("From now on your file is played.");
        Browsing.picture(page, "guest-file");
        List<String> fetched = new ArrayList<>();
        page.onRequest(request -> fetched.add(request.url()));
        play(page, "ended");
        assertThat(fetched).anyMatch(url -> url.contains("/licenses/")).noneMatch(url -> url.endsWith("/content"));
        assertThat(part(page, "rights-line")).containsText("no plays left");
    }

    /** The protected file, as it lies on the server. */
    private Path fileOf(String id) throws Exception {
        Subscriber.Message message = owner.messages().stream()
                .filter(found -> found.id().equals(id))
                .findFirst()
                .orElseThrow();
        return new Storage(server).file(message.kid(), "mp4");
    }

    @Test
    void a_guest_is_not_asked_again_while_his_session_slides_and_for_a_new_code_when_it_is_over() throws Exception {
        String id = idOfMessageFrom("for-a-slow-friend");
        GuestPost slow = invite(id, "s.", "{\"plays\":5}");
        Page page = browsing.newPerson();
        page.navigate(slow.link());
        String opened = enter(page, slow);
        assertThat(part(page, "rights-line")).hasText("5 plays left");
        Await.untilTrue(
                "a token of a later second",
                Duration.ofSeconds(10),
                () -> !renewed(opened).equals(opened));
        String later = token(page.waitForResponse("**/sessions/renewed", () -> play(page, "ended")));
        assertThat(later).isNotEqualTo(opened);
        Request second = page.waitForRequest("**/license/v1/licenses/*", () -> play(page, "ended"));
        assertThat(second.headers()).containsEntry("authorization", "Bearer " + later);
        assertThat(nobody.delete(SESSIONS, "Bearer " + later).statusCode()).isEqualTo(204);
        part(page, "play-button").click();
        assertThat(part(page, "password-dialog")).isVisible();
        assertThat(part(page, "player")).hasAttribute("data-state", "password");
        Browsing.picture(page, "guest-over");
        page.locator("#again-ask").click();
        part(page, "code-again").fill(slow.code(2));
        part(page, "password-dialog").getByText("Continue").click();
        assertThat(part(page, "password-dialog")).isHidden();
        assertThat(part(page, "player")).hasAttribute("data-state", "ended");
        assertThat(part(page, "rights-line")).hasText("2 plays left");
    }

    @Test
    void who_is_logged_in_proves_a_guests_address_as_nobody_and_a_wrong_code_does_not_make_him_the_owner()
            throws Exception {
        GuestPost guest = invite(idOfMessageFrom("for-a-friend-at-my-desk"), "d.", "{\"plays\":4}");
        Page page = browsing.logIn(OWNER);
        page.navigate(guest.link());
        Request asked = page.waitForRequest(
                "**/invitations/*/codes", () -> part(page, "door-ask").click());
        assertThat(asked.allHeaders()).doesNotContainKeys("cookie", "authorization");
        part(page, "door-code").fill(guest.code(1));
        Request proved = page.waitForRequest(
                "**/invitations/*/sessions", () -> part(page, "door-submit").click());
        assertThat(proved.allHeaders()).doesNotContainKeys("cookie", "authorization");
        assertThat(part(page, "rights-line")).hasText("4 plays left");
        String session = "Bearer " + token(proved.response());
        assertThat(nobody.delete(SESSIONS, session).statusCode()).isEqualTo(204);
        part(page, "play-button").click();
        part(page, "code-again").fill("00000000");
        part(page, "password-dialog").getByText("Continue").click();
        assertThat(part(page, "password-dialog")).containsText("That code is wrong");
        page.locator("#password-cancel").click();
        assertThat(part(page, "player")).hasAttribute("data-state", "idle");
        Request still = page.waitForRequest(
                "**/manifest", () -> part(page, "play-button").click());
        assertThat(still.allHeaders()).containsEntry("authorization", session).doesNotContainKey("cookie");
        assertThat(part(page, "password-dialog")).isVisible();
        assertThat(part(page, "player")).hasAttribute("data-state", "password");
    }

    @Test
    void a_code_is_not_lost_when_the_message_cannot_be_got_at_once() throws Exception {
        String id = idOfMessageFrom("for-a-friend-in-a-train");
        GuestPost guest = invite(id, "n.", "{\"plays\":7}");
        Page page = browsing.newPerson();
        page.navigate(guest.link());
        page.route("**/api/v1/messages/" + id, route -> route.abort());
        enter(page, guest);
        assertThat(part(page, "door-problem")).containsText("The server cannot be reached.");
        assertThat(part(page, "door-problem")).isVisible();
        page.unroute("**/api/v1/messages/" + id);
        part(page, "door-submit").click();
        assertThat(part(page, "caller")).hasText("for-a-friend-in-a-train");
        assertThat(part(page, "rights-line")).hasText("7 plays left");
        assertThat(part(page, "door")).isHidden();
    }

    @ParameterizedTest
    @CsvSource({"en-GB, light, 1000", "en-GB, dark, 390", "de-DE, dark, 1000", "de-DE, light, 390"})
    void axe_finds_nothing_in_any_language_colour_or_width(String language, String colours, int width)
            throws Exception {
        String id = idOfMessageFrom("guest-" + language + width);
        GuestPost reader = invite(id, width + "." + language + ".", "{\"plays\":3}");
        Page page = browsing.newPerson(new Browser.NewContextOptions()
                .setLocale(language)
                .setTimezoneId("Europe/Berlin")
                .setColorScheme(ColorScheme.valueOf(colours.toUpperCase(Locale.ROOT)))
                .setViewportSize(width, width < 500 ? 844 : 900));
        page.navigate(reader.link());
        boolean german = language.startsWith("de");
        assertThat(page.locator("html")).hasAttribute("lang", german ? "de" : "en");
        look(page, "door", language, colours, width);
        part(page, "door-code").fill("1");
        part(page, "door-submit").click();
        assertThat(part(page, "door-problem"))
                .hasText(german ? "Der Code hat acht Ziffern." : "The code has eight digits.");
        part(page, "door-ask").click();
        assertThat(part(page, "door-sent")).containsText(german ? "ist ein Code unterwegs" : "a code is on its way");
        look(page, "sent", language, colours, width);
        part(page, "door-code").fill(reader.code(1));
        part(page, "door-submit").click();
        assertThat(part(page, "rights-line")).hasText(german ? "noch 3 Mal abspielbar" : "3 plays left");
        assertThat(part(page, "play-button")).isEnabled();
        look(page, "player", language, colours, width);
        part(page, "share").click();
        part(page, "share-to").fill("a." + reader.address());
        part(page, "share-submit").click();
        assertThat(page.locator("[data-testid=shared]"))
                .containsText(german ? "der Code wurde noch nicht benutzt" : "the code has not been used yet");
        look(page, "share", language, colours, width);
        part(page, "share-close").click();
        part(page, "from-file").locator("summary").click();
        look(page, "file", language, colours, width);
    }

    private static void look(Page page, String state, String language, String colours, int width) {
        String name = "guest-" + state + "-" + language.substring(0, 2) + "-" + colours + "-" + width;
        Browsing.picture(page, name);
        AccessibilityE2eIT.assertAccessible(page, name);
    }

    private static void play(Page page, String end) {
        part(page, "play-button").click();
        assertThat(part(page, "player")).hasAttribute("data-state", end);
    }

    /** Somebody with a mail address of his own, to whom the message was forwarded. */
    private GuestPost invite(String id, String name, String rights) throws Exception {
        GuestPost guest = new GuestPost(name + friend.address());
        HttpResponse<String> forwarded = owner.post(
                "/license/v1/messages/" + id + "/grants",
                owner.session(),
                "{\"to\":\"mailto:" + guest.address() + "\",\"rights\":" + rights + "}");
        assertThat(forwarded.statusCode()).as(forwarded.body()).isEqualTo(201);
        assertThat(JSONObjectUtils.parse(forwarded.body())).containsEntry("grantId", guest.id());
        return guest;
    }

    /** Proves the address on the page. The token of the session. */
    private static String enter(Page page, GuestPost guest) throws Exception {
        part(page, "door-ask").click();
        part(page, "door-code").fill(guest.code(1));
        return token(page.waitForResponse(
                "**/invitations/*/sessions", () -> part(page, "door-submit").click()));
    }

    private String renewed(String token) throws Exception {
        HttpResponse<String> answer = nobody.post(SESSIONS + "/renewed", "Bearer " + token, "{}");
        return String.valueOf(JSONObjectUtils.parse(answer.body()).get("token"));
    }

    private static String token(Response session) throws Exception {
        return String.valueOf(JSONObjectUtils.parse(session.text()).get("token"));
    }

    /** The id of a message from that caller. */
    private String idOfMessageFrom(String caller) {
        return owner.awaitMessageFrom(caller).id();
    }

    private static Locator part(Page page, String name) {
        return page.getByTestId(name);
    }
}
