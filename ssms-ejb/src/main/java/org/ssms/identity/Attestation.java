package org.ssms.identity;

/** How far the caller's carrier vouches for the number (RFC 8588 §4); the strongest comes first. */
public enum Attestation {
    /** Full: the signer knows the customer, and that the number is his. */
    A,
    /** Partial: the signer knows the customer, but not that the number is his. */
    B,
    /** Gateway: the signer only knows where the call entered its network. */
    C
}
