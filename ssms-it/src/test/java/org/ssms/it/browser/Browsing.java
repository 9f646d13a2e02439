package org.ssms.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.tool.Tool;

/**
 * Debian's Chromium without a screen, one for all tests: started by the first, ended with the last. Its microphone
 * beeps once a second and may be used wherever the server allows it. Each person has a context of their own, as with
 * two computers, until the test is over. For one thread at a time: see {@link InTurn}.
 */
public final class Browsing implements BeforeEachCallback, AfterEachCallback {
    /** Of actions and assertions alike: how long something takes on a loaded machine is nothing that they are about. */
    private static final double LIMIT_MILLIS = 60_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MILLIS);
    }

    private final SsmsServer server;
    private final List<BrowserContext> people = new ArrayList<>();
    private @Nullable Browser browser;

    /** On a class that browses: it runs beside those that do not, and after one another with those that do. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock("chromium")
    public @interface InTurn {}

    private record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {
        static Chromium start() {
            Tool.require("chromium", "chromium");
            Playwright playwright = Playwright.create();
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(Path.of("/usr/bin/chromium"))
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--use-fake-device-for-media-stream",
                                    "--use-fake-ui-for-media-stream",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync")));
            return new Chromium(playwright, browser);
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }

    /** For a test's {@code @RegisterExtension}. */
    public Browsing(SsmsServer server) {
        this.server = server;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        browser = test.getRoot()
                .getStore(Namespace.create(Browsing.class))
                .getOrComputeIfAbsent(Chromium.class, key -> Chromium.start(), Chromium.class)
                .browser();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        List<BrowserContext> leaving = List.copyOf(people);
        people.clear(); // also when one does not close: to close it once more would wait for good
        leaving.forEach(Browsing::leave);
    }

    /** What a page asks for while it closes is not led to a test's route, which would ask a person who is gone. */
    private static void leave(BrowserContext person) {
        person.pages().forEach(Page::unrouteAll);
        person.close();
    }

    /** A new person in front of the server: no cookies. Our certificate is self-signed. */
    public Page newPerson() {
        return newPerson(new Browser.NewContextOptions());
    }

    /** The same with a screen, language or colours of his own. */
    public Page newPerson(Browser.NewContextOptions options) {
        BrowserContext context = Objects.requireNonNull(browser)
                .newContext(options.setIgnoreHTTPSErrors(true)
                        .setBaseURL(server.https().toString()));
        people.add(context);
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
}
