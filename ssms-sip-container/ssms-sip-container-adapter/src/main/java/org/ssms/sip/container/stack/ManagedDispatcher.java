package org.ssms.sip.container.stack;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.mobicents.servlet.sip.core.SipNetworkInterfaceManager;
import org.ssms.sip.container.log.LimitedLog;
import org.ssms.sip.container.log.Redaction;

/** The dispatcher on the server's managed threads. It is not registered in JMX: our own bean shows less and safer. */
final class ManagedDispatcher extends SipApplicationDispatcherImpl {
    private static final LimitedLog LOG = new LimitedLog(System.getLogger(ManagedDispatcher.class.getName()));
    private static final int STOP_SECONDS = 5;

    private final DispatchExecutor executor;
    private final ScheduledExecutorService timer;
    private final OutOfPlace outOfPlace = new OutOfPlace(this);
    private final RepeatedAnswers repeatedAnswers = new RepeatedAnswers(this);
    private final ProxiedDialogs proxiedDialogs = new ProxiedDialogs(
            flow -> isExternal(flow.address(), flow.port(), flow.transport()),
            address -> ((SipStackService) getSipService()).isBelieved(address),
            Clock.systemUTC());
    private final EarlyAcks earlyAcks;

    ManagedDispatcher(ThreadFactory threads) {
        executor = new DispatchExecutor(threads);
        timer = Executors.newSingleThreadScheduledExecutor(threads);
        earlyAcks = new EarlyAcks(timer);
    }

    /** All callbacks go through the executor that this returns, and not through the superclass's private one. */
    @Override
    public ThreadPoolExecutor getAsynchronousExecutor() {
        return executor;
    }

    @Override
    public SipNetworkInterfaceManager getSipNetworkInterfaceManager() {
        return new LocalInterfaces(super.getSipNetworkInterfaceManager());
    }

    @Override
    public void init() {
        oname = ObjectName.WILDCARD; // any name here keeps the superclass from registering itself
        super.init();
        oname = null;
    }

    @Override
    public void processRequest(RequestEvent event) {
        if (!isSettled(event)) {
            super.processRequest(event);
        }
    }

    /**
     * The stack forgets exceptions of who listens: it would leave the sender without an answer, and keep the
     * transaction.
     */
    private boolean isSettled(RequestEvent event) {
        try {
            OwnRoutes.leaveOne(event.getRequest(), this);
            if (outOfPlace.refused(event)) {
                return true;
            }
            earlyAcks.received(event);
            return false;
        } catch (RuntimeException e) {
            failed("a SIP request cannot be judged", e);
            outOfPlace.failed(event);
            return true;
        }
    }

    private static void failed(String what, RuntimeException e) {
        LOG.log(Level.WARNING, what + ": " + Redaction.firstLine(e), null);
        LOG.log(Level.DEBUG, what, Redaction.redacted(e));
    }

    @Override
    public void processResponse(ResponseEvent event) {
        if (!isPassedOn(event)) {
            super.processResponse(event);
        }
    }

    private boolean isPassedOn(ResponseEvent event) {
        try {
            if (repeatedAnswers.passedOn(event)) {
                return true;
            }
            proxiedDialogs.answered(event);
        } catch (RuntimeException e) {
            failed("a SIP response cannot be judged", e); // the application may
        }
        return false;
    }

    ProxiedDialogs proxiedDialogs() {
        return proxiedDialogs;
    }

    /** Does {@code work} again and again until the stop; it must not throw. */
    @SuppressWarnings("FutureReturnValueIgnored") // the timer ends it
    void every(Duration period, Runnable work) {
        timer.scheduleWithFixedDelay(work, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        timer.shutdownNow();
        executor.shutdownNow();
        super.stop();
        try {
            executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
