package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.browser.Browsing;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.protect.license.UsageRights;

/** What is decided of rights beforehand, and by who has left a message, as people meet it (C31, C32, G1, G3). */
@Browsing.InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsPagesBrowserE2eIT {
    private static final String USER = "guest14";
    private static final String OWNER = "guest15";
    /** More than are told in words at once, also by their bytes. */
    private static final int MANY = 60;

    private static final String DEFAULTS = "/license/v1/defaults";
    private static final String NOTHING = "{\"called\":{}}";

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber user = Subscriber.of(server, USER);
    private final Subscriber owner = Subscriber.of(server, OWNER);

    @RegisterExtension
    private final Browsing browsing = new Browsing(server);

    @AfterEach
    void decide_nothing_beforehand() throws Exception {
        decide(user, NOTHING);
        decide(owner, NOTHING);
    }

    @Test
    void c31_g3_defaults_are_seen_and_changed_and_what_was_not_touched_stays_exactly_as_it_was() throws Exception {
        decide(user, """
                {"called":{"users":["guest14","guest15"],"notAfter":"2100-12-04T16:00:30Z","playFor":"PT25H0.5S"}}""");
        Page page = browsing.logIn(USER, new Browser.NewContextOptions().setTimezoneId("Europe/Berlin"));
        part(page, "nav-defaults").click();
        assertThat(part(page, "usual")).isChecked();
        assertThat(part(page, "calling-plays")).isHidden();
        assertThat(part(page, "called-users")).hasValue("guest14, guest15");
        assertThat(part(page, "called-notAfter")).hasValue("2100-12-04T17:00");
        assertThat(part(page, "called-playFor")).hasValue("1");
        assertThat(part(page, "called-playFor-unit")).hasValue("86400");
        part(page, "usual").uncheck();
        part(page, "calling-plays").fill("3");
        part(page, "calling-playFor").fill("36");
        part(page, "calling-playFor-unit").selectOption("3600");
        part(page, "calling-save").uncheck();
        part(page, "calling-minDrm").selectOption("software");
        part(page, "called-forward").fill("0");
        part(page, "save").click();
        assertThat(part(page, "defaults-done")).containsText("Saved.");
        assertThat(user.get(DEFAULTS, user.session()).body()).isEqualTo("""
                {"calling":{"plays":3,"playFor":"PT36H","save":false,"minDrm":"software"},\
                "called":{"users":["guest14","guest15"],"notAfter":"2100-12-04T16:00:30Z","playFor":"PT25H0.5S",\
                "forward":0}}""");
        page.reload();
        assertThat(part(page, "calling-save")).not().isChecked();
        part(page, "calling-save").check();
        part(page, "called-users").fill("");
        part(page, "usual").check();
        part(page, "save").click();
        assertThat(part(page, "defaults-done")).containsText("Saved.");
        assertThat(user.get(DEFAULTS, user.session()).body()).isEqualTo("""
                {"called":{"notAfter":"2100-12-04T16:00:30Z","playFor":"PT25H0.5S","forward":0}}""");
    }

    @Test
    void c31_nobody_is_not_everybody_no_limit_is_no_change_and_what_is_there_is_never_wrong() throws Exception {
        String before = "{\"called\":{\"users\":[],\"notAfter\":\"9999-12-31T10:00:00Z\"}}";
        decide(user, before);
        Page page = openDefaults(new Browser.NewContextOptions().setTimezoneId("Europe/Berlin"));
        Locator users = part(page, "called-users");
        assertThat(users).hasAttribute("placeholder", "nobody");
        assertThat(part(page, "called-notAfter")).hasValue("9999-12-31T11:00");
        part(page, "called-playFor-unit").selectOption("3600");
        part(page, "save").click();
        assertThat(part(page, "defaults-done")).containsText("Saved.");
        assertThat(user.get(DEFAULTS, user.session()).body()).isEqualTo(before);
        users.fill("guest14");
        part(page, "save").click();
        assertThat(users).hasAttribute("placeholder", "everybody");
        assertThat(user.get(DEFAULTS, user.session()).body()).contains("\"users\":[\"guest14\"]");
    }

    @Test
    void c31_a_refusal_stands_at_the_field_that_it_is_about_and_nothing_is_changed() throws Exception {
        Page page = openDefaults(new Browser.NewContextOptions());
        part(page, "usual").uncheck();
        part(page, "called-plays").fill("3000000000");
        part(page, "save").click();
        assertThat(part(page, "called-plays-fault")).hasText("That is too often.");
        assertThat(part(page, "called-plays")).isFocused();
        assertThat(part(page, "called-plays")).hasAttribute("aria-invalid", "true");
        assertThat(part(page, "calling-plays-fault")).isHidden();
        part(page, "called-plays").fill("3");
        part(page, "calling-notAfter").fill("2020-01-01T10:00");
        part(page, "save").click();
        assertThat(part(page, "calling-notAfter-fault")).hasText("This moment is over already.");
        assertThat(part(page, "called-plays-fault")).isHidden();
        assertThat(user.get(DEFAULTS, user.session()).body()).isEqualTo(NOTHING);
    }

    @Test
    void c31_whom_the_license_server_forgot_is_not_asked_for_the_password_before_he_says_so() {
        Page page = browsing.logIn(USER);
        page.context().clearCookies(new BrowserContext.ClearCookiesOptions().setPath(Pattern.compile("/license.*")));
        page.navigate("/defaults.xhtml");
        assertThat(part(page, "known-ask")).isVisible();
        assertThat(part(page, "password-dialog")).isHidden();
        assertThat(part(page, "defaults-form")).isHidden();
        part(page, "known-ask").click();
        part(page, "password-again").fill(SsmsServer.PASSWORD);
        part(page, "password-dialog").getByText("Continue").click();
        assertThat(part(page, "defaults-form")).isVisible();
        assertThat(part(page, "known-ask")).isHidden();
        assertThat(page.locator("#main")).isFocused();
    }

    @Test
    void g1_the_sender_sees_that_it_was_heard_shortens_extends_and_takes_it_back() throws Exception {
        decide(owner, "{\"called\":{\"plays\":9}}");
        String id = left("{\"plays\":2,\"save\":false}");
        Page page = browsing.logIn(USER);
        part(page, "nav-sent").click();
        assertThat(sent(page, id)).containsText("not heard yet");
        assertThat(sent(page, id)).containsText("2 plays left, cannot be saved");
        assertThat(license(id).statusCode()).isEqualTo(200);
        page.reload();
        assertThat(sent(page, id).getByTestId("heard")).containsText("heard, ");
        sent(page, id).getByTestId("change").click();
        part(page, "change-submit").click();
        assertThat(part(page, "change-problem")).hasText("Enter what is to be changed.");
        part(page, "change-playFor-unit").selectOption("60");
        part(page, "change-submit").click();
        assertThat(part(page, "change-problem")).hasText("Enter what is to be changed.");
        assertThat(part(page, "change-playFor-fault")).isHidden();
        part(page, "change-plays").fill("");
        part(page, "change-submit").click();
        assertThat(part(page, "change-plays-fault")).hasText("This limit can be changed, but not removed.");
        part(page, "change-plays").fill("9"); // and one that is used
        part(page, "change-submit").click();
        assertThat(part(page, "change-plays-fault")).hasText("That is more than the receiver, or this server, allows.");
        assertThat(part(page, "change-plays")).isFocused();
        Browsing.picture(page, "change-refused");
        part(page, "change-plays").fill("4");
        part(page, "change-save").check();
        part(page, "change-forward").fill("0");
        part(page, "change-submit").click();
        assertThat(part(page, "sent-done")).hasText("It is changed.");
        assertThat(part(page, "sent-done")).isFocused();
        assertThat(sent(page, id).getByTestId("sent-rights")).hasText("4 plays left, cannot be forwarded");
        assertThat(license(id).body()).contains("\"rights\":{\"plays\":4,\"forward\":0,\"save\":true}");
        Locator recall = sent(page, id).getByTestId("recall");
        recall.click();
        assertThat(recall).hasText("Really take back?");
        assertThat(license(id).statusCode()).isEqualTo(200);
        recall.click();
        assertThat(part(page, "sent-done")).containsText("It is taken back.");
        assertThat(sent(page, id)).containsText("taken back, ");
        assertThat(sent(page, id).getByTestId("change")).hasCount(0);
        assertThat(license(id).body()).contains("urn:ssms:revoked");
    }

    @Test
    void g1_a_double_click_and_a_key_that_is_held_are_one_press_and_take_nothing_back() throws Exception {
        String id = left(null);
        Page page = browsing.logIn(USER);
        List<String> recalls = new ArrayList<>();
        page.onRequest(request -> {
            if (request.url().endsWith("/recall")) {
                recalls.add(request.url());
            }
        });
        page.navigate("/sent.xhtml");
        Locator recall = sent(page, id).getByTestId("recall");
        recall.dblclick();
        assertThat(recall).hasText("Really take back?");
        assertThat(license(id).statusCode()).isEqualTo(200);
        page.reload();
        recall.focus();
        for (int i = 0; i < 3; i++) {
            page.keyboard().down("Enter");
        }
        page.keyboard().up("Enter");
        assertThat(recall).hasText("Really take back?");
        assertThat(license(id).statusCode()).isEqualTo(200);
        recall.press("Enter");
        assertThat(sent(page, id)).containsText("taken back, ");
        assertThat(recalls).hasSize(1);
    }

    @Test
    void g1_what_was_done_is_said_also_where_it_cannot_be_read_again() throws Exception {
        String id = left("{\"plays\":2}");
        Page page = browsing.logIn(USER);
        page.navigate("/sent.xhtml");
        assertThat(sent(page, id)).containsText("2 plays left");
        page.route("**/license/v1/sent", route -> route.abort());
        sent(page, id).getByTestId("change").click();
        part(page, "change-plays").fill("1");
        part(page, "change-submit").click();
        assertThat(part(page, "sent-done")).hasText("It is changed.");
        assertThat(part(page, "sent-problem")).containsText("The server cannot be reached.");
        assertThat(part(page, "change-dialog")).isHidden();
        sent(page, id).getByTestId("recall").click();
        sent(page, id).getByTestId("recall").click();
        assertThat(part(page, "sent-done")).containsText("It is taken back.");
        assertThat(part(page, "sent-done")).isFocused();
        assertThat(license(id).body()).contains("urn:ssms:revoked");
    }

    @Test
    void what_cannot_be_told_in_words_is_not_left_out_silently() throws Exception {
        String id = left(null);
        Page page = browsing.logIn(USER);
        page.route("**/api/v1/rights/words", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
        page.navigate("/sent.xhtml");
        assertThat(part(page, "sent-problem")).hasText("The server could not answer. Please try again in a moment.");
        page.unroute("**/api/v1/rights/words");
        page.reload();
        assertThat(sent(page, id)).containsText("not heard yet");
        assertThat(part(page, "sent-problem")).isEmpty();
    }

    @Test
    void g1_many_messages_with_long_rights_are_all_told_in_their_order() throws Exception {
        String names = IntStream.range(0, 100)
                .mapToObj(i -> "\"somebody.with.a.long.name." + i + "\"")
                .collect(Collectors.joining(","));
        List<String> ids = new ArrayList<>();
        for (int plays = 1; plays <= MANY; plays++) {
            UsageRights rights = UsageRights.fromJson("{\"users\":[" + names + "],\"plays\":" + (MANY + plays) + "}");
            ids.add(MediaNode.of(server)
                    .leave("guest19", "guest18", rights)
                    .id()
                    .value());
        }
        Page page = browsing.logIn("guest18");
        page.navigate("/sent.xhtml");
        for (int i = 0; i < MANY; i++) {
            assertThat(sent(page, ids.get(i)).getByTestId("sent-rights")).containsText(MANY + 1 + i + " plays left");
        }
    }

    @Test
    void g1_who_has_no_account_says_his_control_code_and_has_the_same_controls() throws Exception {
        MediaNode.Message message = MediaNode.of(server).leave(OWNER);
        Page page = browsing.newPerson(options("en-GB", "light", 390));
        page.navigate("/control.xhtml");
        AccessibilityE2eIT.assertAccessible(page, "control");
        part(page, "code").fill("1234 5678 9012");
        part(page, "code-submit").click();
        assertThat(part(page, "code-problem")).hasText("There is no message with this code. Please check it.");
        part(page, "code").fill(message.code().replaceAll("(....)", "$1 "));
        part(page, "code-submit").click();
        String id = message.id().value();
        assertThat(sent(page, id)).containsText("not heard yet");
        assertThat(part(page, "code-form")).isHidden();
        assertThat(page.locator("#controlled")).isFocused();
        sent(page, id).getByTestId("change").click();
        part(page, "change-plays").fill("1");
        part(page, "change-submit").click();
        assertThat(sent(page, id).getByTestId("sent-rights")).hasText("1 play left");
        look(page, "control-message");
        assertThat(license(id).statusCode()).isEqualTo(200);
        sent(page, id).getByTestId("recall").click();
        sent(page, id).getByTestId("recall").click();
        assertThat(sent(page, id)).containsText("taken back, ");
        assertThat(license(id).body()).contains("urn:ssms:revoked");
        page.reload();
        assertThat(part(page, "code-form")).isVisible();
        assertThat(sent(page, id)).hasCount(0);
    }

    @Test
    void f6_61b_what_others_have_shared_is_listed_in_the_mailbox_and_is_gone_when_it_was_taken_back() throws Exception {
        String id = left(null);
        String staying = left(null);
        String grant = share(id);
        share(staying);
        Page page = browsing.logIn(USER);
        assertThat(received(page, id)).containsText("From " + OWNER);
        assertThat(received(page, id)).containsText("2 plays left");
        assertThat(received(page, id).locator("a")).hasAttribute("href", Pattern.compile(".*/play\\.xhtml\\?id=" + id));
        Browsing.picture(page, "received");
        AccessibilityE2eIT.assertAccessible(page, "received");
        assertThat(owner.delete("/license/v1/grants/" + grant, owner.session()).statusCode())
                .isEqualTo(204);
        page.reload();
        assertThat(received(page, staying)).isVisible();
        assertThat(received(page, id)).hasCount(0);
    }

    @Test
    void dates_are_in_the_language_of_the_words_around_them() throws Exception {
        String id = left(null);
        Page page = browsing.logIn(USER, new Browser.NewContextOptions().setLocale("fr-FR"));
        page.navigate("/sent.xhtml");
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        assertThat(sent(page, id)).containsText("not heard yet");
        assertThat(sent(page, id).locator("time")).hasAttribute("title", Pattern.compile("^[A-Z][a-z]+day\\b.*"));
    }

    @ParameterizedTest
    @CsvSource({"en-GB, dark, 1000", "en-GB, light, 390", "de-DE, light, 1000", "de-DE, dark, 390"})
    void axe_finds_nothing_on_the_senders_page_either(String language, String colours, int width) throws Exception {
        boolean german = language.startsWith("de");
        String id = left("{\"plays\":3,\"playFor\":\"PT48H\"}");
        Page page = browsing.logIn(USER, options(language, colours, width));
        page.navigate("/sent.xhtml");
        String suffix = "-" + language.substring(0, 2) + "-" + colours + "-" + width;
        assertThat(sent(page, id).getByTestId("heard")).hasText(german ? "noch nicht gehört" : "not heard yet");
        assertThat(sent(page, id).getByTestId("sent-rights"))
                .hasText(
                        german
                                ? "noch 3 Mal abspielbar, 2 Tage lang nach dem ersten Abspielen"
                                : "3 plays left, for 2 days after the first play");
        look(page, "sent" + suffix);
        sent(page, id).getByTestId("change").click();
        assertThat(part(page, "change-playFor")).hasValue("2");
        look(page, "sent-change" + suffix);
    }

    @ParameterizedTest
    @CsvSource({"en-GB, light, 1000", "en-GB, dark, 390", "de-DE, dark, 1000", "de-DE, light, 390"})
    void axe_finds_nothing_in_any_language_colour_or_width(String language, String colours, int width)
            throws Exception {
        boolean german = language.startsWith("de");
        Page page = openDefaults(options(language, colours, width));
        String suffix = "-" + language.substring(0, 2) + "-" + colours + "-" + width;
        assertThat(page.locator("html")).hasAttribute("lang", german ? "de" : "en");
        part(page, "usual").uncheck();
        part(page, "called-plays").fill("3000000000");
        part(page, "save").click();
        assertThat(part(page, "called-plays-fault")).hasText(german ? "Das ist zu oft." : "That is too often.");
        look(page, "defaults" + suffix);
    }

    private static void look(Page page, String name) {
        Browsing.picture(page, name);
        AccessibilityE2eIT.assertAccessible(page, name);
        assertThat((boolean) page.evaluate("[document.documentElement, ...document.querySelectorAll('dialog[open]')]"
                        + ".every((box) => box.scrollWidth <= box.clientWidth)"))
                .as(name + " fits the screen")
                .isTrue();
    }

    private static Browser.NewContextOptions options(String language, String colours, int width) {
        return new Browser.NewContextOptions()
                .setLocale(language)
                .setColorScheme(ColorScheme.valueOf(colours.toUpperCase(Locale.ROOT)))
                .setViewportSize(width, width < 500 ? 844 : 900);
    }

    /** The id of a message from the user for the owner. */
    private String left(@Nullable String chosen) throws Exception {
        UsageRights rights = chosen == null ? null : UsageRights.fromJson(chosen);
        return MediaNode.of(server).leave(OWNER, USER, rights).id().value();
    }

    /** The id of the grant by which the user may play a message of the owner twice. */
    private String share(String id) throws Exception {
        HttpResponse<String> granted = owner.post("/license/v1/messages/" + id + "/grants", owner.session(), """
                {"to":"guest14","rights":{"plays":2}}""");
        assertThat(granted.statusCode()).isEqualTo(201);
        return JSONObjectUtils.getString(JSONObjectUtils.parse(granted.body()), "grantId");
    }

    private HttpResponse<String> license(String id) throws Exception {
        return owner.license(id);
    }

    private static Locator sent(Page page, String id) {
        return page.locator("[data-testid=sent-row][data-message-id='" + id + "']");
    }

    private static Locator received(Page page, String id) {
        return page.locator("[data-testid=received-row][data-message-id='" + id + "']");
    }

    private Page openDefaults(Browser.NewContextOptions options) {
        Page page = browsing.logIn(USER, options);
        page.navigate("/defaults.xhtml");
        assertThat(part(page, "defaults-form")).isVisible();
        return page;
    }

    private static void decide(Subscriber who, String json) throws Exception {
        assertThat(who.json("PUT", DEFAULTS, who.session(), json).statusCode()).isEqualTo(200);
    }

    private static Locator part(Page page, String name) {
        return page.getByTestId(name);
    }
}
