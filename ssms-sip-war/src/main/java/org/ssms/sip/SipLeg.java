package org.ssms.sip;

import java.util.Arrays;
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
    private final boolean takesRefer;

    SipLeg(SipServletRequest invite, SipTasks tasks) {
        this.session = invite.getSession();
        this.tasks = tasks;
        this.takesRefer = Headers.values(invite, "Allow").stream()
                .flatMap(methods -> Arrays.stream(methods.split(",", -1)))
                .anyMatch(method -> method.strip().equals("REFER"));
    }

    @Override
    public boolean takesRefer() {
        return takesRefer;
    }

    @Override
    public CompletionStage<?> refer(String uri) {
        return tasks.submit(session.getApplicationSession(), () -> {
            SipServletRequest refer = session.createRequest("REFER");
            refer.setHeader("Refer-To", "<" + uri + ">");
            refer.send();
        });
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
