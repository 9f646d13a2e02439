package org.ssms.identity;

import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.util.List;

/** The trunks: peers whose assertions about callers and diversions we believe (RFC 3324 trust domain). Does not block. */
@Singleton
public class TrustedPeers {
    /**
     * Whether a request comes from a trunk.
     *
     * @param remoteAddress IPv4 or IPv6 literal
     * @param clientChain the TLS client's validated certificates, its own first; empty without
     */
    public boolean isTrusted(String remoteAddress, List<X509Certificate> clientChain) {
        return false;
    }
}
