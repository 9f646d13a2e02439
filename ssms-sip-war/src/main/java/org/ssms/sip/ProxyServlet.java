package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import javax.servlet.sip.annotation.SipServlet;
import org.ssms.call.Door;
import org.ssms.location.CalledParty;
import org.ssms.location.Contact;
import org.ssms.location.DiversionReason;
import org.ssms.location.LocationResult;
import org.ssms.location.LocationService;
import org.ssms.sip.container.SipFlow;

/**
 * The proxy: asks location once for each INVITE and rings the phones itself, those of one q together; when none takes
 * the call, it sends it to the mailbox with the cause. It stays on the way until the call is answered; longer only
 * where one end cannot reach the other (a connection or a NAT), and then without a session. CANCEL and the timer of
 * each branch are the container's. RFC 3261 §16.
 */
@SipServlet(name = "proxy", loadOnStartup = 1)
public class ProxyServlet extends javax.servlet.sip.SipServlet {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(ProxyServlet.class.getName());
    private static final int MAILBOX_ANSWER_SECONDS = 32;
    private static final String LOCATED = ProxyServlet.class.getName() + ".located";

    @Inject
    private transient LocationService location;

    @Inject
    private transient MailboxDiversion diversion;

    @Inject
    private transient ProxiedHeaders headers;

    @Inject
    private transient Door door;

    @Inject
    private transient SipFactory factory;

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        List<String> unsupported = Headers.unknownOptions(invite, "Proxy-Require", Set.of());
        if (!unsupported.isEmpty()) {
            Replies.badExtension(invite, unsupported).send();
            return;
        }
        LocationResult result = invite.getAttribute(LOCATED) instanceof LocationResult located
                ? located
                : location.lookup(CallAtHand.of(invite).subscriber());
        try {
            if (result instanceof LocationResult.Reachable reachable) {
                ProxiedCall call = new ProxiedCall(reachable);
                call.attachTo(invite);
                ring(
                        proxy(invite, (int) reachable.plan().ringTime().toSeconds()),
                        call.groups().next());
            } else if (result instanceof LocationResult.Diverted diverted) {
                toMailbox(proxy(invite, MAILBOX_ANSWER_SECONDS), diverted.subscriber(), diverted.reason());
            } else {
                RedirectServlet.refuse(invite, result, door).send();
            }
        } catch (TooManyHopsException e) { // the container has answered 483
            LOG.log(System.Logger.Level.DEBUG, "an INVITE had no hops left");
        }
    }

    /** Takes over a call from another servlet that has asked location already. */
    static void takeOver(SipServletRequest invite, LocationResult located) throws ServletException, IOException {
        invite.setAttribute(LOCATED, located);
        invite.getSession().setHandler("proxy");
        invite.getRequestDispatcher("proxy").forward(invite, null);
    }

    private static Proxy proxy(SipServletRequest invite, int branchSeconds) throws TooManyHopsException {
        Proxy proxy = invite.getProxy();
        proxy.setParallel(true);
        proxy.setRecurse(false); // where a phone sends the call is decided by its owner's settings
        proxy.setRecordRoute(false);
        proxy.setSupervised(true);
        proxy.setProxyTimeout(branchSeconds);
        return proxy;
    }

    private void ring(Proxy proxy, List<Contact> group) throws ServletException {
        List<URI> uris = new ArrayList<>();
        for (Contact contact : group) {
            uris.add(factory.createURI(contact.uri()));
        }
        List<ProxyBranch> branches = proxy.createProxyBranches(uris);
        for (int i = 0; i < branches.size(); i++) {
            headers.forPhone(branches.get(i).getRequest(), proxy.getOriginalRequest());
            route(branches.get(i), group.get(i));
        }
        proxy.startProxy();
    }

    /** Through the proxies that stood in the Path, and over the flow from which the phone registered. */
    private void route(ProxyBranch branch, Contact contact) throws ServletException {
        List<String> path = contact.path();
        for (int i = path.size() - 1; i >= 0; i--) {
            branch.getRequest().pushRoute(factory.createAddress(path.get(i)));
        }
        SipFlow flow = new SipFlow(
                contact.flow().transport(),
                contact.flow().address(),
                contact.flow().port());
        branch.getRequest().pushRoute(flow.route(factory));
        boolean needed = path.isEmpty() && flow.isNeededFor(factory.createURI(contact.uri()));
        if (needed || needsFlow(branch.getProxy().getOriginalRequest())) {
            flow.stayInPath(branch);
        }
    }

    /** The caller calls us himself, and is not where his Contact says. What stands before a proxy is the proxy's. */
    private static boolean needsFlow(SipServletRequest invite) throws ServletException {
        Iterator<String> vias = invite.getHeaders("Via");
        vias.next();
        return !vias.hasNext()
                && SipFlow.of(invite)
                        .isNeededFor(invite.getAddressHeader("Contact").getURI());
    }

    private void toMailbox(Proxy proxy, String subscriber, DiversionReason reason) throws ServletException {
        SipServletRequest invite = proxy.getOriginalRequest();
        CallAtHand call = CallAtHand.of(invite);
        CalledParty called = call.subscriber();
        String mailbox = diversion.uri(invite, called, subscriber, reason);
        ProxyBranch branch =
                proxy.createProxyBranches(List.of(factory.createURI(mailbox))).get(0);
        branch.setProxyBranchTimeout(MAILBOX_ANSWER_SECONDS);
        headers.forMailbox(branch.getRequest(), call, diversion.forwarding(invite, reason, mailbox));
        proxy.startProxy();
    }

    /** One phone has answered; the others may still ring. */
    @Override
    protected void doBranchResponse(SipServletResponse response) {
        ProxiedCall.of(response)
                .filter(call -> !call.mailboxTried())
                .ifPresent(call -> call.failed(response.getStatus()));
    }

    @Override
    protected void doErrorResponse(SipServletResponse best) throws ServletException {
        nobodyAnswers(best);
    }

    @Override
    protected void doRedirectResponse(SipServletResponse best) throws ServletException {
        nobodyAnswers(best);
    }

    /** All branches so far have failed. What starts no new branch lets {@code best} go to the caller. */
    private void nobodyAnswers(SipServletResponse best) throws ServletException {
        Optional<ProxiedCall> found = ProxiedCall.of(best);
        if (found.isEmpty() || best.getStatus() == SipServletResponse.SC_REQUEST_TERMINATED) {
            return;
        }
        ProxiedCall call = found.get();
        call.failed(best.getStatus()); // a branch that ran out of time has had no response of its own
        List<Contact> next = call.groups().next();
        if (!next.isEmpty()) {
            ring(best.getProxy(), next);
            return;
        }
        Optional<DiversionReason> reason = call.takeMailbox();
        if (reason.isPresent()) {
            toMailbox(best.getProxy(), call.callee().subscriber(), reason.get());
        }
    }

    /** The container cancels the branches and answers 487. */
    @Override
    protected void doCancel(SipServletRequest cancel) {
        ProxiedCall.of(cancel).ifPresent(call -> call.groups().stop());
    }
}
