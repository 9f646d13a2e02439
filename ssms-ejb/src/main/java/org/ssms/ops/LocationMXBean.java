package org.ssms.ops;

import java.util.List;

/** The subscribers' addresses and phones: {@code org.ssms:type=Location}. */
public interface LocationMXBean {
    /** Registered addresses that have not expired, of all subscribers. */
    long getRegistrations();

    /** What a subscriber has registered, best first: URI, q, transport, address and port it came from, end. */
    List<String> bindings(String user);

    /** Numbers and aliases of a subscriber. */
    List<String> addresses(String user);

    /**
     * Gives a subscriber a telephone number or an alias, for good.
     *
     * @param numberOrAlias as people dial it, for example {@code +49 30 123456}
     * @throws IllegalArgumentException when it is taken or cannot be one, or when there is no such subscriber
     */
    void addAddress(String user, String numberOrAlias);

    /**
     * Takes a number or an alias away, whoever has it.
     *
     * @throws IllegalArgumentException when nobody has it
     */
    void removeAddress(String numberOrAlias);
}
