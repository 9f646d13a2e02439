package org.ssms.media.prompt;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;

/**
 * Sound that is fetched while it is played already: silence is heard until it is there, and then all of it. To be heard
 * once: some threads bring it, of which the first one counts, another takes it.
 */
public final class Awaited implements Sound {
    private final AtomicReference<@Nullable Prompt> sound = new AtomicReference<>();
    private int silence; // who takes: samples before the first of the sound

    /** What is brought later is not heard. */
    public void bring(Prompt fetched) {
        sound.compareAndSet(null, fetched);
    }

    @Override
    public int take(@Nullable ByteBuffer out, AudioCodec codec, int from, int most) {
        Prompt there = sound.get();
        if (there != null) {
            return there.take(out, codec, from - silence, most);
        }
        silence += most;
        for (int i = 0; out != null && i < most; i++) {
            out.put(codec.silence());
        }
        return most;
    }

    @Override
    public boolean isOver(int taken) {
        Prompt there = sound.get();
        return there != null && there.isOver(taken - silence);
    }
}
