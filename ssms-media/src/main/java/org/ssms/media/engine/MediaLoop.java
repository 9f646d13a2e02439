package org.ssms.media.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One event loop: it alone touches the state of its calls, so nothing of it is locked. It sleeps from tick to tick, not
 * from packet to packet: the sockets' buffers collect what comes within {@link #TICK_NANOS}, and one selection finds all
 * of them ready, which costs a third of the system calls. Messages from other threads wake it at once.
 */
final class MediaLoop implements Runnable {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final Logger LOG = System.getLogger(MediaLoop.class.getName());

    /** Packets that one call may have handled in one tick; a flood beyond is left to the kernel to drop. */
    private static final int MAX_PASSES = 16;

    /** Packets taken from a call's socket when it ends: more than the socket's buffer holds of 20 ms packets. */
    private static final int MAX_DRAINED = 1024;

    /** After a longer stall ticks are left out. */
    private static final long MAX_BEHIND_NANOS = 10 * TICK_NANOS;

    private final Selector selector;
    private final LoopContext context;
    private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger load = new AtomicInteger();
    private final List<Entry> calls = new ArrayList<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(LoopContext.MAX_DATAGRAM);
    private final ByteBuffer datagram = ByteBuffer.allocate(LoopContext.MAX_DATAGRAM);
    private final Consumer<SelectionKey> readOne = this::readOne;
    private final Object ending = new Object();

    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile boolean ended;
    private final LatenessMeter lateness;
    private long passTime;

    /** A call and what gives its port back. */
    private record Entry(LiveCall call, Runnable release) {}

    MediaLoop(Selector selector, LoopContext context) {
        this.selector = selector;
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
        post(() -> register(new Entry(call, release)));
    }

    private void register(Entry entry) {
        calls.add(entry);
        try {
            if (ended) {
                close(entry.call());
            } else {
                register(entry.call());
                register(entry.call().rtcpReceiver());
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "SSMS-2005 an RTP socket cannot be read", e);
        }
    }

    private void register(Receiver receiver) throws IOException {
        receiver.channel().register(selector, SelectionKey.OP_READ, receiver);
    }

    /** Closes a call and gives its port back; on the loop. */
    void close(LiveCall call) {
        if (call.isClosed()) {
            return;
        }
        call.close();
        try {
            if (selector.isOpen()) {
                selector.selectNow(key -> {}); // lets go of the socket: only now the port is free
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "SSMS-2002 an RTP socket did not close", e);
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

    /** By how many nanoseconds this loop was late at its worst in the last second; any thread. */
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

    private void runMessages() {
        for (Runnable message = messages.poll(); message != null; message = messages.poll()) {
            guarded(message);
        }
    }

    private void turn(long planned, long now) {
        guarded(this::receive);
        for (int i = 0; i < calls.size(); i++) {
            LiveCall call = calls.get(i).call();
            try {
                call.tick(planned, now);
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
    }

    private void receive() {
        try {
            int ready = 1;
            for (int pass = 0; pass < MAX_PASSES && ready > 0; pass++) {
                passTime = context.now();
                ready = selector.selectNow(readOne);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void readOne(SelectionKey key) {
        readOne((Receiver) key.attachment());
    }

    /** Takes what lies in the call's socket already: what was sent before the end belongs to the recording. On the loop. */
    void drain(LiveCall call) {
        passTime = context.now();
        int left = MAX_DRAINED;
        while (left > 0 && !call.isClosed() && readOne(call)) {
            left--;
        }
    }

    private boolean readOne(Receiver receiver) {
        try {
            InetSocketAddress source = (InetSocketAddress) receiver.channel().receive(received.clear());
            if (source != null) {
                int length = received.position();
                received.get(0, datagram.array(), 0, length);
                receiver.received(datagram.clear().limit(length), source, passTime);
            }
            return source != null;
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
            return false;
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

    private void end() {
        runMessages();
        for (Entry entry : List.copyOf(calls)) {
            guarded(() -> close(entry.call()));
        }
        try {
            selector.close();
        } catch (IOException e) {
            failed(e);
        }
        synchronized (ending) {
            ended = true;
            runMessages();
        }
    }
}
