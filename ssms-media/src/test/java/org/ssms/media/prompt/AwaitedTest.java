package org.ssms.media.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;

class AwaitedTest {
    private static final byte SILENCE = AudioCodec.PCMU.silence();

    private final Awaited awaited = new Awaited();

    private byte[] take(int from, int most) {
        ByteBuffer out = ByteBuffer.allocate(most);
        assertThat(awaited.take(out, AudioCodec.PCMU, from, most)).isEqualTo(out.position());
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void silence_is_heard_until_it_is_there_and_then_all_of_it() {
        assertThat(take(0, 3)).containsExactly(SILENCE, SILENCE, SILENCE);
        assertThat(awaited.isOver(3)).isFalse();
        awaited.bring(Prompt.ofUlaw("test", new byte[] {1, 2, 3}));
        assertThat(awaited.isOver(3)).isFalse();
        assertThat(take(3, 2)).containsExactly(1, 2);
        assertThat(take(5, 2)).as("fewer at the end only").containsExactly(3);
        assertThat(awaited.isOver(6)).isTrue();
    }

    @Test
    void where_nobody_hears_it_time_goes_by_all_the_same() {
        assertThat(awaited.take(null, AudioCodec.PCMU, 0, 5)).isEqualTo(5);
        awaited.bring(Prompt.ofUlaw("test", new byte[] {1}));
        assertThat(take(5, 5)).containsExactly(1);
    }

    @Test
    void prompts_are_joined_in_their_order() {
        Prompt joined = Prompt.joined(
                "both", List.of(Prompt.ofUlaw("a", new byte[] {1, 2}), Prompt.ofUlaw("b", new byte[] {3})));
        awaited.bring(joined);
        assertThat(take(0, 9)).containsExactly(1, 2, 3);
    }
}
