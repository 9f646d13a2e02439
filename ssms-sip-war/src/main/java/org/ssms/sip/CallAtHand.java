package org.ssms.sip;

import javax.servlet.sip.SipServletRequest;
import org.ssms.call.CallingParty;
import org.ssms.location.CalledParty;
import org.ssms.sip.caller.Sender;
import org.ssms.sip.routing.RequestTarget;

/**
 * What {@link EntryServlet} has found out about an INVITE before it hands it on.
 *
 * @param source address of the caller's last hop, without port
 */
record CallAtHand(RequestTarget target, Sender sender, String source) {
    private static final String ATTRIBUTE = CallAtHand.class.getName();

    /** Who is called; only for a target that goes through location. */
    CalledParty subscriber() {
        return ((RequestTarget.Subscriber) target).called();
    }

    /** With whom the limits count the call. */
    CallingParty asker() {
        return sender.trusted()
                ? CallingParty.trunk(source)
                : sender.subscriber().map(CallingParty::subscriber).orElseGet(() -> CallingParty.stranger(source));
    }

    void attachTo(SipServletRequest invite) {
        invite.setAttribute(ATTRIBUTE, this);
    }

    static CallAtHand of(SipServletRequest invite) {
        return (CallAtHand) invite.getAttribute(ATTRIBUTE);
    }
}
