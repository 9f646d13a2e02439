package org.ssms.media.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.codec.AudioCodec;

class PromptsTest {
    private static final Prompts ENGLISH = Prompts.load("en");

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it"})
    void every_language_has_what_a_call_names(String language) {
        Prompts prompts = Prompts.load(language);
        assertThat(prompts.get(List.of(PromptName.values())))
                .doesNotHaveDuplicates()
                .allSatisfy(prompt -> assertThat(prompt.samples()).isPositive());
    }

    /** With its pauses. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BEEP")
    void what_a_call_says_is_alike_loud(PromptName name) {
        Prompt prompt = ENGLISH.get(name);
        short[] pcm = decode(prompt, AudioCodec.PCMU);
        assertThat(prompt.samples()).isBetween(8000, 80_000);
        assertThat(dbfs(rms(pcm, 0, pcm.length))).isBetween(-22.0, -19.0);
        assertThat(peak(pcm)).isLessThan(29_000);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BEEP")
    void what_a_call_says_starts_within_a_quarter_of_a_second(PromptName name) {
        short[] pcm = decode(ENGLISH.get(name), AudioCodec.PCMU);
        assertThat(dbfs(rms(pcm, 800, 1200))).isGreaterThan(-40);
    }

    @Test
    void a_prompt_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> ENGLISH.get("no-such"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such");
    }

    @Test
    void the_beep_is_300_ms_of_1000_hertz_at_minus_12_dbfs_without_a_click() {
        short[] pcm = decode(ENGLISH.get(PromptName.BEEP), AudioCodec.PCMU);
        assertThat(pcm).hasSize(2400);
        assertThat(dbfs(peak(pcm))).isBetween(-12.5, -11.5);
        assertThat(Math.abs(pcm[2])).isLessThan((short) 400);
        int crossings = 0;
        for (int i = 1; i < pcm.length; i++) {
            crossings += pcm[i - 1] < 0 && pcm[i] >= 0 ? 1 : 0;
        }
        assertThat(crossings).isBetween(298, 301);
    }

    @Test
    void both_codecs_carry_the_same_sound() {
        short[] ulaw = decode(ENGLISH.get(PromptName.GREETING), AudioCodec.PCMU);
        short[] alaw = decode(ENGLISH.get(PromptName.GREETING), AudioCodec.PCMA);
        for (int i = 0; i < ulaw.length; i++) {
            assertThat(Math.abs(ulaw[i] - alaw[i])).isLessThanOrEqualTo(16 + Math.abs(ulaw[i]) / 16);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xx", "EN", "../en", "en/..", "deutsch"})
    void an_unknown_language_is_refused(String language) {
        assertThatThrownBy(() -> Prompts.load(language)).isInstanceOf(IllegalArgumentException.class);
    }

    private static short[] decode(Prompt prompt, AudioCodec codec) {
        ByteBuffer payload = ByteBuffer.allocate(prompt.samples());
        prompt.copyTo(payload, codec, 0, prompt.samples());
        short[] pcm = new short[prompt.samples()];
        codec.decode(payload.flip(), pcm);
        return pcm;
    }

    private static double rms(short[] pcm, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(sum / count);
    }

    private static int peak(short[] pcm) {
        int peak = 0;
        for (short sample : pcm) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    private static double dbfs(double amplitude) {
        return 20 * Math.log10(amplitude / 32768);
    }
}
