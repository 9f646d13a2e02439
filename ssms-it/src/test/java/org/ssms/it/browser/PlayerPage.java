package org.ssms.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** The player's page of a message, as somebody has it before him. */
public record PlayerPage(Page page) {
    /** Opens it in the mailbox of who is logged in there. */
    public static PlayerPage open(Page page, String messageId) {
        page.navigate(path(messageId));
        return new PlayerPage(page);
    }

    public static String path(String messageId) {
        return "/play.xhtml?id=" + messageId;
    }

    public Locator part(String name) {
        return page.getByTestId(name);
    }

    /** What its reader may do, in words. */
    public Locator rights() {
        return part("rights-line");
    }

    public Locator status() {
        return part("player-status");
    }

    /** Presses play and waits for what comes of it. */
    public void play(String end) {
        part("play-button").click();
        awaitState(end);
    }

    public void awaitState(String state) {
        assertThat(part("player")).hasAttribute("data-state", state);
    }

    /** Fills in and sends the form that hands a message on. */
    public void share(String to, String plays, boolean further) {
        if (!part("share-dialog").isVisible()) {
            part("share").click();
        }
        part("share-to").fill(to);
        part("share-plays").fill(plays);
        part("share-forward").setChecked(further);
        part("share-submit").click();
    }
}
