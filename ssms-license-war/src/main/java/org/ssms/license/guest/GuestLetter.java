package org.ssms.license.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.GuestAddress;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.RightsWords;
import org.ssms.protect.license.UsageRights;

/**
 * A mail to a guest, in both languages, because nobody knows his: text, perhaps the protected file, Auto-Submitted (RFC
 * 3834). What users have chosen appears in the body only, never in a header. The link names the invitation and gives no
 * right. Does not print the code.
 *
 * @param invitation the grant's id
 * @param forwarder who holds the grant above
 * @param rights as they are now
 * @param code of a mail that brings one; null: the mail brings the link
 */
public record GuestLetter(
        GuestAddress to,
        UUID invitation,
        String forwarder,
        UsageRights rights,
        @Nullable String code) {
    private static final String INVITATION = """
            %1$s has forwarded a voice message to you.

            What you may do: %2$s. (Times are UTC.)
            Listen to it here: %4$s
            %5$s
            The link alone opens nothing: its page sends a code to this address.
            If you do not expect a message, you need not do anything.

            --------

            %1$s hat eine Sprachnachricht an Sie weitergeleitet.

            Was Sie dürfen: %3$s. (Zeiten in UTC.)
            Hier können Sie sie hören: %4$s
            %6$s
            Der Link allein öffnet nichts: Die Seite schickt einen Code an diese Adresse.
            Wenn Sie keine Nachricht erwarten, brauchen Sie nichts zu tun.
            """;

    private static final String CODE = """
            Your code: %1$s

            It is good for %2$d minutes and for one use, on the page that you have open: %3$s
            Tell it to nobody. If you have not asked for it, you need not do anything.

            --------

            Ihr Code: %1$s

            Er gilt %2$d Minuten und nur einmal, auf der Seite, die Sie offen haben: %3$s
            Sagen Sie ihn niemandem. Wenn Sie ihn nicht verlangt haben, brauchen Sie nichts zu tun.
            """;

    private static final int GROUP = 4;

    private static final List<String> ATTACHED = List.of(
            "The protected message is attached, too. It plays on that page only.\n",
            "Die geschützte Nachricht ist auch angehängt. Abspielen lässt sie sich nur auf dieser Seite.\n");

    private static final List<String> TOO_LARGE = List.of(
            "The message itself is too large for a mail.\n", "Die Nachricht selbst ist zu groß für eine E-Mail.\n");

    /** Says nothing of anybody, whatever the message is. */
    private static final String FILE_NAME = "message.mp4";

    /**
     * Makes the mail.
     *
     * @param webUrl base of the links
     * @param file that the invitation brings
     */
    public MimeMessage render(Session session, String from, URI webUrl, Instant now, MailedFile file)
            throws MessagingException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(from, true));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to.address(), true));
        mail.setSubject(
                code == null
                        ? "A voice message for you / Eine Sprachnachricht für Sie"
                        : "Your code for the voice message / Ihr Code für die Sprachnachricht",
                UTF_8.name());
        mail.setSentDate(Date.from(now));
        mail.setHeader("Auto-Submitted", "auto-generated");
        String text = code == null ? invitation(webUrl, file) : code(webUrl, code);
        if (file instanceof MailedFile.Attached attached) {
            mail.setContent(new MimeMultipart(textPart(text), filePart(attached)));
        } else {
            mail.setText(text, UTF_8.name());
        }
        mail.saveChanges();
        return mail;
    }

    private static MimeBodyPart textPart(String text) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8.name());
        return part;
    }

    private static MimeBodyPart filePart(MailedFile.Attached file) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(file.content()));
        part.setFileName(FILE_NAME);
        part.setDisposition(Part.ATTACHMENT);
        return part;
    }

    private String invitation(URI webUrl, MailedFile file) {
        String name = GuestAddress.of(forwarder).map(GuestAddress::address).orElse(forwarder);
        return INVITATION.formatted(
                name.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " "),
                line(Locale.ENGLISH),
                line(Locale.GERMAN),
                link(webUrl),
                said(file, 0),
                said(file, 1));
    }

    /** @param language 0: English, 1: German */
    private static String said(MailedFile file, int language) {
        if (file instanceof MailedFile.Attached) {
            return ATTACHED.get(language);
        }
        return file instanceof MailedFile.TooLarge ? TOO_LARGE.get(language) : "";
    }

    private String code(URI webUrl, String digits) {
        String readable = digits.substring(0, GROUP) + " " + digits.substring(GROUP);
        return CODE.formatted(readable, GuestCode.LIFETIME.toMinutes(), link(webUrl));
    }

    /** Who else may play it is not the guest's matter. */
    private String line(Locale language) {
        return new RightsWords(language, ZoneOffset.UTC).line(rights.with(Right.USERS, null));
    }

    private URI link(URI webUrl) {
        String base = webUrl.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "guest.xhtml?id=" + invitation);
    }

    @Override
    public String toString() {
        return "GuestLetter[" + invitation + "]";
    }
}
