package org.ssms.notify;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ssms.config.TestConfig;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.mailbox.MessageNotice;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

class NotificationMailTest {
    private static final String ID = "01234567890123456789abcdef";
    private static final Instant NOW = Instant.parse("2026-11-23T05:00:00Z");

    private final NotificationMail mail =
            new NotificationMail("localhost", MailConfig.from(TestConfig.defaults()), Clock.fixed(NOW, ZoneOffset.UTC));

    private static MessageNotice from(String caller, String callerName) {
        return from(caller, callerName, IdentitySource.FROM);
    }

    private static MessageNotice from(String caller, String callerName, IdentitySource source) {
        return from(caller, callerName, source, "alice", null);
    }

    private static MessageNotice from(
            String caller, String callerName, IdentitySource source, String reader, @Nullable String list) {
        MessageView view = new MessageView(
                new MessageId(ID),
                KeyId.parse("283a3c9d-8068-4828-99e3-c4895424b69b"),
                caller,
                callerName,
                source,
                NOW,
                Duration.ofSeconds(65),
                MessageState.NEW,
                null,
                list);
        return new MessageNotice(view, reader, "alice@localhost", Locale.ENGLISH);
    }

    private static MessageNotice inGerman(MessageNotice notice) {
        return new MessageNotice(notice.message(), notice.owner(), notice.mailAddress(), Locale.GERMAN);
    }

    private MimeMessage render(MessageNotice notice) throws MessagingException {
        return mail.render(notice, Session.getInstance(new Properties()));
    }

    private static String part(MimeMessage message, int index) throws MessagingException, IOException {
        return (String)
                ((MimeMultipart) message.getContent()).getBodyPart(index).getContent();
    }

