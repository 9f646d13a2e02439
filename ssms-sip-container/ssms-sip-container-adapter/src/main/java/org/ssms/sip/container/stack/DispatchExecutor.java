package org.ssms.sip.container.stack;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.mobicents.servlet.sip.core.dispatchers.CancelRequestDispatcher;
import org.mobicents.servlet.sip.core.dispatchers.DispatchTask;
import org.ssms.sip.container.log.LimitedLog;
import org.ssms.sip.container.log.Redaction;

/**
 * The dispatcher's threads, in two pools. A dispatch task already holds the lock of its application session when it is
 * queued here, that of a CANCEL excepted; all other tasks (ended transactions, asynchronous work) take that lock
 * themselves and may wait for it. In one pool, waiters could fill every thread while the holder they wait for stands
 * behind them in the queue.
 */
final class DispatchExecutor extends ThreadPoolExecutor {
    private static final LimitedLog LOG = new LimitedLog(System.getLogger(DispatchExecutor.class.getName()));
    private static final int DISPATCH_THREADS = 32;
    private static final int OTHER_THREADS = 8;
    private static final int IDLE_SECONDS = 60;

    private final ThreadPoolExecutor dispatch;

    /** @param threads makes the threads that run the application's callbacks */
    DispatchExecutor(ThreadFactory threads) {
        super(OTHER_THREADS, OTHER_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        allowCoreThreadTimeOut(true);
        dispatch = new ThreadPoolExecutor(
                DISPATCH_THREADS,
                DISPATCH_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads);
        dispatch.allowCoreThreadTimeOut(true);
        setRejectedExecutionHandler(new DiscardPolicy()); // only after shutdown
        dispatch.setRejectedExecutionHandler(new DiscardPolicy());
    }

    @Override
    public void execute(Runnable task) {
        Runnable guarded = () -> guard(task);
        if (task instanceof DispatchTask && !(task instanceof CancelRequestDispatcher.CancelDispatchTask)) {
            dispatch.execute(guarded);
        } else {
            super.execute(guarded);
        }
    }

    /**
     * What escaped would be printed by the server with the whole SIP message that upstream puts into its exceptions.
     */
    private static void guard(Runnable task) {
        try {
            task.run();
        } catch (Throwable escaped) { // whatever it is, the thread goes on with the next task
            LOG.log(Level.WARNING, "a SIP task failed: " + Redaction.firstLine(escaped), null);
            LOG.log(Level.DEBUG, "a SIP task failed", Redaction.redacted(escaped));
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        dispatch.shutdownNow();
        return super.shutdownNow();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return dispatch.awaitTermination(timeout, unit) && super.awaitTermination(timeout, unit);
    }
}
