package org.ssms.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssms.identity.Attestation;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

class MessageRowTest {
    @ParameterizedTest
    @CsvSource({
        "sip:bob@example.org, Bob Builder, Bob Builder, bob@example.org",
        "sip:bob@example.org, '', bob, bob@example.org",
        "sips:bob@example.org, ' ', bob, bob@example.org",
        "tel:+4930123, '', +4930123, ''",
        "sip:anonymous@anonymous.invalid, '', Anonymous, ''",
        "sip:anonymous@anonymous.invalid, Bob, Anonymous, ''",
        "sip:gateway.example.org, '', gateway.example.org, ''",
        "'', '', Anonymous, ''",
    })
    void a_caller_is_named_as_people_say_it(String caller, String callerName, String name, String address) {
        MessageRow row = row(caller, callerName, Duration.ofSeconds(1));
        assertThat(row.name()).isEqualTo(name);
        assertThat(row.address()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "12900, 0:13, 13 seconds",
        "1000, 0:01, 1 second",
        "20, 0:01, 1 second",
        "60000, 1:00, 1 minute 0 seconds",
        "125400, 2:05, 2 minutes 5 seconds",
        "3723000, 62:03, 62 minutes 3 seconds",
    })
    void a_length_is_written_and_spoken(long millis, String length, String words) {
        MessageRow row = row("sip:bob@example.org", "", Duration.ofMillis(millis));
        assertThat(row.length()).isEqualTo(length);
        assertThat(row.lengthWords()).isEqualTo(words);
    }

    @Test
    void the_time_says_its_zone_until_the_browser_knows_better() {
        MessageRow row = row("sip:bob@example.org", "", Duration.ofSeconds(1));
        assertThat(row.receivedAt()).isEqualTo("2026-11-23T15:06:07Z");
        assertThat(row.receivedText()).contains("2026", "3:06").endsWith("UTC");
    }

    @ParameterizedTest
    @EnumSource(Attestation.class)
    void an_attestation_is_said_in_words_and_the_script_says_the_same(Attestation attestation) throws IOException {
        AttestationBadge badge = AttestationBadge.of(attestation);
        assertThat(badge.isShown()).isTrue();
        assertThat(badge.words()).contains(": " + attestation.name() + ", ");
        assertThat(Files.readString(Path.of("src/main/webapp/assets/format.js")))
                .contains("  %s: ['%s', '%s'],".formatted(attestation, badge.label(), badge.words()));
    }

    @Test
    void without_an_attestation_there_is_no_badge() {
        MessageRow row = row("sip:bob@example.org", "", Duration.ofSeconds(1));
        assertThat(row.badge().isShown()).isFalse();
        assertThat(row.badge().label()).isEmpty();
    }

    private static MessageRow row(String caller, String callerName, Duration length) {
        MessageView view = new MessageView(
                MessageId.parse("0123456789abcdefghjkmnpqrs"),
                new KeyId(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
                caller,
                callerName,
                Instant.parse("2026-11-23T15:06:07Z"),
                length,
                MessageState.NEW,
                null);
        return MessageRow.of(view, Locale.US);
    }
}
