package org.ssms.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Clock;
import java.util.Date;
import org.ssms.mailbox.MessageNotice;
import org.ssms.mailbox.MessageView;

/**
 * The e-mail that tells of a message: multipart/alternative (RFC 2046 §5.1.4), Auto-Submitted (RFC 3834),
 * Message-Context (RFC 3458). What the caller has sent appears in the body only, never in a header, and as text only.
 * The link leads to our own player and carries the message id, which gives no right. In the language in which its
 * reader reads his mailbox ({@link MessageWords}).
 */
final class NotificationMail {
    private final String domain;
    private final MailConfig config;
    private final Clock clock;

    /** @param domain of the Message-ID */
    NotificationMail(String domain, MailConfig config, Clock clock) {
        this.domain = domain;
        this.config = config;
        this.clock = clock;
    }

    MimeMessage render(MessageNotice notice, Session session) throws MessagingException {
        MessageView view = notice.message();
        MimeMessage mail = new IdentifiedMail(session, "<" + name(notice) + "@" + domain + ">");
        mail.setFrom(new InternetAddress(config.from(), true));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(notice.mailAddress(), true));
        MessageWords words = MessageWords.in(notice.language());
        mail.setSubject(words.say("subject"), UTF_8.name());
        mail.setSentDate(Date.from(clock.instant()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("Message-Context", "voice-message");
        mail.setContent(
                new MimeMultipart("alternative", part("plain", text(view, words)), part("html", html(view, words))));
        mail.saveChanges();
        return mail;
    }

    /** Members of a list get mails of their own; a point in a name would not stand at every place (RFC 5322 §3.2.3). */
    private static String name(MessageNotice notice) {
        MessageView view = notice.message();
        return view.list() == null
                ? view.id().value()
                : view.id() + "=" + notice.owner().replace('.', '=');
    }

    private static MimeBodyPart part(String subtype, String content) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, UTF_8.name(), subtype);
        return part;
    }

    private String text(MessageView view, MessageWords words) {
        return """
                %s

                %-8s%s
                %s%-8s%s
                %-8s%s

                %s %s
                """.formatted(
                        words.say("intro"),
                        words.say("from"),
                        words.caller(view),
                        view.list() == null ? "" : "%-8s%s\n".formatted(words.say("for"), view.list()),
                        words.say("time"),
                        words.time(view.receivedAt()),
                        words.say("length"),
                        MessageWords.length(view.length()),
                        words.say("listen"),
                        config.playLink(view.id()));
    }

    private String html(MessageView view, MessageWords words) {
        return """
                <!DOCTYPE html>
                <html lang="%s">
                <head><meta charset="utf-8"><title>%s</title></head>
                <body>
                <p>%s <b>%s</b>, %s%s, %s.</p>
                <p><a href="%s">%s</a></p>
                </body>
                </html>
                """.formatted(
                        words.language().getLanguage(),
                        MessageWords.escape(words.say("subject")),
                        MessageWords.escape(words.say("sentence")),
                        MessageWords.escape(words.caller(view)),
                        view.list() == null ? "" : MessageWords.escape(words.say("left-for", view.list())) + ", ",
                        words.time(view.receivedAt()),
                        MessageWords.length(view.length()),
                        MessageWords.escape(config.playLink(view.id())),
                        MessageWords.escape(words.say("link")));
    }

    /** Keeps its Message-ID: a repeated notification is the same mail, and mail systems can see that. */
    private static final class IdentifiedMail extends MimeMessage {
        private final String id;

        IdentifiedMail(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
