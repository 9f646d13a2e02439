package org.ssms.sip.container.it;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.URI;
import javax.servlet.sip.annotation.SipServlet;
import org.ssms.sip.container.SipFlow;

/**
 * Proxies where a request's {@code X-Groups} header says: URIs between commas are tried at the same time, groups
 * between bars one after the other, each for {@code X-Ring} seconds. All but the last group go over the flow of {@code
 * X-Flow}: transport, address and port; with {@code X-Stay} this server stays in the path of the dialog.
 */
@SipServlet(name = "fork", loadOnStartup = 1)
public class ForkServlet extends javax.servlet.sip.SipServlet {
    private static final long serialVersionUID = 1L;
    private static final String GROUPS = "groups";

    @Inject
    private transient Journal journal;

    @Inject
    private transient SipFactory factory;

    static void start(SipServletRequest invite, SipFactory factory) throws ServletException, IOException {
        Deque<List<URI>> groups = new ArrayDeque<>();
        for (String group : invite.getHeader("X-Groups").split("\\|", -1)) {
            List<URI> targets = new ArrayList<>();
            for (String uri : group.split(",", -1)) {
                targets.add(factory.createURI(uri.strip()));
            }
            groups.add(targets);
        }
        invite.getSession().setAttribute(GROUPS, groups);
        invite.getSession().setHandler("fork");
        Proxy proxy = invite.getProxy();
        proxy.setParallel(true);
        proxy.setRecurse(false);
        proxy.setRecordRoute(false);
        proxy.setSupervised(true);
        proxy.setProxyTimeout(Integer.parseInt(invite.getHeader("X-Ring")));
        next(proxy, groups, factory);
    }

    private static void next(Proxy proxy, Deque<List<URI>> groups, SipFactory factory) throws ServletException {
        List<URI> group = groups.poll();
        if (group == null) {
            return;
        }
        for (ProxyBranch branch : proxy.createProxyBranches(group)) {
            String flow = proxy.getOriginalRequest().getHeader("X-Flow");
            if (flow != null && !groups.isEmpty()) {
                String[] parts = flow.split(" ", -1);
                SipFlow callee = new SipFlow(parts[0], parts[1], Integer.parseInt(parts[2]));
                branch.getRequest().pushRoute(callee.route(factory));
                if (proxy.getOriginalRequest().getHeader("X-Stay") != null) {
                    callee.stayInPath(branch);
                }
            }
        }
        proxy.startProxy();
    }

    @Override
    protected void doBranchResponse(SipServletResponse response) {
        journal.note("branch-" + response.getStatus());
    }

    /** The best of all branches so far; a branch that is started here is waited for. */
    @Override
    @SuppressWarnings("unchecked") // our own attribute
    protected void doErrorResponse(SipServletResponse best) throws ServletException, IOException {
        journal.note("best-" + best.getStatus());
        next(best.getProxy(), (Deque<List<URI>>) best.getSession().getAttribute(GROUPS), factory);
    }

    @Override
    protected void doRedirectResponse(SipServletResponse best) throws ServletException, IOException {
        doErrorResponse(best);
    }

    @Override
    protected void doSuccessResponse(SipServletResponse best) {
        journal.note("best-" + best.getStatus());
    }

    @Override
    protected void doCancel(SipServletRequest cancel) {
        journal.note("fork-cancelled");
    }
}
