package org.ssms.web.mail.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.ssms.mailbox.MailReader;
import org.ssms.mailbox.MessageView;
import org.ssms.mailbox.ProtectedContent;
import org.ssms.notify.MailConfig;
import org.ssms.notify.MessageWords;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.Sha256;

/**
 * Writes voice messages as mails: {@code multipart/voice-message} (RFC 3801), {@code Message-Context} (RFC 3458),
 * {@code Content-Duration} (RFC 3803). What the caller has sent stands in the text alone, in no head. Links lead to our
 * own player and stream, and give no right. Thread-safe.
 */
public final class MailWriter {
    /** Of the protected file, as the mailbox on the web says it. */
    public static final String MEDIA_TYPE = "audio/mp4";

    /** To be raised when anything changes in what is written: mails that clients have must not change under them. */
    private static final int EDITION = 1;

    /** Of texts, and so of all in which they are (RFC 2045 §6.4). */
    private static final String EIGHT_BIT = "8bit";

    private static final int FORM_CHARS = 16;
    /** An encoded word has 75 characters at most (RFC 2047 §2). */
    private static final int WORD_OCTETS = 42;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

    private final MailConfig config;
    private final String domain;

    /**
     * For mails of this server.
     *
     * @param domain of the Message-ID, and of the addresses of streams
     */
    public MailWriter(MailConfig config, String domain) {
        this.config = config;
        this.domain = domain;
    }

    /**
     * For whom a mail is, and how.
     *
     * @param owner of the mailbox
     * @param isAttached whether the protected file may be saved, and so is attached
     */
    public record Wanted(String owner, MailReader reader, boolean isAttached) {}

    /**
     * What makes the octets of a mail others than those of another mail about the same message: as long as it is the
     * same, so are they. Short, of hexadecimal digits.
     */
    public String form(Wanted wanted) {
        String all = String.join(
                "\n",
                Integer.toString(EDITION),
                Integer.toString(Runtime.version().feature()), // brings the names of months
                wanted.owner,
                wanted.reader.mailAddress(),
                wanted.reader.language().toLanguageTag(),
                Boolean.toString(wanted.isAttached),
                config.from(),
                config.webUrl().toString(),
                domain);
        StringBuilder form = new StringBuilder();
        for (byte octet : Sha256.of(all.getBytes(UTF_8))) {
            form.append("%02x".formatted(octet));
        }
        return form.substring(0, FORM_CHARS);
    }

    /** Writes one. */
    public VoiceMail write(MessageView view, ProtectedContent content, Wanted wanted) {
        MessageWords words = MessageWords.in(wanted.reader.language());
        String outer = outerBoundary(view.id());
        String inner = innerBoundary(view.id());
        String text = text(view, wanted, words);
        Map<String, String> fields = fields(view, wanted, words, outer);
        VoiceMail.Layout mail = new VoiceMail.Layout();
        fields.forEach((name, value) -> mail.lines(name + ": " + value));
        mail.lines("").section("HEADER", 0, 0);
        long body = mail.position();
        mail.lines("--" + outer);
        part(
                mail,
                "1",
                "Content-Type: multipart/alternative; boundary=\"" + inner + '"',
                "Content-Transfer-Encoding: " + EIGHT_BIT);
        long alternative = mail.position();
        mail.lines("--" + inner);
        textPart(mail, "1.1", "plain", text);
        mail.lines("--" + inner);
        textPart(mail, "1.2", "html", html(view, wanted, words));
        mail.lines("--" + inner + "--").section("1", alternative, 2).lines("--" + outer);
        if (wanted.isAttached) {
            filePart(mail, view, content);
        } else {
            textPart(mail, "2", "plain", words.say("mail.not-attached") + "\n" + config.playLink(view.id()) + "\n");
        }
        mail.lines("--" + outer + "--").section("TEXT", body, 0).section("", 0, 0);
        return mail.of(new VoiceMail.Facts(view.id(), view.receivedAt(), fields, text));
    }

    private static void textPart(VoiceMail.Layout mail, String number, String subtype, String text) {
        part(
                mail,
                number,
                "Content-Type: text/" + subtype + "; charset=utf-8",
                "Content-Transfer-Encoding: " + EIGHT_BIT);
        long from = mail.position();
        mail.text(text).lines("").section(number, from, 2);
    }

    private static void filePart(VoiceMail.Layout mail, MessageView view, ProtectedContent content) {
        part(
                mail,
                "2",
                "Content-Type: " + MEDIA_TYPE + "; name=\"" + fileName(view.id()) + '"',
                "Content-Transfer-Encoding: base64",
                "Content-Disposition: attachment; voice=Voice-Message; filename=\"" + fileName(view.id()) + '"',
                "Content-Duration: " + seconds(view));
        long from = mail.position();
        mail.attached(new Base64File(content.file(), content.length())).section("2", from, 2);
    }

