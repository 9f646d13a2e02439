package org.ssms.media.sdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {
    // RFC 8866 §5, the example
    private static final String RFC = Sdp.lines(
            "v=0",
            "o=jdoe 3724394400 3724394405 IN IP4 198.51.100.1",
            "s=Call to John Smith",
            "i=SDP Offer #1",
            "u=http://www.jdoe.example.com/home.html",
            "e=Jane Doe <jane@jdoe.example.com>",
            "p=+1 617 555-6011",
            "c=IN IP4 198.51.100.1",
            "t=0 0",
            "m=audio 49170 RTP/AVP 0",
            "m=audio 49180 RTP/AVP 0",
            "m=video 51372 RTP/AVP 99",
            "c=IN IP6 2001:db8::2",
            "a=rtpmap:99 h263-1998/90000");

    /** Before anybody knows who sent it. */
    @Test
    @Timeout(2)
    void an_origin_of_very_many_words_costs_no_time() throws Exception {
        SessionDescription sdp = parse("v=0", "o=" + "x ".repeat(100_000) + "1 1 IN IP4 192.0.2.1", "s=-");
        assertThat(sdp.origin().sessionId()).isEqualTo("1");
    }

    @Test
    void the_example_of_the_rfc_is_read() throws Exception {
        SessionDescription sdp = SessionDescription.parse(RFC.getBytes(UTF_8));
        assertThat(sdp.origin())
                .isEqualTo(new Origin("jdoe", "3724394400", "3724394405", new Connection("IN", "IP4", "198.51.100.1")));
        assertThat(sdp.name()).isEqualTo("Call to John Smith");
        assertThat(sdp.media()).extracting(MediaDescription::port).containsExactly(49170, 49180, 51372);
        assertThat(sdp.media().get(2).connection()).isEqualTo(new Connection("IN", "IP6", "2001:db8::2"));
        assertThat(sdp.media().get(2).values("rtpmap")).containsExactly("99 h263-1998/90000");
    }

    @Test
    void what_is_written_is_read_as_the_same() throws Exception {
        SessionDescription sdp = SessionDescription.parse(RFC.getBytes(UTF_8));
        assertThat(SessionDescription.parse(sdp.toBytes())).isEqualTo(sdp);
        assertThat(new String(sdp.toBytes(), UTF_8))
                .startsWith("v=0\r\no=jdoe ")
                .contains("\r\nt=0 0\r\n")
                .endsWith("\r\n");
    }

    // ruling A3 of the requirements, and line ends
    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r", "\r\n\r\n"})
    void the_garbled_offer_of_the_requirements_is_read_and_written_strictly(String lineEnd) throws Exception {
        String garbled = String.join(
                lineEnd,
                "v=0",
                "o=- 1 1 IN IP4 192.0.2.1",
                "S=",
                "c=IN IP4 192.0.2.1",
                "t=0.0",
                "a=receiveonly",
                "m=audio 43000 RTP/AVP 0");
        SessionDescription sdp = SessionDescription.parse(garbled.getBytes(UTF_8));
        assertThat(new String(sdp.toBytes(), UTF_8))
                .isEqualTo(Sdp.lines(
                        "v=0",
                        "o=- 1 1 IN IP4 192.0.2.1",
                        "s=-",
                        "c=IN IP4 192.0.2.1",
                        "t=0 0",
                        "a=recvonly",
                        "m=audio 43000 RTP/AVP 0"));
    }

    @Test
    void text_that_is_not_utf_8_is_read_over() throws Exception {
        byte[] latin = RFC.replace("John", "J\u00f6hn").getBytes(ISO_8859_1);
        assertThat(SessionDescription.parse(latin).media()).hasSize(3);
    }

    @Test
    void several_ports_are_read_as_the_first() throws Exception {
        SessionDescription sdp = parse("v=0", "o=- 1 1 IN IP4 192.0.2.1", "m=video 49170/2 RTP/AVP 31");
        assertThat(sdp.media().get(0).port()).isEqualTo(49170);
        assertThat(sdp.name()).isEqualTo("-");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "nothing;                   1; ''",
                "no version;                1; o=- 1 1 IN IP4 192.0.2.1",
                "version later;             1; s=-|v=0|o=- 1 1 IN IP4 192.0.2.1",
                "version 1;                 1; v=1|o=- 1 1 IN IP4 192.0.2.1",
                "version twice;             2; v=0|v=0|o=- 1 1 IN IP4 192.0.2.1",
                "no origin;                 2; v=0|s=-",
                "origin of four fields;     2; v=0|o=- 1 1 IN",
                "no type letter;            3; v=0|o=- 1 1 IN IP4 192.0.2.1|1=1",
                "no equals sign;            3; v=0|o=- 1 1 IN IP4 192.0.2.1|hello",
                "one letter;                3; v=0|o=- 1 1 IN IP4 192.0.2.1|a",
                "connection of two fields;  3; v=0|o=- 1 1 IN IP4 192.0.2.1|c=IN IP4",
                "attribute without a name;  3; v=0|o=- 1 1 IN IP4 192.0.2.1|a=:1",
                "empty attribute;           3; v=0|o=- 1 1 IN IP4 192.0.2.1|a=",
                "media of two fields;       3; v=0|o=- 1 1 IN IP4 192.0.2.1|m=audio 4000",
                "port no number;            3; v=0|o=- 1 1 IN IP4 192.0.2.1|m=audio x RTP/AVP 0",
                "port negative;             3; v=0|o=- 1 1 IN IP4 192.0.2.1|m=audio -1 RTP/AVP 0",
                "port too large;            3; v=0|o=- 1 1 IN IP4 192.0.2.1|m=audio 65536 RTP/AVP 0",
                "port overflows;            3; v=0|o=- 1 1 IN IP4 192.0.2.1|m=audio 4294967297 RTP/AVP 0",
                "no ports;                  3; v=0|o=- 1 1 IN IP4 192.0.2.1|m=audio 4000/0 RTP/AVP 0",
                "a later line;              5; v=0|o=- 1 1 IN IP4 192.0.2.1|s=-|t=0 0|m=",
            })
    void parse_rejects_and_names_the_line(String why, int line, String text) {
        byte[] sdp = text.replace("|", "\r\n").getBytes(UTF_8);
        MalformedSdpException e =
                catchThrowableOfType(MalformedSdpException.class, () -> SessionDescription.parse(sdp));
        assertThat(e).isNotNull();
        assertThat(e.line()).isEqualTo(line);
        assertThat(e.getStackTrace()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o=- -1234567 -1234567 IN IP4 127.0.0.1",
                "o=- 8a1f 1 IN IP4 127.0.0.1",
                "o=My Phone 1 1 IN IP4 127.0.0.1",
                "o= 1 1 IN IP4 127.0.0.1",
                "o=a 1 1 IN IP4 gw.example.net"
            })
    void an_odd_origin_hinders_nobody(String origin) throws Exception {
        SessionDescription sdp = parse("v=0", origin, "s=-", "c=IN IP4 127.0.0.1", "m=audio 4000 RTP/AVP 0");
        assertThat(sdp.media()).hasSize(1);
        assertThat(sdp.origin().address().networkType()).isEqualTo("IN");
    }

    @Test
    void what_is_not_needed_hinders_nobody() throws Exception {
        SessionDescription sdp =
                SessionDescription.parse(("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 0\r\n"
                                + "m=application 9 TCP/MRCPv2\r\ny=01\r\n\0\0")
                        .getBytes(UTF_8));
        assertThat(sdp.media()).extracting(MediaDescription::type).containsExactly("audio", "application");
        assertThat(new String(sdp.toBytes(), UTF_8)).endsWith("m=application 9 TCP/MRCPv2\r\n");
    }

    @Test
    void a_nul_is_refused() {
        assertThatThrownBy(() -> parse("v=0", "o=- 1 1 IN IP4 192.0.2.1", "s=\0"))
                .isInstanceOf(MalformedSdpException.class);
    }

    @Test
    void the_lists_cannot_be_changed() throws Exception {
        SessionDescription sdp = parse("v=0", "o=- 1 1 IN IP4 192.0.2.1", "m=audio 4000 RTP/AVP 0");
        assertThat(sdp.media()).isUnmodifiable();
        assertThat(sdp.media().get(0).formats()).isUnmodifiable().isEqualTo(List.of("0"));
    }

    private static SessionDescription parse(String... lines) throws MalformedSdpException {
        return SessionDescription.parse(Sdp.lines(lines).getBytes(UTF_8));
    }
}
