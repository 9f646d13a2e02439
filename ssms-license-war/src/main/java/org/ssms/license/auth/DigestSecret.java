package org.ssms.license.auth;

/**
 * What a response by digest is compared with. Not printed.
 *
 * @param a1 H(A1) of RFC 7616 §3.4.2, lower-case hexadecimal; nobody's when {@code usable} is false
 * @param usable whether the account exists, is enabled and has an H(A1)
 * @param version of the account
 */
public record DigestSecret(String a1, boolean usable, long version) {
    @Override
    public String toString() {
        return "DigestSecret[redacted]";
    }
}
