package org.ssms.media.dtmf;

import java.util.function.IntConsumer;

/**
 * Hears key presses by their tones, for callers without telephone-events (ITU-T Q.24). A key is told once it has lasted
 * for some 33 ms, and is over after a pause of 30 ms: tones of 40 ms with pauses of 40 ms are keys, tones of 23 ms are
 * not, and an interruption of 10 ms makes no second one. What belongs to a tone is known by RTP timestamps, so that
 * nothing of it is recorded. Allocates nothing for a packet. Not thread safe.
 */
public final class ToneReceiver {
    /** Of the samples and of the timestamps. */
    public static final int CLOCK_RATE = ToneBlock.RATE;

    /** In blocks. */
    private static final double SHORTEST_TONE = 2.6;

    private static final double SHORTEST_PAUSE = 2.3;

    /** A sender who sends nothing for so long, with no packet lost, has been silent. */
    private static final int SILENCE = CLOCK_RATE * 40 / 1000;

    /** A tone goes on behind lost packets of so much. */
    private static final int LONGEST_LOSS = CLOCK_RATE / 10;

    /** Sequence numbers further back mean a restarted sender, RFC 3550 A.1. */
    private static final int MAX_MISORDER = 100;

    /** Key presses whose time is remembered: of more than a packet can come late. */
    private static final int REMEMBERED = 4;

    private final IntConsumer keys;
    private final ToneBlock block = new ToneBlock();

    private boolean any;
    private int nextSequence;
    private int nextTimestamp;
    private int blockStart;
    private int blockStartBefore;

    /** What may become a key: equal hits, one after the other. */
    private int candidate = ToneBlock.NONE;

    private int candidateStart;
    private int hits;
    /** It goes on behind lost packets, whose sound is not known. */
    private boolean bridged;

    private double loudest;
    private double sum;

    /** The key that is held, for all we hear. */
    private int held = ToneBlock.NONE;

    private double heldLevel;
    private double pause;

    private final int[] from = new int[REMEMBERED];
    private final int[] to = new int[REMEMBERED];
    private int remembered;

    /** @param keys is given each digit, one of 0-9 * # A-D, when it is certain */
    public ToneReceiver(IntConsumer keys) {
        this.keys = keys;
    }

    /**
     * Takes the next packet of the source. One that comes late, or twice, is left out.
     *
     * @param pcm its samples at index 0 to {@code samples - 1}
     */
    public void accept(long timestamp, int sequence, short[] pcm, int samples) {
        int ahead = any ? (short) (sequence - nextSequence) : 0;
        if (ahead < 0 && ahead >= -MAX_MISORDER) {
            return;
        }
        if (any) {
            bridge(ahead, (int) timestamp);
        } else {
            any = true;
            blockStart = (int) timestamp;
        }
        nextSequence = sequence + 1;
        nextTimestamp = (int) timestamp + samples;
        int taken = 0;
        while (taken < samples) {
            if (block.isEmpty()) {
                blockStartBefore = blockStart;
                blockStart = (int) timestamp + taken;
            }
            taken += block.fill(pcm, taken, samples);
            if (block.isWhole()) {
                look();
            }
        }
    }

    /** Between two packets something may be missing: lost, or silent and never sent. */
    private void bridge(int lost, int timestamp) {
        int gap = timestamp - nextTimestamp;
        boolean silent = lost == 0 && gap >= SILENCE;
        if (lost == 0 && !silent) {
            return;
        }
        block.forget();
        if (silent || lost < 0 || gap > LONGEST_LOSS) {
            candidate = ToneBlock.NONE;
            held = ToneBlock.NONE;
        } else if (held != ToneBlock.NONE) {
            to[(remembered - 1) % REMEMBERED] = timestamp;
        }
        bridged = candidate != ToneBlock.NONE;
    }

    private void look() {
        int hit = block.analyze();
        if (held != ToneBlock.NONE) {
            if (hit == held) {
                goOn();
                return;
            }
            pause += missing();
            if (pause >= SHORTEST_PAUSE) {
                held = ToneBlock.NONE;
            }
        }
        boolean goesOn = hit != ToneBlock.NONE && hit == candidate && (bridged || block.goesOn(hit));
        bridged = false;
        if (goesOn) {
            hits++;
            loudest = Math.max(loudest, block.level(hit));
            sum += block.level(hit);
            if (sum >= SHORTEST_TONE * loudest) {
                press();
            }
            return;
        }
        if (candidate != ToneBlock.NONE && hit == ToneBlock.NONE && hits > 1) {
            double edge = edge(block.level(candidate));
            if (sum + edge >= SHORTEST_TONE * loudest) {
                press();
                pause = missing();
            }
        }
        candidate = hit;
        if (hit != ToneBlock.NONE) {
            hits = 1;
            candidateStart = blockStartBefore;
            loudest = block.level(hit);
            sum = loudest + edge(block.levelBefore(hit));
        }
    }

    /** The part of a block in which the candidate begins or ends; or which is full of it, and of too much else. */
    private double edge(double level) {
        return Math.min(level, loudest);
    }

    private double missing() {
        return Math.max(0, 1 - block.level(held) / heldLevel);
    }

    private void goOn() {
        pause = 0;
        heldLevel = Math.max(heldLevel, block.level(held));
        candidate = ToneBlock.NONE;
        to[(remembered - 1) % REMEMBERED] = endOfTone();
    }

    private void press() {
        held = candidate;
        heldLevel = loudest;
        pause = 0;
        candidate = ToneBlock.NONE;
        from[remembered % REMEMBERED] = candidateStart;
        to[remembered % REMEMBERED] = endOfTone();
        remembered++;
        keys.accept(ToneBlock.digit(held));
    }

    /** It may end in the next block. */
    private int endOfTone() {
        return blockStart + 2 * ToneBlock.SAMPLES;
    }

    /** Whether a key that was told is not over yet. */
    public boolean isHeld() {
        return held != ToneBlock.NONE;
    }

    /** Whether it is known of all sound before that timestamp if {@link #covers} holds for it. */
    public boolean isSettled(long timestamp) {
        int undecided = candidate == ToneBlock.NONE ? blockStartBefore : candidateStart;
        return !any || (int) timestamp - undecided <= 0;
    }

    /** Whether the sample with that timestamp belongs to the tones of a key. */
    public boolean covers(long timestamp) {
        for (int i = 0; i < Math.min(remembered, REMEMBERED); i++) {
            if ((int) timestamp - from[i] >= 0 && (int) timestamp - to[i] < 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether it may belong to the tones of a key that has not lasted long enough yet. */
    public boolean suspects(long timestamp) {
        return candidate != ToneBlock.NONE
                && (int) timestamp - candidateStart >= 0
                && (int) timestamp - endOfTone() < 0;
    }

    /** Another source follows, with other numbers; what was heard of the one before is still covered. */
    public void reset() {
        any = false;
        block.forget();
        candidate = ToneBlock.NONE;
        held = ToneBlock.NONE;
    }
}
