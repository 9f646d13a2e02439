package org.ssms.sip;

import java.util.Optional;
import javax.servlet.sip.SipServletMessage;
import org.ssms.location.DiversionReason;
import org.ssms.location.LocationResult.Reachable;
import org.ssms.location.Treatment;
import org.ssms.sip.routing.Outcome;
import org.ssms.sip.routing.RingGroups;

/** How far {@link ProxyServlet} has got with one INVITE. Guarded by the lock of its application session. */
final class ProxiedCall {
    private static final String ATTRIBUTE = ProxiedCall.class.getName();

    private final Reachable callee;
    private final RingGroups groups;
    private final Outcome outcome = new Outcome();
    private boolean mailboxTried;

    ProxiedCall(Reachable callee) {
        this.callee = callee;
        this.groups = new RingGroups(callee.contacts());
    }

    Reachable callee() {
        return callee;
    }

    RingGroups groups() {
        return groups;
    }

    /** A phone has answered finally, and did not take the call. */
    void failed(int status) {
        outcome.add(status);
        if (outcome.everywhere()) {
            groups.stop();
        }
    }

    /**
     * Why the call goes to the mailbox now; empty when it does not: nobody has failed it, the owner wants no message,
     * or it has been there.
     */
    Optional<DiversionReason> takeMailbox() {
        Optional<DiversionReason> reason = mailboxTried
                ? Optional.empty()
                : outcome.reason().filter(why -> callee.plan().after(why) == Treatment.MAILBOX);
        mailboxTried |= reason.isPresent();
        return reason;
    }

    boolean mailboxTried() {
        return mailboxTried;
    }

    void attachTo(SipServletMessage message) {
        message.getSession().setAttribute(ATTRIBUTE, this);
    }

    /** Empty in a session in which no phone rings. */
    static Optional<ProxiedCall> of(SipServletMessage message) {
        return Optional.ofNullable((ProxiedCall) message.getSession().getAttribute(ATTRIBUTE));
    }
}
