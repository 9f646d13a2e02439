package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ssms.it.browser.Browsing;
import org.ssms.it.server.Calls;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;

/** The pages are for everybody (WCAG 2.2): axe finds nothing, and the keyboard alone is enough to listen. */
@Browsing.InTurn
class AccessibilityE2eIT {
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final String OWNER = "guest5";

    private final SsmsServer server = SsmsServer.shared();

    @RegisterExtension
    private final Browsing browsing = new Browsing(server);

    @Test
    void axe_finds_nothing_and_the_keyboard_alone_plays_a_message() {
        try (Calls calls = new Calls(server)) {
            calls.leave(Calls.to(OWNER, "keyboard"), Speech.ulaw(2, 4));
        }
        Subscriber.of(server, OWNER).awaitMessageFrom("keyboard");
        Page login = browsing.newPerson();
        login.navigate("/");
        assertAccessible(login, "login");

        Page page = browsing.logIn(OWNER);
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

    static void assertAccessible(Page page, String name) {
        assertThat(new AxeBuilder(page).withTags(WCAG).analyze().getViolations())
                .as(name)
                .extracting(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .isEmpty();
    }
}
