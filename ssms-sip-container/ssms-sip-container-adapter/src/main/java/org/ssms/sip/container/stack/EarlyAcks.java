package org.ssms.sip.container.stack;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sip.RequestEvent;
import javax.sip.message.Request;

/**
 * Makes the stack notice an ACK that was faster than it. The stack sends a 2xx, starts the timer that repeats it, and
 * finds the transaction of an ACK through that timer; an ACK that comes in between is passed on but not noted, so the
 * 2xx would be repeated for 64*T1 (RFC 3261 §13.3.1.4) and the call then ended.
 */
final class EarlyAcks {
    private static final int STEP_MILLIS = 20;
    private static final int STEPS = 100;

    private final ScheduledExecutorService timer;

    EarlyAcks(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Takes every request that the stack hands up; looks at those that are unnoticed ACKs. */
    void received(RequestEvent event) {
        if (event.getRequest() instanceof SIPRequest request
                && request.getMethod().equals(Request.ACK)
                && event.getDialog() instanceof SIPDialog dialog
                && request.getTransaction() instanceof SIPServerTransaction transaction
                && !dialog.isAckSeen()) {
            again(dialog, transaction, STEPS);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it, and it throws nothing
    private void again(SIPDialog dialog, SIPServerTransaction ack, int stepsLeft) {
        if (stepsLeft > 0 && !timer.isShutdown()) {
            timer.schedule(() -> note(dialog, ack, stepsLeft), STEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void note(SIPDialog dialog, SIPServerTransaction ack, int stepsLeft) {
        if (dialog.isAckSeen()) {
            return;
        }
        dialog.handleAck(ack);
        again(dialog, ack, stepsLeft - 1);
    }
}
