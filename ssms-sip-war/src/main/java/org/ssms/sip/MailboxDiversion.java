package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.sip.routing.Forwarding;
import org.ssms.sip.routing.MailboxUri;

/** How a call to a subscriber is sent on to the mailbox, be it by the caller (302) or by us (a proxied branch). */
@Singleton
public class MailboxDiversion {
    private final MailboxUri uris;

    @Inject
    MailboxDiversion(MailboxUri uris) {
        this.uris = uris;
    }

    String uri(SipServletRequest invite, CalledParty called, String subscriber, DiversionReason reason) {
        return uris.of(
                new CalledParty(subscriber, called.domain()),
                reason,
                MailboxUri.Way.of(invite.getRequestURI().toString(), invite.getTransport()));
    }

    /** A stranger's history is not believed, so it is not passed on as ours. */
    Forwarding forwarding(SipServletRequest invite, DiversionReason reason, String mailbox) {
        List<String> history =
                CallAtHand.of(invite).sender().trusted() ? Headers.values(invite, "History-Info") : List.of();
        return Forwarding.of(history, invite.getRequestURI().toString(), reason, mailbox);
    }
}
