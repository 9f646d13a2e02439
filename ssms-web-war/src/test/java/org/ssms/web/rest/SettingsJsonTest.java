package org.ssms.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.bind.JsonbBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.location.CallSettings;
import org.ssms.location.Contact;
import org.ssms.location.Flow;
import org.ssms.location.OutOfOffice;
import org.ssms.location.RingPlan;
import org.ssms.location.Treatment;

class SettingsJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final String WRITTEN = "{\"doNotDisturb\":true,"
            + "\"outOfOffice\":{\"from\":\"2026-12-24T00:00:00Z\",\"until\":\"2027-01-07T00:00:00Z\"},"
            + "\"ringSeconds\":30,\"whenBusy\":\"reject\",\"whenDeclined\":\"mailbox\","
            + "\"whenNotRegistered\":\"mailbox\",\"whenUnanswered\":\"reject\"}";
    private static final CallSettings SETTINGS = new CallSettings(
            new OutOfOffice(Instant.parse("2026-12-24T00:00:00Z"), Instant.parse("2027-01-07T00:00:00Z")),
            true,
            new RingPlan(
                    Duration.ofSeconds(30), Treatment.REJECT, Treatment.REJECT, Treatment.MAILBOX, Treatment.MAILBOX));

    @Test
    void settings_are_written_with_the_members_that_other_systems_rely_on() {
        assertThat(JsonbBuilder.create().toJson(SettingsJson.of(SETTINGS))).isEqualTo(WRITTEN);
    }

    @Test
    void settings_are_read_as_they_are_written() throws Exception {
        assertThat(SettingsJson.parse(WRITTEN, NOW)).isEqualTo(SETTINGS);
        String defaults = JsonbBuilder.create().toJson(SettingsJson.of(CallSettings.DEFAULT));
        assertThat(SettingsJson.parse(defaults, NOW)).isEqualTo(CallSettings.DEFAULT);
    }

    @Test
    void out_of_office_without_a_beginning_begins_now() throws Exception {
        String json = WRITTEN.replace("\"from\":\"2026-12-24T00:00:00Z\",", "");
        assertThat(SettingsJson.parse(json, NOW).outOfOffice())
                .isEqualTo(new OutOfOffice(NOW, Instant.parse("2027-01-07T00:00:00Z")));
    }

    @Test
    void out_of_office_without_an_end_lasts() throws Exception {
        String json = WRITTEN.replace("\"2027-01-07T00:00:00Z\"", "null");
        assertThat(SettingsJson.parse(json, NOW).outOfOffice())
                .isEqualTo(new OutOfOffice(Instant.parse("2026-12-24T00:00:00Z"), null));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"doNotDisturb\":true, | ``",
                "true | \"true\"",
                "30 | 4",
                "30 | 121",
                "30 | \"30\"",
                "30 | 30.5",
                "\"whenBusy\":\"reject\" | \"whenBusy\":\"Reject\"",
                "\"whenBusy\":\"reject\" | \"whenBusy\":\"forward\"",
                "\"whenBusy\" | \"when_busy\"",
                "2027-01-07T00:00:00Z | 2026-12-24T00:00:00Z",
                "2027-01-07T00:00:00Z | +12027-01-07T00:00:00Z",
                "2026-12-24T00:00:00Z | tomorrow",
                "\"until\" | \"to\"",
                "{\"doNot | [{\"doNot",
            })
    void settings_that_are_not_strictly_right_are_refused(String right, String wrong) {
        assertThat(WRITTEN).contains(right);
        assertThatThrownBy(() -> SettingsJson.parse(WRITTEN.replace(right, wrong), NOW))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void a_registered_phone_is_written_with_the_members_that_other_systems_rely_on() {
        Contact contact = new Contact(
                "sip:alice@10.0.0.1", 500, new Flow("TLS", "2001:db8::1", 40000), List.of("<sip:edge;lr>"), NOW);
        assertThat(JsonbBuilder.create().toJson(RegistrationJson.of(contact)))
                .isEqualTo("{\"contact\":\"sip:alice@10.0.0.1\",\"expiresAt\":\"2026-11-23T08:00:00Z\","
                        + "\"from\":\"[2001:db8::1]:40000\",\"q\":0.5,\"transport\":\"tls\"}");
    }
}
