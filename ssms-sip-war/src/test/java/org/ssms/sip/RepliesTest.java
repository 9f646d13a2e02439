package org.ssms.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepliesTest {
    @Test
    void a_warning_text_stays_within_its_quotes() {
        assertThat(Replies.quoted("a\"b\\c\r\nEvil: yes")).isEqualTo("\"a\\\"b\\\\c??Evil: yes\"");
    }
}
