package org.ssms.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryEntryTest {
    @Test
    void entries_are_read_with_reason_privacy_index_and_origin() {
        List<HistoryEntry> entries = HistoryEntry.forwardable(List.of(
                "<sip:vm@example.com;target=sip:bob%40example.com>;index=1.2;mp=1",
                "\"Bob\" <sip:bob@example.com?Reason=SIP%3Bcause%3D486&Privacy=history>;index=1,"
                        + "<sip:bob@192.0.2.4>;index=1.1;rc=1"));
        assertThat(entries)
                .containsExactly(
                        new HistoryEntry("sip:bob@example.com", "1", 486, true, ""),
                        new HistoryEntry("sip:bob@192.0.2.4", "1.1", 0, false, "rc=1"),
                        new HistoryEntry("sip:vm@example.com;target=sip:bob%40example.com", "1.2", 0, false, "mp=1"));
    }

    @Test
    void the_tenth_branch_is_later_than_the_second() {
        assertThat(HistoryEntry.forwardable(List.of("<sip:a@h>;index=1.10", "<sip:b@h>;index=1.2")))
                .extracting(HistoryEntry::index)
                .containsExactly("1.2", "1.10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:a@h>",
                "<sip:a@h>;index=",
                "<sip:a@h>;index=1..2",
                "<sip:a@h>;index=x",
                "<sip:a@h>;index=1;rc=x"
            })
    void an_entry_without_a_good_index_is_left_out_alone(String entry) {
        assertThat(HistoryEntry.forwardable(List.of(entry, "<sip:b@h>;index=1.1")))
                .extracting(HistoryEntry::uri)
                .containsExactly("sip:b@h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:x@h",
                "\"X\" <sip:x@h;index=1.1",
                "<<sip:x@h>;index=1.1",
                "<sip:x@h>>;index=1.1",
                "sip:x@h>;index=1.1",
                "X <sip:x@h <sip:x@h>;index=1.1"
            })
    void an_entry_whose_brackets_do_not_match_is_left_out_alone(String entry) {
        String written = "<sip:a@h>;index=1, " + entry + ", \"B, <b>\" <sip:b@h;p=1,2>;index=1.2, <sip:c@h>;index=1.3";
        assertThat(HistoryEntry.forwardable(List.of(written)))
                .extracting(HistoryEntry::uri)
                .containsExactly("sip:a@h", "sip:b@h;p=1,2", "sip:c@h");
        assertThat(HistoryEntry.readable(List.of(written)))
                .extracting(HistoryEntry::uri)
                .containsExactly("sip:a@h", "sip:b@h;p=1,2", "sip:c@h");
    }

    /** What a name in quotes says is no entry, whoever forgot to end it. */
    @Test
    void behind_a_quote_that_is_not_closed_nothing_is_an_entry() {
        assertThat(HistoryEntry.readable(
                        List.of("<sip:a@h>;index=1, \"X, <sip:x@h>;index=1.1, \\\" <sip:y@h>", "<sip:b@h>;index=1.2")))
                .extracting(HistoryEntry::uri)
                .containsExactly("sip:a@h", "sip:b@h");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIP;cause=408                          | 408",
                "sip ; text=\"No answer\" ; cause = 408 | 408",
                "SIP;cause=486;text=\"Busy Here\"       | 486",
                "Q.850;cause=16                         | 0",
                "SIP;cause=4080                         | 0",
                "SIP                                    | 0"
            })
    void the_cause_is_that_of_sip(String reason, int cause) {
        assertThat(HistoryEntry.causeOf(reason)).isEqualTo(cause);
    }

    @Test
    void what_is_written_reads_as_the_same() {
        HistoryEntry entry = new HistoryEntry("sip:bob@localhost", "1.1", 408, true, "mp=1");
        assertThat(entry.encode())
                .isEqualTo("<sip:bob@localhost?Reason=SIP%3Bcause%3D408&Privacy=history>;index=1.1;mp=1");
        assertThat(HistoryEntry.forwardable(List.of(entry.encode()))).containsExactly(entry);
    }
}
