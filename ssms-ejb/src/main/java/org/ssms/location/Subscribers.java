package org.ssms.location;

import jakarta.ejb.Stateless;
import java.util.List;
import java.util.Optional;

/** Names, aliases and numbers of the subscribers, and which domains are ours. */
@Stateless
public class Subscribers {
    /**
     * The subscriber of a user part, unescaped: a name, an alias, or a telephone number in any form of the number plan,
     * with its parameters (RFC 3966); empty when it is nobody's.
     */
    public Optional<String> resolve(String userPart) {
        return Optional.of(userPart);
    }

    /** Whether {@code domain} (no port) is one whose subscribers we serve. */
    public boolean isOurs(String domain) {
        return !domain.isEmpty();
    }

    /** Numbers and aliases of a subscriber, without the name itself. */
    public List<String> addresses(String subscriber) {
        return List.of();
    }
}
