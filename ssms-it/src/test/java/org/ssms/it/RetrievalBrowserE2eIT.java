package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ssms.it.browser.Browsing;
import org.ssms.it.browser.PlayerPage;
import org.ssms.it.server.Calls;
import org.ssms.it.server.GuestPost;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Tool;
import org.ssms.protect.key.KeyId;

/**
 * Defaults, license and refusal (Figures 4 and 5), what is handed on (Figure 6), and who attacks that, in a real browser:
 * the rows of the requirements that no other browser test names.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetrievalBrowserE2eIT {
    private static final String THIRD = "guest6";
    private static final String OWNER = "guest8";
    private static final String RECEIVER = "guest9";

    private static final String LICENSES = "**/license/v1/licenses/*";

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber owner = Subscriber.of(server, OWNER);
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
    void f5_52a_the_license_request_names_the_key_and_without_it_is_400() throws Exception {
        Subscriber.Message message = leave("keyed");
        PlayerPage page = opened(message.id());
        Request asked = page.page()
                .waitForRequest(LICENSES, () -> page.part("play-button").click());
        assertThat(JSONObjectUtils.getStringList(JSONObjectUtils.parse(asked.postData()), "kids"))
                .containsExactly(
                        Base64URL.encode(KeyId.parse(message.kid()).toBytes()).toString());
        page.awaitState("ended");
        assertThat(fetched(page, "/license/v1/clearkey/" + message.id(), "POST", "{\"type\":\"temporary\"}"))
                .startsWith("400 ")
                .contains("urn:ssms:malformed", "kids");
        assertThat(fetched(page, "/license/v1/licenses", "GET", "")).startsWith("400 ");
    }

    @Test
    void f5_52b_f6_62_who_shares_proves_first_to_the_license_server_who_he_is_and_a_link_alone_gives_nothing()
            throws Exception {
        String id = leave("prover").id();
        PlayerPage mine = opened(id);
        mine.page()
                .context()
                .clearCookies(new BrowserContext.ClearCookiesOptions().setPath(Pattern.compile("/license.*")));
        mine.page().reload();
        assertThat(mine.rights()).containsText("wants to know who you are");
        assertThat(mine.part("share")).isDisabled();
        Page theirs = browsing.logIn(RECEIVER);
        assertThat(theirs.navigate(PlayerPage.path(id)).status()).isEqualTo(404);
        mine.part("rights-ask").click();
        mine.part("password-again").fill("wrong");
        mine.part("password-dialog").getByText("Continue").click();
        assertThat(mine.part("password-dialog")).containsText("That is not your password.");
        assertThat(grants(id)).isEqualTo("{\"grants\":[]}");
        mine.part("password-again").fill(SsmsServer.PASSWORD);
        mine.part("password-dialog").getByText("Continue").click();
        assertThat(mine.part("share")).isEnabled();
        mine.share(RECEIVER, "1", false);
        assertThat(mine.part("share-done")).containsText(RECEIVER + " may listen to it now");
        PlayerPage.open(theirs, id).play("ended");
    }

    @Test
    void f5_52c_only_whom_the_rights_name_gets_the_license() throws Exception {
        String id = leave("chooser").id();
        PlayerPage mine = opened(id);
        mine.share(RECEIVER, "5", false);
        assertThat(mine.part("share-done")).containsText(RECEIVER);
        mine.part("share-close").click();
        limit(id, "{\"users\":[\"" + RECEIVER + "\"]}");
        Response refused = mine.page()
                .waitForResponse(LICENSES, () -> mine.part("play-button").click());
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.text()).contains("urn:ssms:no-license");
        mine.awaitState("refused");
        assertThat(mine.status()).hasText("You have no license for this message, so it stays closed.");
        PlayerPage.open(browsing.logIn(RECEIVER), id).play("ended");
    }

    @Test
    void f5_55_the_license_is_the_key_and_the_rights_for_this_browser_alone() throws Exception {
        Subscriber.Message message = leave("licensed");
        String id = message.id();
        String rights = "{\"plays\":7,\"notAfter\":\"2100-12-04T16:00:00Z\",\"forward\":2,\"modify\":false}";
        limit(id, rights);
        PlayerPage page = opened(id);
        assertThat(page.rights()).containsText("7 plays left, until ");
        List<String> answers = new CopyOnWriteArrayList<>();
        page.page().onResponse(response -> {
            if (response.url().contains("/license/v1/licenses/")) {
                answers.add(response.text());
            }
        });
        Map<String, Object> license = JSONObjectUtils.parse(licensed(page, message));
        assertThat(license).containsEntry("rights", JSONObjectUtils.parse(rights));
        Subscriber.Keys keys = owner.keys(id);
        assertThat(license)
                .containsEntry("manifest", keys.manifestSha256())
                .containsEntry(
                        "key",
                        Base64URL.encode(HexFormat.of().parseHex(keys.cencHex()))
                                .toString());
        assertThat(answers).singleElement().asString().doesNotContain(String.valueOf(license.get("key")), "keys");
    }

    @Test
    void f6_60_f6_66b_its_owner_listens_and_who_has_the_file_and_the_link_gets_no_license_before_there_is_a_grant()
            throws Exception {
        Subscriber.Message message = leave("holder");
        PlayerPage mine = opened(message.id());
        mine.play("ended");
        Page theirs = browsing.logIn(RECEIVER);
        PlayerPage mailbox = new PlayerPage(theirs);
        assertThat(licensed(mailbox, message)).isEqualTo("404 urn:ssms:no-license");
        assertThat(fetched(mailbox, "/api/v1/messages/" + message.id() + "/content", "GET", ""))
                .startsWith("404 ");
        assertThat(theirs.navigate(PlayerPage.path(message.id())).status()).isEqualTo(404);
        mine.share(RECEIVER, "1", false);
        assertThat(mine.part("share-done")).containsText(RECEIVER);
        PlayerPage.open(theirs, message.id()).play("ended");
        mine.part("share-close").click();
        mine.play("ended");
    }

    @Test
    void f6_65b_f6_67_no_link_of_a_chain_has_more_than_the_one_before_and_what_is_restricted_first_holds_to_the_end()
            throws Exception {
        String id = leave("chain").id();
        limit(id, "{\"plays\":5}");
        PlayerPage mine = opened(id);
        mine.share(RECEIVER, "3", true);
        assertThat(mine.part("share-done")).containsText(RECEIVER);
        PlayerPage theirs = PlayerPage.open(browsing.logIn(RECEIVER), id);
        assertThat(theirs.rights()).hasText("3 plays left");
        theirs.share(THIRD, "4", true);
        assertThat(theirs.part("share-problem")).hasText("You do not have that many plays left.");
        theirs.share(THIRD, "2", true);
        assertThat(theirs.part("share-done")).containsText(THIRD);
        GuestPost guest = new GuestPost("chain." + UUID.randomUUID().toString().substring(0, 8) + "@example.com");
        PlayerPage thirds = PlayerPage.open(browsing.logIn(THIRD), id);
        assertThat(thirds.rights()).hasText("2 plays left");
        thirds.share(guest.address(), "3", false);
        assertThat(thirds.part("share-problem")).hasText("You do not have that many plays left.");
        thirds.share(guest.address(), "1", false);
        assertThat(thirds.part("share-done")).containsText(guest.address());
        PlayerPage guests = proved(guest);
        assertThat(guests.rights()).hasText("1 play left, cannot be forwarded");
        limit(id, "{\"notAfter\":\"2020-01-01T00:00:00Z\"}");
        guests.play("refused");
        assertThat(guests.status()).hasText("The time to listen to this message is over.");
        thirds.part("share-close").click();
        thirds.play("refused");
        assertThat(thirds.status()).hasText("The time to listen to this message is over.");
    }

    @Test
    void f6_66c_t3_who_proves_it_wrongly_hears_nothing_by_password_or_by_code() throws Exception {
        String id = leave("liar").id();
        PlayerPage mine = opened(id);
        mine.share(RECEIVER, "1", false);
        assertThat(mine.part("share-done")).containsText(RECEIVER);
        PlayerPage theirs = PlayerPage.open(browsing.logIn(RECEIVER), id);
        List<Integer> answers = new CopyOnWriteArrayList<>();
        theirs.page().onResponse(response -> {
            if (response.url().contains("/license/v1/licenses/")) {
                answers.add(response.status());
            }
        });
        theirs.page()
                .context()
                .clearCookies(new BrowserContext.ClearCookiesOptions().setPath(Pattern.compile("/license.*")));
        theirs.part("play-button").click();
        theirs.part("password-again").fill("wrong");
        theirs.part("password-dialog").getByText("Continue").click();
        assertThat(theirs.part("password-dialog")).containsText("That is not your password.");
        theirs.awaitState("password");
        assertThat(answers).isNotEmpty().containsOnly(401);
        theirs.part("password-again").fill(SsmsServer.PASSWORD);
        theirs.part("password-dialog").getByText("Continue").click();
        theirs.awaitState("ended");

        GuestPost guest = new GuestPost("liar." + UUID.randomUUID().toString().substring(0, 8) + "@example.com");
        mine.share(guest.address(), "1", false);
        PlayerPage guests = new PlayerPage(browsing.newPerson());
        guests.page().navigate(guest.link());
        guests.part("door-code").fill("0000 0000");
        guests.part("door-submit").click();
        assertThat(guests.part("door-problem")).containsText("That code is wrong");
        assertThat(guests.part("player")).isHidden();
    }

    // --- attacks --------------------------------------------------------------------------------------------------

    @Test
    void t6_who_goes_back_again_and_again_hears_little_more_than_one_play_and_play_for_ends_that_too()
            throws Exception {
        String counted = leave("again").id();
        limit(counted, "{\"plays\":1}");
        PlayerPage page = opened(counted);
        List<String> licenses = new ArrayList<>();
        page.page().onRequest(request -> {
            if (request.url().contains("/license/v1/licenses/")) {
                licenses.add(request.url());
            }
        });
        page.part("speed").selectOption("2");
        goBackAlways(page);
        page.play("ended");
        assertThat(licenses).hasSize(1);
        assertThat(page.rights()).containsText("no plays left");
        assertThat(page.part("play-button")).isDisabled();

        String limited = leave("long").id();
        limit(limited, "{\"playFor\":\"PT5S\"}");
        PlayerPage endless = opened(limited);
        goBackAlways(endless);
        endless.play("refused");
        assertThat(endless.status()).hasText("The time to listen to this message is over.");
        assertThat(fetched(endless, "/license/v1/licenses/" + limited, "GET", ""))
                .startsWith("403 ")
                .contains("urn:ssms:expired");
    }

    private static void goBackAlways(PlayerPage page) {
        page.page()
                .evaluate("() => { const audio = document.querySelector('audio');"
                        + " setInterval(() => { if (audio.currentTime > 1.5) audio.currentTime = 0; }, 20); }");
    }

    // --- people ---------------------------------------------------------------------------------------------------

    /** Key, rights and manifest as the player's script gets them; or how it was refused. */
    private static String licensed(PlayerPage page, Subscriber.Message message) {
        String kid = Base64URL.encode(KeyId.parse(message.kid()).toBytes()).toString();
        return (String) page.page().evaluate("""
                ([id, kid]) => import('/assets/server.js')
                  .then((server) => server.license(id, new TextEncoder().encode(JSON.stringify({ kids: [kid] }))))
                  .then(({ bytes, rights, manifestSha256 }) => JSON.stringify({
                    key: JSON.parse(new TextDecoder().decode(bytes)).keys[0].k, rights, manifest: manifestSha256 }))
                  .catch((refused) => `${refused.status} ${refused.type}`)""", List.of(message.id(), kid));
    }

    /** Status and body of what a script of the page asks for. */
    private static String fetched(PlayerPage page, String path, String method, String body) {
        return (String) page.page().evaluate("""
                ([path, method, body]) => fetch(path, { method, headers: { 'Content-Type': 'application/json' },
                  body: body === '' ? undefined : body })
                  .then(async (answer) => `${answer.status} ${await answer.text()}`)""", List.of(path, method, body));
    }

    private PlayerPage opened(String id) {
        return PlayerPage.open(browsing.logIn(OWNER), id);
    }

    /** The page of a guest who has proved his address. */
    private PlayerPage proved(GuestPost guest) {
        PlayerPage page = new PlayerPage(browsing.newPerson());
        page.page().navigate(guest.link());
        page.part("door-ask").click();
        page.part("door-code").fill(guest.code(1));
        page.part("door-submit").click();
        return page;
    }

    private Subscriber.Message leave(String caller) {
        try (Calls calls = new Calls(server)) {
            calls.leave(Calls.to(OWNER, caller), Speech.ulaw(2, 4));
        }
        return owner.awaitMessageFrom(caller);
    }

    /** The owner narrows what he, and everybody below, may do. */
    private void limit(String id, String rights) throws Exception {
        HttpResponse<String> narrowed =
                owner.json("PUT", "/license/v1/messages/" + id + "/rights", owner.session(), rights);
        assertThat(narrowed.statusCode()).as(narrowed.body()).isEqualTo(200);
    }

    private String grants(String id) throws Exception {
        return owner.get("/license/v1/messages/" + id + "/grants", owner.session())
                .body();
    }
}
