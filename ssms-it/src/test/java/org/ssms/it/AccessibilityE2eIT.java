package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ssms.it.browser.Browsing;
import org.ssms.it.server.Calls;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Tool;

/** The pages are for everybody (WCAG 2.2): axe finds nothing, and the keyboard alone is enough to listen. */
class AccessibilityE2eIT {
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private final SsmsServer server = SsmsServer.shared();

    @BeforeEach
    void chromium_is_there() {
        Tool.require("chromium", "chromium");
    }

    @Test
    void axe_finds_nothing_and_the_keyboard_alone_plays_a_message() {
        try (Calls calls = new Calls(server)) {
            calls.leave(Calls.to("bob", "keyboard"), Speech.ulaw(2, 4));
        }
        Subscriber.of(server, "bob").awaitMessageFrom("keyboard");
        try (Browsing browsing = new Browsing(server)) {
            Page login = browsing.newPerson();
            login.navigate("/");
            assertAccessible(login, "login");

            Page page = browsing.logIn("bob");
            page.locator("[data-testid=message-row]:has-text(\"keyboard\")").waitFor();
            assertAccessible(page, "mailbox");
            page.locator("[data-testid=message-row]:has-text(\"keyboard\") a").focus();
            page.keyboard().press("Enter");
            page.locator("[data-testid=play-button]:enabled").waitFor();
            assertAccessible(page, "player");
            page.locator("[data-testid=play-button]").focus();
            page.keyboard().press("Space");
            page.locator("[data-testid=player][data-state=ended]").waitFor();
        }
    }

    static void assertAccessible(Page page, String name) {
        assertThat(new AxeBuilder(page).withTags(WCAG).analyze().getViolations())
                .as(name)
                .extracting(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .isEmpty();
    }
}
