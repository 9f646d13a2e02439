package org.ssms.media.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.codec.AudioCodec;

class TimeScaleTest {
    private static final int RATE = 8000;
    private static final int BLOCK = 160;

    /** Takes all that is added, or so much at a time. */
    private static final class Taker implements Intake {
        private final ByteBuffer taken = ByteBuffer.allocate(40 * RATE);
        private int room = Integer.MAX_VALUE;
        private int ends;
        private boolean dropped;

        @Override
        public int room() {
            return room;
        }

        @Override
        public int add(ByteBuffer encoded) {
            int count = encoded.remaining();
            assertThat(count).isLessThanOrEqualTo(room);
            taken.put(encoded);
            room -= count;
            return count;
        }

        @Override
        public int addSilence(long most) {
            throw new AssertionError("silence is sound, too");
        }

        @Override
        public void end() {
            ends++;
        }

        @Override
        public void drop() {
            dropped = true;
        }

        private byte[] heard() {
            assertThat(ends).isEqualTo(1);
            return Arrays.copyOf(taken.array(), taken.position());
        }
    }

    private static byte[] encoded(short[] pcm, AudioCodec codec) {
        ByteBuffer encoded = ByteBuffer.allocate(pcm.length);
        codec.encode(pcm, pcm.length, encoded);
        return encoded.array();
    }

    private static short[] decoded(byte[] encoded, AudioCodec codec) {
        short[] pcm = new short[encoded.length];
        codec.decode(ByteBuffer.wrap(encoded), pcm);
        return pcm;
    }

    private static short[] heard(short[] pcm, double speed, AudioCodec codec) {
        return decoded(heard(encoded(pcm, codec), speed, codec), codec);
    }

    private static byte[] heard(byte[] said, double speed, AudioCodec codec) {
        Taker taker = new Taker();
        TimeScale scale = new TimeScale(taker, codec, speed);
        assertThat(scale.add(ByteBuffer.wrap(said))).isEqualTo(said.length);
        scale.end();
        return taker.heard();
    }

    private static short[] sine(double hertz, int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.round(12_000 * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        return pcm;
    }

    /** Vowels of a voice that rises and falls, four in a second, with a little breath. */
    private static short[] speech(int seconds) {
        short[] pcm = new short[seconds * RATE];
        Random breath = new Random(48);
        double phase = 0;
        for (int i = 0; i < pcm.length; i++) {
            double time = (double) i / RATE;
            phase += 2 * Math.PI * (130 + 40 * Math.sin(2 * Math.PI * 0.7 * time)) / RATE;
            double vowel = 0;
            for (int harmonic = 1; harmonic <= 12; harmonic++) {
                vowel += Math.sin(harmonic * phase) / harmonic;
            }
            double loudness = 0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * time);
            pcm[i] = (short) Math.round(6000 * loudness * vowel + 100 * breath.nextGaussian());
        }
        return pcm;
    }

    /** By where it crosses zero upwards, between samples, for the first and for the last time. */
    private static double pitch(short[] pcm) {
        double first = -1;
        double last = -1;
        int periods = -1;
        for (int i = 1; i < pcm.length; i++) {
            if (pcm[i - 1] < 0 && pcm[i] >= 0) {
                last = i - (double) pcm[i] / (pcm[i] - pcm[i - 1]);
                first = first < 0 ? last : first;
                periods++;
            }
        }
        return periods * RATE / (last - first);
    }

    private static int widestStep(short[] pcm) {
        int widest = 0;
        for (int i = 1; i < pcm.length; i++) {
            widest = Math.max(widest, Math.abs(pcm[i] - pcm[i - 1]));
        }
        return widest;
    }

    /** The loudness of its quietest 20 ms. */
    private static double quietest(short[] pcm) {
        double quietest = Double.MAX_VALUE;
        for (int from = 0; from + BLOCK <= pcm.length; from += BLOCK) {
            double energy = 0;
            for (int i = from; i < from + BLOCK; i++) {
                energy += pcm[i] * pcm[i];
            }
            quietest = Math.min(quietest, Math.sqrt(energy / BLOCK));
        }
        return quietest;
    }

