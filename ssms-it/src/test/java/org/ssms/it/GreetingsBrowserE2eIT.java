package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.browser.Browsing;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Wave;
import org.ssms.player.audio.SoundFile;

/** What callers hear is recorded, or chosen from a file, on the page "Greetings" (C30, T12). */
@Browsing.InTurn
class GreetingsBrowserE2eIT {
    private static final int HEADER = 44;
    private static final Pattern SOME_SECONDS = Pattern.compile("0:(0[2-9]|[1-5]\\d) of 1:00");

    private final SsmsServer server = SsmsServer.shared();

    @RegisterExtension
    private final Browsing browsing = new Browsing(server);

    @Test
    void c30_a_greeting_is_recorded_heard_saved_with_the_password_and_removed() throws Exception {
        Page page = open("guest44");
        Locator row = page.locator("[data-testid=greeting-standard]");
        assertThat(row).containsText("None yet");
        row.locator("[data-testid=change]").click();
        Locator dialog = page.locator("[data-testid=record-dialog]");
        dialog.locator("[data-testid=record-save]").click();
        assertThat(page.locator("[data-testid=sound-fault]")).containsText("Record something first");
        dialog.locator("[data-testid=record]").click();
        assertThat(dialog.locator("[data-testid=record-time]")).containsText(SOME_SECONDS);
        Browsing.picture(page, "greetings-recording");
        dialog.locator("[data-testid=record]").click();
        assertThat(dialog.locator("[data-testid=listen-audio]")).isVisible();
        dialog.locator("[data-testid=record-save]").click();
        assertThat(page.locator("[data-testid=record-password-fault]")).containsText("Please enter your password");
        dialog.locator("[data-testid=record-password]").fill("not the password");
        dialog.locator("[data-testid=record-save]").click();
        assertThat(page.locator("[data-testid=record-password-fault]")).containsText("That is not your password.");
        assertThat(dialog.locator("[data-testid=record-password]")).isFocused();
        AccessibilityE2eIT.assertAccessible(page, "greetings-recorded");
        Browsing.picture(page, "greetings-wrong-password");
        dialog.locator("[data-testid=record-password]").fill(SsmsServer.PASSWORD);
        dialog.locator("[data-testid=record-save]").click();
        assertThat(page.locator("[data-testid=greetings-done]")).containsText("is saved");
        assertThat(row).containsText("recorded:");
        byte[] kept = Subscriber.of(server, "guest44")
                .bytes("/api/v1/greetings/standard")
                .body();
        assertThat(kept.length).isBetween(HEADER + SoundFile.RATE * 2, HEADER + SoundFile.RATE * 120);
        assertThat(loudest(kept)).as("the beep of the microphone").isGreaterThan(1000);

        Response heard = page.waitForResponse(
                "**/api/v1/greetings/standard",
                () -> row.locator("[data-testid=play]").click());
        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.headerValue("content-type")).isEqualTo("audio/wav");
        assertThat(row.locator("[data-testid=play]")).hasText("Stop");
        assertThat(page.locator("[data-testid=greetings-problem]")).hasText("");
        row.locator("[data-testid=play]").click();
        assertThat(row.locator("[data-testid=play]")).hasText("Play");

