package org.ssms.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.location.Contact;
import org.ssms.location.DiversionReason;
import org.ssms.location.Flow;

class RedirectionTest {
    private static final String MAILBOX = "sip:bob@vm.localhost;target=sip%3Abob%40localhost;cause=408";

    static Contact contact(String uri, int qMillis) {
        return new Contact(uri, qMillis, new Flow("UDP", "192.0.2.4", 5060), List.of(), Instant.EPOCH);
    }

    @Test
    void phones_come_by_q_and_the_mailbox_last() {
        assertThat(Redirection.toPhones(List.of(contact("sip:a@h", 1000), contact("sip:b@h", 70)), MAILBOX)
                        .contacts())
                .containsExactly("<sip:a@h>;q=1.000", "<sip:b@h>;q=0.070", "<" + MAILBOX + ">;q=0.000");
    }

    @Test
    void a_phone_with_no_preference_at_all_still_comes_before_the_mailbox() {
        assertThat(Redirection.toPhones(List.of(contact("sip:a@h", 0)), MAILBOX).contacts())
                .containsExactly("<sip:a@h>;q=0.001", "<" + MAILBOX + ">;q=0.000");
    }

    @Test
    void an_owner_who_wants_no_messages_has_no_mailbox_there() {
        assertThat(Redirection.toPhones(List.of(contact("sip:a@h", 500)), null).contacts())
                .containsExactly("<sip:a@h>;q=0.500");
    }

    @Test
    void a_diverted_call_says_why() {
        Forwarding why = Forwarding.of(List.of(), "sip:bob@localhost", DiversionReason.NO_ANSWER, MAILBOX);
        assertThat(Redirection.toMailbox(MAILBOX, why))
                .isEqualTo(new Redirection(List.of("<" + MAILBOX + ">;q=1.000"), why));
    }
}
