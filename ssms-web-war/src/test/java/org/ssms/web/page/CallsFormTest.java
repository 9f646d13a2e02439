package org.ssms.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.location.CallSettings;
import org.ssms.location.ListeningPoints.ListeningPoint;
import org.ssms.location.OutOfOffice;
import org.ssms.location.RingPlan;
import org.ssms.location.Treatment;
import org.ssms.web.page.CallsForm.InvalidFieldException;

class CallsFormTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:30Z");

    private static Map<String, String> filled() {
        return new HashMap<>(Map.of(
                "outOfOffice", "on",
                "from", "2026-12-24T08:00",
                "until", "2027-01-07T08:00",
                "zone", "Europe/Berlin",
                "doNotDisturb", "on",
                "ringSeconds", "45",
                "whenBusy", "reject",
                "whenUnanswered", "mailbox",
                "whenDeclined", "reject",
                "whenNotRegistered", "mailbox"));
    }

    private static CallSettings read(Map<String, String> fields) throws InvalidFieldException {
        return CallsForm.sent(fields::get).settings(NOW);
    }

    @Test
    void a_filled_form_becomes_settings_in_absolute_time() throws Exception {
        assertThat(read(filled()))
                .isEqualTo(new CallSettings(
                        new OutOfOffice(Instant.parse("2026-12-24T07:00:00Z"), Instant.parse("2027-01-07T07:00:00Z")),
                        true,
                        new RingPlan(
                                Duration.ofSeconds(45),
                                Treatment.REJECT,
                                Treatment.MAILBOX,
                                Treatment.REJECT,
                                Treatment.MAILBOX)));
    }

    @Test
    void boxes_that_are_not_ticked_are_not_sent() throws Exception {
        Map<String, String> fields = filled();
        fields.remove("outOfOffice");
        fields.remove("doNotDisturb");
        assertThat(read(fields).outOfOffice()).isNull();
        assertThat(read(fields).doNotDisturb()).isFalse();
    }

    @Test
    void without_dates_out_of_office_is_from_now_on_without_end() throws Exception {
        Map<String, String> fields = filled();
        fields.put("from", "");
        fields.put("until", " ");
        assertThat(read(fields).outOfOffice()).isEqualTo(new OutOfOffice(Instant.parse("2026-11-23T08:00:00Z"), null));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "from,         24.12.2026",
                "from,         +12026-12-24T08:00",
                "until,        2026-12-24T08:00",
                "until,        2026-12-24",
                "ringSeconds,  4",
                "ringSeconds,  121",
                "ringSeconds,  -20",
                "ringSeconds,  ''",
                "ringSeconds,  99999999999999999999",
                "whenBusy,     forward",
                "whenDeclined, MAILBOX",
                "whenNotRegistered, -"
            })
    void a_field_that_cannot_be_used_is_named(String field, @Nullable String value) {
        Map<String, String> fields = filled();
        if (value == null) {
            fields.remove(field);
        } else {
            fields.put(field, value);
        }
        assertThatThrownBy(() -> read(fields)).isInstanceOfSatisfying(InvalidFieldException.class, e -> {
            assertThat(e.field()).isEqualTo(field);
            assertThat(PageWords.text(Locale.GERMAN, String.valueOf(e.getMessage())))
                    .isNotBlank();
        });
    }

    @Test
    void an_unknown_time_zone_is_no_date() {
        Map<String, String> fields = filled();
        fields.put("zone", "Middle/Earth");
        assertThatThrownBy(() -> read(fields)).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void what_is_stored_fills_the_form_in_utc() throws Exception {
        CallSettings stored = read(filled());
        CallsForm form = CallsForm.of(stored);
        assertThat(form.zone()).isEqualTo("UTC");
        assertThat(form.from()).isEqualTo("2026-12-24T07:00");
        assertThat(form.settings(NOW)).isEqualTo(stored);
        assertThat(CallsForm.of(CallSettings.DEFAULT).settings(NOW)).isEqualTo(CallSettings.DEFAULT);
    }

    @Test
    void a_form_of_another_session_is_told_apart() {
        FormToken token = new FormToken();
        assertThat(token.matches(token.value())).isTrue();
        assertThat(token.matches(new FormToken().value())).isFalse();
        assertThat(token.matches(null)).isFalse();
        assertThat(token.matches("")).isFalse();
    }

    @Test
    void a_phone_is_told_an_address_that_it_can_reach() {
        List<ListeningPoint> points =
                List.of(new ListeningPoint("UDP", "0.0.0.0", 5060), new ListeningPoint("TLS", "192.0.2.1", 5061));
        assertThat(PhoneServer.of(points, "mail.example.org"))
                .containsExactly(
                        new PhoneServer("UDP", "mail.example.org", 5060), new PhoneServer("TLS", "192.0.2.1", 5061));
    }
}
