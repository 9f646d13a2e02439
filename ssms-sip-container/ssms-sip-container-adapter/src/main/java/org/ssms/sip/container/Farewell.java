package org.ssms.sip.container;

import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import javax.sip.ClientTransaction;
import javax.sip.Transaction;
import javax.sip.TransactionState;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.ssms.sip.container.RequestGate.Verdict;
import org.ssms.sip.container.application.SipApplicationContext;
import org.ssms.sip.container.stack.SipStackService;

/** The last seconds of an application with calls up; see {@link SipStopping}. */
record Farewell(SipApplicationContext application, SipStackService stack, Duration patience) {
    private static final System.Logger LOG = System.getLogger(Farewell.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(20);
    private static final int UNAVAILABLE = 503;
    private static final Set<TransactionState> UNANSWERED =
            Set.of(TransactionState.CALLING, TransactionState.TRYING, TransactionState.PROCEEDING);

    /** Returns when everything has ended, or after the time that is allowed. */
    void say() {
        RequestGate closed = arrival -> new Verdict.Refuse(UNAVAILABLE, RETRY_AFTER);
        stack.add(closed);
        try {
            SipStopping stopping = new SipStopping();
            CDI.current().getBeanManager().getEvent().select(SipStopping.class).fire(stopping);
            await(CompletableFuture.allOf(stopping.stages().stream()
                    .map(CompletionStage::toCompletableFuture)
                    .toArray(CompletableFuture[]::new)));
        } finally {
            stack.remove(closed);
        }
    }

    private void await(CompletableFuture<Void> ended) {
        for (long steps = patience.dividedBy(STEP); steps > 0; steps--) {
            if (ended.isDone() && !isWaiting()) {
                return;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        LOG.log(Level.INFO, "the SIP application stops although not all calls have ended");
    }

    /** True while a request of the application has no final response. */
    private boolean isWaiting() {
        Iterator<MobicentsSipSession> sessions = application.getSipManager().getAllSipSessions();
        while (sessions.hasNext()) {
            Set<Transaction> ongoing = sessions.next().getOngoingTransactions();
            if (ongoing != null && ongoing.stream().anyMatch(Farewell::isUnanswered)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnanswered(Transaction transaction) {
        return transaction instanceof ClientTransaction
                && (transaction.getState() == null || UNANSWERED.contains(transaction.getState()));
    }
}
