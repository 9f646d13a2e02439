package org.ssms.media.engine;

import java.util.BitSet;

/**
 * The even ports of a range, each given to one call at a time together with the next port, which is for RTCP; a
 * returned port rests while others are free.
 */
final class PortPool {
    static final int NONE = -1;

    private final int first;
    private final int size;
    private final BitSet taken;
    private int next;

    PortPool(int portMin, int portMax) {
        first = portMin;
        size = (portMax - portMin + 1) / 2;
        taken = new BitSet(size);
    }

    int size() {
        return size;
    }

    /** A free even port, or {@link #NONE}. */
    synchronized int take() {
        int free = taken.nextClearBit(next);
        if (free >= size) {
            free = taken.nextClearBit(0);
        }
        if (free >= size) {
            return NONE;
        }
        taken.set(free);
        next = (free + 1) % size;
        return first + 2 * free;
    }

    synchronized void give(int port) {
        taken.clear((port - first) / 2);
    }

    synchronized int inUse() {
        return taken.cardinality();
    }

    synchronized boolean isTaken(int port) {
        return port >= first && (port - first) % 2 == 0 && taken.get((port - first) / 2);
    }
}
