package org.ssms.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.codec.G711;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.PromptName;
import org.ssms.media.prompt.Prompts;

class ToneReceiverTest {
    private static final String ALL = KeySound.KEYS;
    private static final int PACKET = 160;

    private final StringBuilder keys = new StringBuilder();
    private final ToneReceiver receiver = new ToneReceiver(key -> keys.append((char) key));
    private long timestamp = 0xffff_f000L;
    private int sequence = 65_500;

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void every_key_is_heard_at_every_level(AudioCodec law) {
        for (double level : new double[] {0, -3, -10, -20, -30, -36}) {
            hear(sound().codec(law).level(level).pause(30).press(ALL, 50, 50));
            assertThat(heard()).as("%s dBm0", level).isEqualTo(ALL);
        }
    }

    /** At any place of the blocks. */
    @ParameterizedTest
    @CsvSource({"40, 40, 80", "40, 40, 15", "45, 40, 15", "60, 60, 15", "100, 40, 12"})
    void the_shortest_keys_are_heard(double tone, double pause, double noise) {
        for (int shift = 0; shift < 26; shift++) {
            hear(new KeySound(shift).noise(noise).pause(20 + shift / 2.0).press(ALL, tone, pause));
            assertThat(heard()).as("shift %s", shift).isEqualTo(ALL);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0, 0", "4, 1.5, 1.5", "4, -1.5, -1.5", "4, 1.5, -1.5", "4, -1.5, 1.5", "0, 1.5, 1.5", "0, -1.5, -1.5",
        "-8, 0, 0", "-8, 1.5, 1.5", "-8, -1.5, -1.5", "-8, 1.5, -1.5", "-8, -1.5, 1.5", "0, 1.5, -1.5", "0, -1.5, 1.5"
    })
    void keys_may_be_twisted_and_off_in_noise(double twist, double row, double column) {
        for (AudioCodec law : AudioCodec.values()) {
            hear(sound().codec(law).twist(twist).off(row, column).pause(30).press(ALL, 40, 40));
            assertThat(heard()).as("clean %s", law).isEqualTo(ALL);
            hear(sound().codec(law)
                    .twist(twist)
                    .off(row, column)
                    .noise(15)
                    .pause(30)
                    .press(ALL, 60, 50));
            assertThat(heard()).as("noise %s", law).isEqualTo(ALL);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "9, 0, 0",
        "12, 0, 0",
        "-14, 0, 0",
        "-20, 0, 0",
        "0, 3.5, 0",
        "0, -3.5, 0",
        "0, 0, 3.5",
        "0, 0, -3.5",
        "0, 3.5, 3.5",
        "0, -3.5, -3.5",
        "0, 3.5, -3.5",
        "0, 5, 5",
        "4, 0, 3.5",
        "4, 0, -3.5",
        "4, 3.5, 0",
        "4, -3.5, 0",
        "-8, 0, 3.5",
        "-8, 0, -3.5",
        "-8, 3.5, 0",
        "-8, -3.5, 0",
        "-2, 0, 3.5",
        "-2, 0, -3.5"
    })
    void what_is_far_from_a_key_is_none(double twist, double row, double column) {
        for (double noise : new double[] {80, 15}) {
            hear(sound().noise(noise).twist(twist).off(row, column).pause(30).press(ALL, 100, 50));
            assertThat(heard()).isEmpty();
        }
    }

    /** ITU-T Q.24. */
    @ParameterizedTest
    @CsvSource({"10, 0, 80", "20, 0, 80", "23, 0, 80", "23, 4, 15", "23, -8, 15", "23, 0, 15"})
    void tones_of_23_ms_are_no_keys(double millis, double twist, double noise) {
        for (int shift = 0; shift < 26; shift++) {
            hear(new KeySound(shift)
                    .twist(twist)
                    .noise(noise)
                    .pause(20 + shift / 2.0)
                    .press(ALL, millis, 40));
            assertThat(heard()).as("shift %s", shift).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 5, 10, 15})
    void an_interruption_makes_no_second_key(double millis) {
        for (int shift = 0; shift < 26; shift++) {
            hear(new KeySound(shift)
                    .noise(20)
                    .pause(20 + shift / 2.0)
                    .press("88", 60, millis)
                    .pause(60));
            assertThat(heard()).as("shift %s", shift).isEqualTo("8");
        }
    }

