package org.ssms.location;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Contact of a REGISTER.
 *
 * @param uri without angle brackets and header parameters
 * @param qMillis 0 to 1000, null when not said
 * @param expires seconds of the contact's own parameter, null without one
 * @param instance {@code +sip.instance} without quotes and angle brackets (RFC 5626)
 * @param regId {@code reg-id}, at least 1
 */
public record RequestedBinding(
        String uri,
        @Nullable Integer qMillis,
        @Nullable Long expires,
        @Nullable String instance,
        @Nullable Integer regId) {
    static final int MAX_Q_MILLIS = 1000;

    /** Whether the phone names a flow of its own (RFC 5626); {@code reg-id} alone says nothing. */
    boolean isFlow() {
        return instance != null && regId != null;
    }

    /** Whether this is the flow with these names; empty when one of both is no flow: then the URIs decide. */
    Optional<Boolean> names(@Nullable String otherInstance, @Nullable Integer otherRegId) {
        return isFlow() && otherInstance != null && otherRegId != null
                ? Optional.of(otherInstance.equals(instance) && otherRegId.equals(regId))
                : Optional.empty();
    }

    boolean isInRange() {
        return (qMillis == null || (qMillis >= 0 && qMillis <= MAX_Q_MILLIS))
                && (expires == null || expires >= 0)
                && (regId == null || regId >= 1);
    }
}
