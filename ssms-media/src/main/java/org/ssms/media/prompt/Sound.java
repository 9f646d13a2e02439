package org.ssms.media.prompt;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;

/** What is played to a caller, 8 kHz mono: a prompt, or what comes, or is fetched, while it is played. */
public sealed interface Sound permits Prompt, Playback, Awaited {
    /**
     * Goes on by so many samples, fewer only at the end. Does not allocate, and waits for nothing.
     *
     * @param out gets them, encoded, at its position; null: nobody hears them
     * @param from how many were taken before
     * @return how many there were
     */
    int take(@Nullable ByteBuffer out, AudioCodec codec, int from, int most);

    /** Whether nothing comes behind so many samples. */
    boolean isOver(int taken);
}
