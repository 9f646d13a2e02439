package org.ssms.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import org.ssms.it.server.SsmsServer;

/** Debian's Chromium without a screen. Each person has a context of their own, as with two computers. */
public final class Browsing implements AutoCloseable {
    private static final double LIMIT_MILLIS = 60_000;

    private final SsmsServer server;
    private final Playwright playwright = Playwright.create();
    private final Browser browser;

    public Browsing(SsmsServer server) {
        this.server = server;
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** A new person in front of the server: no cookies. Our certificate is self-signed. */
    public Page newPerson() {
        return newPerson(new Browser.NewContextOptions());
    }

    /** The same with a screen, language or colours of his own. */
    public Page newPerson(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(
                options.setIgnoreHTTPSErrors(true).setBaseURL(server.https().toString()));
        context.setDefaultTimeout(LIMIT_MILLIS);
        return context.newPage();
    }

    /** Opens the mailbox and logs in on the page that comes instead. */
    public Page logIn(String user) {
        return logIn(user, new Browser.NewContextOptions());
    }

    public Page logIn(String user, Browser.NewContextOptions options) {
        Page page = newPerson(options);
        page.navigate("/");
        page.locator("#username").fill(user); // whatever the language
        page.locator("#password").fill(SsmsServer.PASSWORD);
        page.locator("[data-testid=login-form] button[type=submit]").click();
        page.locator("[data-testid=summary]").waitFor();
        return page;
    }

    /** Leaves a picture for people. */
    public static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SsmsServer.directory().resolve("pictures").resolve(name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
