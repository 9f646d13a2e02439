package org.ssms.sip.container.stack;

import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.sip.ResponseEvent;
import javax.sip.address.SipURI;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.message.TransactionApplicationData;
import org.ssms.sip.container.SipFlow;

/**
 * The calls that came last of those that were proxied here without a Record-Route. Some phones send all that they send
 * through one proxy, with or without a Route (an outbound proxy): so that they can hold and end such a call, {@link
 * DialogRelay} passes on what one of its two ends sends to the other, and nothing of anybody else. A call is forgotten
 * when a BYE that came through here has ended it, and in any case after half a day. Thread-safe.
 */
final class ProxiedDialogs {
    private static final int MAX_DIALOGS = 10_000;
    private static final Duration LIFE = Duration.ofHours(12);

    private final Predicate<SipFlow> outside;
    private final Predicate<String> believed;
    private final Clock clock;
    private final Map<UUID, Ends> dialogs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Ends> longestUnused) {
            return size() > MAX_DIALOGS;
        }
    };

    /**
     * How both ends are reached.
     *
     * @param hungUp whether one of them has said BYE
     */
    private record Ends(SipFlow caller, SipFlow callee, Instant until, AtomicBoolean hungUp) {}

    /**
     * @param outside false for a flow that leads back to this server, which then has a dialog of its own
     * @param believed whether an address is of a peer that is believed, such as a trunk
     */
    ProxiedDialogs(Predicate<SipFlow> outside, Predicate<String> believed, Clock clock) {
        this.outside = outside;
        this.believed = believed;
        this.clock = clock;
    }

    /** Looks at every response, and remembers the dialog of a 2xx to an INVITE that an application has proxied. */
    void answered(ResponseEvent event) {
        SIPResponse response = (SIPResponse) event.getResponse();
        if (response.getStatusCode() / 100 == 2
                && response.getCSeq().getMethod().equals(Request.INVITE)
                && event.getDialog() == null
                && event.getClientTransaction() instanceof SIPClientTransaction branch
                && branch.getPeerAddress() != null
                && branch.getApplicationData() instanceof TransactionApplicationData data
                && data.getProxyBranch() != null
                && !data.getProxyBranch().getRecordRoute()
                && data.getProxyBranch().getProxy().getOriginalRequest() instanceof SipServletRequestImpl invite
                && invite.getRemoteAddr() != null) {
            SipFlow callee = new SipFlow(
                    branch.getTransport().toUpperCase(Locale.ROOT),
                    branch.getPeerAddress().replaceAll("[\\[\\]]", ""),
                    branch.getPeerPort());
            SipFlow caller = DialogPath.answered((SIPRequest) invite.getMessage(), SipFlow.of(invite));
            if (outside.test(caller) && outside.test(callee) && !isInPath(response)) {
                note(response, caller, callee);
            }
        }
    }

    /** With a Record-Route of ours, or of an application here, the way is that of its Route, and of no other. */
    private static boolean isInPath(SIPResponse response) {
        RecordRouteList routes = response.getRecordRouteHeaders();
        return routes != null
                && routes.stream()
                        .map(route -> route.getAddress().getURI())
                        .filter(SipURI.class::isInstance)
                        .map(SipURI.class::cast)
                        .anyMatch(uri -> OwnRoutes.isOfApplication(uri)
                                || (uri.getUser() != null
                                        && PathToken.read(uri.getUser(), response)
                                                .isPresent()));
    }

    /** @param message from {@code caller}, or an answer to him */
    void note(SIPMessage message, SipFlow caller, SipFlow callee) {
        UUID key = key(message, message.getFromTag(), message.getToTag());
        synchronized (dialogs) {
            dialogs.put(key, new Ends(caller, callee, clock.instant().plus(LIFE), new AtomicBoolean()));
        }
    }

    /** The way to the other end than that which sent {@code request}; empty when it is of no such call or of no end. */
    Optional<PathToken> wayOf(SIPRequest request) {
        InetAddress source = request.getPeerPacketSourceAddress();
        if (source == null) {
            return Optional.empty();
        }
        String sender = source.getHostAddress();
        return find(request, request.getFromTag(), request.getToTag())
                .filter(ends -> isOf(ends.caller(), sender))
                .map(ends -> new PathToken(ends.callee(), false))
                .or(() -> find(request, request.getToTag(), request.getFromTag())
                        .filter(ends -> isOf(ends.callee(), sender))
                        .map(ends -> new PathToken(ends.caller(), true)));
    }

    /** A carrier signals from several addresses, all of which the operator has named. */
    private boolean isOf(SipFlow end, String sender) {
        return end.address().equals(sender) || (believed.test(end.address()) && believed.test(sender));
    }

    /** Whether a request for which there is a way is the first BYE of its call. True once for each call. */
    boolean isFirstBye(SIPRequest request) {
        return request.getMethod().equals(Request.BYE)
                && find(request, request.getFromTag(), request.getToTag())
                        .or(() -> find(request, request.getToTag(), request.getFromTag()))
                        .filter(ends -> ends.hungUp().compareAndSet(false, true))
                        .isPresent();
    }

    private Optional<Ends> find(SIPRequest request, @Nullable String callerTag, @Nullable String calleeTag) {
        synchronized (dialogs) {
            if (dialogs.isEmpty()) {
                return Optional.empty();
            }
        }
        UUID key = key(request, callerTag, calleeTag);
        synchronized (dialogs) {
            Ends ends = dialogs.get(key);
            if (ends != null && !clock.instant().isBefore(ends.until())) {
                dialogs.remove(key);
                return Optional.empty();
            }
            return Optional.ofNullable(ends);
        }
    }

    /** Looks at a response that was passed on, and forgets the call when it says that this one has ended. */
    void passedOn(SIPResponse response) {
        boolean ends = response.getStatusCode() / 100 == 2
                || response.getStatusCode() == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST;
        if (ends && response.getCSeq().getMethod().equals(Request.BYE)) {
            UUID byCaller = key(response, response.getFromTag(), response.getToTag());
            UUID byCallee = key(response, response.getToTag(), response.getFromTag());
            synchronized (dialogs) {
                dialogs.remove(byCaller);
                dialogs.remove(byCallee);
            }
        }
    }

    /** Of 16 bytes, however long the sender makes his Call-ID. */
    private static UUID key(SIPMessage message, @Nullable String callerTag, @Nullable String calleeTag) {
        String dialog = message.getCallId().getCallId() + "\n" + callerTag + "\n" + calleeTag;
        return UUID.nameUUIDFromBytes(dialog.getBytes(StandardCharsets.UTF_8));
    }
}
