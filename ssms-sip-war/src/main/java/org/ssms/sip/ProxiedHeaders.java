package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.servlet.sip.SipServletRequest;
import org.ssms.sip.header.Privacy;
import org.ssms.sip.routing.Forwarding;

/** What a proxied INVITE says beside what the caller wrote. From, To and the body stay as they are. */
@Singleton
public class ProxiedHeaders {
    /**
     * What a caller may say to a phone or a mailbox who is no trunk, lower case: what describes the call, its session
     * and its body. Nothing that makes a phone answer by itself, fetch or show something, take over another call, or
     * believe in an identity or a diversion. Compact forms are those that a stack may keep.
     */
    private static final Set<String> FROM_ANYBODY = Set.of(
            // how the request finds its way: the container's own matter
            "via",
            "v",
            "from",
            "f",
            "to",
            "t",
            "call-id",
            "i",
            "cseq",
            "contact",
            "m",
            "max-forwards",
            "route",
            "record-route",
            "path",
            "content-length",
            "l",
            "max-breadth",
            // the session and its options
            "supported",
            "k",
            "require",
            "allow",
            "allow-events",
            "u",
            "session-expires",
            "x",
            "min-se",
            "expires",
            "timestamp",
            "date",
            "session-id",
            "recv-info",
            // the body and what is understood
            "content-type",
            "c",
            "content-encoding",
            "e",
            "content-disposition",
            "content-language",
            "mime-version",
            "accept",
            "accept-encoding",
            "accept-language",
            // the caller: what he calls by, that he wants privacy, and what his carrier has signed
            "user-agent",
            "privacy",
            "identity",
            "y");

    private final OwnBranch ownBranch;

    @Inject
    ProxiedHeaders(OwnBranch ownBranch) {
        this.ownBranch = ownBranch;
    }

    /** A phone is outside the trust domain: it does not see an identity that wants privacy. */
    void forPhone(SipServletRequest branch, SipServletRequest invite) {
        boolean trusted = CallAtHand.of(invite).sender().trusted();
        clean(branch, trusted);
        branch.removeHeader(InvitationReader.RIGHTS); // they are of the message, if one comes of it
        if (Privacy.of(String.join(",", Headers.values(invite, Privacy.HEADER))).hidesCaller()) {
            branch.removeHeader("P-Asserted-Identity");
        }
    }

    void forMailbox(SipServletRequest branch, CallAtHand call, Forwarding forwarding) {
        String rights = call.asker().isKnown() ? branch.getHeader(InvitationReader.RIGHTS) : null;
        clean(branch, call.sender().trusted());
        branch.removeHeader(InvitationReader.RIGHTS);
        if (rights != null) {
            branch.setHeader(InvitationReader.RIGHTS, rights);
        }
        List<String> diversions = Headers.values(branch, "Diversion");
        branch.removeHeader("Diversion");
        branch.addHeader("Diversion", forwarding.diversion()); // the newest on top
        diversions.forEach(diversion -> branch.addHeader("Diversion", diversion));
        branch.removeHeader("History-Info");
        forwarding.historyInfo().forEach(entry -> branch.addHeader("History-Info", entry));
        ownBranch.mark(branch, call);
    }

    private static void clean(SipServletRequest branch, boolean trusted) {
        branch.removeHeader("Proxy-Authorization"); // it was for us
        if (!trusted) {
            List<String> names = new ArrayList<>();
            branch.getHeaderNames().forEachRemaining(names::add);
            names.stream().filter(name -> !mayComeFromAnybody(name)).forEach(branch::removeHeader);
        }
    }

    static boolean mayComeFromAnybody(String header) {
        return FROM_ANYBODY.contains(header.toLowerCase(Locale.ROOT));
    }
}
