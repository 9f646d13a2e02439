package org.ssms.identity;

/** Where a {@link CallerIdentity} comes from. */
public enum IdentitySource {
    /** The From header field: what the caller says. */
    FROM,
    /** P-Asserted-Identity of a trusted peer (RFC 3325). */
    ASSERTED,
    /** The caller proved to be this subscriber of ours: by digest, or by his PIN when he answers a message by phone. */
    AUTHENTICATED
}
