package org.ssms.sip.container.message;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.URI;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.JainSipUtils;
import org.mobicents.servlet.sip.core.DispatcherException;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.dispatchers.MessageDispatcher;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.proxy.MobicentsProxyBranch;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;
import org.mobicents.servlet.sip.proxy.ProxyBranchImpl;
import org.mobicents.servlet.sip.proxy.ProxyImpl;
import org.ssms.sip.container.log.Redaction;

/**
 * Collects the final responses of the branches (RFC 3261 §16.7) and asks the application before the best failure goes
 * back (JSR 289 §10.2.4): it may start further branches then, also after a branch was not answered in time and after
 * one that declined with 6xx. Upstream sends its 408 whatever the application does, and prefers a 6xx to a later
 * success.
 */
final class ForkingProxy extends ProxyImpl {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(ForkingProxy.class.getName());

    private transient @Nullable ProxyBranchImpl best;
    private transient @Nullable ProxyBranchImpl chosen;
    private transient boolean answered;
    private transient boolean sending;

    ForkingProxy(SipServletRequestImpl request, SipFactoryImpl factory) {
        super(request, factory);
    }

    /**
     * Treats a branch whose request could not be sent as one that answered 503 (RFC 3261 §16.9), after the callback
     * that started it.
     *
     * @param sent as it was to go out, with our Via
     */
    void unreachable(ProxyBranchImpl branch, SipServletRequestImpl request, Request sent) {
        MobicentsSipApplicationSession session = request.getSipSession().getSipApplicationSession();
        SipContext application = session.getSipContext();
        application.getSipApplicationDispatcher().getAsynchronousExecutor().execute(() -> {
            application.enterSipApp(session, null, false, true);
            try {
                if (session.isValidInternal() && branch.getResponse() == null) {
                    refused(branch, request, sent);
                }
            } catch (DispatcherException | ServletException | IOException | ParseException e) {
                LOG.log(Level.WARNING, "a branch that cannot be reached: " + Redaction.firstLine(e.getMessage()));
            } finally {
                application.exitSipApp(session, null);
            }
        });
    }

    private void refused(ProxyBranchImpl branch, SipServletRequestImpl request, Request sent)
            throws DispatcherException, ServletException, IOException, ParseException {
        Response unavailable = SipFactoryImpl.messageFactory.createResponse(Response.SERVICE_UNAVAILABLE, sent);
        ((ToHeader) unavailable.getHeader(ToHeader.NAME))
                .setTag(UUID.randomUUID().toString());
        MobicentsSipServletResponse response = getSipFactoryImpl()
                .getMobicentsSipServletMessageFactory()
                .createSipServletResponse(unavailable, null, request.getSipSession(), null, true, false);
        ((SipServletResponseImpl) response).setOriginalRequest(request);
        response.setProxyBranch(branch);
        branch.setResponse(response);
        if (getSupervised()) {
            MessageDispatcher.callServlet(response);
        }
        branch.onResponse(response, response.getStatus());
    }

    @Override
    public List<ProxyBranch> createProxyBranches(List<? extends URI> targets) {
        List<ProxyBranch> branches = new ArrayList<>();
        for (URI target : targets) {
            if (!JainSipUtils.checkScheme(target.toString())) {
                throw new IllegalArgumentException("scheme " + target.getScheme() + " is not supported");
            }
            ForkedBranch branch = new ForkedBranch(target, this);
            branch.setRecordRoute(getRecordRoute());
            branch.setRecurse(getRecurse());
            getProxyBranchesMap().put(target, branch);
            branches.add(branch);
        }
        return branches;
    }

    @Override
    public void proxyTo(List<? extends URI> targets) {
        createProxyBranches(targets);
        startProxy();
    }

    @Override
    public void proxyTo(URI target) {
        proxyTo(List.of(target));
    }

