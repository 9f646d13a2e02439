package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ssms.it.browser.Browsing;
import org.ssms.it.browser.PlayerPage;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.GuestPost;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Speech;
import org.ssms.protect.key.KeyId;

/**
 * Defaults, license and refusal (Figures 4 and 5), what is handed on (Figure 6), and who attacks that, in a real
 * browser: the rows of the requirements that no other browser test names.
 */
@Browsing.InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetrievalBrowserE2eIT {
    private static final String THIRD = "guest6";
    private static final String CALLER = "guest7";
    private static final String OWNER = "guest8";
    private static final String RECEIVER = "guest9";

    private static final List<String> CALLERS = List.of(
            "keyed",
            "prover",
            "chooser",
            "steady",
            "refused",
            "licensed",
            "holder",
            "chain",
            "liar",
            "clock",
            "later",
            "again",
            "endless",
            "long",
            "tampered",
            "spliced");

    private static final String LICENSES = "**/license/v1/licenses/*";
    private static final String DEFAULTS = "/license/v1/defaults";
    private static final String ALTERED = "This message was altered after it was recorded. It is not played.";
    private static final String PLAY_OVER = "The time for this play is over. Listening again counts as another play.";
    /** What the media server finds itself. */
    private static final String NOT_HANDED_OUT = "The server could not answer. Please try again in a moment.";

    private static final Duration SKEW = Duration.ofHours(24);

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber owner = Subscriber.of(server, OWNER);

    @RegisterExtension
    private final Browsing browsing = new Browsing(server);

    @BeforeAll
    void leave_the_messages() {
        Calls.leaveTogether(server, OWNER, CALLERS, Speech.ulaw(2, 4));
    }

    @Test
    void f4_38_who_chooses_nothing_has_the_defaults_of_caller_and_called_party_and_who_hides_himself_the_domains()
            throws Exception {
        try {
            PlayerPage callers = defaults(CALLER);
            callers.part("usual").uncheck();
            callers.part("calling-plays").fill("3");
            callers.part("save").click();
            assertThat(callers.part("defaults-done")).containsText("Saved.");
            PlayerPage owners = defaults(OWNER);
            owners.part("called-forward").fill("0");
            owners.part("save").click();
            assertThat(owners.part("defaults-done")).containsText("Saved.");

            call(Invite.to("sip:" + OWNER + "@vm.localhost", CALLER).from("<sip:" + CALLER + "@localhost>"));
            PlayerPage proven = opened(owner.awaitMessageFrom(CALLER).id());
            assertThat(proven.rights()).hasText("3 plays left, cannot be forwarded");
            assertThat(proven.part("share")).isDisabled();
            proven.play("ended");
            assertThat(proven.rights()).hasText("2 plays left, cannot be forwarded");
            Browsing.picture(proven.page(), "defaults-of-both");

            call(Invite.to("sip:" + OWNER + "@vm.localhost", CALLER)
                    .from("<sip:" + CALLER + "@localhost>")
                    .with("Privacy", "id"));
            PlayerPage hidden = opened(owner.awaitMessageFrom("anonymous").id());
            assertThat(hidden.rights()).hasText("cannot be forwarded");
        } finally {
            for (String user : List.of(CALLER, OWNER)) {
                Subscriber decider = Subscriber.of(server, user);
                decider.json("PUT", DEFAULTS, decider.session(), "{\"called\":{}}");
            }
        }
    }

    @Test
    void f5_52a_the_license_request_names_the_key_and_without_it_is_400() throws Exception {
        Subscriber.Message message = owner.awaitMessageFrom("keyed");
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
        String id = owner.awaitMessageFrom("prover").id();
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
        assertThat(grants(id)).startsWith("{\"grants\":[],");
        mine.part("password-again").fill(SsmsServer.PASSWORD);
        mine.part("password-dialog").getByText("Continue").click();
        assertThat(mine.part("share")).isEnabled();
        mine.share(RECEIVER, "1", false);
        assertThat(mine.part("share-done")).containsText(RECEIVER + " may listen to it now");
        PlayerPage.open(theirs, id).play("ended");
    }

    @Test
    void f5_52c_only_whom_the_rights_name_gets_the_license() throws Exception {
        String id = owner.awaitMessageFrom("chooser").id();
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
    void what_somebody_is_about_to_press_stays_where_it_is_when_the_list_below_comes() throws Exception {
        String id = owner.awaitMessageFrom("steady").id();
        String granted = "{\"to\":\"" + RECEIVER + "\",\"rights\":{}}";
        assertThat(owner.json("POST", "/license/v1/messages/" + id + "/grants", owner.session(), granted)
                        .statusCode())
                .isEqualTo(201);
        PlayerPage mine = opened(id);
        List<Route> held = new ArrayList<>();
        mine.page().route("**/license/v1/messages/*/grants", held::add);
        mine.part("share").click();
        mine.page().waitForCondition(() -> !held.isEmpty());
        double before = mine.part("share-forward").boundingBox().y;
        held.forEach(Route::resume);
        assertThat(mine.part("shared")).hasCount(1);
        assertThat(mine.part("share-forward").boundingBox().y).isEqualTo(before);
        Browsing.picture(mine.page(), "share-dialog");
    }

    @Test
    void f5_53_f5_54_what_is_refused_says_why_plays_nothing_releases_no_key_and_is_in_the_audit() throws Exception {
        String id = owner.awaitMessageFrom("refused").id();
        byte[] key = HexFormat.of().parseHex(owner.keys(id).cencHex());
        PlayerPage page = opened(id);
        limit(id, "{\"plays\":0}");
        Response refused = page.page()
                .waitForResponse(LICENSES, () -> page.part("play-button").click());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers().get("content-type")).startsWith("application/problem+json");
        assertThat(JSONObjectUtils.parse(refused.text())).containsEntry("type", "urn:ssms:plays-exhausted");
        assertThat(refused.text())
                .doesNotContain(Base64URL.encode(key).toString(), HexFormat.of().formatHex(key), "keys");
        page.awaitState("refused");
        assertThat(page.status()).hasText("It was played as often as is allowed.");
        assertThat(page.page().evaluate("document.querySelector('audio').currentTime"))
                .isEqualTo(0);
        assertThat(Databases.copyOf(server)
                        .query(
                                "license",
                                "select actor || ' ' || reason from license_audit where message_id = ?"
                                        + " and event = 'LICENSE' and decision = 'REFUSED'",
                                id))
                .containsExactly(OWNER + " PLAYS_EXHAUSTED");
        Browsing.picture(page.page(), "license-refused");
    }

    @Test
    void f5_55_the_license_is_the_key_and_the_rights_for_this_browser_alone() throws Exception {
        Subscriber.Message message = owner.awaitMessageFrom("licensed");
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
        Subscriber.Message message = owner.awaitMessageFrom("holder");
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
        String id = owner.awaitMessageFrom("chain").id();
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
        String id = owner.awaitMessageFrom("liar").id();
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
    void t4_only_the_servers_time_counts_whatever_the_browsers_clock_says() throws Exception {
        Instant now = Instant.now();
        String id = owner.awaitMessageFrom("clock").id();
        limit(
                id,
                "{\"plays\":9,\"notBefore\":\"" + now.minusSeconds(3600) + "\",\"notAfter\":\"" + now.plusSeconds(3600)
                        + "\"}");
        PlayerPage slow = withClock(now.minus(SKEW), id);
        PlayerPage fast = withClock(now.plus(SKEW), id);
        slow.play("ended");
        fast.play("ended");
        limit(id, "{\"notAfter\":\"" + now.minusSeconds(60) + "\"}");
        for (PlayerPage page : List.of(slow, fast)) {
            assertThat(refusal(page)).isEqualTo("403 urn:ssms:expired");
            assertThat(page.status()).hasText("The time to listen to this message is over.");
        }
        String later = owner.awaitMessageFrom("later").id();
        PlayerPage early = withClock(now.plus(SKEW), later);
        assertThat(early.rights()).hasText("no limits");
        limit(later, "{\"notBefore\":\"" + now.plusSeconds(3600) + "\"}");
        assertThat(refusal(early)).isEqualTo("403 urn:ssms:not-yet");
        assertThat(early.status()).hasText("This message may not be played yet.");
    }

    @Test
    void t6_who_goes_back_again_and_again_hears_little_more_than_one_play_and_play_for_ends_that_too()
            throws Exception {
        String counted = owner.awaitMessageFrom("again").id();
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

        String limited = owner.awaitMessageFrom("long").id();
        limit(limited, "{\"playFor\":\"PT5S\"}");
        PlayerPage endless = opened(limited);
        goBackAlways(endless);
        endless.play("refused");
        assertThat(endless.status()).hasText("The time to listen to this message is over.");
        assertThat(fetched(endless, "/license/v1/licenses/" + limited, "GET", ""))
                .startsWith("403 ")
                .contains("urn:ssms:expired");
    }

    /**
     * The time goes on in the browser only: what the server says there is an hour, and its clock is not asked again.
     */
    @Test
    void t6_a_counted_play_ends_an_hour_after_its_license_however_often_it_is_begun_anew_and_says_why()
            throws Exception {
        String id = owner.awaitMessageFrom("endless").id();
        limit(id, "{\"plays\":2}");
        Page person = browsing.logIn(OWNER);
        person.clock().install();
        PlayerPage page = PlayerPage.open(person, id);
        List<String> reports = new CopyOnWriteArrayList<>();
        person.onRequest(request -> {
            if (request.url().contains("/license/v1/leases/")) {
                reports.add(request.url().replaceFirst(".*/", ""));
            }
        });
        page.part("speed").selectOption("0.75");
        goBackAlways(page);
        page.part("play-button").click();
        page.awaitState("playing");
        person.clock().fastForward("55:00");
        page.awaitState("playing");
        assertThat(page.status()).not().hasText(PLAY_OVER);
        person.clock().fastForward("06:00");
        page.awaitState("ended");
        assertThat(page.status()).hasText(PLAY_OVER);
        assertThat(page.rights()).hasText("1 play left");
        assertThat(page.status()).hasText(PLAY_OVER);
        assertThat(page.page().evaluate("document.querySelector('audio').hasAttribute('src')"))
                .isEqualTo(false);
        assertThat(reports).containsExactly("started", "ended");
        Browsing.picture(page.page(), "play-over");
        Request another = page.page()
                .waitForRequest(LICENSES, () -> page.part("play-button").click());
        assertThat(another.method()).isEqualTo("POST");
        page.awaitState("playing");
        assertThat(page.rights()).hasText("no plays left");
        person.clock().fastForward("01:01:00");
        page.awaitState("ended");
        assertThat(page.part("play-button")).isDisabled();
        assertThat(page.status()).hasText(PLAY_OVER);
    }

    @Test
    void t27_a_package_whose_key_id_parts_length_order_or_rights_were_changed_is_not_played() throws Exception {
        Subscriber.Message message = owner.awaitMessageFrom("tampered");
        Subscriber.Message other = owner.awaitMessageFrom("spliced");
        Storage storage = new Storage(server);
        Path mp4 = storage.file(message.kid(), "mp4");
        byte[] content = Files.readAllBytes(mp4);
        byte[] foreign = Files.readAllBytes(storage.file(other.kid(), "mp4"));
        byte[] kid = KeyId.parse(message.kid()).toBytes();
        PlayerPage page = opened(message.id());
        assertNotPlayed(
                page, mp4, replaced(content, kid, KeyId.parse(other.kid()).toBytes()), ALTERED);
        assertNotPlayed(
                page, mp4, joined(Arrays.copyOf(content, content.length / 2), foreign, content.length), ALTERED);
        assertNotPlayed(page, mp4, swapped(content), ALTERED);
        assertNotPlayed(page, mp4, Arrays.copyOf(content, content.length - 100), NOT_HANDED_OUT);
        Path manifest = storage.file(message.kid(), "manifest");
        assertNotPlayed(page, manifest, withOtherRights(Files.readAllBytes(manifest)), ALTERED);
        page.page().reload();
        page.play("ended");
    }

    /** With other bytes in that file, which is put right again. */
    private static void assertNotPlayed(PlayerPage page, Path file, byte[] altered, String sentence) throws Exception {
        byte[] content = Files.readAllBytes(file);
        assertThat(altered).isNotEqualTo(content);
        Files.write(file, altered);
        page.page().reload();
        page.play("failed");
        assertThat(page.status()).hasText(sentence);
        assertThat(page.page().evaluate("document.querySelector('audio').currentTime"))
                .isEqualTo(0);
        Files.write(file, content);
    }

    /** The last two kilobytes in the other order. */
    private static byte[] swapped(byte[] content) {
        int part = 1024;
        byte[] altered = content.clone();
        System.arraycopy(content, content.length - part, altered, content.length - 2 * part, part);
        System.arraycopy(content, content.length - 2 * part, altered, content.length - part, part);
        return altered;
    }

    private static byte[] joined(byte[] first, byte[] second, int length) {
        byte[] altered = Arrays.copyOf(first, length);
        System.arraycopy(second, first.length, altered, first.length, Math.min(second.length, length) - first.length);
        return altered;
    }

    /** Every place of the file that names its key. */
    private static byte[] replaced(byte[] content, byte[] what, byte[] by) {
        byte[] altered = content.clone();
        for (int i = 0; i <= content.length - what.length; i++) {
            if (Arrays.equals(content, i, i + what.length, what, 0, what.length)) {
                System.arraycopy(by, 0, altered, i, by.length);
            }
        }
        return altered;
    }

    private static byte[] withOtherRights(byte[] jws) {
        List<String> parts =
                Arrays.asList(Pattern.compile("\\.").split(new String(jws, StandardCharsets.US_ASCII), -1));
        String payload = new Base64URL(parts.get(1)).decodeToString();
        String altered = payload.contains("\"rights\"")
                ? payload.replaceFirst("\"rights\":\\{[^}]*}", "\"rights\":{\"plays\":9}")
                : payload.replaceFirst("\\{", "{\"rights\":{\"plays\":9},");
        parts.set(1, Base64URL.encode(altered).toString());
        return String.join(".", parts).getBytes(StandardCharsets.US_ASCII);
    }

    private static void goBackAlways(PlayerPage page) {
        page.page()
                .evaluate("() => { const audio = document.querySelector('audio');"
                        + " setInterval(() => { if (audio.currentTime > 1.5) audio.currentTime = 0; }, 20); }");
    }

    // --- people ---------------------------------------------------------------------------------------------------

    /** Presses play; status and type of the refusal. */
    private static String refusal(PlayerPage page) throws Exception {
        Response refused = page.page()
                .waitForResponse(LICENSES, () -> page.part("play-button").click());
        page.awaitState("refused");
        return refused.status() + " " + JSONObjectUtils.parse(refused.text()).get("type");
    }

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

    private PlayerPage defaults(String user) {
        Page page = browsing.logIn(user);
        page.navigate("/defaults.xhtml");
        PlayerPage form = new PlayerPage(page);
        assertThat(form.part("defaults-form")).isVisible();
        return form;
    }

    /** In a browser whose clock says that it is then. */
    private PlayerPage withClock(Instant now, String id) {
        Page page = browsing.logIn(OWNER);
        page.clock().setSystemTime(now.toEpochMilli());
        return PlayerPage.open(page, id);
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

    /** A call by the telephone of the caller, who proves it. */
    private void call(Invite invite) throws Exception {
        try (Telephone telephone = new Telephone(
                SipLine.udp(InetAddress.getLoopbackAddress(), server.sip()),
                CALLER,
                "localhost",
                SsmsServer.PASSWORD)) {
            PhoneCall call = telephone.call(invite);
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(Speech.ulaw(2, 4));
            call.hangUp();
        }
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
