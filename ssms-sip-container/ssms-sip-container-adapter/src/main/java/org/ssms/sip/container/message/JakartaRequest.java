package org.ssms.sip.container.message;

import gov.nist.javax.sip.header.MaxForwards;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletConnection;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.Transaction;
import javax.sip.header.ExtensionHeader;
import javax.sip.header.Header;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.RouteHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.proxy.ProxyBranchImpl;
import org.ssms.sip.container.log.Redaction;
import org.ssms.sip.container.stack.LocalInterfaces;

/**
 * A SIP request with the methods that Servlet 3.0 to 6.0 added to {@link ServletRequest}. Those that only make sense
 * for HTTP answer that they are not supported; a SIP application answers later simply by keeping the request.
 */
public final class JakartaRequest extends SipServletRequestImpl implements MobicentsSipServletRequest {
    private static final long serialVersionUID = 1L;
    private static final String NO_ASYNC = "a SIP request needs no AsyncContext: keep the request and answer it later";

    /** RFC 3261 §16.6 step 3: some callers send none. */
    private static final int DEFAULT_MAX_FORWARDS = 70;

    /** For {@link java.io.Externalizable}, which the superclass implements. */
    public JakartaRequest() {}

    JakartaRequest(
            Request request,
            @Nullable SipFactoryImpl factory,
            MobicentsSipSession session,
            Transaction transaction,
            Dialog dialog,
            boolean createDialog) {
        super(request, factory, session, transaction, dialog, createDialog);
    }

    /** Upstream's failure carries the whole request in its text; ours its first line. */
    @Override
    public SipServletResponse createResponse(
            int status, @Nullable String reason, boolean validate, boolean hasBeenReceived) {
        try {
            AtomicReference<@Nullable SipServletResponse> response = new AtomicReference<>();
            LocalInterfaces.near(
                    getLocalAddr(),
                    () -> response.set(super.createResponse(status, reason, validate, hasBeenReceived)));
            return Objects.requireNonNull(response.get());
        } catch (IllegalStateException e) {
            throw new IllegalStateException(Redaction.firstLine(e.getMessage()), e.getCause());
        }
    }

    /** A branch that cannot be sent is one of several: the others go on, and the proxy gets to know it. */
    @Override
    public void send() throws IOException {
        ProxyBranchImpl branch = getTransactionApplicationData().getProxyBranch();
        boolean starting =
                branch != null && branch.getRequest() == this && !getMethod().equals(Request.ACK);
        Request sent = (Request) getMessage();
        try {
            PeerFlow.apply(this);
            LocalInterfaces.near(destination(sent), super::send);
        } catch (IllegalStateException | IOException e) {
            if (starting && branch.getProxy() instanceof ForkingProxy proxy) {
                proxy.unreachable(branch, this, sent);
            } else {
                throw redacted(e);
            }
        }
    }

    private static @Nullable String destination(Request request) {
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        javax.sip.address.URI next =
                route == null ? request.getRequestURI() : route.getAddress().getURI();
        return next instanceof javax.sip.address.SipURI uri ? uri.getHost() : null;
    }

    private static IOException redacted(Exception failure) {
        if (failure instanceof IOException io) {
            return io;
        }
        throw new IllegalStateException(Redaction.firstLine(failure.getMessage()), failure.getCause());
    }

    /** Puts our proxy in the place of upstream's, which takes one that the session has. */
    @Override
    public Proxy getProxy(boolean create) throws TooManyHopsException {
        if (getMessage().getHeader(MaxForwardsHeader.NAME) == null) {
            addMaxForwards();
        }
        MobicentsSipSession session = getSipSession();
        boolean forwardable = isInitial() && getMaxForwards() > 0 && session.getB2buaHelper() == null;
        if (create
                && forwardable
                && (session.getProxy() == null || session.getProxy().getOriginalRequest() == null)) {
            session.setProxy(new ForkingProxy(this, sipFactoryImpl));
        }
        return super.getProxy(create);
    }

