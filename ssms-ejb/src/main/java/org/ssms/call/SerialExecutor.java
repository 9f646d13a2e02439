package org.ssms.call;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after the other in the order in which they come, without a thread of its own and without blocking: on
 * the thread that brings the task or, while another thread is at it, on that one. A task sees what the earlier ones
 * did.
 */
final class SerialExecutor implements Executor {
    private static final System.Logger LOG = System.getLogger(SerialExecutor.class.getName());

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Tasks must not block. What they throw is logged; the last fatal error is handed on when no task is left. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() > 0) {
            return;
        }
        VirtualMachineError fatal = null;
        do {
            try {
                run(tasks.remove());
            } catch (VirtualMachineError e) {
                fatal = e;
            }
        } while (waiting.decrementAndGet() > 0);
        if (fatal != null) { // not thrown: whoever brings a task of one call may have more to do for others
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, fatal);
        }
    }

    /** Runs each in turn, whatever another one throws: that is logged. The last fatal error is thrown in the end. */
    static void runEach(Iterable<Runnable> tasks) {
        VirtualMachineError fatal = null;
        for (Runnable task : tasks) {
            try {
                run(task);
            } catch (VirtualMachineError e) {
                fatal = e;
            }
        }
        if (fatal != null) {
            throw fatal;
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "SSMS-1001 event of a call failed", e);
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
        }
    }
}
