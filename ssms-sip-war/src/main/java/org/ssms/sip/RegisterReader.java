package org.ssms.sip;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.servlet.sip.SipServletRequest;
import org.jspecify.annotations.Nullable;
import org.ssms.location.Flow;
import org.ssms.location.Registration;
import org.ssms.location.RequestedBinding;
import org.ssms.sip.container.SipFlow;
import org.ssms.sip.header.MalformedHeaderException;
import org.ssms.sip.header.NameAddress;
import org.ssms.sip.header.RequestedContact;
import org.ssms.sip.header.SessionExpires;

/** Reads a REGISTER. */
final class RegisterReader {
    private static final Set<String> STREAMS = Set.of("TCP", "TLS", "WS", "WSS");

    private final SipServletRequest register;
    private final boolean trusted;
    private final SipFlow flow;

    /** A Path is only taken from a trunk; without it calls go to the flow, and so to the proxy in between. */
    RegisterReader(SipServletRequest register, boolean trusted) {
        this.register = register;
        this.trusted = trusted;
        this.flow = SipFlow.of(register);
    }

    Registration read(String subscriber) throws MalformedHeaderException {
        List<String> contacts = Headers.values(register, "Contact");
        boolean all = RequestedContact.isWildcard(contacts);
        return new Registration(
                subscriber,
                register.getCallId(),
                cseq(),
                all ? List.of() : bindings(contacts),
                all,
                expires(),
                new Flow(flow.transport(), flow.address(), flow.port()),
                path());
    }

    private List<RequestedBinding> bindings(Collection<String> contacts) throws MalformedHeaderException {
        boolean outbound = offersOutbound();
        return RequestedContact.list(contacts).stream()
                .map(contact -> new RequestedBinding(
                        contact.uri(),
                        contact.qMillis(),
                        contact.expires(),
                        contact.instance(),
                        outbound ? contact.regId() : null))
                .toList();
    }

    /** RFC 5626 over UDP wants STUN keep-alives (§8), which we do not answer: there a reg-id is as none. */
    private boolean offersOutbound() {
        return STREAMS.contains(flow.transport())
                && Headers.values(register, "Supported").stream()
                        .anyMatch(tags -> tags.toLowerCase(Locale.ROOT).matches("(.*,)?\\s*outbound\\s*(,.*)?"));
    }

    /** Whether the registration keeps a flow open (RFC 5626 §6): then the response says so. */
    boolean keepsFlow() {
        try {
            List<String> contacts = Headers.values(register, "Contact");
            return !RequestedContact.isWildcard(contacts)
                    && bindings(contacts).stream().anyMatch(b -> b.regId() != null && b.instance() != null);
        } catch (MalformedHeaderException e) {
            return false;
        }
    }

    private long cseq() throws MalformedHeaderException {
        String cseq = register.getHeader("CSeq").strip();
        return SessionExpires.seconds(cseq.substring(0, Math.max(0, cseq.indexOf(' '))));
    }

    private @Nullable Long expires() {
        String expires = register.getHeader("Expires");
        try {
            return expires == null ? null : (Long) SessionExpires.seconds(expires);
        } catch (MalformedHeaderException e) {
            return null;
        }
    }

    private List<String> path() throws MalformedHeaderException {
        if (!trusted) {
            return List.of();
        }
        return NameAddress.list(Headers.values(register, "Path")).stream()
                .map(address -> "<" + address.uri() + ">")
                .toList();
    }
}
