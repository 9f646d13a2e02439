package org.ssms.location;

import java.util.Optional;

/** Why a call comes to the mailbox; the causes of RFC 4458 §6 and RFC 8119. */
public enum DiversionReason {
    /** Nothing is registered, or what is registered does not exist any more. */
    NOT_REGISTERED(404, "unavailable"),
    /** The owner is out of office. */
    UNCONDITIONAL(302, "unconditional"),
    BUSY(486, "user-busy"),
    NO_ANSWER(408, "no-answer"),
    /** The owner sent the call away before or while it rang. */
    DECLINED(480, "deflection"),
    DEFLECTED(487, "deflection"),
    /** The network cannot reach the phone. */
    NOT_REACHABLE(503, "out-of-service"),
    /** The mailbox itself was called, or nobody said why. */
    UNKNOWN(0, "unknown");

    private final int cause;
    private final String diversionToken;

    DiversionReason(int cause, String diversionToken) {
        this.cause = cause;
        this.diversionToken = diversionToken;
    }

    /** The {@code cause} parameter of a mailbox URI (RFC 4458); 0: there is none. */
    public int cause() {
        return cause;
    }

    /** The {@code reason} parameter of a Diversion header (RFC 5806). */
    public String diversionToken() {
        return diversionToken;
    }

    /** The reason of a {@code cause} parameter; {@link #UNKNOWN} for a number without a meaning. */
    public static DiversionReason ofCause(int cause) {
        for (DiversionReason reason : values()) {
            if (reason.cause == cause) {
                return reason;
            }
        }
        return UNKNOWN;
    }

    /**
     * What the final response of a ringing phone means for the call. 3xx counts as declined: the phone's owner sends
     * the call away, but where to is his settings' matter. Empty for a 4xx that concerns the request and not the phone;
     * it goes back to the caller.
     */
    public static Optional<DiversionReason> ofResponse(int status) {
        return switch (status) {
            case 486, 600 -> Optional.of(BUSY);
            case 408, 480 -> Optional.of(NO_ANSWER);
            case 603 -> Optional.of(DECLINED);
            case 404, 410, 430, 604 -> Optional.of(NOT_REGISTERED);
            default ->
                switch (status / 100) {
                    case 3 -> Optional.of(DECLINED);
                    case 5 -> Optional.of(NOT_REGISTERED);
                    default -> Optional.empty();
                };
        };
    }
}
