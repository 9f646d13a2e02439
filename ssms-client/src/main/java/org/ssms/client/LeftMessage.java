package org.ssms.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.UsageRights;

/**
 * A message, for who has left it without an account and says its control code.
 *
 * @param rights what its owner may do with it; null: it was taken back
 * @param firstPlayedAt null: the owner has not heard it
 * @param members of the list for which it was left; 0: for one owner
 * @param heardBy how many of them have heard it
 */
public record LeftMessage(
        @Nullable UsageRights rights, @Nullable Instant firstPlayedAt, int members, int heardBy) {}
