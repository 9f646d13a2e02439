package org.ssms.location;

import java.util.List;

/** What the location server says of a called party. */
public sealed interface LocationResult {
    /** Nobody of ours. */
    record Unknown() implements LocationResult {}

    /**
     * Registered and willing to be called.
     *
     * @param contacts highest q first, never empty
     */
    record Reachable(String subscriber, List<Contact> contacts, RingPlan plan) implements LocationResult {
        public Reachable {
            contacts = List.copyOf(contacts);
            if (contacts.isEmpty()) {
                throw new IllegalArgumentException("reachable without a contact");
            }
        }
    }

    /** Goes to the mailbox without ringing. */
    record Diverted(String subscriber, DiversionReason reason) implements LocationResult {}

    /**
     * The owner wants the caller turned away.
     *
     * @param status of the SIP response
     */
    record Refused(int status) implements LocationResult {}

    /** The location server is away: nobody knows. */
    record Unavailable() implements LocationResult {}
}
