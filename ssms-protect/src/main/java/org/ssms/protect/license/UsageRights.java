package org.ssms.protect.license;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;

/**
 * What somebody may do with a message. A null component does not restrict: in a request it means "as the parent
 * allows", in a license "without limit". Partial order: {@link #isWithin}, greatest lower bound: {@link #intersect}.
 *
 * @param users who may have a license; empty: nobody
 * @param plays how often, 0 or more
 * @param notBefore first instant of the window
 * @param notAfter last instant of the window
 * @param playFor how long after the first play
 * @param forward how many further times a receiver may hand it on: 0 not at all
 * @param save may be downloaded or attached
 * @param modify may be changed
 * @param reply may be answered
 * @param transcript may be turned into text
 * @param phonePlayback may be heard by an ordinary phone call
 * @param minDrm the weakest protection that may play
 */
public record UsageRights(
        @Nullable Set<String> users,
        @Nullable Integer plays,
        @Nullable Instant notBefore,
        @Nullable Instant notAfter,
        @Nullable Duration playFor,
        @Nullable Integer forward,
        @Nullable Boolean save,
        @Nullable Boolean modify,
        @Nullable Boolean reply,
        @Nullable Boolean transcript,
        @Nullable Boolean phonePlayback,
        @Nullable MinDrm minDrm) {

    /** Restricts nothing. */
    public static final UsageRights UNLIMITED =
            new UsageRights(null, null, null, null, null, null, null, null, null, null, null, null);

    /**
     * Checks the numbers and copies the set.
     *
     * @throws IllegalArgumentException when a number or duration is negative
     */
    public UsageRights {
        users = users == null ? null : Set.copyOf(users);
        if ((plays != null && plays < 0)
                || (forward != null && forward < 0)
                || (playFor != null && playFor.isNegative())) {
            throw new IllegalArgumentException("a right cannot be negative");
        }
    }

    /** Whether no component allows more than the parent's. */
    public boolean isWithin(UsageRights parent) {
        return RightsOrder.isWithin(this, parent);
    }

    /** The most that is within both. */
    public UsageRights intersect(UsageRights other) {
        return RightsOrder.intersect(this, other);
    }

    /** One JSON object; null components are absent. */
    public String toJson() {
        return RightsJson.write(this);
    }

    public static UsageRights fromJson(String json) throws MalformedLicenseException {
        try {
            return RightsJson.read(JsonObject.parse(json, RightsJson.MAX_CHARS));
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }
}
