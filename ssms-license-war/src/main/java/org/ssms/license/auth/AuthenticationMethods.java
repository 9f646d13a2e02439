package org.ssms.license.auth;

import java.util.List;
import java.util.Optional;

/** Every way that is open. Of several proofs in one request, the first in this order counts. */
public record AuthenticationMethods(List<AuthenticationMethod> inOrder) {
    public AuthenticationMethods {
        inOrder = List.copyOf(inOrder);
    }

    public Optional<AuthenticationMethod> usedBy(Evidence evidence) {
        return inOrder.stream().filter(method -> method.isUsedBy(evidence)).findFirst();
    }

    /** For WWW-Authenticate; see {@link AuthenticationMethod#challenge}. */
    public List<String> challenges(String address, boolean stale) {
        return inOrder.stream()
                .flatMap(method -> method.challenge(address, stale).stream())
                .toList();
    }
}