    private static void part(VoiceMail.Layout mail, String number, String... fields) {
        long from = mail.position();
        mail.lines(fields).lines("").section(number + ".MIME", from, 0);
    }

    /** Of the protected file, when it is attached. */
    public static String fileName(MessageId id) {
        return id + ".mp4"; // the id is 26 letters and digits
    }

    /** Between the text and the file. Base64 has no underscore, and what callers say begins no line. */
    public static String outerBoundary(MessageId id) {
        return "=_ssms_" + id + "_1";
    }

    /** Between the forms of the text. */
    public static String innerBoundary(MessageId id) {
        return "=_ssms_" + id + "_2";
    }

    private static long seconds(MessageView view) {
        return Math.round(view.length().toMillis() / 1000.0);
    }

    private Map<String, String> fields(MessageView view, Wanted wanted, MessageWords words, String boundary) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("From", config.from());
        fields.put("To", wanted.reader.mailAddress().replaceAll("\\p{Cntrl}", " "));
        fields.put("Subject", words(words.say("mail.title") + ", " + MessageWords.length(view.length())));
        fields.put("Date", date(view.receivedAt()));
        fields.put("Message-ID", messageId(view, wanted.owner));
        fields.put("MIME-Version", "1.0 (Voice 2.0)");
        fields.put("Message-Context", "voice-message");
        fields.put("Sensitivity", "Private");
        fields.put("Auto-Submitted", "auto-generated");
        fields.put("Content-Duration", Long.toString(seconds(view)));
        fields.put("Content-Type", "multipart/voice-message; version=2.0; boundary=\"" + boundary + '"');
        fields.put("Content-Transfer-Encoding", EIGHT_BIT);
        return fields;
    }

    /** Another one than of the mail that tells of the message: clients show one mail of each. */
    private String messageId(MessageView view, String owner) {
        return "<" + view.id() + "=" + owner.replace('.', '=') + "=voice@" + domain + ">";
    }

    static String date(Instant moment) {
        return DATE.format(moment);
    }

    /** As it may stand in a head (RFC 2047): in ASCII as it is. */
    static String words(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return text;
        }
        StringBuilder encoded = new StringBuilder();
        StringBuilder word = new StringBuilder();
        for (int c : text.codePoints().toArray()) {
            String next = Character.toString(c);
            if ((word + next).getBytes(UTF_8).length > WORD_OCTETS) {
                encoded.append(word(word)).append(' ');
                word.setLength(0);
            }
            word.append(next);
        }
        return encoded.append(word(word)).toString();
    }

    private static String word(CharSequence text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.toString().getBytes(UTF_8)) + "?=";
    }

    /** Where the message is streamed from (F7-7). */
    private String stream(MessageView view, Wanted wanted) {
        return "sip:" + wanted.owner + "." + view.id() + "@" + domain;
    }

    private String text(MessageView view, Wanted wanted, MessageWords words) {
        return """
                %-8s%s
                %s%-8s%s
                %-8s%s

                %s %s
                %s %s

                %s
                """.formatted(
                        words.say("from"),
                        words.caller(view),
                        view.list() == null ? "" : "%-8s%s\n".formatted(words.say("for"), view.list()),
                        words.say("time"),
                        words.time(view.receivedAt()),
                        words.say("length"),
                        MessageWords.length(view.length()),
                        words.say("listen"),
                        config.playLink(view.id()),
                        words.say("mail.stream"),
                        stream(view, wanted),
                        aboutFile(wanted, words));
    }

    private static String aboutFile(Wanted wanted, MessageWords words) {
        return words.say(wanted.isAttached ? "mail.attached" : "mail.not-attached");
    }

    private String html(MessageView view, Wanted wanted, MessageWords words) {
        String stream = MessageWords.escape(stream(view, wanted));
        return """
                <!DOCTYPE html>
                <html lang="%s">
                <head><meta charset="utf-8"><title>%s</title></head>
                <body>
                <p><b>%s</b>, %s%s, %s.</p>
                <p><a href="%s">%s</a></p>
                <p>%s <a href="%s">%s</a></p>
                <p>%s</p>
                </body>
                </html>
                """.formatted(
                        words.language().getLanguage(),
                        MessageWords.escape(words.say("mail.title")),
                        MessageWords.escape(words.caller(view)),
                        view.list() == null ? "" : MessageWords.escape(words.say("left-for", view.list())) + ", ",
                        words.time(view.receivedAt()),
                        MessageWords.length(view.length()),
                        MessageWords.escape(config.playLink(view.id())),
                        MessageWords.escape(words.say("link")),
                        MessageWords.escape(words.say("mail.stream")),
                        stream,
                        stream,
                        MessageWords.escape(aboutFile(wanted, words)));
    }
}
