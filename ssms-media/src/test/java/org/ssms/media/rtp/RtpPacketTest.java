package org.ssms.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpPacketTest {
    // V=2 PT=0 M=1 seq=0xfffe ts=0xffffff60 ssrc=0xdecafbad, payload d5 d5
    private static final String PCMU = "8080fffeffffff60decafbadd5d5";
    // the same with two CSRCs, an extension of one word and three bytes of padding
    private static final String FULL =
            "b280fffeffffff60decafbad" + "0000000100000002" + "bede0001aabbccdd" + "d5d5" + "000003";

    @ParameterizedTest
    @CsvSource({PCMU, FULL})
    void parse_reads_unsigned_fields(String datagram) throws Exception {
        RtpPacket packet = RtpPacket.parse(hex(datagram));
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isZero();
        assertThat(packet.sequenceNumber()).isEqualTo(0xfffe);
        assertThat(packet.timestamp()).isEqualTo(0xffff_ff60L);
        assertThat(packet.ssrc()).isEqualTo(0xdecafbad);
        assertThat(packet.payload()).isEqualTo(hex("d5d5"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing,         ''",
        "short header,    8000",
        "one byte short,  8080fffeffffff60decafb",
        "version 0,       0080fffeffffff60decafbad",
        "version 1,       4080fffeffffff60decafbad",
        "version 3,       c080fffeffffff60decafbad",
        "missing csrc,    8180fffeffffff60decafbad",
        "half a csrc,     8180fffeffffff60decafbad0000",
        "no extension,    9080fffeffffff60decafbad",
        "extension short, 9080fffeffffff60decafbadbede0001",
        "extension huge,  9080fffeffffff60decafbadbedeffff00000000",
        "padding nowhere, a080fffeffffff60decafbad",
        "padding 0,       a080fffeffffff60decafbad00",
        "padding beyond,  a080fffeffffff60decafbadff"
    })
    void parse_rejects(String why, String datagram) {
        assertThatThrownBy(() -> RtpPacket.parse(hex(datagram)))
                .isInstanceOf(MalformedPacketException.class)
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    }

    @Test
    void a_packet_in_the_middle_of_a_buffer_leaves_the_buffer_unchanged() throws Exception {
        ByteBuffer buffer = hex("ffff" + PCMU + "ffff").position(2).limit(16);
        RtpPacket packet = RtpPacket.parse(buffer);
        assertThat(packet.payload()).isEqualTo(hex("d5d5"));
        assertThat(buffer.position()).isEqualTo(2);
        assertThat(buffer.limit()).isEqualTo(16);
        assertThat(packet.selectPayload()).isSameAs(buffer).isEqualTo(hex("d5d5"));
    }

    @Test
    void written_without_csrc_extension_and_padding() throws Exception {
        ByteBuffer out = ByteBuffer.allocate(64);
        RtpPacket.parse(hex(FULL)).writeTo(out);
        assertThat(out.flip()).isEqualTo(hex(PCMU));
    }

    @Test
    void a_source_counts_sequence_number_and_timestamp_over_their_wrap() throws Exception {
        RtpSource source = new RtpSource(0xdecafbad, 0xffff, 0xffff_ff60);
        ByteBuffer first = ByteBuffer.allocate(12);
        ByteBuffer second = ByteBuffer.allocate(12);
        source.writeHeader(first, 8, true);
        source.advance(160);
        source.writeHeader(second, 8, false);
        assertThat(first.flip()).isEqualTo(hex("8088ffffffffff60decafbad"));
        assertThat(second.flip()).isEqualTo(hex("8008000000000000decafbad"));
    }

    static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text));
    }
}