    /** The branch whose response went back, for what follows in a record-routed dialog. */
    @Override
    public @Nullable MobicentsProxyBranch getFinalBranchForSubsequentRequests() {
        return chosen;
    }

    @Override
    public void onFinalResponse(ProxyBranchImpl branch) throws DispatcherException {
        int status = branch.getResponse().getStatus();
        if (status < 300 && branch.getRequest().getMethod().equals(Request.INVITE)) {
            chosen = branch;
            answered = true;
            if (!getNoCancel()) {
                cancelAllExcept(branch, null, null, null, false);
            }
            sendFinalResponse(branch.getResponse(), branch);
            return;
        }
        if (!branch.isTimedOut() && isBetter(status)) {
            best = branch;
        }
        goOn(branch);
    }

    /** A 6xx comes first, then the lowest (RFC 3261 §16.7 step 6). */
    private boolean isBetter(int status) {
        if (best == null) {
            return true;
        }
        int bestStatus = best.getResponse().getStatus();
        return bestStatus < 600 && (status >= 600 || status < bestStatus);
    }

    /** Without an exception it is the caller who gives up: then a failure from before is not what he waits for. */
    @Override
    public void cancelAllExcept(
            @Nullable ProxyBranch except,
            String @Nullable [] protocol,
            int @Nullable [] reasonCode,
            String @Nullable [] reasonText,
            boolean throwing) {
        if (except == null) {
            best = null;
        }
        super.cancelAllExcept(except, protocol, reasonCode, reasonText, throwing);
    }

    /** The application hears of it as of a branch that answered 408. */
    @Override
    public void onBranchTimeOut(ProxyBranchImpl branch) throws DispatcherException {
        if (getBestResponseSent() < 200) {
            tellTimeout(branch, true);
            goOn(branch);
        }
    }

    private void goOn(ProxyBranchImpl finished) throws DispatcherException {
        if (!allResponsesHaveArrived()) {
            if (!getParallel()) {
                startNextUntriedBranch();
            }
        } else if (best == null) {
            timedOut(finished);
        } else {
            sendFinalResponse(best.getResponse(), best);
        }
    }

    /** Upstream tells the application, looks whether it started branches, and if not sends the response. */
    @Override
    public void sendFinalResponse(MobicentsSipServletResponse response, ProxyBranchImpl branch)
            throws DispatcherException {
        sending = true;
        try {
            super.sendFinalResponse(response, branch);
        } finally {
            sending = false;
        }
        if (chosen == null && getBestResponseSent() >= 200) {
            chosen = branch;
        }
    }

    /**
     * Upstream ends the session when a 487 has come and this says that it was the last response: not that of a branch
     * which has lost, nor that to a re-INVITE, while the call goes on (JSR 289 §6.2.1).
     */
    @Override
    public boolean allResponsesHaveArrived() {
        return (sending || !answered) && super.allResponsesHaveArrived();
    }

    private void timedOut(ProxyBranchImpl branch) throws DispatcherException {
        tellTimeout(branch, false);
        if (allResponsesHaveArrived()) {
            chosen = branch;
            try {
                getOriginalRequest()
                        .createResponse(SipServletResponse.SC_REQUEST_TIMEOUT)
                        .send();
            } catch (IOException e) {
                throw new DispatcherException("the end of an unanswered call", e);
            }
        }
    }

    private void tellTimeout(ProxyBranchImpl branch, boolean ofBranch) throws DispatcherException {
        if (!getSupervised()) {
            return;
        }
        SipServletResponseImpl notice = (SipServletResponseImpl) ((SipServletRequestImpl) getOriginalRequest())
                .createResponse(SipServletResponse.SC_REQUEST_TIMEOUT, null, false, true);
        notice.setProxyBranch(branch);
        notice.setBranchResponse(ofBranch);
        try {
            MessageDispatcher.callServlet(notice);
        } catch (IOException | ServletException e) {
            throw new DispatcherException("an unanswered call", e);
        }
    }
}
