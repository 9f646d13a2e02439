package org.ssms.protect.flac;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.linear;
import static org.ssms.protect.Fixtures.littleEndian;
import static org.ssms.protect.Fixtures.mulaw;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.protect.Ffmpeg;

class FlacEncoderTest {
    private final FlacEncoder encoder = new FlacEncoder();

    @Test
    void checksums_are_those_of_the_published_catalogue() {
        // "check" values of CRC-8/SMBUS and CRC-16/UMTS over "123456789", the two polynomials of RFC 9639
        byte[] digits = "123456789".getBytes(US_ASCII);
        assertThat(FlacCrc.crc8(digits, 0, 9)).isEqualTo(0xf4);
        assertThat(FlacCrc.crc16(digits, 0, 9)).isEqualTo(0xfee8);
    }

    @Test
    void stream_info_tells_block_size_rate_and_depth() {
        ByteBuffer info = ByteBuffer.wrap(FlacEncoder.streamInfo());
        assertThat(info.getShort()).isEqualTo((short) 800);
        assertThat(info.getShort()).isEqualTo((short) 800);
        // 20 bits rate, 3 bits channels - 1, 5 bits depth - 1, 36 bits samples (unknown)
        assertThat(info.getLong(10)).isEqualTo((8000L << 44) | (15L << 36));
    }

    @Test
    void noise_comes_back_exactly_in_every_depth() throws Exception {
        Random random = new Random(20_261_123);
        for (int i = 0; i < 2000; i++) {
            short[] pcm = new short[1 + random.nextInt(FlacEncoder.BLOCK_SIZE)];
            int depth = 1 + random.nextInt(16);
            int wasted = random.nextInt(4);
            for (int k = 0; k < pcm.length; k++) {
                pcm[k] = (short) ((random.nextInt() >> (32 - depth)) << wasted);
            }
            roundTrip(pcm, random.nextInt(Integer.MAX_VALUE));
        }
    }

    @Test
    void extreme_samples_come_back_exactly() throws Exception {
        short[] pcm = new short[800];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = i % 2 == 0 ? Short.MIN_VALUE : Short.MAX_VALUE;
        }
        roundTrip(pcm, 0);
        Arrays.fill(pcm, Short.MIN_VALUE);
        roundTrip(pcm, 1);
        pcm[0] = 0;
        roundTrip(pcm, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x1fffff, 0x200000, 0x3ffffff, 0x4000000})
    void frame_numbers_of_every_length_come_back(int number) throws Exception {
        roundTrip(new short[] {1, 2, 3}, number);
    }

    @Test
    void telephone_sound_shrinks_and_silence_vanishes() throws Exception {
        short[] sound = linear(mulaw(800, 1));
        assertThat(roundTrip(sound, 0)).isLessThan(2 * 800 * 80 / 100);
        assertThat(roundTrip(new short[800], 1)).isLessThan(16);
    }

    @Test
    void no_frame_is_longer_than_promised() {
        Random random = new Random(7);
        short[] pcm = new short[800];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) random.nextInt();
        }
        byte[] out = new byte[FlacEncoder.MAX_FRAME_BYTES];
        assertThat(encoder.encode(pcm, 800, Integer.MAX_VALUE, out, 0)).isLessThanOrEqualTo(out.length);
    }

    @Test
    void no_sound_stays_in_the_encoder() {
        encode(linear(mulaw(800, 9)), 0);
        encode(linear(mulaw(160, 9)), 1);
        assertThat(encoder.residuals).isDeepEqualTo(new int[FlacEncoder.MAX_ORDER + 1][FlacEncoder.BLOCK_SIZE]);
        assertThat(encoder.riceParameters).containsOnly(0);
    }

    @Test
    void a_changed_bit_anywhere_is_refused() {
        byte[] frame = encode(linear(mulaw(160, 2)), 5);
        for (int bit = 0; bit < 8 * frame.length; bit++) {
            byte[] changed = frame.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> FlacDecoder.decode(changed, 0, changed.length, 5))
                    .isInstanceOf(MalformedFlacException.class);
        }
    }

    @Test
    @Tag("peer")
    void ffmpeg_decodes_the_stream_to_the_same_samples(@TempDir Path directory) throws Exception {
        short[] sound = linear(mulaw(8000 * 3 + 123, 3));
        Arrays.fill(sound, 9000, 12000, (short) 0);
        Random random = new Random(3);
        for (int i = 16000; i < 17000; i++) {
            sound[i] = (short) random.nextInt();
        }
        Path file = directory.resolve("stream.flac");
        Files.write(file, stream(sound));
        Ffmpeg.Result result = Ffmpeg.decode(directory, "-i", file.toString());
        assertThat(result.errors()).isEmpty();
        assertThat(result.pcm()).isEqualTo(littleEndian(sound));
    }

    private byte[] stream(short[] sound) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write("fLaC".getBytes(US_ASCII));
        stream.write(new byte[] {(byte) 0x80, 0, 0, 34}); // last metadata block, STREAMINFO
        stream.write(FlacEncoder.streamInfo());
        for (int from = 0; from < sound.length; from += 800) {
            short[] block = Arrays.copyOfRange(sound, from, Math.min(from + 800, sound.length));
            stream.write(encode(block, from / 800));
        }
        return stream.toByteArray();
    }

    private int roundTrip(short[] pcm, int number) throws MalformedFlacException {
        byte[] frame = encode(pcm, number);
        assertThat(FlacDecoder.decode(frame, 0, frame.length, number)).isEqualTo(pcm);
        return frame.length;
    }

    private byte[] encode(short[] pcm, int number) {
        byte[] out = new byte[FlacEncoder.MAX_FRAME_BYTES];
        return Arrays.copyOf(out, encoder.encode(pcm, pcm.length, number, out, 0));
    }
}
