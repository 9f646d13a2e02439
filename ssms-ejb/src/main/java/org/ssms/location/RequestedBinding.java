package org.ssms.location;

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
        @Nullable Integer regId) {}
