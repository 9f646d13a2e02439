package org.ssms.sip.container.stack;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.HopImpl;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.lang.System.Logger.Level;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.ext.javax.sip.dns.DNSAwareRouter;
import org.mobicents.servlet.sip.core.MobicentsExtendedListeningPoint;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.ssms.sip.container.SipFlow;
import org.ssms.sip.container.log.Redaction;

/**
 * Passes on the requests of dialogs in whose path this server stays, and their responses, without a transaction or a
 * session (RFC 3261 §16.11): over the flow that the {@link PathToken} in the Route names, or, when the {@link
 * AdmissionValve} lets them in or they are the first BYE, that {@link ProxiedDialogs} knows for a phone that sends
 * everything through us. When that is a connection which is gone, another one is opened to where the request says, if
 * this is the same machine and no caller whom we do not believe: nobody can make us send to others. An application is
 * not asked.
 */
final class DialogRelay implements SIPMessageValve {
    private static final System.Logger LOG = System.getLogger(DialogRelay.class.getName());
    private static final int DEFAULT_MAX_FORWARDS = 70;
    private static final int FLOW_FAILED = 430;

    /** Our name and address as an outbound proxy, and the token behind them. */
    private static final int PLACES = 3;

    private final ManagedDispatcher dispatcher;
    private final AdmissionValve admission;
    private final StatelessAnswer answer;
    private final HopLocator locator = new HopLocator();