        row.locator("[data-testid=remove]").click();
        page.locator("[data-testid=remove-password]").fill("not the password");
        page.locator("[data-testid=remove-confirm]").click();
        assertThat(page.locator("[data-testid=remove-password-fault]")).containsText("That is not your password.");
        page.locator("[data-testid=remove-password]").fill(SsmsServer.PASSWORD);
        page.locator("[data-testid=remove-confirm]").click();
        assertThat(row).containsText("None yet");
        assertThat(row.locator("[data-testid=change]")).isFocused();
    }

    @Test
    void c30_a_recording_ends_when_its_microphone_is_unplugged_and_what_was_said_is_heard() {
        Page page = browsing.logIn("guest45");
        page.addInitScript("""
                (() => {
                  const ask = navigator.mediaDevices.getUserMedia;
                  navigator.mediaDevices.getUserMedia = async function (wanted) {
                    const stream = await ask.call(this, wanted);
                    window.unplug = () => stream.getAudioTracks()[0].dispatchEvent(new Event('ended'));
                    window.microphone = () => stream.getAudioTracks()[0].readyState;
                    return stream;
                  };
                })();
                """);
        page.navigate("/greetings.xhtml");
        page.locator("[data-testid=greeting-standard] [data-testid=change]").click();
        Locator record = page.locator("[data-testid=record]");
        record.click();
        assertThat(page.locator("[data-testid=record-time]")).containsText(SOME_SECONDS);
        assertThat(record).hasText("Stop");
        assertThat(page.evaluate("() => window.microphone()")).isEqualTo("live");
        page.evaluate("() => window.unplug()");
        assertThat(page.locator("[data-testid=listen-audio]")).isVisible();
        assertThat(record).hasText("Record again");
        assertThat(page.locator("[data-testid=sound-fault]")).hasText("");
        assertThat(page.evaluate("() => window.microphone()")).isEqualTo("ended");
        page.locator("[data-testid=record-save]").click();
        assertThat(page.locator("[data-testid=record-password-fault]")).containsText("Please enter your password");
    }

    @Test
    void c30_a_file_is_chosen_and_what_is_wrong_is_said_beside_its_field() {
        Page page = open("guest45");
        Locator row = page.locator("[data-testid=greeting-temporary]");
        row.locator("[data-testid=change]").click();
        Locator file = page.locator("[data-testid=record-file]");
        Locator fault = page.locator("[data-testid=sound-fault]");
        file.setInputFiles(new FilePayload("notes.wav", "audio/wav", new byte[] {1, 2, 3}));
        assertThat(fault).containsText("cannot read this sound");
        file.setInputFiles(new FilePayload("long.wav", "audio/wav", sound(70)));
        assertThat(fault).containsText("too long");
        file.setInputFiles(new FilePayload("a little too long.wav", "audio/wav", sound(60, SoundFile.RATE / 2)));
        assertThat(fault).containsText("too long");
        assertThat(page.locator("[data-testid=listen-audio]")).isHidden();
        file.setInputFiles(good());
        assertThat(page.locator("[data-testid=listen-audio]")).isVisible();
        assertThat(fault).hasText("");
        page.locator("[data-testid=record-until]").fill("2001-01-01T10:00");
        page.locator("[data-testid=record-password]").fill(SsmsServer.PASSWORD);
        page.locator("[data-testid=record-save]").click();
        assertThat(page.locator("[data-testid=until-fault]")).containsText("later than now");
        assertThat(page.locator("[data-testid=record-until]")).isFocused();
        AccessibilityE2eIT.assertAccessible(page, "greetings-end");
        Browsing.picture(page, "greetings-end");
        page.locator("[data-testid=record-until]")
                .fill(java.time.LocalDate.now(java.time.ZoneOffset.UTC)
                        .plusDays(9)
                        .atTime(10, 0)
                        .toString());
        page.locator("[data-testid=record-save]").click();
        assertThat(row).containsText(Pattern.compile("3 seconds, recorded: [^\\n]*\\s+Until: "));
    }

    @Test
    void c30_a_save_that_was_cancelled_says_nothing_about_the_next_dialog() {
        Page page = open("guest45");
        List<Route> held = new ArrayList<>();
        page.route("**/api/v1/greetings/standard", held::add);
        choose(page, "standard");
        page.locator("[data-testid=record-password]").fill(SsmsServer.PASSWORD);
        page.waitForRequest(
                "**/api/v1/greetings/standard",
                () -> page.locator("[data-testid=record-save]").click());
        List<Request> cancelled = new ArrayList<>();
        page.onRequestFailed(cancelled::add);
        page.locator("[data-testid=record-cancel]").click();
        page.waitForCondition(() -> !cancelled.isEmpty());
        assertThat(cancelled.get(0).method()).isEqualTo("PUT");
        assertThat(held).hasSize(1);
        assertThat(page.locator("[data-testid=record-dialog]")).isHidden();
        assertThat(page.locator("[data-testid=greetings-done]")).hasText("");

        choose(page, "not-answered");
        assertThat(page.locator("[data-testid=record-problem]")).hasText("");
        page.locator("[data-testid=record-password]").fill(SsmsServer.PASSWORD);
        page.locator("[data-testid=record-save]").click();
        assertThat(page.locator("[data-testid=greetings-done]")).containsText("Not answered");
        assertThat(page.locator("[data-testid=greeting-standard]")).containsText("None yet");
    }

    @Test
    void c30_a_file_that_is_decoded_too_late_is_not_in_the_next_dialog() {
        Page page = open("guest45");
        page.evaluate("""
                () => {
                  const render = OfflineAudioContext.prototype.startRendering;
                  OfflineAudioContext.prototype.startRendering = function () {
                    const held = new Promise((resolve) => (window.goOn = resolve));
                    window.rendered = held.then(() => render.call(this));
                    return window.rendered;
                  };
                }
                """);
        page.locator("[data-testid=greeting-standard] [data-testid=change]").click();
        page.locator("[data-testid=record-file]").setInputFiles(good());
        page.waitForFunction("() => window.goOn");
        page.locator("[data-testid=record-cancel]").click();
        page.locator("[data-testid=greeting-busy] [data-testid=change]").click();
        page.evaluate("""
                async () => {
                  window.goOn();
                  await window.rendered;
                  await new Promise((resolve) => setTimeout(resolve)); // what waited for it has gone on by then
                }
                """);
        page.locator("[data-testid=record-save]").click();
        assertThat(page.locator("[data-testid=sound-fault]")).containsText("Record something first");
        assertThat(page.locator("[data-testid=listen-audio]")).isHidden();
    }

    @Test
    void t12_the_session_of_the_page_alone_changes_nothing() {
        Page page = open("guest45");
        assertThat(page.evaluate("""
                        async () => {
                          const answers = [];
                          for (const [method, type] of [['PUT', 'audio/wav'], ['DELETE', 'application/json']]) {
                            const headers = { 'Content-Type': type };
                            answers.push((await fetch('/api/v1/greetings/busy', { method, headers })).status);
                          }
                          return answers.join(' ');
                        }
                        """)).isEqualTo("403 403");
    }

    @Test
    void the_microphone_is_for_this_page_only() {
        Page page = browsing.logIn("guest45");
        page.navigate("/calls.xhtml");
        assertThat(page.evaluate("""
                        () => navigator.mediaDevices
                            .getUserMedia({ audio: true })
                            .then(() => 'heard', (refusal) => refusal.name)
                        """)).isEqualTo("NotAllowedError");
    }

    @ParameterizedTest
    @CsvSource({"en-GB, light, 1000", "en-GB, dark, 360", "de-DE, dark, 1000", "de-DE, light, 360"})
    void axe_finds_nothing_in_any_language_colour_or_width(String language, String colours, int width) {
        Page page = browsing.logIn(
                "guest45",
                new Browser.NewContextOptions()
                        .setLocale(language)
                        .setTimezoneId("Europe/Berlin")
                        .setColorScheme(ColorScheme.valueOf(colours.toUpperCase(Locale.ROOT)))
                        .setViewportSize(width, width < 500 ? 780 : 900));
        page.navigate("/greetings.xhtml");
        page.locator("[data-testid=greetings]").waitFor();
        assertThat(page.locator("h1")).hasText(language.startsWith("de") ? "Begrüßungen" : "Greetings");
        look(page, "list", language, colours, width);
        page.locator("[data-testid=greeting-temporary] [data-testid=change]").click();
        page.locator("[data-testid=record-file]").setInputFiles(good());
        assertThat(page.locator("[data-testid=listen-audio]")).isVisible();
        look(page, "dialog", language, colours, width);
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing is wider than the screen")
                .isEqualTo(true);
    }

    /** In a browser that has no {@code AbortSignal.any}, as Firefox 123 and Safari 17.3 have none. */
    private Page open(String user) {
        Page page = browsing.logIn(user);
        page.addInitScript("delete AbortSignal.any");
        page.locator("[data-testid=nav-greetings]").click();
        page.locator("[data-testid=greetings]").waitFor();
        return page;
    }

    private static void choose(Page page, String kind) {
        page.locator("[data-testid=greeting-" + kind + "] [data-testid=change]").click();
        page.locator("[data-testid=record-file]").setInputFiles(good());
        assertThat(page.locator("[data-testid=listen-audio]")).isVisible();
    }

    private static FilePayload good() {
        return new FilePayload("good.wav", "audio/wav", sound(3));
    }

    private static void look(Page page, String state, String language, String colours, int width) {
        String name = "greetings-" + state + "-" + language.substring(0, 2) + "-" + colours + "-" + width;
        Browsing.picture(page, name);
        AccessibilityE2eIT.assertAccessible(page, name);
    }

    private static byte[] sound(int seconds) {
        return sound(seconds, 0);
    }

    /** @param more samples */
    private static byte[] sound(int seconds, int more) {
        short[] samples = SoundFile.fromUlaw(Speech.ulaw(seconds, 31));
        return Wave.linear(Arrays.copyOf(samples, samples.length + more));
    }

    private static int loudest(byte[] file) {
        int loudest = 0;
        for (int i = HEADER; i + 1 < file.length; i += 2) {
            loudest = Math.max(loudest, Math.abs((file[i + 1] << 8) | (file[i] & 0xff)));
        }
        return loudest;
    }
}
