package org.ssms.media.rtp;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings the packets of one source into the order of their sequence numbers (RFC 3550 §5.1, A.1). A packet in order is
 * handed on at once and not copied; one that came too early is kept until the gap before it is filled, {@value #SLOTS}
 * packets are waited for, or {@link #HOLD_NANOS} have gone by. A sender who restarts with other numbers is believed
 * after two packets in sequence, of which none is lost, also when it steps back onto numbers that were there already:
 * their timestamps tell them from repeated packets. Memory is bounded, nothing is allocated for packets in order. Not
 * thread safe.
 */
public final class ReorderBuffer {
    /** Takes the packets in order. */
    public interface Output {
        /**
         * One packet, valid for the call only.
         *
         * @param sequence counts from 0 for the first packet, unwrapped; grows with every packet
         */
        void packet(RtpPacket packet, long sequence);
    }

    static final int SLOTS = 8;
    static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(160);

    /** Sequence numbers further away than these mean a restarted sender, RFC 3550 A.1. */
    private static final int MAX_DROPOUT = 3000;

    private static final int MAX_MISORDER = 100;
    private static final int NO_RESTART = -1;

    private static final class Slot {
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private final RtpPacket packet = new RtpPacket();
        private boolean used;
        private long arrival;
    }

    private final Output output;
    private final @Nullable Slot[] slots = new Slot[SLOTS];
    private int held;
    private boolean started;
    /** Sequence of the next packet to hand on; its low 16 bits are the expected sequence number plus {@link #shift}. */
    private long next;

    private int shift;
    private int restartAt = NO_RESTART;
    private final Slot restart = new Slot();
    /** Bit i: the packet i + 1 before {@link #next} was handed on. */
    private long seen;

    /** Bit i: the packet i + 65 before it. */
    private long seenBefore;

    /** Of packets that were handed on, by the lower bits of their sequence. */
    private final int[] timestamps = new int[2 * Long.SIZE];

    private long lost;
    private long late;
    private long duplicates;

    public ReorderBuffer(Output output) {
        this.output = output;
    }

    /** Takes the next packet as it came from the network. */
    public void offer(RtpPacket packet, long nowNanos) {
        if (!started) {
            startAt(packet.sequenceNumber());
        }
        int ahead = (short) (packet.sequenceNumber() + shift - (int) next);
        boolean outOfRange = ahead >= MAX_DROPOUT || ahead < -MAX_MISORDER;
        if (outOfRange || (ahead < 0 && isAnother(packet, -ahead))) {
            if (packet.sequenceNumber() != restartAt) {
                forgetRestart();
                restartAt = (packet.sequenceNumber() + 1) & 0xffff;
                copy(packet, restart);
                restart.used = true;
                return;
            }
            restart.used = false;
            flush();
            startAt(restart.packet.sequenceNumber());
            handOn(restart.packet);
            ahead = 0;
        }
        forgetRestart();
        if (ahead < 0) {
            countPassed(-ahead);
        } else if (ahead == 0 && held == 0) {
            handOn(packet);
        } else {
            hold(packet, next + ahead, nowNanos);
        }
    }

    /** Nothing follows what looked like the first packet of a restarted sender. */
    private void forgetRestart() {
        late += restart.used ? 1 : 0;
        restart.used = false;
        restartAt = NO_RESTART;
    }

    /** Whether it is not the packet of that number that was handed on. */
    private boolean isAnother(RtpPacket packet, int ago) {
        return wasSeen(ago) && timestamps[index(next - ago)] != (int) packet.timestamp();
    }

    private int index(long sequence) {
        return (int) sequence & (timestamps.length - 1);
    }

    private boolean wasSeen(int ago) {
        long bits = ago <= Long.SIZE ? seen : seenBefore;
        return ago <= timestamps.length && (bits >>> (ago - 1) & 1) != 0; // shifts by the distance modulo 64
    }

    /** The sender has restarted with other numbers; the next packet follows the last without a gap. */
    public void sourceChanged() {
        flush();
        started = false;
    }

    /** Gives up waiting for packets that have been missing too long; call it regularly. */
    public void release(long nowNanos) {
        while (held > 0 && nowNanos - oldestArrival() >= HOLD_NANOS) {
            skipToHeld();
            handOnHeld();
        }
    }

    /** Hands on everything that is kept; nothing more is waited for. */
    public void flush() {
        forgetRestart();
        while (held > 0) {
            skipToHeld();
            handOnHeld();
        }
    }

    /** Packets that were given up. One that comes afterwards is late and stays lost. */
    public long lost() {
        return lost;
    }

    /** Packets that came after they were given up, from before the first one, or out of any range. */
    public long late() {
        return late;
    }

    public long duplicates() {
        return duplicates;
    }

    private void startAt(int sequenceNumber) {
        started = true;
        shift = (int) next - sequenceNumber;
        seen = 0;
        seenBefore = 0;
    }

    private void countPassed(int ago) {
        if (wasSeen(ago)) {
            duplicates++;
        } else {
            late++;
        }
    }

    private void hold(RtpPacket packet, long sequence, long nowNanos) {
        while (sequence - next >= SLOTS) {
            if (!handOnHeldNext()) {
                passLost();
            }
        }
        Slot slot = slot(sequence);
        if (slot.used) {
            duplicates++;
            return;
        }
        copy(packet, slot);
        slot.used = true;
        slot.arrival = nowNanos;
        held++;
        handOnHeld();
    }

    private static void copy(RtpPacket packet, Slot slot) {
        int size = RtpPacket.HEADER_BYTES + packet.payloadLength();
        if (slot.bytes.capacity() < size) {
            slot.bytes = ByteBuffer.allocate(size);
        }
        packet.writeTo(slot.bytes.clear());
        try {
            slot.packet.wrap(slot.bytes.flip());
        } catch (MalformedPacketException e) {
            throw new AssertionError("a copied packet is well-formed", e);
        }
    }

    private Slot slot(long sequence) {
        int index = (int) sequence & (SLOTS - 1);
        Slot slot = slots[index];
        if (slot == null) {
            slot = new Slot();
            slots[index] = slot;
        }
        return slot;
    }

    private long oldestArrival() {
        long oldest = Long.MAX_VALUE;
        for (Slot slot : slots) {
            if (slot != null && slot.used) {
                oldest = Math.min(oldest, slot.arrival);
            }
        }
        return oldest;
    }

    private void skipToHeld() {
        while (!isHeld(next)) {
            passLost();
        }
    }

    private boolean isHeld(long sequence) {
        Slot slot = slots[(int) sequence & (SLOTS - 1)];
        return slot != null && slot.used;
    }

    private void handOnHeld() {
        boolean more = held > 0;
        while (more) {
            more = handOnHeldNext();
        }
    }

    private boolean handOnHeldNext() {
        if (!isHeld(next)) {
            return false;
        }
        Slot slot = slot(next);
        slot.used = false;
        held--;
        handOn(slot.packet);
        return true;
    }

    private void handOn(RtpPacket packet) {
        long sequence = next;
        timestamps[index(sequence)] = (int) packet.timestamp();
        advance(1);
        output.packet(packet, sequence);
    }

    private void passLost() {
        advance(0);
        lost++;
    }

    private void advance(int handedOn) {
        next++;
        seenBefore = seenBefore << 1 | seen >>> (Long.SIZE - 1);
        seen = seen << 1 | handedOn;
    }
}
