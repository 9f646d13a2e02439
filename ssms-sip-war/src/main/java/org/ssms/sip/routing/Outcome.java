package org.ssms.sip.routing;

import java.util.List;
import java.util.Optional;
import org.ssms.location.DiversionReason;

/** Makes one reason out of the final responses of several phones. Not thread-safe. */
public final class Outcome {
    /** What a person has said counts more than what a phone has, and that more than what the network says. */
    private static final List<DiversionReason> PRECEDENCE = List.of(
            DiversionReason.DECLINED, DiversionReason.BUSY, DiversionReason.NO_ANSWER, DiversionReason.NOT_REGISTERED);

    private Optional<DiversionReason> reason = Optional.empty();
    private boolean everywhere;

    public void add(int status) {
        everywhere |= status >= 600;
        DiversionReason.ofResponse(status)
                .filter(r -> reason.isEmpty() || rank(r) < rank(reason.get()))
                .ifPresent(r -> reason = Optional.of(r));
    }

    private static int rank(DiversionReason reason) {
        int rank = PRECEDENCE.indexOf(reason);
        return rank < 0 ? PRECEDENCE.size() : rank;
    }

    /** Why the call was not taken; empty when the responses concern the request and not the called party. */
    public Optional<DiversionReason> reason() {
        return reason;
    }

    /** Whether a 6xx has spoken for all phones (RFC 3261 §21.6): the others need not ring. */
    public boolean everywhere() {
        return everywhere;
    }
}
