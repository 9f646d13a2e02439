package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.annotation.SipServlet;
import org.jspecify.annotations.Nullable;
import org.ssms.call.Door;
import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.location.LocationResult;
import org.ssms.location.LocationService;
import org.ssms.location.Treatment;
import org.ssms.sip.routing.Redirection;

/**
 * The redirect server of Figure 2: asks location once for each INVITE and tells the caller where to go. It never
 * carries media and keeps nothing; the ACK of its 302 ends in the transaction. RFC 3261 §8.3. A stranger is not told
 * where the phones are: {@link ProxyServlet} calls them instead.
 */
@SipServlet(name = "redirect", loadOnStartup = 1)
public class RedirectServlet extends javax.servlet.sip.SipServlet {
    private static final long serialVersionUID = 1L;

    /** Options that a caller may require of the call: they are the next server's matter. */
    private static final Set<String> PASSED_ON = Set.of("timer", "100rel", "histinfo");

    @Inject
    private transient SipConfig config;

    @Inject
    private transient LocationService location;

    @Inject
    private transient MailboxDiversion diversion;

    @Inject
    private transient Door door;

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        List<String> unsupported = Headers.unknownOptions(invite, "Require", PASSED_ON);
        if (!unsupported.isEmpty()) {
            Replies.badExtension(invite, unsupported).send();
            return;
        }
        CallAtHand call = CallAtHand.of(invite);
        LocationResult result = location.lookup(call.subscriber());
        if (result instanceof LocationResult.Reachable && !maySeePhones(call)) {
            ProxyServlet.takeOver(invite, result);
            return;
        }
        answer(invite, call.subscriber(), result).send();
    }

    private boolean maySeePhones(CallAtHand call) {
        return config.showContacts() == SipConfig.ShowContacts.ALL
                || call.asker().isKnown();
    }

    private SipServletResponse answer(SipServletRequest invite, CalledParty called, LocationResult result) {
        if (result instanceof LocationResult.Reachable reachable) {
            return redirect(invite, Redirection.toPhones(reachable.contacts(), mailboxFor(invite, called, reachable)));
        }
        if (result instanceof LocationResult.Diverted diverted) {
            String mailbox = diversion.uri(invite, called, diverted.subscriber(), diverted.reason());
            return redirect(
                    invite, Redirection.toMailbox(mailbox, diversion.forwarding(invite, diverted.reason(), mailbox)));
        }
        return refuse(invite, result, door);
    }

    private @Nullable String mailboxFor(
            SipServletRequest invite, CalledParty called, LocationResult.Reachable reachable) {
        boolean takesMessages = reachable.plan().after(DiversionReason.NO_ANSWER) == Treatment.MAILBOX;
        return takesMessages ? diversion.uri(invite, called, reachable.subscriber(), DiversionReason.NO_ANSWER) : null;
    }

    private static SipServletResponse redirect(SipServletRequest invite, Redirection redirection) {
        SipServletResponse moved = Replies.of(invite, SipServletResponse.SC_MOVED_TEMPORARILY);
        redirection.contacts().forEach(contact -> moved.addHeader("Contact", contact));
        if (redirection.forwarding() != null) {
            redirection.forwarding().historyInfo().forEach(entry -> moved.addHeader("History-Info", entry));
            moved.addHeader("Diversion", redirection.forwarding().diversion());
        }
        return moved;
    }

    /** For those who can neither be called nor take a message. */
    static SipServletResponse refuse(SipServletRequest invite, LocationResult result, Door door) {
        if (result instanceof LocationResult.Refused refused) {
            return Replies.of(invite, refused.status());
        }
        return result instanceof LocationResult.Unknown
                ? Replies.of(invite, SipServletResponse.SC_NOT_FOUND)
                : Replies.unavailable(invite, door.retryAfter());
    }
}
