package org.ssms.it.server;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.ssms.it.tool.Correlation;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.PromptName;
import org.ssms.media.prompt.Prompts;
import org.ssms.player.audio.SoundFile;

/** Which greeting somebody heard, told by ear: real telephones shift and smooth the sound a little. */
public final class Greetings {
    private static final Prompts PROMPTS = Prompts.load("en");
    /** Two stretches, one behind the other, in which the greetings say different things. */
    private static final int[] FROM = {7000, 9500};

    private static final int LENGTH = 2500;
    /** By then that time is over, wherever the recording began. */
    private static final int BEGINNING = 6 * SoundFile.RATE;
    /** 1 is the same sound. */
    private static final double ALIKE = 0.8;

    private Greetings() {}

    /** The greeting that was heard.
     *  @throws AssertionError when it was none of ours, with the likeness of each */
    public static PromptName heard(float[] whole) {
        float[] heard = Arrays.copyOf(whole, Math.min(whole.length, BEGINNING));
        Map<PromptName, Double> likeness = PromptName.GREETINGS.stream()
                .collect(Collectors.toMap(greeting -> greeting, greeting -> likeness(greeting, heard)));
        return likeness.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(best -> best.getValue() > ALIKE)
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new AssertionError(heard.length + " samples, like our greetings by " + likeness));
    }

    /** Of the stretch that was heard better: a telephone that gets no processor in time plays with gaps. */
    private static double likeness(PromptName greeting, float[] heard) {
        return Arrays.stream(FROM)
                .mapToDouble(from -> Correlation.peak(stretch(greeting, from), heard))
                .max()
                .orElseThrow();
    }

    private static float[] stretch(PromptName greeting, int from) {
        Prompt prompt = PROMPTS.get(greeting);
        ByteBuffer octets = ByteBuffer.allocate(prompt.samples());
        prompt.copyTo(octets, AudioCodec.PCMU, 0, prompt.samples());
        return Correlation.floats(SoundFile.fromUlaw(Arrays.copyOfRange(octets.array(), from, from + LENGTH)));
    }
}
