package org.ssms.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.rtp.MalformedPacketException;

class RtcpTest {
    private static final String RR = "80c90001cafe0001";
    private static final String RR_WITH_BLOCK =
            "81c90007cafe0001" + "cafe0002" + "40fffffe" + "00010064" + "00000020" + "11112222" + "00008000";
    private static final String SR = "80c80006cafe0001" + "1111222233334444" + "000000a0" + "00000005" + "00000320";

    @Test
    void reports_and_goodbyes_are_told_in_order() throws Exception {
        assertThat(read(SR + "81cb0001cafe0001")).containsExactly("SR cafe0001 22223333", "BYE cafe0001");
        assertThat(read(RR_WITH_BLOCK)).containsExactly("block cafe0001 about cafe0002 lost -2 lsr 11112222 dlsr 8000");
        assertThat(read(RR + "81cc00030000000053534d5300000000" + "81ca0004cafe0001" + "0106612e622e6364" + "00000000"))
                .as("APP and SDES are read over")
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "empty, ''",
        "half a word, 80c9",
        "a header only, 80c90000",
        "not whole words, 80c90001cafe000100",
        "description first, 81ca0001cafe0001",
        "goodbye first, 81cb0001cafe0001",
        "reduced size feedback, 81cd0002cafe0001cafe0002",
        "version 1, 40c90001cafe0001",
        "longer than the datagram, 80c90002cafe0001",
        "block missing, 81c90001cafe0001",
        "sender information missing, 80c80001cafe0001",
        "second of version 0, 80c90001cafe000101cb0001cafe0001",
        "goodbye without sources, 80c90001cafe000182cb0001cafe0001",
        "description without an end, 80c90001cafe000181ca0002cafe000101026162",
        "description item beyond, 80c90001cafe000181ca0002cafe000101ff6162",
        "description of nothing, 80c90001cafe000181ca0000",
        "padding in the middle, a0c90002cafe00010000000480c90001cafe0001",
        "padding of 3, 80c90001cafe0001a0c90002cafe000100000003",
        "padding over all, 80c90001cafe0001a0c90002cafe000100000010",
        "padding of 0, 80c90001cafe0001a0c90002cafe000100000000",
    })
    void what_breaks_the_format_is_malformed(String why, String packet) {
        assertThatThrownBy(() -> read(packet)).isInstanceOf(MalformedPacketException.class);
    }

    @Test
    void nothing_of_a_malformed_packet_is_told() {
        List<String> told = new ArrayList<>();
        ByteBuffer packet = hex(SR + "82cb0001cafe0001");
        assertThatThrownBy(() -> RtcpReader.read(packet, output(told))).isInstanceOf(MalformedPacketException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void padding_of_the_last_packet_is_no_content() throws Exception {
        assertThat(read(RR + "a1cb0002cafe000100000004")).containsExactly("BYE cafe0001");
        assertThatThrownBy(() -> read(RR + "a2cb0002cafe000100000004")).isInstanceOf(MalformedPacketException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 15, 16, 255})
    void what_is_written_is_read(int nameLength) throws Exception {
        ByteBuffer out = ByteBuffer.allocate(600);
        new RtcpWriter(out, 7)
                .report(
                        new RtcpWriter.Sent(0x1111_2222_3333_4444L, 160, 5, 800),
                        new RtcpWriter.Block(9, 64, -2, 0x1_0064, 32, 0x1111_2222, 0x8000))
                .description("n".repeat(nameLength))
                .bye();
        assertThat(out.position() % 4).isZero();
        List<String> told = new ArrayList<>();
        RtcpReader.read(out.flip(), output(told));
        assertThat(told).containsExactly("SR 7 22223333", "block 7 about 9 lost -2 lsr 11112222 dlsr 8000", "BYE 7");
    }

    @Test
    void a_report_of_nothing_is_an_empty_receiver_report() {
        ByteBuffer out = ByteBuffer.allocate(100);
        new RtcpWriter(out, 0xcafe0001).report(null, null);
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.position())).isEqualTo(RR);
    }

    @Test
    void any_bytes_are_read_or_malformed() {
        Random random = new Random(3550); // fixed seed: a failure repeats
        byte[] good = bytes(SR + "81ca0004cafe0001" + "0106612e622e6364" + "00000000" + "81cb0001cafe0001");
        int readable = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = good.clone();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(packet.length) : packet.length;
            try {
                RtcpReader.read(ByteBuffer.wrap(packet, 0, length), output(new ArrayList<>()));
                readable++;
            } catch (MalformedPacketException expected) {
                // the only permitted failure
            }
        }
        assertThat(readable).isBetween(20_000, 180_000);
    }

    private static List<String> read(String packet) throws MalformedPacketException {
        List<String> told = new ArrayList<>();
        RtcpReader.read(hex(packet), output(told));
        return told;
    }

    private static RtcpReader.Output output(List<String> told) {
        return new RtcpReader.Output() {
            @Override
            public void senderReport(int source, int ntpMiddle) {
                told.add("SR %x %x".formatted(source, ntpMiddle));
            }

            @Override
            public void receptionReport(int reporter, int source, int lost, int lastReport, int delay) {
                told.add("block %x about %x lost %d lsr %x dlsr %x"
                        .formatted(reporter, source, lost, lastReport, delay));
            }

            @Override
            public void bye(int source) {
                told.add("BYE %x".formatted(source));
            }
        };
    }

    private static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    private static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text);
    }
}
