package org.ssms.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiversionTest {
    /** RFC 5806 §9.1.3: the newest on top. */
    @Test
    void the_original_party_is_the_last() throws Exception {
        assertThat(Diversion.readable(List.of(
                        "<sip:Carol@b.example>;reason=user-busy;counter=1, <sip:Bob@b.example>;reason=\"No-Answer\"")))
                .containsExactly(
                        new Diversion("sip:Carol@b.example", "user-busy"),
                        new Diversion("sip:Bob@b.example", "no-answer"));
    }

    @Test
    void without_a_reason_it_is_unknown() throws Exception {
        assertThat(Diversion.readable(List.of("<tel:+4930123>")))
                .containsExactly(new Diversion("tel:+4930123", "unknown"));
    }

    @Test
    void a_broken_one_takes_nothing_from_the_others() {
        assertThat(Diversion.readable(List.of("<sip:a@h>;reason=away, <sip:x@h, junk, <sip:b@h>;reason=deflection")))
                .containsExactly(new Diversion("sip:a@h", "away"), new Diversion("sip:b@h", "deflection"));
    }

    @Test
    void what_is_written_reads_as_the_same() throws Exception {
        Diversion diversion = new Diversion("sip:bob@localhost", "user-busy");
        assertThat(Diversion.readable(List.of(diversion.encode()))).containsExactly(diversion);
    }
}
