package org.ssms.player.caller;

import java.util.SplittableRandom;

/** What a bad network does to the audio packets of a call. Same seed, same faults.
 *  @param lossPercent share of the packets that are never sent
 *  @param reorderPercent share of the packets that leave after their successor
 *  @param seed of the sequence of faults */
public record Impairment(double lossPercent, double reorderPercent, long seed) {
    public static final Impairment NONE = new Impairment(0, 0, 0);

    enum Fate {
        SENT,
        LOST,
        HELD_BACK
    }

    public Impairment {
        if (lossPercent < 0 || reorderPercent < 0 || lossPercent + reorderPercent > 100) {
            throw new IllegalArgumentException("loss and reordering are percentages, together at most 100");
        }
    }

    /** The sequence of fates of one call's packets. */
    Fates fates() {
        return new Fates(new SplittableRandom(seed));
    }

    final class Fates {
        private final SplittableRandom random;

        private Fates(SplittableRandom random) {
            this.random = random;
        }

        Fate next() {
            double draw = random.nextDouble() * 100;
            if (draw < lossPercent) {
                return Fate.LOST;
            }
            return draw < lossPercent + reorderPercent ? Fate.HELD_BACK : Fate.SENT;
        }
    }
}
