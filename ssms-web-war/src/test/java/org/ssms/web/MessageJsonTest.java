package org.ssms.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.JsonbBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ssms.identity.Attestation;
import org.ssms.identity.IdentitySource;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

class MessageJsonTest {
    @Test
    void a_message_is_written_with_the_members_that_other_systems_rely_on() {
        assertThat(write(message(Duration.ofMillis(12_345), MessageState.NEW)))
                .isEqualTo("{\"attestation\":null,\"caller\":\"sip:bob@example.org\",\"callerName\":\"Bob \\\"B\\\" "
                        + "</script>\","
                        + "\"callerVerified\":false,\"id\":\"0123456789abcdefghjkmnpqrs\","
                        + "\"kid\":\"00112233-4455-6677-8899-aabbccddeeff\","
                        + "\"receivedAt\":\"2026-11-23T05:06:07Z\",\"seconds\":12.3,\"state\":\"new\"}");
    }

    @Test
    void the_length_is_rounded_to_tenths() {
        assertThat(MessageJson.of(message(Duration.ofMillis(12_350), MessageState.NEW))
                        .seconds())
                .isEqualTo(12.4);
        assertThat(MessageJson.of(message(Duration.ofMillis(20), MessageState.NEW))
                        .seconds())
                .isEqualTo(0.0);
    }

    @Test
    void a_message_listened_to_is_heard() {
        assertThat(MessageJson.of(message(Duration.ofSeconds(1), MessageState.HEARD))
                        .state())
                .isEqualTo("heard");
    }

    @Test
    void an_attestation_is_its_letter() {
        MessageView bare = message(Duration.ofSeconds(1), MessageState.NEW);
        MessageView vouched = new MessageView(
                bare.id(),
                bare.keyId(),
                bare.caller(),
                bare.callerName(),
                bare.callerSource(),
                bare.receivedAt(),
                bare.length(),
                bare.state(),
                Attestation.B,
                null);
        assertThat(write(vouched)).contains("\"attestation\":\"B\"");
    }

    private static MessageView message(Duration length, MessageState state) {
        return new MessageView(
                MessageId.parse("0123456789abcdefghjkmnpqrs"),
                new KeyId(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
                "sip:bob@example.org",
                "Bob \"B\" </script>",
                IdentitySource.FROM,
                Instant.parse("2026-11-23T05:06:07Z"),
                length,
                state,
                null,
                null);
    }

    private static String write(MessageView message) {
        return JsonbBuilder.create().toJson(MessageJson.of(message));
    }
}
