package org.ssms.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class G711VectorsTest {
    // code (hex), quantized value of ITU-T G.711 table 2a in 14 bits
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "80, 8031",
        "8f, 4191",
        "90, 3999",
        "9f, 2079",
        "a0, 1983",
        "af, 1023",
        "b0, 975",
        "bf, 495",
        "c0, 471",
        "cf, 231",
        "d0, 219",
        "df, 99",
        "e0, 93",
        "ef, 33",
        "f0, 30",
        "fe, 2",
        "ff, 0",
        "00, -8031",
        "0f, -4191",
        "7e, -2",
        "7f, 0"
    })
    void ulaw_has_the_values_of_the_recommendation(String code, int value) {
        byte ulaw = (byte) Integer.parseInt(code, 16);
        assertThat(G711.ulawToLinear(ulaw)).isEqualTo((short) (value * 4));
    }

    // code as sent (even bits inverted, hex), quantized value of ITU-T G.711 table 1a in 13 bits
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "aa, 4032",
        "a5, 2112",
        "ba, 2016",
        "b5, 1056",
        "8a, 1008",
        "85, 528",
        "9a, 504",
        "95, 264",
        "ea, 252",
        "e5, 132",
        "fa, 126",
        "f5, 66",
        "ca, 63",
        "c5, 33",
        "d5, 1",
        "2a, -4032",
        "55, -1"
    })
    void alaw_has_the_values_of_the_recommendation(String code, int value) {
        byte alaw = (byte) Integer.parseInt(code, 16);
        assertThat(G711.alawToLinear(alaw)).isEqualTo((short) (value * 8));
    }

    @Test
    void every_code_survives_decoding_and_encoding() {
        for (int code = 0; code < 256; code++) {
            byte alaw = (byte) code;
            byte ulaw = code == 0x7f ? (byte) 0xff : (byte) code; // -0 becomes +0
            assertThat(G711.linearToAlaw(G711.alawToLinear(alaw))).isEqualTo(alaw);
            assertThat(G711.linearToUlaw(G711.ulawToLinear((byte) code))).isEqualTo(ulaw);
        }
    }

    @Test
    void every_sample_takes_a_code_within_half_a_step() {
        for (int i = Short.MIN_VALUE; i <= Short.MAX_VALUE; i++) {
            short sample = (short) i;
            int ulaw = G711.ulawToLinear(G711.linearToUlaw(sample));
            int alaw = G711.alawToLinear(G711.linearToAlaw(sample));
            // a step is a sixteenth of its segment; the smallest are 8 (µ-law) and 16 (A-law); the top is clipped
            assertThat(Math.abs(ulaw - i))
                    .isLessThanOrEqualTo(Math.max(8, (Math.abs(i) + 132) / 32 + 4) + (Math.abs(i) > 32124 ? 644 : 0));
            assertThat(Math.abs(alaw - i))
                    .isLessThanOrEqualTo(Math.max(16, Math.abs(i) / 32 + 8) + (Math.abs(i) > 32256 ? 512 : 0));
        }
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void a_buffer_is_decoded_and_encoded_without_loss(AudioCodec codec) {
        ByteBuffer payload = ByteBuffer.allocate(10).position(3);
        payload.put(new byte[] {0, 1, (byte) 0x80, (byte) 0xd5}).flip().position(3);
        short[] pcm = new short[4];
        ByteBuffer again = ByteBuffer.allocate(4);

        assertThat(codec.decode(payload, pcm)).isEqualTo(4);
        codec.encode(pcm, 4, again);

        assertThat(payload.position()).isEqualTo(3);
        assertThat(again.flip()).isEqualTo(payload);
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void silence_is_the_quietest_code(AudioCodec codec) {
        short[] pcm = new short[1];
        codec.decode(ByteBuffer.wrap(new byte[] {codec.silence()}), pcm);
        assertThat(Math.abs(pcm[0])).isLessThanOrEqualTo((short) 8);
        assertThat(AudioCodec.ofPayloadType(codec.payloadType())).isSameAs(codec);
    }
}