    @Test
    void a_key_held_for_a_minute_is_one_key_and_the_next_one_another() {
        hear(sound().noise(20).press("5", 60_000, 40).press("55", 40, 40));
        assertThat(heard()).isEqualTo("555");
    }

    @Test
    void a_key_behind_another_without_a_pause_is_heard() {
        hear(sound().press("159D", 60, 0).pause(60));
        assertThat(heard()).isEqualTo("159D");
    }

    @ParameterizedTest
    @CsvSource({
        "697, 697",
        "1209, 1209",
        "350, 440",
        "440, 480",
        "480, 620",
        "425, 425",
        "1100, 2100",
        "697, 941",
        "1336, 1477",
        "770, 1540",
        "650, 1209",
        "1000, 1000"
    })
    void other_tones_are_no_keys(double one, double other) {
        hear(sound().pause(30).tones(one, other, 1000).pause(100));
        assertThat(heard()).isEmpty();
    }

    @Test
    void tones_with_something_beside_them_are_no_keys() {
        short[] key = sound().pause(30).press("1", 100, 40).pcm();
        for (int hertz : List.of(300, 500, 1000, 2418, 3000)) {
            short[] both =
                    sound().twist(-60).pause(30).tones(hertz, 0, 100).pause(40).pcm();
            for (int i = 0; i < both.length; i++) {
                both[i] = (short) ((both[i] + key[i]) / 2);
            }
            hear(both, PACKET);
            assertThat(heard()).as("%s Hz", hertz).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 80, 101, 102, 240, 480, 2048})
    void packets_may_have_any_length(int samples) {
        hear(sound().pause(30).press(ALL, 50, 50).pcm(), samples);
        assertThat(heard()).isEqualTo(ALL);
    }

    @Test
    void one_lost_packet_makes_no_key_two_or_none() {
        short[] pcm = sound().noise(20).pause(95).press("8", 100, 60).pcm();
        for (int lost = 0; lost * PACKET < pcm.length; lost++) {
            for (int at = 0; at < pcm.length; at += PACKET) {
                packet(pcm, at, PACKET, at / PACKET == lost ? 0 : 1);
            }
            assertThat(heard()).as("without packet %s", lost).isEqualTo("8");
        }
    }

    @Test
    void packets_that_come_twice_or_late_change_nothing() {
        short[] pcm = sound().pause(30).press(ALL, 60, 60).pcm();
        for (int at = 0; at < pcm.length; at += PACKET) {
            packet(pcm, at, PACKET, 1);
            sequence--;
            timestamp -= PACKET;
            packet(pcm, at, PACKET, 1);
            sequence -= 5;
            packet(pcm, 0, PACKET, 1);
            sequence += 4;
            timestamp -= PACKET;
        }
        assertThat(heard()).isEqualTo(ALL);
    }

    @Test
    void a_pause_that_is_not_sent_is_one() {
        for (int i = 0; i < 3; i++) {
            hear(sound().press("5", 60, 0));
            timestamp += 480;
        }
        assertThat(heard()).isEqualTo("555");
    }

    @ParameterizedTest
    @ValueSource(ints = {-160, -80, 13})
    void timestamps_may_be_wrong(int each) {
        short[] pcm = sound().pause(30).press(ALL, 60, 60).pcm();
        for (int at = 0; at < pcm.length; at += PACKET) {
            packet(pcm, at, PACKET, 1);
            timestamp += each;
        }
        assertThat(heard()).isEqualTo(ALL);
    }

    @Test
    void a_source_with_other_numbers_is_heard_at_once() {
        hear(sound().press("1", 60, 60));
        receiver.reset();
        sequence -= 20;
        timestamp = 7;
        hear(sound().press("1", 60, 60));
        assertThat(heard()).isEqualTo("11");
    }

