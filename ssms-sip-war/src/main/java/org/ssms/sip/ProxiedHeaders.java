package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.ssms.sip.header.Privacy;
import org.ssms.sip.routing.Forwarding;

/** What a proxied INVITE says beside what the caller wrote. From, To and the body stay as they are. */
@Singleton
public class ProxiedHeaders {
    /** What only a trunk may say (RFC 3325 §5, RFC 7044 §10.1, RFC 5806). */
    private static final List<String> TRUSTED_ONLY =
            List.of("P-Asserted-Identity", "History-Info", "Diversion", "P-Called-Party-ID");

    private final OwnBranch ownBranch;

    @Inject
    ProxiedHeaders(OwnBranch ownBranch) {
        this.ownBranch = ownBranch;
    }

    /** A phone is outside the trust domain: it does not see an identity that wants privacy. */
    void forPhone(SipServletRequest branch, SipServletRequest invite) {
        boolean trusted = CallAtHand.of(invite).sender().trusted();
        clean(branch, trusted);
        if (Privacy.of(String.join(",", Headers.values(invite, Privacy.HEADER))).hidesCaller()) {
            branch.removeHeader("P-Asserted-Identity");
        }
    }

    void forMailbox(SipServletRequest branch, CallAtHand call, Forwarding forwarding) {
        clean(branch, call.sender().trusted());
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
            TRUSTED_ONLY.forEach(branch::removeHeader);
        }
    }
}
