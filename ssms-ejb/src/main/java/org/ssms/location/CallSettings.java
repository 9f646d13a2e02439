package org.ssms.location;

import org.jspecify.annotations.Nullable;

/**
 * What a subscriber wants done with calls; effective on the next call.
 *
 * @param outOfOffice null when it is switched off
 * @param doNotDisturb the phones do not ring: calls are treated as if the subscriber were busy
 */
public record CallSettings(@Nullable OutOfOffice outOfOffice, boolean doNotDisturb, RingPlan plan) {
    public static final CallSettings DEFAULT = new CallSettings(null, false, RingPlan.DEFAULT);
}
