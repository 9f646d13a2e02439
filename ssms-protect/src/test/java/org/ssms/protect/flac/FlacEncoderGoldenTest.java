package org.ssms.protect.flac;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.ssms.protect.key.Sha256;

/** Pins every bit of the frames: a faster encoder must write the files that the slower one wrote. */
class FlacEncoderGoldenTest {
    private static final String GOLDEN = "/golden/flac.frames.txt";
    private static final int LONGEST_HEX = 32;

    private final FlacEncoder encoder = new FlacEncoder();

    @Test
    void frames_of_every_kind_of_sound_are_the_golden_ones() throws IOException {
        StringBuilder dump = new StringBuilder();
        sounds().forEach((name, sound) -> {
            for (int from = 0; from < sound.length; from += FlacEncoder.BLOCK_SIZE) {
                short[] block = Arrays.copyOfRange(sound, from, Math.min(from + FlacEncoder.BLOCK_SIZE, sound.length));
                String what = name + ", " + block.length + " samples";
                dump.append(line(what, frame(block, from / FlacEncoder.BLOCK_SIZE)));
            }
        });
        dump.append(line("4000 blocks by chance", blocksByChance()));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(Path.of("src/test/resources" + GOLDEN), dump);
        }
        try (InputStream golden = FlacEncoderGoldenTest.class.getResourceAsStream(GOLDEN)) {
            assertThat(golden).as("golden file").isNotNull();
            assertThat(dump).hasToString(new String(golden.readAllBytes(), UTF_8));
        }
    }

    private static String line(String what, byte[] bytes) {
        HexFormat hex = HexFormat.of();
        String content =
                bytes.length <= LONGEST_HEX ? hex.formatHex(bytes) : "sha256 " + hex.formatHex(Sha256.of(bytes), 0, 16);
        return "%s: %d bytes, %s\n".formatted(what, bytes.length, content);
    }

    private static Map<String, short[]> sounds() {
        Map<String, short[]> sounds = new LinkedHashMap<>();
        short[] speech = speech(4000 + 123);
        sounds.put("speech", speech);
        sounds.put("speech as mu-law", map(speech.length, i -> coarse(speech[i], 4)));
        sounds.put("speech as A-law", map(speech.length, i -> coarse(speech[i], 16)));
        sounds.put("speech that clips", map(speech.length, i -> clip(9 * speech[i])));
        sounds.put("silence", new short[1600]);
        sounds.put("a constant level", map(801, i -> -8));
        Random noise = new Random(1);
        sounds.put("comfort noise", map(800, i -> noise.nextInt(3) - 1));
        sounds.put("noise", map(1600, i -> noise.nextInt()));
        sounds.put("noise of 7 bits, 9 wasted", map(800, i -> noise.nextInt() << 9));
        sounds.put("the lowest and the highest sample by turns", map(800, i -> i % 2 == 0 ? -32768 : 32767));
        sounds.put("a click in silence", map(800, i -> i == 437 ? -32768 : 0));
        sounds.put("a click in comfort noise", map(800, i -> i == 437 ? 32767 : noise.nextInt(2)));
        sounds.put("a square wave that clips", map(800, i -> i / 20 % 2 == 0 ? 32767 : -32768));
        sounds.put("two levels, 15 wasted bits", map(800, i -> i / 3 % 2 << 15));
        sounds.put("a ramp", map(800, i -> 40 * i - 16000));
        sounds.put("a parabola", map(800, i -> i * i / 20 - 16000));
        sounds.put("a cubic curve", map(800, i -> (i - 400) * (i - 400) * (i - 400) / 2000));
        sounds.put("a low tone", map(1600, wave(30, 20000)));
        sounds.put("a high tone", map(1600, wave(3700, 20000)));
        for (int samples : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 17, 24, 32, 33, 40, 160, 799}) {
            sounds.put("last frame of " + samples, Arrays.copyOfRange(speech, 900, 900 + samples));
        }
        return sounds;
    }

    /** A voice of 120 Hz with two formants, syllables and pauses, over the noise of a room. */
    private static short[] speech(int samples) {
        Random random = new Random(2);
        IntToDoubleFunction voice = i -> {
            double syllable = Math.max(0, StrictMath.sin(i / 410.0));
            double glottis = StrictMath.exp(-(i % 67) / 20.0);
            double formants = StrictMath.sin(i * 0.45) + 0.5 * StrictMath.sin(i * 1.1);
            return 9000 * syllable * glottis * formants;
        };
        return map(samples, i -> (int) (voice.applyAsDouble(i) + 6 * random.nextGaussian()));
    }

    private static IntUnaryOperator wave(int hertz, int amplitude) {
        return i -> (int) (amplitude * StrictMath.sin(2 * Math.PI * hertz * i / FlacEncoder.SAMPLE_RATE));
    }

    /** As after G.711: five significant bits, and none below {@code step}. */
    private static int coarse(int sample, int step) {
        int lost = Math.max(step, Integer.highestOneBit(Math.abs(sample)) >> 4);
        return sample / lost * lost;
    }

    private static int clip(int sample) {
        return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
    }

    private static short[] map(int samples, IntUnaryOperator sample) {
        short[] sound = new short[samples];
        for (int i = 0; i < samples; i++) {
            sound[i] = (short) sample.applyAsInt(i);
        }
        return sound;
    }

    /** Lengths, depths, roughness and frame numbers by chance, the seed fixed: the frames one behind the other. */
    private byte[] blocksByChance() throws IOException {
        Random random = new Random(20_261_126);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int n = 0; n < 4000; n++) {
            int samples = 1 + (n % 2 == 0 ? random.nextInt(FlacEncoder.BLOCK_SIZE) : FlacEncoder.BLOCK_SIZE - 1);
            int depth = 1 + random.nextInt(16);
            int wasted = random.nextInt(17 - depth);
            int smooth = random.nextInt(4);
            int rare = 1 + random.nextInt(64);
            int[] sums = new int[smooth + 1];
            short[] block = map(samples, i -> {
                int jump = random.nextInt(64) < rare ? random.nextInt() >> (32 - depth) : 0;
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += k == 0 ? jump - sums[k] : sums[k - 1] >> k;
                }
                return sums[smooth] << wasted;
            });
            frames.write(frame(block, random.nextInt() >>> random.nextInt(1, 32)));
        }
        return frames.toByteArray();
    }

    private byte[] frame(short[] block, int number) {
        byte[] out = new byte[FlacEncoder.MAX_FRAME_BYTES + 3];
        int length = encoder.encode(block, block.length, number, out, 3);
        return Arrays.copyOfRange(out, 3, 3 + length);
    }
}
