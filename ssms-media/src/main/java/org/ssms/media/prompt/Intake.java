package org.ssms.media.prompt;

import java.nio.ByteBuffer;

/** Takes encoded sound, 8 kHz mono, that one thread adds a little at a time. */
public interface Intake {
    /** How many samples can be added now; 0: none, until some were heard. */
    int room();

    /**
     * Adds as much as there is room for.
     *
     * @param encoded its position is moved behind what was added
     * @return how many samples
     */
    int add(ByteBuffer encoded);

    /**
     * Adds silence, as much as there is room for.
     *
     * @return how many samples
     */
    int addSilence(long most);

    /** Nothing is added any more. */
    void end();

    /** As {@link #end}, and what was added is heard no more. */
    void drop();
}
