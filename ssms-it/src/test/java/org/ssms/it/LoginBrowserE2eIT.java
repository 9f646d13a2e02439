package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ssms.it.browser.Browsing;
import org.ssms.it.server.Operator;
import org.ssms.it.server.Operator.Newcomer;
import org.ssms.it.server.SsmsServer;

/** The login page, as people meet it. */
@Browsing.InTurn
class LoginBrowserE2eIT {
    private static final long HOUR = 3_600_000;
    private static final int ATTEMPTS = 12;
    private static final String FIRST = "rainy tuesday pelican";
    private static final String SECOND = "windy wednesday heron";

    @RegisterExtension
    private final Browsing browsing = new Browsing(SsmsServer.shared());

    @Test
    void whoever_mistypes_too_often_is_told_how_long_to_wait_and_when_it_is_over() {
        Page page = browsing.newPerson();
        page.clock().install();
        page.navigate("/login.xhtml");
        page.clock().pauseAt(System.currentTimeMillis() + HOUR); // the page's wait passes when we say so
        Locator problem = page.locator("[data-testid=login-problem]");
        Locator button = page.locator("[data-testid=login-form] button[type=submit]");
        page.getByLabel("User name").fill("ghost-" + UUID.randomUUID());
        for (int i = 0; i < ATTEMPTS && !problem.innerText().contains("wait"); i++) {
            page.getByLabel("Password").fill("guess" + i);
            button.click();
            assertThat(problem)
                    .containsText(Pattern.compile("do not match|Please wait [0-9]+ seconds?, then try again"));
        }
        Browsing.picture(page, "login-wait");
        assertThat(problem).hasAttribute("role", "alert");
        assertThat(button).isDisabled();
        page.clock().runFor(HOUR);
        assertThat(problem).containsText("You can try again now.");
        assertThat(button).isEnabled();
    }

    @Test
    void who_is_new_sets_his_first_password_by_the_secret_of_his_operator_and_changes_it_later() throws Exception {
        Newcomer newcomer = Operator.of(SsmsServer.shared()).newcomer();
        Page page = browsing.newPerson();
        page.navigate("/login.xhtml");
        page.locator("[data-testid=first-login]").click();
        assertThat(page.locator("h1")).hasText("Set your first password");
        setPassword(page, newcomer, newcomer.secret(), "password2026");
        assertThat(page.locator("[data-testid=new-password-problem]")).containsText("Too many people");
        assertThat(page.locator("[data-testid=new-password-new]")).isFocused();
        setPassword(page, newcomer, "another-secret", FIRST);
        assertThat(page.locator("[data-testid=new-password-problem]")).containsText("not the secret");
        Browsing.picture(page, "first-password");
        setPassword(page, newcomer, newcomer.secret(), FIRST);
        assertThat(page.locator("[data-testid=new-password-done]")).containsText("is set");
        logIn(page, newcomer, FIRST);
        assertThat(page.locator("[data-testid=summary]")).hasText("No messages");

        page.navigate("/calls.xhtml");
        page.locator("[data-testid=change-password]").click();
        assertThat(page.locator("[data-testid=new-password-user]")).hasValue(newcomer.name());
        page.locator("[data-testid=new-password-again]").fill("something else");
        page.locator("[data-testid=new-password-new]").fill(SECOND);
        page.locator("[data-testid=new-password-proof]").fill(FIRST);
        page.locator("[data-testid=new-password-submit]").click();
        assertThat(page.locator("[data-testid=new-password-problem]")).containsText("not the same");
        setPassword(page, newcomer, FIRST, SECOND);
        assertThat(page.locator("[data-testid=new-password-done]")).isVisible();
        page.navigate("/calls.xhtml");
        assertThat(page.locator("h1")).hasText("Log in");
        logIn(page, newcomer, SECOND);
        assertThat(page.locator("[data-testid=calls-form]")).isVisible();
    }

    private static void setPassword(Page page, Newcomer newcomer, String proof, String password) {
        page.locator("[data-testid=new-password-user]").fill(newcomer.name());
        page.locator("[data-testid=new-password-proof]").fill(proof);
        page.locator("[data-testid=new-password-new]").fill(password);
        page.locator("[data-testid=new-password-again]").fill(password);
        page.locator("[data-testid=new-password-submit]").click();
    }

    private static void logIn(Page page, Newcomer newcomer, String password) {
        if (!page.url().contains("login.xhtml")) {
            page.locator("[data-testid=new-password-done] a").click();
        }
        page.getByLabel("User name").fill(newcomer.name());
        page.getByLabel("Password").fill(password);
        page.locator("[data-testid=login-form] button[type=submit]").click();
    }

    @Test
    void whoever_prefers_german_reads_german_from_the_login_to_the_list() {
        Page page = browsing.newPerson(new Browser.NewContextOptions().setLocale("de-AT"));
        page.navigate("/");
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        assertThat(page.locator("h1")).hasText("Anmelden");
        page.getByLabel("Benutzername").fill("guest16");
        Locator password = page.getByLabel("Kennwort");
        Locator button = page.locator("[data-testid=login-form] button[type=submit]");
        password.fill("falsch");
        button.click();
        assertThat(page.locator("[data-testid=login-problem]")).containsText("passen nicht zusammen");
        Browsing.picture(page, "login-german");
        password.fill(SsmsServer.PASSWORD);
        button.click();
        assertThat(page.locator("[data-testid=summary]")).hasText("Keine Nachrichten");
        assertThat(page.locator("[data-testid=empty] h2")).hasText("Noch nichts da");
        Browsing.picture(page, "mailbox-german");
    }
}