    @ParameterizedTest
    @CsvSource({
        "100, 1.5, PCMU",
        "100, 0.75, PCMA",
        "187, 1.5, PCMA",
        "187, 0.75, PCMU",
        "440, 1.5, PCMU",
        "440, 0.75, PCMA",
        "1004, 1.5, PCMA",
        "1004, 0.75, PCMU",
        "3100, 1.5, PCMU",
        "3100, 0.75, PCMA",
        "440, 0.5, PCMU",
        "440, 2, PCMA"
    })
    void c33_it_lasts_as_the_speed_says_and_its_pitch_stays(double hertz, double speed, AudioCodec codec) {
        short[] heard = heard(sine(hertz, 5 * RATE), speed, codec);
        assertThat((double) heard.length).isEqualTo(Math.ceil(5 * RATE / speed));
        assertThat(pitch(heard)).isCloseTo(hertz, within(hertz / 100));
        assertThat(quietest(Arrays.copyOf(heard, heard.length - BLOCK)))
                .as("no beat")
                .isGreaterThan(12_000 / Math.sqrt(2) * 0.7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 0.75})
    void speech_has_no_gaps_and_no_clicks(double speed) {
        short[] said = speech(10);
        short[] heard = heard(said, speed, AudioCodec.PCMU);
        assertThat(widestStep(heard)).isLessThanOrEqualTo(widestStep(said) * 11 / 10);
        assertThat(quietest(heard)).isGreaterThan(quietest(said) * 0.7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 0.75})
    void what_is_said_comes_at_its_time(double speed) {
        short[] pcm = new short[4 * RATE];
        System.arraycopy(sine(300, RATE), 0, pcm, 2 * RATE, RATE);
        short[] heard = heard(pcm, speed, AudioCodec.PCMU);
        int begin = 0;
        while (Math.abs(heard[begin]) < 1000) {
            begin++;
        }
        int end = heard.length - 1;
        while (Math.abs(heard[end]) < 1000) {
            end--;
        }
        assertThat(begin * speed).isCloseTo(2 * RATE, within(200.0));
        assertThat(end * speed).isCloseTo(3 * RATE, within(200.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 0.75, 0.5, 2})
    void it_is_the_same_in_whatever_portions_it_comes_and_goes(double speed) {
        byte[] said = encoded(speech(5), AudioCodec.PCMA);
        byte[] atOnce = heard(said, speed, AudioCodec.PCMA);
        Random random = new Random(4);
        Taker taker = new Taker();
        taker.room = 0;
        TimeScale scale = new TimeScale(taker, AudioCodec.PCMA, speed);
        assertThat(scale.room()).isZero();
        ByteBuffer source = ByteBuffer.wrap(said);
        while (source.position() < said.length) {
            taker.room = Math.min(4000, taker.room + random.nextInt(500));
            source.limit(Math.min(said.length, source.position() + random.nextInt(700)));
            int before = source.position();
            assertThat(scale.add(source)).isEqualTo(source.position() - before);
            assertThat(!source.hasRemaining() || scale.room() == 0)
                    .as("as much as there is room for")
                    .isTrue();
        }
        scale.end(); // needs no more room than there is
        assertThat(taker.heard()).isEqualTo(atOnce);
    }

    @Test
    void at_the_normal_speed_it_would_be_what_it_was() {
        short[] said = decoded(encoded(speech(2), AudioCodec.PCMU), AudioCodec.PCMU); // which has two zeros
        assertThat(heard(said, 1, AudioCodec.PCMU)).isEqualTo(said);
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void silence_is_silence_however_it_comes(AudioCodec codec) {
        byte[] silence = new byte[RATE];
        Arrays.fill(silence, codec.silence());
        Taker taker = new Taker();
        TimeScale scale = new TimeScale(taker, codec, 1.5);
        assertThat(scale.addSilence(2 * RATE)).isEqualTo(2 * RATE);
        assertThat(scale.add(ByteBuffer.wrap(silence))).isEqualTo(RATE);
        scale.end();
        assertThat(taker.heard()).hasSize(2 * RATE);
        for (short sample : decoded(taker.heard(), codec)) {
            assertThat(Math.abs(sample)).isLessThanOrEqualTo((short) 8); // A-law has no zero
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 50, 119, 120, 121, 239, 240, 241, 400})
    void what_is_shorter_than_a_window_begins_as_it_was_and_lasts_as_it_should(int samples) {
        byte[] said = encoded(sine(300, samples), AudioCodec.PCMU);
        for (double speed : new double[] {0.5, 0.75, 1.5, 2}) {
            byte[] heard = heard(said, speed, AudioCodec.PCMU);
            assertThat(heard).hasSize((int) Math.ceil(samples / speed));
            int same = Math.min(Math.min(samples, heard.length), 120);
            assertThat(decoded(Arrays.copyOf(heard, same), AudioCodec.PCMU))
                    .isEqualTo(decoded(Arrays.copyOf(said, same), AudioCodec.PCMU));
        }
    }

    @Test
    void who_hears_it_as_it_comes_hears_all_of_it() {
        byte[] said = encoded(speech(20), AudioCodec.PCMU);
        ByteBuffer source = ByteBuffer.wrap(said);
        ByteBuffer heard = ByteBuffer.allocate(2 * said.length);
        int[] wanted = {0};
        Playback playback = new Playback(AudioCodec.PCMU, () -> wanted[0]++);
        TimeScale scale = new TimeScale(playback, AudioCodec.PCMU, 0.75);
        while (!playback.isOver(0)) {
            playback.take(heard, AudioCodec.PCMU, 0, BLOCK);
            if (wanted[0] > 0) {
                wanted[0] = 0;
                scale.add(source);
                if (!source.hasRemaining()) {
                    scale.end();
                }
                playback.filled();
            }
        }
        assertThat(Arrays.copyOfRange(heard.array(), BLOCK, heard.position()))
                .isEqualTo(heard(said, 0.75, AudioCodec.PCMU));
    }

    @Test
    void of_what_is_dropped_nothing_goes_on() {
        Taker taker = new Taker();
        TimeScale scale = new TimeScale(taker, AudioCodec.PCMU, 1.5);
        scale.add(ByteBuffer.wrap(encoded(sine(300, 100), AudioCodec.PCMU)));
        scale.drop();
        assertThat(taker.dropped).isTrue();
        assertThat(taker.taken.position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.49, 2.01, 0, -1, Double.NaN})
    void nobody_understands_what_is_slower_or_faster(double speed) {
        assertThatThrownBy(() -> new TimeScale(new Taker(), AudioCodec.PCMU, speed))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
