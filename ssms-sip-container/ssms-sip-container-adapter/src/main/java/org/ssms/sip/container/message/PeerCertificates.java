package org.ssms.sip.container.message;

import gov.nist.javax.sip.stack.SIPTransaction;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.sip.Transaction;
import org.jspecify.annotations.Nullable;

/** The certificates that the peer of a transaction showed. */
final class PeerCertificates {
    /** Name of the request attribute with the chain, the peer's own certificate first (JSR 289 §5.5). */
    static final String ATTRIBUTE = "javax.servlet.request.X509Certificate";

    private PeerCertificates() {}

    /** Null when the peer did not come over TLS, or showed no certificate. */
    static X509Certificate @Nullable [] of(@Nullable Transaction transaction) {
        if (!(transaction instanceof SIPTransaction sip)) {
            return null;
        }
        try {
            Certificate[] chain = sip.getPeerCertificates();
            return chain == null ? null : Arrays.copyOf(chain, chain.length, X509Certificate[].class);
        } catch (SSLPeerUnverifiedException | UnsupportedOperationException none) {
            return null;
        }
    }
}
