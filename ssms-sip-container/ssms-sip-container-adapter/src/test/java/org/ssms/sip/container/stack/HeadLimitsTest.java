package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.sip.container.SipText;

class HeadLimitsTest {
    private static final String START = """
            OPTIONS sip:localhost SIP/2.0\r
            Via: SIP/2.0/UDP 127.0.0.1:5;branch=z9hG4bKabc;rport\r
            Max-Forwards: 70\r
            From: <sip:m@e>;tag=a\r
            To: <sip:localhost>\r
            Call-ID: abc\r
            CSeq: 1 OPTIONS\r
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String excess(String text) {
        byte[] bytes = bytes(text);
        return HeadLimits.excess(bytes, bytes.length);
    }

    @Test
    void usual_head_with_a_large_body_passes() {
        assertThat(excess(START + "Content-Length: 60000\r\n\r\n" + ";".repeat(60_000)))
                .isNull();
    }

    @Test
    void head_with_the_history_of_a_call_through_ten_proxies_passes() {
        String hop = "<sip:bob@192.0.2.4?Reason=SIP%3Bcause%3D302>;index=1.1;mp=1,";
        assertThat(excess(START
                        + "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1;received=192.0.2.2;rport=5060\r\n".repeat(10)
                        + "History-Info: " + hop.repeat(10) + "<sip:bob@example.com>;index=2\r\n\r\n"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: <sip:a@b%s>\r\n;x=y",
                "Contact: <sip:a@b?x=y%s>\r\n&x=y",
                "Route: <sip:a>%s\r\n,<sip:a>",
                "Via: SIP/2.0/UDP a%s\r\n,SIP/2.0/UDP a",
                "X: y%s\r\n\r\n z;w",
                "X: y\r\n%s\r\nY: z\r\n",
                "X: y%s\r\n\r z",
                "X: y%s\r\nab"
            })
    void head_of_very_many_parts_does_not_pass(String form) {
        int split = form.lastIndexOf("\r\n") + 2;
        String part = form.substring(split).isEmpty() ? "Y: z\r\n" : form.substring(split);
        String header = form.substring(0, split).formatted(part.repeat(15_000));
        assertThat(excess(START + header + "\r\n")).isNotNull();
    }

    @Test
    void parts_of_all_headers_together_are_limited() {
        String header = "Route: <sip:a>" + ",<sip:a>".repeat(HeadLimits.MAX_PARTS - 1) + "\r\n";
        assertThat(excess(START + header.repeat(2) + "\r\n")).isNull();
        assertThat(excess(START + header.repeat(6) + "\r\n")).isNotNull();
    }

    @Test
    void head_without_an_end_is_as_long_as_the_datagram() {
        assertThat(excess("x".repeat(HeadLimits.MAX_BYTES + 10))).isNotNull();
        assertThat(excess("")).isNull();
        assertThat(excess("\r\n\r\n")).isNull();
    }

    /** Where the head ends is seen as the parser sees it: what stands behind is never read as a header. */
    @Test
    void parser_reads_no_header_behind_the_end_that_is_seen_here() throws Exception {
        Random random = new Random(7);
        String[] breaks = {"\r\n", "\r", "\n", "\r\n \r\n", "\n\t\n", "\n\n", "\r\r", "\r\n\u0001\r\n", " \r\n"};
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(START.stripTrailing());
            for (int line = 0; line < 6; line++) {
                text.append(breaks[random.nextInt(breaks.length)])
                        .append("Organization: ")
                        .append(line);
            }
            text.append("\r\n").append("Subject: x\r\n".repeat(HeadLimits.MAX_LINES));
            if (excess(text.toString()) == null) {
                assertThat(SipText.request(text.toString()).getHeader("Subject"))
                        .as(text.toString())
                        .isNull();
            }
        }
    }
}
