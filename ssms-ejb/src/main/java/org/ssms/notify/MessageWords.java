package org.ssms.notify;

import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;
import org.ssms.mailbox.MessageView;

/** What mails say of a message, in the language in which its reader reads his mailbox (the bundle {@code words}). */
public final class MessageWords {
    static final String BUNDLE = "org.ssms.notify.words";

    private final ResourceBundle texts;
    private final Locale language;

    private MessageWords(ResourceBundle texts, Locale language) {
        this.texts = texts;
        this.language = language;
    }

    /** The words of a language that there are words in. */
    public static MessageWords in(Locale language) {
        return new MessageWords(
                ResourceBundle.getBundle(BUNDLE, language, MessageWords.class.getClassLoader()), language);
    }

    public Locale language() {
        return language;
    }

    /** A text of the bundle, with its gaps filled. */
    public String say(String key, Object... arguments) {
        return new MessageFormat(texts.getString(key), language).format(arguments);
    }

    public String time(Instant moment) {
        return DateTimeFormatter.ofPattern(texts.getString("pattern"), language)
                .withZone(ZoneOffset.UTC)
                .format(moment);
    }

    /** Who called, and whether somebody vouches for that; one line, without control characters. */
    public String caller(MessageView view) {
        if (view.anonymous()) {
            return say("anonymous");
        }
        // nobody vouches for the name
        String caller = say(view.verified() ? "verified" : "claimed", view.caller());
        return (view.callerName().isEmpty() ? caller : say("named", caller, view.callerName()))
                .replaceAll("\\p{C}", " ");
    }

    /** Minutes and seconds. */
    public static String length(Duration length) {
        return "%d:%02d min".formatted(length.toMinutes(), length.toSecondsPart());
    }

    /** As text within HTML. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
