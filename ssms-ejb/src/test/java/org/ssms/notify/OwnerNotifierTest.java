package org.ssms.notify;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssms.config.TestConfig;
import org.ssms.mailbox.MailReader;
import org.ssms.notify.OwnerNotifier.Notice;

class OwnerNotifierTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource
    void t12_the_owner_is_told_in_his_language_what_when_and_what_to_do(Notice notice) throws Exception {
        MimeMessage english = render(notice, Locale.ENGLISH);
        boolean ofGreeting = notice.text().startsWith("greeting");
        String page = ofGreeting ? "greetings" : "calls";
        String about = ofGreeting ? "greeting" : notice.text().contains("password") ? "password" : "PIN";
        assertThat(english.getSubject()).contains(about);
        assertThat(english.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(english.getAllRecipients()).extracting(Object::toString).containsExactly("alice@localhost");
        assertThat((String) english.getContent())
                .contains(
                        "28 November 2026, 12:00 UTC", "Was it not you?", "https://localhost:8443/" + page + ".xhtml");
        assertThat((String) render(notice, Locale.GERMAN).getContent())
                .contains("28. November 2026, 12:00 UTC", "Waren das nicht Sie?");
    }

    private static MimeMessage render(Notice notice, Locale language) throws Exception {
        return OwnerNotifier.render(
                new MailReader("alice@localhost", language),
                notice,
                Session.getInstance(new Properties()),
                MailConfig.from(TestConfig.defaults()),
                NOON);
    }
}
