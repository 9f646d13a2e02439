package org.ssms.media.engine;

import java.nio.ByteBuffer;

/**
 * Packets that somebody else has made, and that are sent as they are, each at its time: one thread adds them, a little
 * at a time, the media loop takes them. Holds {@value #CAPACITY} bytes.
 */
public final class PacketStream {
    /** Almost two seconds of G.711: more of it is never here. */
    static final int CAPACITY = 16 * 1024;

    /** With fewer there is time enough, a second, to bring the next. */
    static final int LOW = 10 * 1024;

    /** Length and time, which stand before each packet. */
    private static final int HEADER = 6;

    private final int ssrc;
    private final long from;
    private final Runnable wanted;
    private final byte[] bytes = new byte[CAPACITY];
    private volatile long added; // who adds
    private volatile long taken; // who takes
    private volatile boolean awaited; // true: who takes; false: who adds
    private volatile boolean ended; // who adds

    /**
     * Begins with nothing in it.
     *
     * @param ssrc that all packets have
     * @param from the time that is heard first, in clock units of the packets' timestamps; a packet of a later time
     *     waits for that
     * @param wanted runs on the media loop, and must not block, when some more should be added; not again before {@link
     *     #filled}
     */
    public PacketStream(int ssrc, long from, Runnable wanted) {
        this.ssrc = ssrc;
        this.from = from;
        this.wanted = wanted;
    }

    int ssrc() {
        return ssrc;
    }

    long from() {
        return from;
    }

    /** Whether a packet of that length can be added now; one that is longer than the stream never can. */
    public boolean hasRoomFor(int length) {
        return CAPACITY - (added - taken) >= HEADER + length;
    }

    /**
     * Adds a packet for which there is room; by one thread at a time.
     *
     * @param packet whole, with its RTP header, from its position to its limit; left unchanged
     * @param time when it is to be sent, in clock units, unsigned 32 bit, not before the one that was added last
     */
    public void add(ByteBuffer packet, long time) {
        if (!hasRoomFor(packet.remaining())) {
            throw new IllegalStateException("no room");
        }
        long at = added;
        at = put(at, packet.remaining() >>> 8);
        at = put(at, packet.remaining());
        for (int shift = 24; shift >= 0; shift -= 8) {
            at = put(at, (int) (time >>> shift));
        }
        for (int i = packet.position(); i < packet.limit(); i++) {
            at = put(at, packet.get(i));
        }
        added = at;
    }

    private long put(long at, int value) {
        bytes[index(at)] = (byte) value;
        return at + 1;
    }

    /** Nothing is added now until more is wanted. */
    public void filled() {
        awaited = false;
    }

    /** Nothing is added any more. */
    public void end() {
        ended = true;
    }

    /** Whether a packet is there. Asks for more when there are few. */
    boolean hasNext() {
        boolean all = ended;
        boolean there = added != taken;
        if (!all && !awaited && added - taken < LOW) {
            awaited = true;
            wanted.run();
        }
        return there;
    }

    /** Whether the last packet was taken, and nothing will come. */
    boolean isOver() {
        return ended && added == taken;
    }

    /** When the packet that is there is to be sent. */
    long time() {
        long time = 0;
        for (int i = 2; i < HEADER; i++) {
            time = (time << 8) | at(taken + i);
        }
        return time;
    }

    /**
     * Takes the packet that is there.
     *
     * @param out gets it; what does not fit is passed over
     * @return its length
     */
    int take(ByteBuffer out) {
        long first = taken;
        int length = (at(first) << 8) | at(first + 1);
        if (length <= out.remaining()) {
            for (int i = 0; i < length; i++) {
                out.put(bytes[index(first + HEADER + i)]);
            }
        }
        taken = first + HEADER + length;
        return length;
    }

    private int at(long position) {
        return bytes[index(position)] & 0xff;
    }

    private static int index(long position) {
        return (int) (position % CAPACITY);
    }
}