    @Test
    void headers_say_what_it_is_and_nothing_about_the_caller() throws Exception {
        MimeMessage message = render(from("sip:bob@example.org", "Bob"));
        assertThat(message.getSubject()).isEqualTo("New voice message");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getHeader("Message-Context")).containsExactly("voice-message");
        assertThat(message.getMessageID()).isEqualTo("<" + ID + "@localhost>");
        assertThat(message.getContentType()).startsWith("multipart/alternative");
        assertThat(message.getAllRecipients()).extracting(Object::toString).containsExactly("alice@localhost");
    }

    @Test
    void both_parts_carry_the_link_to_the_player() throws Exception {
        MimeMessage message = render(from("sip:bob@example.org", "Bob"));
        String link = "https://localhost:8443/play.xhtml?id=" + ID;
        assertThat(part(message, 0)).contains("sip:bob@example.org", "by the name of \"Bob\"", "1:05 min", link);
        assertThat(part(message, 1)).contains("href=\"" + link + "\"");
    }

    @Test
    void it_is_written_in_the_language_in_which_its_reader_reads() throws Exception {
        MimeMessage message = render(inGerman(from("sip:bob@example.org", "Bob")));
        assertThat(message.getSubject()).isEqualTo("Neue Sprachnachricht");
        assertThat(part(message, 0))
                .startsWith("Sie haben eine neue Sprachnachricht.\n")
                .contains(
                        "Von:    sip:bob@example.org (nicht bestätigt: so nennt er sich selbst), unter dem Namen \"Bob",
                        "Zeit:   23. November 2026, 05:00 UTC\n",
                        "Länge:  1:05 min\n",
                        "Hören Sie sie hier: https://localhost:8443/play.xhtml?id=" + ID);
        assertThat(part(message, 1))
                .contains("<html lang=\"de\">", "&quot;Bob&quot;</b>, 23. November 2026", ">Anhören</a>");
        MimeMessage anonymous = render(inGerman(from(CallerIdentity.ANONYMOUS_ADDRESS, CallerIdentity.ANONYMOUS_NAME)));
        assertThat(part(anonymous, 0)).contains("Von:    ein Anrufer, der weder Namen noch Nummer nennt\n");
    }

    @Test
    void a_member_of_a_list_reads_for_which_it_was_left_and_gets_a_mail_of_his_own() throws Exception {
        MimeMessage message = render(from("sip:bob@example.org", "", IdentitySource.FROM, "a.b.", "sales"));
        assertThat(message.getMessageID()).isEqualTo("<" + ID + "=a=b=@localhost>");
        assertThat(part(message, 0)).contains("\nFor:    sales\nTime:   23 November");
        assertThat(part(message, 1)).contains("</b>, left for sales, 23 November 2026");
        assertThat(part(render(from("sip:bob@example.org", "")), 0)).doesNotContain("For:");
        assertThat(part(render(inGerman(from("sip:bob@x", "", IdentitySource.FROM, "alice", "sales"))), 0))
                .contains("\nFür:    sales\nZeit:");
    }

    @Test
    void both_languages_have_the_same_texts_with_the_same_arguments() {
        ResourceBundle english = ResourceBundle.getBundle("org.ssms.notify.words", Locale.ENGLISH);
        ResourceBundle german = ResourceBundle.getBundle("org.ssms.notify.words", Locale.GERMAN);
        assertThat(german.getLocale()).isEqualTo(Locale.GERMAN);
        assertThat(german.keySet()).isEqualTo(english.keySet()).hasSizeGreaterThan(10);
        assertThat(english.keySet())
                .allSatisfy(key -> assertThat(german.getString(key).replaceAll("[^{}\\d]", ""))
                        .isEqualTo(english.getString(key).replaceAll("[^{}\\d]", "")));
    }

    @Test
    void a_caller_who_only_says_who_he_is_is_told_from_one_who_is_known() throws Exception {
        MimeMessage claimed = render(from("sip:bob@example.org", "Bob"));
        assertThat(part(claimed, 0))
                .contains("sip:bob@example.org (not verified: so the caller says), by the name of \"Bob\"\n");
        assertThat(part(claimed, 1)).contains("(not verified: so the caller says), by the name of &quot;Bob&quot;</b>");
        for (IdentitySource source : List.of(IdentitySource.ASSERTED, IdentitySource.AUTHENTICATED)) {
            MimeMessage known = render(from("sip:bob@localhost", "Bob", source));
            assertThat(part(known, 0)).contains("sip:bob@localhost (verified), by the name of \"Bob\"\n");
            assertThat(part(known, 1)).contains("sip:bob@localhost (verified), by the name of &quot;Bob&quot;</b>");
        }
    }

    @Test
    void an_anonymous_caller_is_named_politely() throws Exception {
        MimeMessage message = render(from(CallerIdentity.ANONYMOUS_ADDRESS, CallerIdentity.ANONYMOUS_NAME));
        assertThat(part(message, 0)).contains("From:   a caller who does not give a name or number\n");
        assertThat(part(message, 1)).contains("<b>a caller who does not give a name or number</b>");
        assertThat(part(message, 0) + part(message, 1)).doesNotContain("anonymous.invalid");
    }

    @Test
    void a_display_name_brings_neither_headers_nor_markup() throws Exception {
        MimeMessage message = render(from(
                "sip:x\"><script>@evil", "Eve\r\nBcc: victim@example.org\r\n\r\n<img src=x onerror=alert(1)>\u202e"));
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        message.writeTo(wire);
        String headers = wire.toString(StandardCharsets.US_ASCII).split("\r\n\r\n", 2)[0];
        assertThat(headers).doesNotContain("Bcc").doesNotContain("Eve");
        assertThat(Arrays.asList(message.getAllRecipients())).hasSize(1);
        assertThat(part(message, 0))
                .doesNotContain("\r\nBcc")
                .doesNotContain("\nBcc")
                .doesNotContain("\u202e");
        assertThat(part(message, 1))
                .doesNotContain("<img")
                .doesNotContain("<script")
                .contains("&lt;img");
    }
}
