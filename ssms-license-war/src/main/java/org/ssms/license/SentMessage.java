package org.ssms.license;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.UsageRights;

/**
 * What the sender of a message sees of it.
 *
 * @param sentAt when its recording began
 * @param rights what the owner may do with it now, or that member of a list who has most plays left; null: it was
 *     taken back
 * @param playsUsed licenses that the owner, or all members together, were given; 0: nobody has heard it
 * @param firstPlayedAt by any of them; null: not yet
 * @param recalledAt null: it was not taken back
 * @param members of the list for which it was left; 0: it was left for one
 * @param heardBy how many of them were given a license
 */
public record SentMessage(
        MessageId messageId,
        Instant sentAt,
        @Nullable UsageRights rights,
        long playsUsed,
        @Nullable Instant firstPlayedAt,
        @Nullable Instant recalledAt,
        int members,
        int heardBy) {}
