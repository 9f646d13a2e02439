package org.ssms.sip.container.stack;

import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sip.ResponseEvent;
import javax.sip.address.SipURI;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.message.TransactionApplicationData;
import org.ssms.sip.container.SipFlow;

/**
 * The calls that came last of those that were proxied here without a Record-Route. Some phones send all that they send
 * through one proxy, with or without a Route (an outbound proxy): so that they can hold and end such a call, {@link
 * DialogRelay} passes on what belongs to it, to the one of its two ends that did not send it and to nobody else. Thread-safe.
 */
final class ProxiedDialogs {
    private static final int MAX_DIALOGS = 10_000;

    private final Predicate<SipFlow> outside;
    private final Map<UUID, Ends> dialogs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Ends> longestUnused) {
            return size() > MAX_DIALOGS;
        }
    };

    /** How both ends are reached. */
    private record Ends(SipFlow caller, SipFlow callee) {}

    /** @param outside false for a flow that leads back to this server, which then has a dialog of its own */
    ProxiedDialogs(Predicate<SipFlow> outside) {
        this.outside = outside;
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

    /** With a Record-Route of ours the way is that of its Route, and of no other. */
    private boolean isInPath(SIPResponse response) {
        RecordRouteList routes = response.getRecordRouteHeaders();
        return routes != null
                && routes.stream()
                        .map(route -> route.getAddress().getURI())
                        .filter(SipURI.class::isInstance)
                        .map(SipURI.class::cast)
                        .map(uri -> new SipFlow(
                                uri.getTransportParam() == null ? "UDP" : uri.getTransportParam(),
                                uri.getHost(),
                                uri.getPort()))
                        .anyMatch(outside.negate());
    }

    /** @param message from {@code caller}, or an answer to him */
    void note(SIPMessage message, SipFlow caller, SipFlow callee) {
        synchronized (dialogs) {
            dialogs.put(key(message, message.getFromTag(), message.getToTag()), new Ends(caller, callee));
        }
    }

    /** The way to the other end than that which sent {@code request}; empty when it belongs to no such call. */
    Optional<PathToken> wayOf(SIPRequest request) {
        synchronized (dialogs) {
            Ends ends = dialogs.get(key(request, request.getFromTag(), request.getToTag()));
            if (ends != null) {
                return Optional.of(new PathToken(ends.callee(), false));
            }
            ends = dialogs.get(key(request, request.getToTag(), request.getFromTag()));
            return ends == null ? Optional.empty() : Optional.of(new PathToken(ends.caller(), true));
        }
    }

    /** Of 16 bytes, however long the sender makes his Call-ID. */
    private static UUID key(SIPMessage message, @Nullable String callerTag, @Nullable String calleeTag) {
        String dialog = message.getCallId().getCallId() + "\n" + callerTag + "\n" + calleeTag;
        return UUID.nameUUIDFromBytes(dialog.getBytes(StandardCharsets.UTF_8));
    }
}
