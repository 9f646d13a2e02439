package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPMessage;
import org.junit.jupiter.api.Test;
import org.ssms.sip.container.SipFlow;
import org.ssms.sip.container.SipText;
import org.ssms.sip.container.stack.CallerFlows.Way;

class CallerFlowsTest {
    private static final Way BACK = new Way.Back(new SipFlow("TLS", "192.0.2.1", 40_000));

    private final CallerFlows flows = new CallerFlows();

    private static SIPMessage invite(String call) throws Exception {
        return SipText.message(
                "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
                        + "To: <sip:c@d>\r\nCall-ID: " + call + "\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void a_call_that_is_not_known_is_not_believed() throws Exception {
        assertThat(flows.of(invite("a"))).isNull();
        flows.note(invite("a"), new Way.AsHeSays());
        assertThat(flows.of(invite("a"))).isEqualTo(new Way.AsHeSays());
        flows.note(invite("b"), BACK);
        assertThat(flows.of(invite("b"))).isEqualTo(BACK);
    }

    @Test
    void a_call_that_is_refreshed_is_forgotten_last() throws Exception {
        flows.note(invite("a"), BACK);
        for (int i = 0; i < 9_999; i++) {
            flows.note(invite("other" + i), BACK);
        }
        flows.note(invite("a"), BACK);
        flows.note(invite("one more"), BACK);
        assertThat(flows.of(invite("a"))).isEqualTo(BACK);
        assertThat(flows.of(invite("other0"))).isNull();
    }
}
