package org.ssms.sip.container.stack;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;

/** The dispatcher on the server's managed threads. It is not registered in JMX: our own bean shows less and safer. */
final class ManagedDispatcher extends SipApplicationDispatcherImpl {
    private static final int STOP_SECONDS = 5;

    private final DispatchExecutor executor;

    ManagedDispatcher(ThreadFactory threads) {
        executor = new DispatchExecutor(threads);
    }

    /** All callbacks go through the executor that this returns, and not through the superclass's private one. */
    @Override
    public ThreadPoolExecutor getAsynchronousExecutor() {
        return executor;
    }

    @Override
    public void init() {
        oname = ObjectName.WILDCARD; // any name here keeps the superclass from registering itself
        super.init();
        oname = null;
    }

    @Override
    public void stop() {
        executor.shutdownNow();
        super.stop();
        try {
            executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