    DialogRelay(ManagedDispatcher dispatcher, AdmissionValve admission) {
        this.dispatcher = dispatcher;
        this.admission = admission;
        this.answer = new StatelessAnswer(dispatcher);
    }

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        if (request.getToTag() == null) {
            return true;
        }
        Optional<PathToken> token = token(request);
        if (token.isEmpty()) {
            token = remembered(request);
            boolean asked = token.isPresent() && !dispatcher.proxiedDialogs().isFirstBye(request);
            if (asked && !admission.processRequest(request, channel)) {
                return false;
            }
        }
        if (token.isEmpty()) {
            return true;
        }
        MaxForwardsHeader hops = (MaxForwardsHeader) request.getHeader(MaxForwardsHeader.NAME);
        if (hops != null && hops.getMaxForwards() == 0) {
            refuse(request, channel, Response.TOO_MANY_HOPS);
            return false;
        }
        SipFlow next = token.get().next();
        if (!isSent(request, next)) {
            if (token.get().toCaller() && !admission.isBelieved(next.address())) {
                refuse(request, channel, FLOW_FAILED);
            } else { // to connect takes time: not on the thread that reads the network
                dispatcher.getAsynchronousExecutor().execute(() -> sendByUri(request, channel, next));
            }
        }
        return false;
    }

    /** The first one, behind no routes but such as lead here: a phone may write its outbound proxy first. */
    private Optional<PathToken> token(SIPRequest request) {
        for (int place = 0; place < PLACES; place++) {
            String user = OwnRoutes.uri(request, place).map(SipURI::getUser).orElse(null);
            if (user != null) { // of another dialog, or made up, it is no outbound proxy
                return PathToken.read(user, request);
            }
            if (!OwnRoutes.isOwn(request, place, dispatcher)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Not what was passed on here once: a peer that sends everything to us would send it again and again. */
    private Optional<PathToken> remembered(SIPRequest request) {
        return request.getViaHeaders().stream()
                        .anyMatch(via -> PathToken.isRelayed(via) && !dispatcher.isViaHeaderExternal(via))
                ? Optional.empty()
                : dispatcher.proxiedDialogs().wayOf(request);
    }

    private boolean isSent(SIPRequest request, SipFlow flow) {
        try {
            SIPRequest onward = onward(request);
            send(request, onward, new HopImpl(flow.address(), flow.port(), flow.transport()), FlowRouter.FLOW);
            return true;
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException e) { // by upstream
            LOG.log(Level.DEBUG, "a flow was not used: " + Redaction.firstLine(e.getMessage()));
            return false;
        }
    }

    private void sendByUri(SIPRequest request, MessageChannel channel, SipFlow gone) {
        try {
            SIPRequest onward = onward(request);
            RouteHeader route = (RouteHeader) onward.getHeader(RouteHeader.NAME);
            Hop hop = locator.locateHops(
                            route == null
                                    ? onward.getRequestURI()
                                    : route.getAddress().getURI())
                    .peek();
            if (hop == null || !hop.getHost().replaceAll("[\\[\\]]", "").equals(gone.address())) {
                throw new SipException("the flow is gone");
            }
            send(request, onward, hop, DNSAwareRouter.DNS_ROUTE);
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException e) { // the sender is told
            LOG.log(Level.DEBUG, "a request was not passed on: " + Redaction.firstLine(e.getMessage()));
            refuse(request, channel, FLOW_FAILED);
        }
    }

    /** A copy without our routes, one hop further. What follows behind them is not ours, whatever name it has. */
    private SIPRequest onward(SIPRequest request) throws SipException, InvalidArgumentException {
        SIPRequest onward = (SIPRequest) request.clone();
        boolean byToken = token(onward).isPresent();
        while (byToken ? token(onward).isPresent() : OwnRoutes.isOwn(onward, 0, dispatcher)) {
            onward.removeFirst(RouteHeader.NAME);
        }
        MaxForwardsHeader hops = (MaxForwardsHeader) onward.getHeader(MaxForwardsHeader.NAME);
        int left = hops == null ? DEFAULT_MAX_FORWARDS : hops.getMaxForwards() - 1;
        onward.setHeader(SipFactoryImpl.headerFactory.createMaxForwardsHeader(left));
        return onward;
    }

    /** @param kind of the route that stands for the hop and is taken away again by {@link FlowRouter} */
    private void send(SIPRequest request, SIPRequest onward, Hop hop, String kind) throws SipException, ParseException {
        onward.addFirst(FlowRouter.route(hop, kind));
        String branch = PathToken.branch(request, request.getTopmostVia());
        LocalInterfaces.<SipException>near(hop.getHost(), () -> {
            MobicentsExtendedListeningPoint point =
                    dispatcher.getSipNetworkInterfaceManager().findMatchingListeningPoint(hop.getTransport(), false);
            if (point == null) {
                throw new SipException("no connector for " + hop.getTransport());
            }
            onward.addFirst(via(point, branch));
            point.getSipProvider().sendRequest(onward);
        });
    }

    private static ViaHeader via(MobicentsExtendedListeningPoint point, String branch) throws SipException {
        try {
            ViaHeader via = point.getListeningPoint().createViaHeader();
            via.setBranch(branch);
            return via;
        } catch (ParseException e) {
            throw new SipException("a Via", e);
        }
    }

    private void refuse(SIPRequest request, MessageChannel channel, int status) {
        if (!request.getMethod().equals(Request.ACK)) {
            answer.send(
                    channel.getMessageProcessor().getListeningPoint().getProvider(), request, status, Duration.ZERO);
        }
    }

    /** A response that does not answer what was passed on here is dropped. */
    @Override
    public boolean processResponse(Response received, MessageChannel channel) {
        SIPResponse response = (SIPResponse) received;
        Via own = response.getTopmostVia();
        if (own == null || !PathToken.isRelayed(own)) {
            return true;
        }
        SIPResponse onward = (SIPResponse) response.clone();
        onward.removeFirst(ViaHeader.NAME);
        Via sender = onward.getTopmostVia();
        if (sender != null && own.getBranch().equals(PathToken.branch(response, sender))) {
            dispatcher.proxiedDialogs().passedOn(onward);
            RepeatedAnswers.passOn(dispatcher, onward);
        }
        return false;
    }

    @Override
    public void init(SipStack stack) {}

    @Override
    public void destroy() {}
}
