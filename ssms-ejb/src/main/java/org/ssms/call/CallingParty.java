package org.ssms.call;

import org.ssms.identity.digest.Source;

/**
 * Who asks for a call, as the limits count him: a limit counts the one who asks and not the one who is asked for.
 *
 * @param standing what is known of him
 * @param name what is counted: a stranger's network, a subscriber's name, the trunk's address; those of different
 *     standing are never the same
 */
public record CallingParty(Standing standing, String name) {
    /** What is known of an {@link CallingParty}. */
    public enum Standing {
        STRANGER,
        /** Proved by digest to be one of ours. */
        SUBSCRIBER,
        /** Brings the calls of many. */
        TRUNK
    }

    /** Whether anything is proved of him. */
    public boolean isKnown() {
        return standing != Standing.STRANGER;
    }

    /** Somebody unknown at this numeric address; one of IPv6 counts with its network of 64 bits. */
    public static CallingParty stranger(String address) {
        return new CallingParty(
                Standing.STRANGER, "source " + Source.of(address).network());
    }

    public static CallingParty subscriber(String user) {
        return new CallingParty(Standing.SUBSCRIBER, "subscriber " + user);
    }

    public static CallingParty trunk(String address) {
        return new CallingParty(Standing.TRUNK, "trunk " + address);
    }
}
