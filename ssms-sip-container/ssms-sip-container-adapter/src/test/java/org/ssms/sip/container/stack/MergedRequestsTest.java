package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.sip.container.SipText.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedRequestsTest {
    private static final String REQUEST = """
            INVITE sip:a@b SIP/2.0\r
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r
            From: <sip:a@b>;tag=1\r
            To: <sip:c@d>\r
            Call-ID: call\r
            CSeq: 1 INVITE\r
            \r
            """;

    @Test
    void request_on_another_path_has_the_same_key() throws Exception {
        String other = REQUEST.replace("z9hG4bK1", "z9hG4bK2").replace("192.0.2.1", "192.0.2.2");
        assertThat(MergedRequests.key(request(other))).isEqualTo(MergedRequests.key(request(REQUEST)));
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE, OPTIONS",
        "sip:a@b SIP, sip:x@b SIP",
        "tag=1, tag=2",
        "Call-ID: call, Call-ID: other",
        "CSeq: 1, CSeq: 2"
    })
    void another_request_has_another_key(String text, String changed) throws Exception {
        assertThat(REQUEST).contains(text);
        assertThat(MergedRequests.key(request(REQUEST.replace(text, changed))))
                .isNotEqualTo(MergedRequests.key(request(REQUEST)));
    }
}
