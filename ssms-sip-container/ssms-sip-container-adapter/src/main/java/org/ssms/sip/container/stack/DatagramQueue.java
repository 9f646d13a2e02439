package org.ssms.sip.container.stack;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import java.net.DatagramPacket;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that wait for the stack's threads. What is too much for the parser, or for its source, is dropped before
 * it is queued, and so is what comes when the queue is full; the last quarter is for peers that are believed. A
 * datagram keeps no more memory than its own bytes: the stack hands in each with a buffer for the largest.
 */
final class DatagramQueue extends LinkedBlockingQueue<DatagramQueuedMessageDispatch> {
    private static final long serialVersionUID = 1L;
    private static final long MAX_BYTES = 4L * 1024 * 1024;
    private static final int MAX_DATAGRAMS = 4_000;

    private final transient Predicate<DatagramPacket> admission;
    private final transient Predicate<DatagramPacket> believed;
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Empty queue. Both are asked on the thread that receives the datagrams, for each of them.
     *
     * @param believed whether it comes from a peer of whom nobody else may take the room
     */
    DatagramQueue(Predicate<DatagramPacket> admission, Predicate<DatagramPacket> believed) {
        super(MAX_DATAGRAMS);
        this.admission = admission;
        this.believed = believed;
    }

    /** False when it was dropped. */
    @Override
    public boolean offer(DatagramQueuedMessageDispatch work) {
        DatagramPacket packet = work.packet;
        int length = packet.getLength();
        if (HeadLimits.excess(packet.getData(), length) != null || isFull(packet) || !admission.test(packet)) {
            return false;
        }
        packet.setData(Arrays.copyOf(packet.getData(), length));
        bytes.addAndGet(length);
        boolean queued = super.offer(work);
        if (!queued) {
            bytes.addAndGet(-length);
        }
        return queued;
    }

    private boolean isFull(DatagramPacket packet) {
        long held = bytes.get() + packet.getLength();
        boolean nearly = held > MAX_BYTES / 4 * 3 || size() >= MAX_DATAGRAMS / 4 * 3;
        return nearly && (held > MAX_BYTES || !believed.test(packet));
    }

    @Override
    public DatagramQueuedMessageDispatch take() throws InterruptedException {
        return taken(super.take());
    }

    @Override
    public @Nullable DatagramQueuedMessageDispatch poll(long timeout, TimeUnit unit) throws InterruptedException {
        DatagramQueuedMessageDispatch work = super.poll(timeout, unit);
        return work == null ? null : taken(work);
    }

    private DatagramQueuedMessageDispatch taken(DatagramQueuedMessageDispatch work) {
        bytes.addAndGet(-work.packet.getLength());
        return work;
    }
}
