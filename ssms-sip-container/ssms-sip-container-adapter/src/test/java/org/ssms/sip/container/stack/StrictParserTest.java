package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictParserTest {
    /** Anybody could write a stack trace into the log with each packet. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "P-Asserted-Service: urn:urn-7:other",
                "P-Asserted-Service: urn:urn-7:3gpp-service. ",
                "P-Preferred-Service: urn:urn-7:other",
                "p-preferred-service : urn:urn-7:3gpp-application. ",
                "P-Served-User: <sip:a@b>;sescase=x;regstate=y",
                "P-Charging-Vector: icid-value=;x",
                "P-Asserted-Identity: \"J\u00fcrgen\" <sip:j@b>",
                "P-Asserted-Identity: \"J\u00fcrgen M\u00fcller\" sip:j@b",
                "P-Asserted-Identity: J\u00fcrgen M\u00fcller sip:j\u00fc@b"
            })
    void no_header_of_a_stranger_prints_a_stack_trace_and_all_are_kept(String header) throws Exception {
        String message = "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a>;tag=1\r\n"
                + "To: <sip:b>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n" + header + "\r\nContent-Length: 0\r\n\r\n";
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            SIPMessage parsed = StrictParserFactory.parser()
                    .parseSIPMessage(message.getBytes(StandardCharsets.UTF_8), false, false, null);
            assertThat(parsed.toString().toLowerCase(Locale.ROOT))
                    .contains(header.substring(0, header.indexOf(':')).strip().toLowerCase(Locale.ROOT));
            if (header.startsWith("P-Asserted-Identity")) {
                assertThat(parsed.getHeader("P-Asserted-Identity").toString().strip())
                        .isEqualTo(header);
            }
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
