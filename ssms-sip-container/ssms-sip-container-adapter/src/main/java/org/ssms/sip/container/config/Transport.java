package org.ssms.sip.container.config;

import java.util.Locale;

/** A SIP transport that the container listens on (RFC 3261 §18, RFC 7118). */
public enum Transport {
    UDP,
    TCP,
    TLS,
    WS,
    WSS;

    /** True when it needs a certificate. */
    boolean isSecure() {
        return this == TLS || this == WSS;
    }

    /** The name as JAIN SIP and the {@code transport} URI parameter write it. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
