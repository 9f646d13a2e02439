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
        String receivedAt,
        String receivedText,
        String length,
        String lengthWords,
        double seconds,
        AttestationBadge badge) {
    private static final String ANONYMOUS = "Anonymous";

    static MessageRow of(MessageView message, Locale locale) {
        String address = message.anonymous() ? "" : withoutScheme(message.caller());
        String name = message.anonymous() || message.callerName().isBlank() ? userPart(address) : message.callerName();
        Duration length = rounded(message.length());
        return new MessageRow(
                message.id().value(),
                message.keyId().toString(),
                message.state() == MessageState.NEW ? "new" : "heard",
                name,
                name.equals(address) ? "" : address,
                message.receivedAt().toString(),
                text(message, locale),
                "%d:%02d".formatted(length.toMinutes(), length.toSecondsPart()),
                words(length),
                message.length().toMillis() / 1000.0,
                AttestationBadge.of(message));
    }

    /** Whether the owner has not listened to it yet. */
    public boolean isNew() {
        return state.equals("new");
    }

    /** Whether nobody knows a name for the caller. */
    public boolean isAnonymous() {
        return name.equals(ANONYMOUS);
    }

    private static String withoutScheme(String caller) {
        return caller.replaceFirst("^(?i:sips?|tel):", "");
    }

    private static String userPart(String address) {
        String user = address.replaceFirst("@.*$", "");
        return user.isBlank() || user.equalsIgnoreCase(ANONYMOUS) ? ANONYMOUS : user;
    }

    /** To whole seconds, but what can be heard is never 0. */
    private static Duration rounded(Duration length) {
        return Duration.ofSeconds(Math.max(1, Math.round(length.toMillis() / 1000.0)));
    }

    private static String words(Duration length) {
        String seconds = count(length.toSecondsPart(), "second");
        return length.toMinutes() == 0 ? seconds : count(length.toMinutes(), "minute") + " " + seconds;
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    private static String text(MessageView message, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withZone(ZoneOffset.UTC)
                        .format(message.receivedAt())
                + " UTC";
    }
}
