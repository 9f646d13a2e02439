package org.ssms.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;

/** The player's page of a message, as somebody has it before him. */
public record PlayerPage(Page page) {
    /** Opens it in the mailbox of who is logged in there, and waits until it says what its reader may do. */
    public static PlayerPage open(Page page, String messageId) {
        page.navigate(path(messageId));
        PlayerPage player = new PlayerPage(page);
        player.awaitRights();
        return player;
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

    /** Presses play and waits for what comes of it, and until the page has read the rights again. */
    public void play(String end) {
        part("play-button").click();
        awaitState(end);
        awaitRights();
    }

    /** A page that still asks while rights change may have its play button off before anybody presses it. */
    private void awaitRights() {
        Locator section = page.locator("#rights");
        assertThat(section).hasAttribute("data-state", Pattern.compile("known|unknown"));
        assertThat(section).not().hasAttribute("aria-busy", "true");
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
