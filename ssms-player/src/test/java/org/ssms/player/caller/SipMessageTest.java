package org.ssms.player.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipMessageTest {
    private static final String RINGING = String.join(
            "\r\n",
            "SIP/2.0 180 Ringing now",
            "v: SIP/2.0/UDP 127.0.0.1:5062;rport=5062;branch=z9hG4bKabc",
            "t: <sip:alice@vm.localhost;x=1>;tag=77",
            "i: call-1",
            "CSeq: 4 INVITE",
            "Content-Length: 0",
            "",
            "");

    @Test
    void a_response_is_read_with_compact_headers() throws Exception {
        SipMessage message = parse(RINGING);
        assertThat(message.isResponse()).isTrue();
        assertThat(message.status()).isEqualTo(180);
        assertThat(message.reason()).isEqualTo("Ringing now");
        assertThat(message.method()).isEqualTo("INVITE");
        assertThat(message.branch()).isEqualTo("z9hG4bKabc");
        assertThat(message.header("Call-ID")).contains("call-1");
        assertThat(SipMessage.parameter(message.header("To").orElseThrow(), "tag"))
                .contains("77");
    }

    @Test
    void what_is_written_reads_the_same() throws Exception {
        SipMessage message = parse("BYE sip:a@b SIP/2.0\r\nCall-ID: 1\r\n\r\nbody");
        SipMessage again = parse(new String(message.toBytes(), StandardCharsets.UTF_8));
        assertThat(again.method()).isEqualTo("BYE");
        assertThat(again.header("Content-Length")).contains("4");
        assertThat(again.body()).isEqualTo("body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "SIP/2.0 9xx\r\n\r\n",
                "SIP/2.0 200 OK\r\nVia SIP\r\n\r\n",
                "INVITE sip:a SIP/2.0\r\n"
            })
    void what_is_no_message_is_refused(String datagram) {
        assertThatThrownBy(() -> parse(datagram)).isInstanceOf(MalformedSipException.class);
    }

    private static SipMessage parse(String text) throws MalformedSipException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return SipMessage.parse(bytes, bytes.length);
    }
}
