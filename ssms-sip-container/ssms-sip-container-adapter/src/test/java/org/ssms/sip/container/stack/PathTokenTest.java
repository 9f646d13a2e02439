package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ssms.sip.container.SipFlow;
import org.ssms.sip.container.SipText;

class PathTokenTest {
    private static final SipFlow CALLER = new SipFlow("WSS", "2001:db8::1", 5);
    private static final SipFlow CALLEE = new SipFlow("TCP", "192.0.2.1", 50_000);

    private static SIPRequest request(String callId, String fromTag, String toTag) throws ParseException {
        String text = """
                BYE sip:a@192.0.2.2 SIP/2.0\r
                Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa\r
                From: <sip:a@example.com>;tag=%s\r
                To: <sip:b@example.com>%s\r
                Call-ID: %s\r
                CSeq: 1 BYE\r
                \r
                """.formatted(fromTag, toTag.isEmpty() ? "" : ";tag=" + toTag, callId);
        return SipText.request(text);
    }

    private static String token() throws ParseException {
        return PathToken.write(request("call", "caller", ""), CALLER, CALLEE);
    }

    @Test
    void leads_to_the_other_end() throws ParseException {
        String token = token();
        assertThat(token).matches("[A-Za-z0-9_-]+");
        assertThat(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1))
                .doesNotContain(CALLER.address())
                .doesNotContain(CALLEE.address());
        assertThat(PathToken.read(token, request("call", "caller", "callee"))).contains(new PathToken(CALLEE, false));
        assertThat(PathToken.read(token, request("call", "callee", "caller"))).contains(new PathToken(CALLER, true));
    }

    @Test
    void is_of_its_dialog_only() throws ParseException {
        String token = token();
        assertThat(PathToken.read(token, request("other", "caller", "callee"))).isEmpty();
        assertThat(PathToken.read(token, request("call", "other", "callee"))).isEmpty();
        assertThat(PathToken.read(token, request("call", "callee", ""))).isEmpty();
    }

    @Test
    void nothing_else_is_one() throws ParseException {
        SIPRequest request = request("call", "caller", "callee");
        byte[] valid = Base64.getUrlDecoder().decode(token());
        Random random = new Random(5626);
        for (int i = 0; i < 10_000; i++) {
            byte[] changed = valid.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(PathToken.read(Base64.getUrlEncoder().encodeToString(changed), request))
                    .isEmpty();
            byte[] any = new byte[random.nextInt(80)];
            random.nextBytes(any);
            assertThat(PathToken.read(Base64.getUrlEncoder().encodeToString(any), request))
                    .isEmpty();
            assertThat(PathToken.read(new String(any, StandardCharsets.ISO_8859_1), request))
                    .isEmpty();
        }
        assertThat(PathToken.read("A".repeat(100_000), request)).isEmpty();
    }
}
