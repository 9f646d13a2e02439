package org.ssms.sip.container.stack;

import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.DefaultSipTimer;
import java.lang.System.Logger.Level;
import org.ssms.sip.container.log.Redaction;

/**
 * The stack's timer, which notes in the stack's log what fails: upstream's prints a stack trace for each failure, and
 * certain messages make it fail. The stack creates it by its name.
 */
public final class StackTimer extends DefaultSipTimer {
    private static final System.Logger LOG = System.getLogger("gov.nist.javax.sip");

    @Override
    public boolean schedule(SIPStackTimerTask task, long delay) {
        return super.schedule(new Noted(task), delay);
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delay, long period) {
        return super.scheduleWithFixedDelay(new Noted(task), delay, period);
    }

    private static final class Noted extends SIPStackTimerTask {
        private final SIPStackTimerTask task;

        Noted(SIPStackTimerTask task) {
            this.task = task;
        }

        @Override
        public void runTask() {
            try {
                task.runTask();
            } catch (RuntimeException e) { // of one transaction or dialog: the others need their timers
                LOG.log(Level.DEBUG, "a timer task failed", Redaction.redacted(e));
            }
        }

        @Override
        public void cleanUpBeforeCancel() {
            task.cleanUpBeforeCancel();
        }

        /** The task is cancelled by what it holds here. */
        @Override
        public void setSipTimerTask(Object timerTask) {
            super.setSipTimerTask(timerTask);
            task.setSipTimerTask(timerTask);
        }

        @Override
        public Object getThreadHash() {
            return task.getThreadHash();
        }
    }
}
