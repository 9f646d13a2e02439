package org.ssms.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.identity.Attestation;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
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
    @CsvSource(
            nullValues = "-",
            value = {
                "FROM,          -, claimed",
                "FROM,          C, C",
                "FROM,          B, B",
                "FROM,          A, A",
                "ASSERTED,      -, verified",
                "ASSERTED,      C, verified",
                "ASSERTED,      A, A",
                "AUTHENTICATED, -, verified",
            })
    void who_is_known_is_told_from_who_only_says_so(
            IdentitySource source, @Nullable Attestation attestation, String level) {
        AttestationBadge badge = MessageRow.of(view("sip:bob@example.org", source, attestation), Locale.US)
                .badge();
        assertThat(badge.level()).isEqualTo(level);
        assertThat(badge.isShown()).isTrue();
        assertThat(badge.label()).isNotBlank();
        assertThat(badge.words()).contains(level.length() == 1 ? level + "," : ": ");
    }

    @Test
    void a_row_speaks_the_language_of_its_reader() {
        MessageRow row = MessageRow.of(view("", "", IdentitySource.FROM, Duration.ofSeconds(61), null), Locale.GERMAN);
        assertThat(row.name()).isEqualTo("Unbekannt");
        assertThat(row.lengthWords()).isEqualTo("1 Minute 1 Sekunde");
        assertThat(row.badge().label()).isEqualTo("Nicht bestätigt");
    }

    @Test
    void an_anonymous_caller_says_nothing_that_could_be_verified() {
        for (IdentitySource source : IdentitySource.values()) {
            MessageRow row = MessageRow.of(view(CallerIdentity.ANONYMOUS_ADDRESS, source, null), Locale.US);
            assertThat(row.badge().isShown()).isFalse();
            assertThat(row.badge().label()).isEmpty();
        }
    }

    @Test
    void a_message_for_a_list_says_so_in_the_readers_language() {
        MessageView own = view("sip:bob@example.org", IdentitySource.FROM, null);
        MessageView sales = new MessageView(
                own.id(),
                own.keyId(),
                own.caller(),
                own.callerName(),
                own.callerSource(),
                own.receivedAt(),
                own.length(),
                own.state(),
                null,
                "sales");
        assertThat(MessageRow.of(own, Locale.US).list()).isEmpty();
        assertThat(MessageRow.of(sales, Locale.US).list()).isEqualTo("For sales");
        assertThat(MessageRow.of(sales, Locale.GERMANY).list()).isEqualTo("Für sales");
    }

    private static MessageView view(String caller, IdentitySource source, @Nullable Attestation attestation) {
        return view(caller, "", source, Duration.ofSeconds(1), attestation);
    }

    private static MessageRow row(String caller, String callerName, Duration length) {
        return MessageRow.of(view(caller, callerName, IdentitySource.FROM, length, null), Locale.US);
    }

    private static MessageView view(
            String caller,
            String callerName,
            IdentitySource source,
            Duration length,
            @Nullable Attestation attestation) {
        return new MessageView(
                MessageId.parse("0123456789abcdefghjkmnpqrs"),
                new KeyId(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
                caller,
                callerName,
                source,
                Instant.parse("2026-11-23T15:06:07Z"),
                length,
                MessageState.NEW,
                attestation,
                null);
    }
}
