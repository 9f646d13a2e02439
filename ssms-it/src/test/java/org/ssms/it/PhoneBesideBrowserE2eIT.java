package org.ssms.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ssms.it.browser.Browsing;
import org.ssms.it.browser.PlayerPage;
import org.ssms.it.server.Answers;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.Leased;
import org.ssms.it.server.Listener;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;
import org.ssms.protect.key.MessageId;

/** Who hears his message by phone while his browser plays it (C33, F5-56). */
@Browsing.InTurn
class PhoneBesideBrowserE2eIT {
    /** Long enough to be heard in two ways at once. */
    private static final byte[] SPEECH = Speech.ulaw(12, 97);

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber owner = Subscriber.of(server, "guest56");
    private final Calls calls = new Calls(server);

    @RegisterExtension
    private final Browsing browsing = new Browsing(server);

    @AfterEach
    void free_the_ports() {
        calls.close();
    }

    @Test
    void c33_f5_56_both_plays_are_counted_and_there_is_no_third_by_phone_or_in_the_browser() throws Exception {
        calls.leave(Calls.to(owner.name(), "both"), SPEECH);
        String id = owner.awaitMessageFrom("both").id();
        Leased message = Leased.of(owner.withSession(), new MessageId(id), 2);
        PlayerPage page = PlayerPage.open(browsing.logIn(owner.name()), id);
        assertThat(page.rights()).hasText("2 plays left");
        Listener listener = Listener.of(server, calls, owner, "4156");
        page.part("play-button").click();
        page.awaitState("playing");
        assertThat(listener.hear('1', SPEECH)).isEqualTo(Listener.MESSAGE);
        page.awaitState("ended");
        assertThat(page.rights()).hasText("no plays left");
        assertThat(listener.hear('2', SPEECH)).isEqualTo("not-heard because-plays");
        page.page().reload();
        assertThat(page.status()).hasText("It was played as often as is allowed.");
        assertThat(page.part("play-button")).isDisabled();
        assertThat(Answers.withoutBody(owner.license(id))).isEqualTo("403 urn:ssms:plays-exhausted");
        listener.hangUp();
        Databases database = Databases.copyOf(server);
        assertThat(database.query("license", """
                        select count(*) from lease browser
                        join lease phone on phone.grant_id = browser.grant_id
                        join grant_ g on g.id = browser.grant_id
                        join message_key k on k.kid = g.kid
                        where k.message_id = ? and browser.started_at < phone.started_at
                        and phone.started_at < browser.ended_at""", id))
                .as("both at the same time")
                .containsExactly("1");
        assertThat(database.decisions("LICENSE", id))
                .containsExactly("GRANTED", "GRANTED", "PLAYS_EXHAUSTED", "PLAYS_EXHAUSTED");
        assertThat(database.decisions("PLAY_STARTED", id)).containsExactly("GRANTED", "GRANTED");
        assertThat(database.decisions("PLAY_ENDED", id)).containsExactly("GRANTED", "GRANTED");
        assertThat(database.plays(id)).isEqualTo(2);
        assertThat(message.left()).isZero();
    }
}
