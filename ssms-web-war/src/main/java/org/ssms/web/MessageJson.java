package org.ssms.web;

import jakarta.json.bind.annotation.JsonbNillable;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.ssms.mailbox.MessageView;

/**
 * A message on the wire.
 *
 * @param seconds playing time, rounded to tenths
 * @param state {@code new} or {@code heard}
 */
@Schema(name = "Message")
public record MessageJson(
        @Schema(example = "0123456789abcdefghjkmnpqrs") String id,

        @Schema(description = "Key identifier of the protected file", format = "uuid")
        String kid,

        @Schema(example = "sip:bob@example.org") String caller,

        @Schema(description = "As the call claimed it; empty when it gave none")
        String callerName,

        @Schema(description = "Whether the caller proved to be that, or a trusted carrier or a full signature says so")
        boolean callerVerified,

        Instant receivedAt,
        @Schema(example = "12.3") double seconds,
        @Schema(enumeration = {"new", "heard"}) String state,

        @Schema(
                description = "How far the caller's provider vouches for the number (RFC 8588); null: not at all",
                enumeration = {"A", "B", "C"},
                nullable = true)
        @JsonbNillable
        @Nullable
        String attestation,

        @Schema(description = "The list for which it was left; absent: for its reader alone", example = "sales")
        @Nullable
        String list) {
    private static final double TENTH_MILLIS = 100;

    public static MessageJson of(MessageView message) {
        return new MessageJson(
                message.id().value(),
                message.keyId().toString(),
                message.caller(),
                message.callerName(),
                message.verified(),
                message.receivedAt(),
                Math.round(message.length().toMillis() / TENTH_MILLIS) / 10.0,
                message.state().name().toLowerCase(Locale.ROOT),
                message.attestation() == null ? null : message.attestation().name(),
                message.list());
    }
}
