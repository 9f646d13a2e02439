package org.ssms.sip;

import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallLeg;
import org.ssms.sip.container.SipTasks;

/** The dialog that an INVITE has opened. */
final class SipLeg implements CallLeg {
    private static final System.Logger LOG = System.getLogger(SipLeg.class.getName());

    private final SipSession session;
    private final SipTasks tasks;
    private final String source;
    private final boolean takesRefer;

    SipLeg(SipServletRequest invite, SipTasks tasks) {
        this.session = invite.getSession();
        this.tasks = tasks;
        this.source = CallAtHand.of(invite).source();
        this.takesRefer = Headers.values(invite, "Allow").stream()
                        .flatMap(methods -> Arrays.stream(methods.split(",", -1)))
                        .anyMatch(method -> method.strip().equals("REFER"))
                && WayBack.leadsTo(source, contact(invite), Headers.values(invite, "Record-Route"));
    }

    private static @Nullable String contact(SipServletRequest invite) {
        try {
            Address contact = invite.getAddressHeader("Contact");
            return contact == null ? null : contact.getURI().toString();
        } catch (ServletParseException e) {
            return null; // nothing is asked of it
        }
    }

    @Override
    public boolean takesRefer() {
        return takesRefer;
    }

    @Override
    public CompletionStage<?> refer(String uri, IntPredicate told) {
        return tasks.submit(session.getApplicationSession(), () -> {
            SipServletRequest refer = session.createRequest("REFER");
            // an INVITE or UPDATE within the dialog may have named another target since
            if (!WayBack.leadsTo(source, refer.getRequestURI().toString(), Headers.values(refer, "Route"))) {
                throw new IllegalStateException("the dialog leads elsewhere than to where it came from");
            }
            refer.setHeader("Refer-To", "<" + uri + ">");
            refer.send();
            Referrals referrals = Referrals.of(session);
            referrals.add(refer.getHeader("CSeq"), told);
            referrals.keepIn(session);
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
