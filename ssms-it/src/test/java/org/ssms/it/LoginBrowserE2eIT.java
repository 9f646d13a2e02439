package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ssms.it.browser.Browsing;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.tool.Tool;

/** The login page, as people meet it. */
class LoginBrowserE2eIT {
    private static final double PATIENCE = 30_000;
    private static final long HOUR = 3_600_000;
    private static final int ATTEMPTS = 8;

    @Test
    void whoever_mistypes_too_often_is_told_how_long_to_wait_and_when_it_is_over() {
        Tool.require("chromium", "chromium");
        try (Browsing browsing = new Browsing(SsmsServer.shared())) {
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
                        .containsText(
                                Pattern.compile("do not match|Please wait [0-9]+ seconds?, then try again"),
                                new ContainsTextOptions().setTimeout(PATIENCE));
            }
            Browsing.picture(page, "login-wait");
            assertThat(problem).hasAttribute("role", "alert");
            assertThat(button).isDisabled();
            page.clock().runFor(HOUR);
            assertThat(problem).containsText("You can try again now.");
            assertThat(button).isEnabled();
        }
    }
}
