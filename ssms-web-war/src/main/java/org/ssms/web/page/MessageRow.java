package org.ssms.web.page;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;

/**
 * A message as a page shows it. The same rules are in {@code assets/format.js} for messages that arrive later.
 *
 * @param name who called, as people say it
 * @param address where the call came from, without the scheme; empty when it would only repeat the name
 * @param list for which it was left, in words; empty: for its reader alone
 * @param receivedAt ISO 8601, for the script that turns it into the reader's time zone
 * @param receivedText for readers without the script
 * @param length minutes and seconds, {@code 1:05}
 * @param lengthWords the same to be read aloud
 * @param badge how far somebody vouches for the caller's number
 */
public record MessageRow(
        String id,
        String kid,
        String state,
        String name,
        String address,
        String list,
        String receivedAt,
        String receivedText,
        String length,
        String lengthWords,
        double seconds,
        AttestationBadge badge) {
    static MessageRow of(MessageView message, Locale language) {
        String address = message.anonymous() ? "" : withoutScheme(message.caller());
        String user = message.anonymous() || message.callerName().isBlank() ? userPart(address) : message.callerName();
        String name = user.isBlank() ? PageWords.text(language, "say.anonymous") : user;
        Duration length = rounded(message.length());
        return new MessageRow(
                message.id().value(),
                message.keyId().toString(),
                message.state() == MessageState.NEW ? "new" : "heard",
                name,
                name.equals(address) ? "" : address,
                message.list() == null ? "" : PageWords.text(language, "say.message.list", message.list()),
                message.receivedAt().toString(),
                text(message, language),
                "%d:%02d".formatted(length.toMinutes(), length.toSecondsPart()),
                words(length, language),
                message.length().toMillis() / 1000.0,
                AttestationBadge.of(message, language));
    }

    /** Whether the owner has not listened to it yet. */
    public boolean isNew() {
        return state.equals("new");
    }

    private static String withoutScheme(String caller) {
        return caller.replaceFirst("^(?i:sips?|tel):", "");
    }

    /** Empty when nobody knows a name for the caller. */
    private static String userPart(String address) {
        String user = address.replaceFirst("@.*$", "");
        return user.equalsIgnoreCase("anonymous") ? "" : user;
    }

    /** To whole seconds, but what can be heard is never 0. */
    private static Duration rounded(Duration length) {
        return Duration.ofSeconds(Math.max(1, Math.round(length.toMillis() / 1000.0)));
    }

    private static String words(Duration length, Locale language) {
        String seconds = PageWords.count(language, "say.second", length.toSecondsPart());
        return length.toMinutes() == 0
                ? seconds
                : PageWords.count(language, "say.minute", length.toMinutes()) + " " + seconds;
    }

    private static String text(MessageView message, Locale language) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(language)
                        .withZone(ZoneOffset.UTC)
                        .format(message.receivedAt())
                + " UTC";
    }
}
