package org.ssms.media.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One event loop: it alone touches the state of its calls, so nothing of it is locked. It sleeps from tick to tick, not
 * from packet to packet: the sockets' buffers collect what comes until their call has its turn, which reads them empty.
 * A brisk call ({@link LiveCall#isBrisk}) has a turn at every tick, any other at every {@value #SLOW_TICKS}th; these
 * are spread, so that no tick has more work than the next. Messages from other threads wake the loop at once.
 */
final class MediaLoop implements Runnable {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A call that only records has its turn every 100 ms: for so long at most a key waits until it is heard. */
    static final int SLOW_TICKS = 5;

    /** Packets of one call that are taken for each tick since its last turn; what a flood has beyond waits its turn. */
    static final int MAX_PER_TICK = 16;

    private static final Logger LOG = System.getLogger(MediaLoop.class.getName());

    /** Packets taken from a call's socket when it ends: more than the socket's buffer holds of 20 ms packets. */
    private static final int MAX_DRAINED = 1024;

    /** After a longer stall ticks are left out. */
    private static final long MAX_BEHIND_NANOS = 10 * TICK_NANOS;

    private final LoopContext context;
    private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger load = new AtomicInteger();
    private final List<Entry> calls = new ArrayList<>();
    private final Map<Receiver, Integer> unreadable = new HashMap<>();
    private final Map<Receiver, Integer> failing = new HashMap<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(LoopContext.MAX_DATAGRAM);
    private final ByteBuffer datagram = ByteBuffer.allocate(LoopContext.MAX_DATAGRAM);
    private final Object ending = new Object();

    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile boolean ended;
    private final LatenessMeter lateness;
    private long readTime;
    private int slot;
    private int nextSlot;

    /**
     * A call.
     *
     * @param release gives its port back
     * @param slot at which of {@link #SLOW_TICKS} ticks it has a turn in any case
     */
    private record Entry(LiveCall call, Runnable release, int slot) {}

    MediaLoop(LoopContext context) {
        this.context = context;
        lateness = new LatenessMeter(context.now());
    }

    LoopContext context() {
        return context;
    }

    /** Calls of this loop, those on their way to it included. */
    int load() {
        return load.get();
    }

    /** Leaves a message for the loop; any thread. When the loop has ended, the caller's thread does it. */
    void post(Runnable message) {
        messages.add(message);
        LockSupport.unpark(thread);
        if (ended) {
            synchronized (ending) {
                runMessages();
            }
        }
    }

    /** Hands a new call to the loop; any thread. */
    void add(LiveCall call, Runnable release) {
        load.incrementAndGet();
        post(() -> register(call, release));
    }

    private void register(LiveCall call, Runnable release) {
        calls.add(new Entry(call, release, nextSlot));
        nextSlot = (nextSlot + 1) % SLOW_TICKS;
        if (ended) {
            close(call);
        }
    }

    /** Takes what lies in the call's socket, closes it and gives its port back, whatever fails; on the loop. */
    void close(LiveCall call) {
        if (call.isClosed()) {
            return;
        }
        try {
            drain(call);
        } finally {
            try {
                call.close();
            } finally {
                forget(call);
            }
        }
    }

    private void forget(LiveCall call) {
        for (Receiver receiver : List.of(call, call.rtcpReceiver())) {
            sum(Level.WARNING, "SSMS-2005 an RTP socket could not be read {0} times", unreadable.remove(receiver));
            sum(Level.ERROR, "SSMS-2006 a media loop went on after {0} failures of a call", failing.remove(receiver));
        }
        calls.removeIf(entry -> {
            boolean found = entry.call() == call;
            if (found) {
                load.decrementAndGet();
                entry.release().run();
            }
            return found;
        });
    }

    /** By how many nanoseconds this loop was late at its worst in the last second, or is behind; any thread. */
    long lateness() {
        return ended ? 0 : lateness.worst(context.now());
    }

    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        long planned = context.now();
        while (!stopping) {
            runMessages();
            long now = context.now();
            if (now - planned >= 0) {
                long next = now - planned > MAX_BEHIND_NANOS ? now + TICK_NANOS : planned + TICK_NANOS;
                lateness.ticked(planned, now, next);
                turn(planned, now);
                planned = next;
            } else {
                sleep(planned - now);
                lateness.slept(Math.min(planned, context.now()) - now);
            }
        }
        end();
    }

    /** At most one tick, whatever the clock says. An interrupt ends nothing here and must not keep us awake. */
    private static void sleep(long nanos) {
        LockSupport.parkNanos(Math.min(nanos, TICK_NANOS));
        boolean interrupted = Thread.interrupted();
        if (interrupted) {
            LOG.log(Level.DEBUG, "a media loop was interrupted and goes on");
        }
    }

    /** Does what other threads have left; on the loop. */
    void runMessages() {
        for (Runnable message = messages.poll(); message != null; message = messages.poll()) {
            guarded(message);
        }
    }

    /** One tick: gives a turn to every call that is due. On the loop. */
    void turn(long planned, long now) {
        slot = (slot + 1) % SLOW_TICKS;
        for (int i = 0; i < calls.size(); i++) {
            Entry entry = calls.get(i);
            try {
                turn(entry.call(), entry.slot() == slot, planned, now);
            } catch (RuntimeException | Error e) {
                failed(entry.call(), e);
            }
        }
    }

    /**
     * Gives a turn to the call if it is due.
     *
     * @param own whether it is the turn that every call has: RTCP comes every few seconds, and to look for it at each
     *     turn of a brisk call would cost as much as its sound
     */
    private void turn(LiveCall call, boolean own, long planned, long now) {
        boolean brisk = call.isBrisk();
        if (own || brisk) {
            read(call, brisk ? MAX_PER_TICK : SLOW_TICKS * MAX_PER_TICK);
            if (own) {
                read(call.rtcpReceiver(), MAX_PER_TICK);
            }
            call.tick(planned, now);
        }
    }

    /**
     * Takes what lies in the call's socket already, before something changes: what was sent before the end belongs to
     * the recording, and what was sent before a re-INVITE to the flow before. On the loop.
     */
    void drain(LiveCall call) {
        if (!call.isClosed()) {
            read(call, MAX_DRAINED);
        }
    }

    private void read(Receiver receiver, int most) {
        readTime = context.now();
        int left = most;
        while (left > 0 && readOne(receiver)) {
            left--;
        }
    }

    private boolean readOne(Receiver receiver) {
        try {
            InetSocketAddress source = (InetSocketAddress) receiver.channel().receive(received.clear());
            if (source == null) {
                receiver.emptied(readTime); // from before this look: what comes while we look may be missed by it
                return false;
            }
            readTime = context.now();
            int length = received.position();
            received.get(0, datagram.array(), 0, length);
            receiver.received(datagram.clear().limit(length), source, readTime);
            return true;
        } catch (IOException e) {
            if (unreadable.merge(receiver, 1, Integer::sum) == 1) {
                LOG.log(Level.WARNING, "SSMS-2005 an RTP socket cannot be read", e);
            }
            return false;
        } catch (RuntimeException | Error e) {
            failed(receiver, e);
            return true;
        }
    }

    /** What fails once may fail 50 times a second: the log has the first time and, when the call ends, how often. */
    private void failed(Receiver receiver, Throwable e) {
        if (failing.merge(receiver, 1, Integer::sum) == 1) {
            failed(e);
        }
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private static void failed(Throwable e) {
        LOG.log(Level.ERROR, "SSMS-2006 a media loop goes on after a failure", e);
    }

    private static void sum(Level level, String what, @Nullable Integer times) {
        if (times != null && times > 1) {
            LOG.log(level, what, times);
        }
    }

    private void end() {
        runMessages();
        for (Entry entry : List.copyOf(calls)) {
            guarded(() -> close(entry.call()));
        }
        synchronized (ending) {
            ended = true;
            runMessages();
        }
    }
}
