package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.browser.Browsing;
import org.ssms.it.server.Exchange;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.StirFixture;
import org.ssms.it.sip.IncomingCall;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Speech;

/** What a subscriber sets in the browser holds from the next call on (G7). */
@Browsing.InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallSettingsBrowserE2eIT {
    private static final String USER = "browsing";

    private final Exchange exchange = Exchange.shared();

    @RegisterExtension
    private final Browsing browsing = new Browsing(exchange.server());

    @Test
    void out_of_office_diverts_the_next_call_without_ringing() {
        Page page = browsing.logIn(USER);
        try (Telephone telephone = exchange.telephone(USER, Exchange.PROXY, Transport.TCP);
                Telephone caller = exchange.stranger("eager")) {
            telephone.when(IncomingCall::accept);
            assertThat(telephone.register(600).status()).isEqualTo(200);
            PhoneCall taken = caller.call(Invite.to("sip:browsing@" + Exchange.PROXY, "eager"));
            assertThat(taken.response().status()).isEqualTo(200);
            assertThat(telephone.calls()).hasSize(1);

            page.navigate("/calls.xhtml");
            assertThat(page.locator("[data-testid=phone]")).hasCount(1);
            page.locator("[data-testid=out-of-office]").check();
            page.locator("[data-testid=save]").click();
            assertThat(page.locator("[data-testid=saved]")).containsText("Saved");
            Browsing.picture(page, "calls");

            PhoneCall diverted = caller.call(Invite.to("sip:browsing@" + Exchange.PROXY, "eager"));
            assertThat(diverted.response().status()).isEqualTo(200);
            diverted.hangUp();
            assertThat(telephone.calls()).as("calls that rang").hasSize(1);

            page.locator("[data-testid=out-of-office]").uncheck();
            page.locator("[data-testid=save]").click();
            assertThat(page.locator("[data-testid=saved]")).containsText("Saved");
            PhoneCall again = caller.call(Invite.to("sip:browsing@" + Exchange.PROXY, "eager"));
            assertThat(again.response().status()).isEqualTo(200);
            assertThat(telephone.calls()).as("calls that rang").hasSize(2);
        }
    }

    @Test
    void a_new_phone_password_is_shown_once_and_replaces_the_old_one() {
        Page page = browsing.logIn("renewing");
        page.navigate("/calls.xhtml");
        page.locator("[data-testid=password-details] summary").click();
        page.locator("[data-testid=mailbox-password]").fill("not the password");
        page.locator("[data-testid=new-password]").click();
        assertThat(page.locator("[data-testid=calls-problem]")).containsText("That is not your password.");
        page.locator("[data-testid=mailbox-password]").fill(SsmsServer.PASSWORD);
        page.locator("[data-testid=new-password]").click();
        String password = page.locator("[data-testid=phone-password]").innerText();
        page.navigate("/calls.xhtml");
        assertThat(page.locator("[data-testid=phone-password]")).hasCount(0);
        try (Telephone old = exchange.telephone("renewing", Exchange.REDIRECT, Transport.UDP);
                Telephone renewed = new Telephone(
                                SipLine.tcp(
                                        exchange.server().sip().getAddress(),
                                        exchange.server().sip()),
                                "renewing",
                                Exchange.REDIRECT,
                                password)
                        .knowing("MD5")) {
            assertThat(renewed.register(600).status()).isEqualTo(200);
            assertThat(old.register(600).status()).isEqualTo(401);
            renewed.register(0);
        }
    }

    @Test
    void c30_a_pin_is_set_with_the_password_and_removed() {
        Page page = browsing.logIn("renewing");
        page.navigate("/calls.xhtml");
        assertThat(page.locator("[data-testid=pin-state]")).containsText("No PIN is set");
        page.locator("[data-testid=pin-details] summary").click();
        setPin(page, "24121980", "24121980", SsmsServer.PASSWORD);
        assertThat(page.locator("[data-testid=pin-problem]")).containsText("date");
        assertThat(page.locator("[data-testid=pin-new]")).isFocused();
        setPin(page, "482917", "482971", SsmsServer.PASSWORD);
        assertThat(page.locator("[data-testid=pin-problem]")).containsText("not the same");
        setPin(page, "482917", "482917", "not the password");
        assertThat(page.locator("[data-testid=pin-problem]")).containsText("That is not your password.");
        AccessibilityE2eIT.assertAccessible(page, "calls-pin");
        setPin(page, "482917", "482917", SsmsServer.PASSWORD);
        assertThat(page.locator("[data-testid=pin-done]")).containsText("Your PIN is set.");
        assertThat(page.locator("[data-testid=pin-state]")).containsText("A PIN is set");
        page.locator("[data-testid=pin-details] summary").click();
        page.locator("[data-testid=pin-password]").fill(SsmsServer.PASSWORD);
        page.locator("[data-testid=pin-remove]").click();
        assertThat(page.locator("[data-testid=pin-state]")).containsText("No PIN is set");
    }

    private static void setPin(Page page, String pin, String again, String password) {
        page.locator("[data-testid=pin-new]").fill(pin);
        page.locator("[data-testid=pin-again]").fill(again);
        page.locator("[data-testid=pin-password]").fill(password);
        page.locator("[data-testid=pin-set]").click();
    }

    @ParameterizedTest
    @CsvSource({"en-GB, light, 1000", "en-GB, dark, 390", "de-DE, dark, 1000", "de-DE, light, 390"})
    void axe_finds_nothing_in_any_language_colour_or_width(String language, String colours, int width) {
        Page page = browsing.logIn(
                "renewing",
                new Browser.NewContextOptions()
                        .setLocale(language)
                        .setTimezoneId("Europe/Berlin")
                        .setColorScheme(ColorScheme.valueOf(colours.toUpperCase(Locale.ROOT)))
                        .setViewportSize(width, width < 500 ? 844 : 900));
        page.navigate("/calls.xhtml");
        boolean german = language.startsWith("de");
        assertThat(page.locator("html")).hasAttribute("lang", german ? "de" : "en");
        assertThat(page.locator("h1")).hasText(german ? "Anrufe" : "Calls");
        look(page, "settings", language, colours, width);
        page.locator("[data-testid=out-of-office]").check();
        page.locator("[data-testid=away-from]").fill("2100-01-02T10:00");
        page.locator("[data-testid=away-until]").fill("2100-01-01T10:00");
        page.locator("[data-testid=save]").click();
        assertThat(page.locator("[data-testid=calls-problem]"))
                .hasText(
                        german
                                ? "Die Abwesenheit muss nach ihrem Anfang enden."
                                : "Out of office must end after it begins.");
        assertThat(page.locator("[data-testid=away-until]")).isFocused();
        page.locator("[data-testid=password-details] summary").click();
        page.locator("[data-testid=mailbox-password]").fill("not the password");
        page.locator("[data-testid=new-password]").click();
        assertThat(page.locator("[data-testid=calls-problem]"))
                .hasText(Pattern.compile(
                        german
                                ? "Das ist nicht Ihr Kennwort.*|Zu viele Versuche.*"
                                : "That is not your password.*|Too many attempts.*"));
        look(page, "problem", language, colours, width);
    }

    private static void look(Page page, String state, String language, String colours, int width) {
        String name = "calls-" + state + "-" + language.substring(0, 2) + "-" + colours + "-" + width;
        Browsing.picture(page, name);
        AccessibilityE2eIT.assertAccessible(page, name);
    }

    @Test
    void a_signed_caller_has_a_badge_in_the_player() throws Exception {
        String origin = "498911100010";
        String destination = Exchange.number(USER);
        try (Telephone gateway = exchange.stranger("signed")) {
            PhoneCall call = gateway.call(Invite.to("sip:" + destination + "@vm.localhost;user=phone", "x")
                    .from("<sip:+" + origin + "@gateway.invalid;user=phone>")
                    .with(
                            "Identity",
                            StirFixture.shared().identity(origin, destination.substring(1), "A", Instant.now())));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(Speech.ulaw(2, 81));
            call.hangUp();
        }
        String id = exchange.subscriber(USER).awaitMessageFrom("+" + origin).id();
        Page page = browsing.logIn(USER);
        page.navigate("/play.xhtml?id=" + id);
        assertThat(page.locator("[data-testid=attestation]")).hasAttribute("data-level", "A");
        Browsing.picture(page, "badge");
    }
}