    private void addMaxForwards() {
        try {
            getMessage().setHeader(new MaxForwards(DEFAULT_MAX_FORWARDS));
        } catch (InvalidArgumentException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int getMaxForwards() {
        boolean given = getMessage().getHeader(MaxForwardsHeader.NAME) != null;
        return given ? super.getMaxForwards() : DEFAULT_MAX_FORWARDS;
    }

    @Override
    public @Nullable String getRemoteAddr() {
        String address = PacketSource.address(getMessage());
        return address == null ? super.getRemoteAddr() : address;
    }

    @Override
    public int getRemotePort() {
        return PacketSource.address(getMessage()) == null ? super.getRemotePort() : PacketSource.port(getMessage());
    }

    /** Also the certificates of the peer, which upstream does not offer. */
    @Override
    public @Nullable Object getAttribute(String name) {
        Object value = super.getAttribute(name);
        return value == null && name.equals(PeerCertificates.ATTRIBUTE) ? PeerCertificates.of(getTransaction()) : value;
    }

    /**
     * Also of headers that the stack does not know (JSR 289 §5.4.3), which upstream refuses; then a copy of what came.
     * A compact name of one letter is known to upstream only.
     */
    @Override
    public @Nullable Parameterable getParameterableHeader(String name) throws ServletParseException {
        if (isKnown(getMessage(), name)) {
            return super.getParameterableHeader(name);
        }
        Header header = getMessage().getHeader(name);
        return header == null ? null : parameterable(header);
    }

    @Override
    public ListIterator<Parameterable> getParameterableHeaders(String name) throws ServletParseException {
        return isKnown(getMessage(), name)
                ? super.getParameterableHeaders(name)
                : parameterables(getMessage().getHeaders(name));
    }

    static boolean isKnown(Message message, String name) {
        Header header = message.getHeader(name);
        return header == null ? name.length() == 1 : !(header instanceof ExtensionHeader);
    }

    static ListIterator<Parameterable> parameterables(Iterator<?> headers) throws ServletParseException {
        List<Parameterable> all = new ArrayList<>();
        while (headers.hasNext()) {
            all.add(parameterable((Header) headers.next()));
        }
        return all.listIterator();
    }

    /** Value and parameters of a header that the stack does not know. */
    static Parameterable parameterable(Header header) throws ServletParseException {
        try {
            return createParameterable(header, header.getName(), true);
        } catch (RuntimeException upstream) { // repeats what somebody wrote into it
            throw new ServletParseException(header.getName() + " has no parameters that can be read");
        }
    }

    /** Parameters of the popped route or else of the request URI (JSR 289 §5.6.1); upstream fails without a route. */
    @Override
    public Map<String, String[]> getParameterMap() {
        Address route = getPoppedRoute();
        URI uri = route == null ? getRequestURI() : route.getURI();
        Map<String, String[]> parameters = new HashMap<>();
        for (Iterator<String> names = uri.getParameterNames(); names.hasNext(); ) {
            String name = names.next();
            parameters.put(name, new String[] {uri.getParameter(name)});
        }
        return parameters;
    }

    @Override
    public ServletContext getServletContext() {
        return getSipSession().getSipApplicationSession().getSipContext().getServletContext();
    }

    @Override
    public DispatcherType getDispatcherType() {
        return DispatcherType.REQUEST;
    }

    @Override
    public long getContentLengthLong() {
        return getContentLength();
    }

    @Override
    public boolean isAsyncSupported() {
        return false;
    }

    @Override
    public boolean isAsyncStarted() {
        return false;
    }

    @Override
    public AsyncContext startAsync() {
        throw new IllegalStateException(NO_ASYNC);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        throw new IllegalStateException(NO_ASYNC);
    }

    @Override
    public AsyncContext getAsyncContext() {
        throw new IllegalStateException(NO_ASYNC);
    }

    @Override
    public String getRequestId() {
        return "";
    }

    @Override
    public String getProtocolRequestId() {
        return "";
    }

    @Override
    public @Nullable ServletConnection getServletConnection() {
        return null;
    }
}