    /** Thirty minutes. */
    @Test
    void speech_has_no_keys() {
        Babble babble = new Babble(20_261_127);
        short[] second = new short[ToneReceiver.CLOCK_RATE];
        double energy = 0;
        for (int i = 0; i < 30 * 60; i++) {
            babble.say(second);
            for (int j = 0; j < second.length; j++) {
                energy += (double) second[j] * second[j];
                second[j] = G711.ulawToLinear(G711.linearToUlaw(second[j]));
            }
            hear(second, PACKET);
        }
        double rms = Math.sqrt(energy / 30 / 60 / ToneReceiver.CLOCK_RATE);
        assertThat(20 * Math.log10(rms / 32768)).as("as loud as speech, dBFS").isBetween(-26.0, -15.0);
        assertThat(heard()).isEmpty();
    }

    @Test
    void noise_has_no_keys() {
        Random random = new Random(24);
        short[] second = new short[ToneReceiver.CLOCK_RATE];
        for (int i = 0; i < 120; i++) {
            for (int j = 0; j < second.length; j++) {
                second[j] = (short) (random.nextInt(40_000) - 20_000);
            }
            hear(second, PACKET);
        }
        assertThat(heard()).isEmpty();
    }

    @Test
    void our_prompts_have_no_keys() {
        Prompts english = Prompts.load("en");
        for (PromptName name : PromptName.values()) {
            hear(english.get(name));
        }
        assertThat(heard()).isEmpty();
    }

    @Test
    void the_time_of_a_tone_is_known_when_it_is_settled() {
        boolean suspected = false;
        for (int shift = 0; shift < 26; shift++) {
            long start = timestamp;
            int before = 400 + 4 * shift;
            short[] pcm = new KeySound(shift)
                    .noise(20)
                    .pause(before / 8.0)
                    .press("8", 75, 100)
                    .pcm();
            for (int at = 0, checked = 0; at < pcm.length; at += PACKET) {
                packet(pcm, at, PACKET, 1);
                suspected |= receiver.suspects(start + before);
                for (; checked < pcm.length && receiver.isSettled(start + checked + 1); checked++) {
                    boolean tone = checked >= before && checked < before + 600;
                    boolean near = checked >= before - 204 && checked < before + 600 + 204;
                    if (tone || !near) {
                        assertThat(receiver.covers(start + checked))
                                .as("sample %s, shift %s", checked, shift)
                                .isEqualTo(tone);
                    }
                }
                assertThat(at + PACKET - checked).as("undecided").isLessThan(5 * ToneBlock.SAMPLES + PACKET);
            }
            assertThat(receiver.suspects(start + pcm.length - 1)).isFalse();
        }
        assertThat(suspected).isTrue();
        assertThat(heard()).isEqualTo("8".repeat(26));
    }

    @Test
    void nothing_is_allocated_for_a_packet() {
        short[] pcm = sound().press(ALL, 60, 60).pcm();
        ToneReceiver quiet = new ToneReceiver(key -> {});
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        short[] packet = Arrays.copyOf(pcm, PACKET);
        quiet.accept(0, 0, packet, PACKET);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 1; i < 10_000; i++) {
            System.arraycopy(pcm, i % (pcm.length / PACKET - 1) * PACKET, packet, 0, PACKET);
            quiet.accept(i * 160L, i, packet, PACKET);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private static KeySound sound() {
        return new KeySound(4);
    }

    private void hear(KeySound sound) {
        hear(sound.pause(60).pcm(), PACKET);
    }

    private void hear(Prompt prompt) {
        ByteBuffer payload = ByteBuffer.allocate(prompt.samples());
        prompt.copyTo(payload, AudioCodec.PCMU, 0, prompt.samples());
        short[] pcm = new short[prompt.samples()];
        AudioCodec.PCMU.decode(payload.flip(), pcm);
        hear(pcm, PACKET);
    }

    private void hear(short[] pcm, int samples) {
        for (int at = 0; at < pcm.length; at += samples) {
            packet(pcm, at, Math.min(samples, pcm.length - at), 1);
        }
    }

    /** @param times 0: it is lost */
    private void packet(short[] pcm, int at, int samples, int times) {
        short[] packet = Arrays.copyOfRange(pcm, at, at + samples);
        if (times > 0) {
            receiver.accept(timestamp & 0xffff_ffffL, sequence & 0xffff, packet, samples);
        }
        sequence++;
        timestamp += samples;
    }

    /** Since it was asked last. */
    private String heard() {
        String heard = keys.toString();
        keys.setLength(0);
        return heard;
    }
}
