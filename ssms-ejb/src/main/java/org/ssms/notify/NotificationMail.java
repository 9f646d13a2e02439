package org.ssms.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import org.ssms.mailbox.MessageNotice;
import org.ssms.mailbox.MessageView;

/**
 * The e-mail that tells of a message: multipart/alternative (RFC 2046 §5.1.4), Auto-Submitted (RFC 3834), Message-Context
 * (RFC 3458). What the caller has sent appears in the body only, never in a header, and as text only. The link leads to
 * our own player and carries the message id, which gives no right.
 */
final class NotificationMail {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

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
        MimeMessage mail = new IdentifiedMail(session, "<" + view.id() + "@" + domain + ">");
        mail.setFrom(new InternetAddress(config.from(), true));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(notice.mailAddress(), true));
        mail.setSubject("New voice message");
        mail.setSentDate(Date.from(clock.instant()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("Message-Context", "voice-message");
        mail.setContent(new MimeMultipart("alternative", part("plain", text(view)), part("html", html(view))));
        mail.saveChanges();
        return mail;
    }

    private static MimeBodyPart part(String subtype, String content) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, UTF_8.name(), subtype);
        return part;
    }

    private String text(MessageView view) {
        return """
                You have a new voice message.

                From:   %s
                Time:   %s
                Length: %s

                Listen to it: %s
                """.formatted(caller(view), TIME.format(view.receivedAt()), length(view.length()), link(view));
    }

    private String html(MessageView view) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>New voice message</title></head>
                <body>
                <p>You have a new voice message from <b>%s</b>, %s, %s.</p>
                <p><a href="%s">Listen to it</a></p>
                </body>
                </html>
                """.formatted(
                        escape(caller(view)),
                        TIME.format(view.receivedAt()),
                        length(view.length()),
                        escape(link(view).toString()));
    }

    private URI link(MessageView view) {
        String base = config.webUrl().toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "play.xhtml?id=" + view.id());
    }

    private static String caller(MessageView view) {
        if (view.anonymous()) {
            return "a caller who does not give a name or number";
        }
        // nobody vouches for the name
        String caller = view.caller() + (view.verified() ? " (verified)" : " (not verified: so the caller says)");
        return (view.callerName().isEmpty() ? caller : caller + ", by the name of \"" + view.callerName() + "\"")
                .replaceAll("\\p{C}", " ");
    }

    private static String length(Duration length) {
        return "%d:%02d min".formatted(length.toMinutes(), length.toSecondsPart());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
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
