package org.ssms.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.location.Contact;
import org.ssms.location.Flow;

class RegisteredReplyTest {
    private final RegisteredReply reply = new RegisteredReply(Instant.parse("2026-11-03T09:05:07Z"));

    @Test
    void the_date_has_two_digits_for_the_day() {
        assertThat(reply.date()).isEqualTo("Tue, 03 Nov 2026 09:05:07 GMT");
    }

    @Test
    void a_binding_says_how_long_it_still_lives() {
        assertThat(reply.contact(contact("2026-11-03T09:06:06.5Z"))).isEqualTo("<sip:bob@h:5070>;q=0.500;expires=60");
        assertThat(reply.contact(contact("2026-11-03T09:00:00Z"))).endsWith(";expires=0");
    }

    private static Contact contact(String expiresAt) {
        Flow flow = new Flow("UDP", "192.0.2.4", 5060);
        return new Contact("sip:bob@h:5070", 500, flow, List.of(), Instant.parse(expiresAt));
    }
}
