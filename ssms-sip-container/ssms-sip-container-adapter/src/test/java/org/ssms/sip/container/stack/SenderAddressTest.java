package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.sip.container.SipText;

class SenderAddressTest {
    private static SIPRequest request(String method, String header) throws Exception {
        return SipText.request(method + " sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\n"
                + "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: call\r\nCSeq: 1 " + method + "\r\n"
                + header + "\r\nSubject: kept\r\nContent-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RSeq: 1",
                "RAck: 1 1 INVITE",
                "rack: 1 1 INVITE",
                "MSS_Initial_Remote_Addr: 192.0.2.9",
                "MSS_Initial_Remote_Port: x",
                "mss_initial_remote_transport: udp"
            })
    void header_that_no_application_may_remove_does_not_come_in(String header) throws Exception {
        SIPRequest request = request("INVITE", header);
        String name = header.substring(0, header.indexOf(':'));
        assertThat(request.getHeader(name)).isNotNull();
        SenderAddress.removeForeign(request);
        assertThat(request.getHeader(name)).isNull();
        assertThat(request.toString()).doesNotContainIgnoringCase(name).contains("Subject: kept");
    }

    @ParameterizedTest
    @CsvSource("PRACK,RAck: 1 1 INVITE")
    void header_stays_where_it_belongs(String method, String header) throws Exception {
        SIPRequest request = request(method, header);
        SenderAddress.removeForeign(request);
        assertThat(request.getHeader("RAck")).isNotNull();
    }
}
