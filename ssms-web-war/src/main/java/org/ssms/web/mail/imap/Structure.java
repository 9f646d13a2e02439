package org.ssms.web.mail.imap;

import static org.ssms.web.mail.imap.ImapText.quoted;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;
import org.ssms.web.mail.mime.MailWriter;
import org.ssms.web.mail.mime.VoiceMail;

/** What IMAP tells of the parts and the head of a mail, without its octets (RFC 3501 §7.4.2). */
final class Structure {
    private static final String NIL = "NIL";

    private final VoiceMail mail;
    private final boolean isExtended;

    private Structure(VoiceMail mail, boolean isExtended) {
        this.mail = mail;
        this.isExtended = isExtended;
    }

    /** {@code BODY}, and with what was added later {@code BODYSTRUCTURE}. */
    static String body(VoiceMail mail, boolean isExtended) {
        return new Structure(mail, isExtended).whole();
    }

    private String whole() {
        MessageId id = mail.facts().message();
        String text = multipart("alternative", innerParameters(id), text("1.1", "plain"), text("1.2", "html"));
        return multipart(
                "voice-message",
                List.of("version", "2.0", "boundary", MailWriter.outerBoundary(id)),
                text,
                mail.isAttached() ? file(id) : text("2", "plain"));
    }

    private static List<String> innerParameters(MessageId id) {
        return List.of("boundary", MailWriter.innerBoundary(id));
    }

    private String multipart(String subtype, List<String> parameters, String... parts) {
        String extension = isExtended ? " " + parameters(parameters) + " NIL NIL NIL" : "";
        return "(" + String.join("", parts) + " " + quoted(subtype) + extension + ")";
    }

    private String text(String section, String subtype) {
        return "(\"text\" " + quoted(subtype) + " (\"charset\" \"utf-8\") NIL NIL \"8bit\" " + mail.length(section)
                + " " + mail.lines(section) + (isExtended ? " NIL NIL NIL NIL" : "") + ")";
    }

    private String file(MessageId id) {
        String name = MailWriter.fileName(id);
        String disposition =
                " NIL (\"attachment\" " + parameters(List.of("voice", "Voice-Message", "filename", name)) + ") NIL NIL";
        return "(\"audio\" \"mp4\" " + parameters(List.of("name", name)) + " NIL NIL \"base64\" " + mail.length("2")
                + (isExtended ? disposition : "") + ")";
    }

    private static String parameters(List<String> namesAndValues) {
        return namesAndValues.stream().map(ImapText::quoted).collect(Collectors.joining(" ", "(", ")"));
    }

    static String envelope(VoiceMail mail) {
        Map<String, String> fields = mail.facts().fields();
        String from = address(fields.get("From"));
        return Stream.of(
                        quoted(fields.getOrDefault("Date", "")),
                        quoted(fields.getOrDefault("Subject", "")),
                        from,
                        from,
                        from,
                        address(fields.get("To")),
                        NIL,
                        NIL,
                        NIL,
                        quoted(fields.getOrDefault("Message-ID", "")))
                .collect(Collectors.joining(" ", "(", ")"));
    }

    private static String address(@Nullable String address) {
        int at = address == null ? -1 : address.lastIndexOf('@');
        return address == null || at < 0
                ? NIL
                : "((NIL NIL " + quoted(address.substring(0, at)) + " " + quoted(address.substring(at + 1)) + "))";
    }
}
