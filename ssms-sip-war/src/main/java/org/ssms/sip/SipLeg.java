package org.ssms.sip;

import java.util.concurrent.CompletionStage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import org.ssms.call.CallLeg;
import org.ssms.sip.container.SipTasks;

/** The dialog that an INVITE has opened. */
final class SipLeg implements CallLeg {
    private static final System.Logger LOG = System.getLogger(SipLeg.class.getName());

    private final SipSession session;
    private final SipTasks tasks;

    SipLeg(SipServletRequest invite, SipTasks tasks) {
        this.session = invite.getSession();
        this.tasks = tasks;
    }

    @Override
    public CompletionStage<?> hangUp() {
        return tasks.submit(session.getApplicationSession(), this::bye).exceptionally(failure -> {
            LOG.log(System.Logger.Level.DEBUG, "no BYE, the dialog is gone", failure);
            return null;
        });
    }

    private void bye() throws Exception {
        SessionCalls.forget(session);
        if (session.isValid() && session.getState() == SipSession.State.CONFIRMED) {
            try {
                session.createRequest("BYE").send();
            } catch (Exception e) {
                end(e); // no answer will
                throw e;
            }
        }
    }

    private void end(Exception cause) {
        try {
            session.getApplicationSession().invalidate();
        } catch (IllegalStateException e) { // it has ended already
            cause.addSuppressed(e);
        }
    }
}
