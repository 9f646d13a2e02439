package org.ssms.player.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoundFileTest {
    @ParameterizedTest
    @ValueSource(ints = {8000, 11025, 16000, 22050, 44100, 48000})
    void a_tone_keeps_its_pitch_and_loudness_at_every_rate(int rate) throws Exception {
        short[] samples = SoundFile.fromWave(wave(rate, 1, 16, tone(1000, rate, 10_000)));
        assertThat(samples).hasSize(8000);
        assertThat(level(samples, 1000)).isCloseTo(10_000, within(150.0));
    }

    @Test
    void what_lies_above_the_new_nyquist_frequency_is_gone() throws Exception {
        short[] samples = SoundFile.fromWave(wave(48_000, 1, 16, tone(7000, 48_000, 10_000)));
        assertThat(level(samples, 1000)).isLessThan(20);
    }

    @Test
    void channels_are_mixed_and_eight_bit_is_centred() throws Exception {
        assertThat(SoundFile.fromWave(wave(8000, 2, 16, new short[] {100, 300, -100, -300})))
                .containsExactly(200, -200);
        ByteBuffer eight = wave(8000, 1, 8, new short[] {});
        ByteBuffer file = ByteBuffer.allocate(eight.capacity() + 2)
                .put(eight)
                .put((byte) 128)
                .put((byte) 129)
                .flip();
        file.order(ByteOrder.LITTLE_ENDIAN).putInt(40, 2);
        assertThat(SoundFile.fromWave(file.order(ByteOrder.BIG_ENDIAN))).containsExactly(0, 256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RIFF", "RIFF0000WAVE", "RIFF0000WAVEfmt \0\0\0\0", "OggS00000000000000000000"})
    void what_is_no_wav_file_is_refused(String bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> SoundFile.fromWave(file)).isInstanceOf(MalformedAudioException.class);
    }

    @Test
    void ulaw_octets_survive_the_way_to_linear_and_back() {
        byte[] octets = new byte[256];
        for (int i = 0; i < 256; i++) {
            octets[i] = (byte) i;
        }
        octets[0x7f] = (byte) 0xff; // the two zeros are one number
        assertThat(SoundFile.toUlaw(SoundFile.fromUlaw(octets))).isEqualTo(octets);
    }

    static short[] tone(double hertz, int rate, double amplitude) {
        short[] samples = new short[rate];
        for (int i = 0; i < rate; i++) {
            samples[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return samples;
    }

    /** Amplitude of one frequency in the middle of the samples. */
    private static double level(short[] samples, double hertz) {
        double re = 0;
        double im = 0;
        int from = 1000;
        int count = 6000;
        for (int i = from; i < from + count; i++) {
            re += samples[i] * Math.cos(2 * Math.PI * hertz * i / 8000);
            im += samples[i] * Math.sin(2 * Math.PI * hertz * i / 8000);
        }
        return 2 * Math.hypot(re, im) / count;
    }

    private static ByteBuffer wave(int rate, int channels, int bits, short[] samples) {
        int data = samples.length * 2;
        ByteBuffer file = ByteBuffer.allocate(44 + data).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        file.putShort((short) 1).putShort((short) channels).putInt(rate);
        file.putInt(rate * channels * bits / 8)
                .putShort((short) (channels * bits / 8))
                .putShort((short) bits);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data);
        for (short sample : samples) {
            file.putShort(sample);
        }
        return file.flip().order(ByteOrder.BIG_ENDIAN);
    }
}
