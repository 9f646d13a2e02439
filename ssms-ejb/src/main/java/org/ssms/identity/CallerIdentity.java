package org.ssms.identity;

import org.jspecify.annotations.Nullable;

/**
 * Who calls: what the listener sees, and what only the audit keeps. It describes; only {@code subscriber} is proved.
 *
 * @param address SIP or tel URI for the listener; {@value #ANONYMOUS_ADDRESS} when the caller wants privacy
 * @param name display name for the listener, may be empty
 * @param auditedAddress the asserted URI behind an anonymous call; only for the audit row, null when there is none
 * @param subscriber user name of a subscriber of ours who has proved to be the caller; null: nobody has, or he wants
 *     privacy, and then nobody keeps it
 */
public record CallerIdentity(
        String address,
        String name,
        IdentitySource source,
        @Nullable String auditedAddress,
        @Nullable String subscriber) {
    /** RFC 3323 §4.1.1.3. */
    public static final String ANONYMOUS_ADDRESS = "sip:anonymous@anonymous.invalid";

    public static final String ANONYMOUS_NAME = "Anonymous";

    /** Somebody who has proved nothing. */
    public CallerIdentity(String address, String name, IdentitySource source, @Nullable String auditedAddress) {
        this(address, name, source, auditedAddress, null);
    }

    /** A caller who wants privacy (RFC 3323, RFC 3325 §9.3). */
    public static CallerIdentity anonymous(IdentitySource source, @Nullable String auditedAddress) {
        return new CallerIdentity(ANONYMOUS_ADDRESS, ANONYMOUS_NAME, source, auditedAddress);
    }

    public boolean anonymous() {
        return address.equals(ANONYMOUS_ADDRESS);
    }

    /** Without the audited address, which must not get into a log. */
    @Override
    public String toString() {
        return "CallerIdentity[" + address + ", " + source + "]";
    }
}
