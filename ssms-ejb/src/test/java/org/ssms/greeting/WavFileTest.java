package org.ssms.greeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavFileTest {
    private static final int PCM = 1;
    private static final int RIFF_LENGTH = 4;
    private static final int FORMAT_LENGTH = 16;
    private static final int DATA_LENGTH = 40;

    @Test
    void what_was_written_is_read_again() throws Exception {
        short[] samples = {0, 1, -1, Short.MAX_VALUE, Short.MIN_VALUE, 513};
        byte[] file = WavFile.write(samples);
        assertThat(WavFile.read(file)).isEqualTo(samples);
        assertThat(HexFormat.of().formatHex(file))
                .isEqualTo("524946463000000057415645666d74201000000001000100401f0000803e000002001000"
                        + "646174610c00000000000100ffffff7f00800102");
    }

    @Test
    void the_longest_greeting_fits() throws Exception {
        short[] samples = new short[(int) GreetingKind.STANDARD.longest().toMillis() * 8];
        assertThat(WavFile.read(WavFile.write(samples))).hasSameSizeAs(samples);
    }

    @Test
    void an_extensible_format_names_its_encoding_later() throws Exception {
        assertThat(WavFile.read(extensible("0100000000001000800000aa00389b71"))).containsExactly(0x201);
        assertRefused(extensible("0300000000001000800000aa00389b71")); // float
        assertRefused(extensible("0100000000001000800000aa00389b72"));
        byte[] tooShort = extensible("0100000000001000800000aa00389b71");
        ByteBuffer.wrap(tooShort).order(ByteOrder.LITTLE_ENDIAN).putInt(FORMAT_LENGTH, 38);
        assertRefused(tooShort);
    }

    @Test
    void chunks_that_nobody_needs_are_passed_over() throws Exception {
        byte[] plain = WavFile.write(new short[] {7});
        ByteBuffer out = ByteBuffer.allocate(plain.length + 12).order(ByteOrder.LITTLE_ENDIAN);
        out.put(plain, 0, 36).put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(3);
        out.put(new byte[4]).put(plain, 36, 10); // padded
        out.putInt(RIFF_LENGTH, out.capacity() - 8);
        assertThat(WavFile.read(out.array())).containsExactly(7);
    }

    @Test
    void a_file_without_a_sample_is_empty_and_no_failure() throws Exception {
        assertThat(WavFile.read(WavFile.write(new short[0]))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PCM of 8 bit,       1,  1, 8000, 8",
        "PCM of 24 bit,      1,  1, 8000, 24",
        "float,              3,  1, 8000, 32",
        "16-bit float,       3,  1, 8000, 16",
        "ADPCM of Microsoft, 2,  1, 8000, 4",
        "A-law,              6,  1, 8000, 8",
        "mu-law,             7,  1, 8000, 8",
        "ADPCM of IMA,       17, 1, 8000, 4",
        "MP3,                85, 1, 8000, 16",
        "no bits,            1,  1, 8000, 0",
        "no channel,         1,  0, 8000, 16",
        "two channels,       1,  2, 8000, 16",
        "65535 channels,     1,  65535, 8000, 16",
        "slow,               1,  1, 7999, 16",
        "fast,               1,  1, 8001, 16",
        "of a CD,            1,  1, 44100, 16",
        "no rate,            1,  1, 0, 16",
        "a rate below 0,     1,  1, -1, 16",
    })
    void another_kind_is_refused_with_what_it_must_be(String name, int tag, int channels, int rate, int bits) {
        assertRefused(file(tag, channels, rate, bits, new byte[64]));
    }

    @Test
    void sound_before_its_format_is_refused() {
        byte[] file = WavFile.write(new short[0]);
        ByteBuffer out = ByteBuffer.allocate(file.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(file, 0, 12).put(file, 36, 8).put(file, 12, 24);
        assertRefused(out.array());
    }

    @Test
    void lengths_that_lie_are_refused() {
        for (int at : new int[] {RIFF_LENGTH, FORMAT_LENGTH, DATA_LENGTH}) {
            for (int length : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1000}) {
                byte[] file = WavFile.write(new short[100]);
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(at, length);
                assertRefused(file);
            }
        }
        byte[] frames = WavFile.write(new short[100]);
        ByteBuffer.wrap(frames).order(ByteOrder.LITTLE_ENDIAN).putShort(32, (short) 0);
        assertRefused(frames);
        assertRefused(file(PCM, 1, 8000, 16, new byte[5]));
        assertRefused(new byte[WavFile.MAX_BYTES + 1]);
    }

    @Test
    void a_file_that_is_cut_off_anywhere_is_refused() {
        byte[] file = WavFile.write(new short[40]);
        for (int length = 0; length < file.length; length++) {
            assertRefused(Arrays.copyOf(file, length));
        }
    }

    @Test
    void any_bytes_are_read_or_refused_and_never_give_more_than_there_is() {
        Random random = new Random(20_261_128); // fixed seed: a failure repeats
        byte[][] models = {
            WavFile.write(new short[200]), extensible("0100000000001000800000aa00389b71"),
        };
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] file = models[i % models.length].clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                file[random.nextInt(random.nextBoolean() ? 44 : file.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(WavFile.read(file).length).isLessThanOrEqualTo(file.length);
                read++;
            } catch (MalformedWavException expected) {
                assertThat(expected).hasMessageEndingWith(".");
            }
        }
        assertThat(read).isGreaterThan(1000);
    }

    private static void assertRefused(byte[] file) {
        assertThatThrownBy(() -> WavFile.read(file))
                .isInstanceOf(MalformedWavException.class)
                .hasMessage("It must be a whole WAV file of PCM, 16 bit, 8 kHz, one channel.");
    }

    private static byte[] file(int tag, int channels, int rate, int bits, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(WavFile.write(new short[0])).put(data);
        out.putInt(RIFF_LENGTH, out.capacity() - 8).putInt(DATA_LENGTH, data.length);
        out.putShort(20, (short) tag).putShort(22, (short) channels).putInt(24, rate);
        out.putShort(32, (short) (channels * bits / 8)).putShort(34, (short) bits);
        return out.array();
    }

    /** One sample, 0x201. */
    private static byte[] extensible(String subformat) {
        byte[] plain = WavFile.write(new short[] {0x201});
        ByteBuffer out = ByteBuffer.allocate(plain.length + 24).order(ByteOrder.LITTLE_ENDIAN);
        out.put(plain, 0, 36).putShort((short) 22).putShort((short) 16).putInt(4);
        out.put(HexFormat.of().parseHex(subformat)).put(plain, 36, plain.length - 36);
        out.putInt(RIFF_LENGTH, out.capacity() - 8).putInt(FORMAT_LENGTH, 40).putShort(20, (short) 0xfffe);
        return out.array();
    }
}
