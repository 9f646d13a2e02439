package org.ssms.location;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to answer to a REGISTER. A refused one has changed nothing. */
public sealed interface RegistrationResult {
    /**
     * 200.
     *
     * @param bindings all that the subscriber has now, highest q first
     */
    record Registered(List<Contact> bindings) implements RegistrationResult {
        public Registered {
            bindings = List.copyOf(bindings);
        }
    }

    /**
     * Another status: 400, 403, 423 or 500.
     *
     * @param reason for people
     * @param minExpires seconds of the Min-Expires header that a 423 must have; otherwise null
     */
    record Refused(int status, String reason, @Nullable Long minExpires) implements RegistrationResult {}
}
