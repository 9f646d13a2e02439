package org.ssms.protect.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.protect.Fixtures;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

class RecordingTicketTest {
    /** As version 0.1 wrote it. */
    private static final String FIRST = """
            {"messageId":"2xe7d4kbvm9wn3p5q8rs6tj0ya","kid":"a7e61c37-3e21-4033-8210-91fa607bf3b8","mailbox":"alice",
            "caller":"sip:bob@example.org","callerName":"Bob","startedAt":"2026-11-23T04:30:00Z","dialog":"call-1",
            "format":"PCMU"}
            """;

    private static final String SALES = "\"mailbox\":\"sales\",\"members\":[\"a\",\"b\"]";

    @Test
    void a_ticket_comes_back_as_it_was_written() throws Exception {
        assertThat(Fixtures.TICKET.attestation()).isEqualTo("A");
        assertThat(RecordingTicket.fromJson(Fixtures.TICKET.toJson())).isEqualTo(Fixtures.TICKET);
    }

    @Test
    void what_the_caller_has_decided_comes_back_too() throws Exception {
        RecordingTicket decided = Fixtures.TICKET.choosing(UsageRights.UNLIMITED.with(Right.FORWARD, 0));
        assertThat(RecordingTicket.fromJson(decided.toJson())).isEqualTo(decided);
        String before = decided.toJson().replace("\"decided\":true", "\"chosen\":{\"forward\":0}");
        assertThat(RecordingTicket.fromJson(before)).isEqualTo(decided);
        assertThat(Fixtures.TICKET.toJson()).doesNotContain("decided", "cancelled");
        assertThat(RecordingTicket.fromJson(decided.cancelled().toJson())).isEqualTo(decided.cancelled());
    }

    @Test
    void those_to_whom_a_list_leads_come_back_too() throws Exception {
        String text = Fixtures.TICKET.toJson().replace("\"mailbox\":\"alice\"", SALES);
        RecordingTicket ticket = RecordingTicket.fromJson(text);
        assertThat(ticket.members()).containsExactly("a", "b");
        assertThat(ticket.toJson()).isEqualTo(text);
        assertThat(ticket.cancelled().members()).containsExactly("a", "b");
        assertThat(Fixtures.TICKET.toJson()).doesNotContain("members");
    }

    @Test
    void a_ticket_of_the_first_version_is_read_and_written_without_attestation() throws Exception {
        RecordingTicket ticket = RecordingTicket.fromJson(FIRST);
        assertThat(ticket.attestation()).isNull();
        assertThat(ticket.rights()).isEqualTo(UsageRights.UNLIMITED);
        assertThat(ticket.toJson()).doesNotContain("attestation");
        assertThat(RecordingTicket.fromJson(ticket.toJson())).isEqualTo(ticket);
    }

    @ParameterizedTest
    @ValueSource(strings = {"D", "a", "", "AA"})
    void another_attestation_is_no_ticket(String level) {
        String text = Fixtures.TICKET.toJson().replace("\"attestation\":\"A\"", "\"attestation\":\"" + level + "\"");
        assertThatThrownBy(() -> RecordingTicket.fromJson(text)).isInstanceOf(MalformedTicketException.class);
    }
}
