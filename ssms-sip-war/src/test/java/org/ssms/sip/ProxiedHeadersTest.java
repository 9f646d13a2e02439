package org.ssms.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiedHeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "P-Asserted-Identity",
                "P-Preferred-Identity",
                "p-called-party-id",
                "Diversion",
                "History-Info",
                "Remote-Party-ID",
                "Alert-Info",
                "Call-Info",
                "Answer-Mode",
                "Priv-Answer-Mode",
                "Replaces",
                "Join",
                "Target-Dialog",
                "Referred-By",
                "b",
                "Refer-To",
                "r",
                "Reply-To",
                "Error-Info",
                "Priority",
                "Resource-Priority",
                "Request-Disposition",
                "d",
                "Accept-Contact",
                "a",
                "Reject-Contact",
                "Authorization",
                "Proxy-Authorization",
                "Subject",
                "X-SSMS-Branch",
                "X-anything",
                "not-known-yet"
            })
    void what_makes_a_phone_do_or_believe_something_does_not_come_from_anybody(String header) {
        assertThat(ProxiedHeaders.mayComeFromAnybody(header)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Via", "From", "To", "Call-ID", "CSeq", "Contact", "Max-Forwards", "Record-Route", "Content-Type",
                        "Content-Length",
                "Supported", "Require", "Allow", "Session-Expires", "Min-SE", "Accept", "User-Agent", "Privacy",
                        "Identity", "date"
            })
    void what_describes_the_call_does(String header) {
        assertThat(ProxiedHeaders.mayComeFromAnybody(header)).isTrue();
    }
}
