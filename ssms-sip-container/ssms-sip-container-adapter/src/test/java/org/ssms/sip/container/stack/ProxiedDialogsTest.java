package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.junit.jupiter.api.Test;
import org.ssms.sip.container.SipFlow;

class ProxiedDialogsTest {
    private static final SipFlow CALLER = new SipFlow("WSS", "2001:db8::1", 5);
    private static final SipFlow CALLEE = new SipFlow("UDP", "192.0.2.1", 5060);
    private static final int REMEMBERED = 10_000;

    private final ProxiedDialogs dialogs = new ProxiedDialogs(flow -> true);

    private static SIPRequest request(String callId, String fromTag, String toTag) throws ParseException {
        String text = """
                BYE sip:a@192.0.2.2 SIP/2.0\r
                Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa\r
                From: <sip:a@example.com>;tag=%s\r
                To: <sip:b@example.com>;tag=%s\r
                Call-ID: %s\r
                CSeq: 1 BYE\r
                \r
                """.formatted(fromTag, toTag, callId);
        return (SIPRequest)
                new StringMsgParser().parseSIPMessage(text.getBytes(StandardCharsets.UTF_8), true, false, null);
    }

    @Test
    void lead_each_end_to_the_other() throws ParseException {
        dialogs.note(request("call", "caller", "callee"), CALLER, CALLEE);
        assertThat(dialogs.wayOf(request("call", "caller", "callee"))).contains(new PathToken(CALLEE, false));
        assertThat(dialogs.wayOf(request("call", "callee", "caller"))).contains(new PathToken(CALLER, true));
    }

    @Test
    void lead_nobody_else() throws ParseException {
        dialogs.note(request("call", "caller", "callee"), CALLER, CALLEE);
        assertThat(dialogs.wayOf(request("other", "caller", "callee"))).isEmpty();
        assertThat(dialogs.wayOf(request("call", "stranger", "callee"))).isEmpty();
        assertThat(dialogs.wayOf(request("call", "caller", "stranger"))).isEmpty();
    }

    @Test
    void are_forgotten_when_they_have_not_been_used_for_long() throws ParseException {
        dialogs.note(request("used", "caller", "callee"), CALLER, CALLEE);
        dialogs.note(request("unused", "caller", "callee"), CALLER, CALLEE);
        SIPRequest other = request("call", "caller", "callee");
        for (int call = 1; call < REMEMBERED; call++) {
            other.getTo().setTag("callee" + call);
            dialogs.note(other, CALLER, CALLEE);
            assertThat(dialogs.wayOf(request("used", "caller", "callee"))).isPresent();
        }
        assertThat(dialogs.wayOf(request("unused", "caller", "callee"))).isEmpty();
    }
}
