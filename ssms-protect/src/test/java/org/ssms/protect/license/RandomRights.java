package org.ssms.protect.license;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rights of all kinds, with few different values. */
final class RandomRights {
    private static final List<MinDrm> LEVELS = List.of(MinDrm.values());
    private static final List<Right<Boolean>> FLAGS =
            List.of(Right.SAVE, Right.MODIFY, Right.REPLY, Right.TRANSCRIPT, Right.PHONE_PLAYBACK);

    private final Random random;

    RandomRights(Random random) {
        this.random = random;
    }

    UsageRights any() {
        return some(3);
    }

    /** With so few rights that two are often the same, or one within the other. */
    UsageRights few() {
        return some(12);
    }

    private UsageRights some(int oneIn) {
        UsageRights rights = UsageRights.UNLIMITED
                .with(Right.USERS, maybe(oneIn, this::users))
                .with(Right.PLAYS, maybe(oneIn, () -> random.nextInt(3)))
                .with(Right.NOT_BEFORE, maybe(oneIn, () -> Instant.ofEpochSecond(random.nextInt(3))))
                .with(Right.NOT_AFTER, maybe(oneIn, () -> Instant.ofEpochSecond(random.nextInt(3))))
                .with(Right.PLAY_FOR, maybe(oneIn, () -> Duration.ofHours(random.nextInt(3))))
                .with(Right.FORWARD, maybe(oneIn, () -> random.nextInt(3)))
                .with(Right.MIN_DRM, maybe(oneIn, () -> LEVELS.get(random.nextInt(3))));
        for (Right<Boolean> flag : FLAGS) {
            rights = rights.with(flag, maybe(oneIn, random::nextBoolean));
        }
        return rights;
    }

    private Set<String> users() {
        Set<String> users = new HashSet<>(List.of("alice", "bob"));
        users.removeIf(user -> random.nextBoolean());
        return users;
    }

    private <T> @Nullable T maybe(int oneIn, Supplier<T> value) {
        return random.nextInt(oneIn) == 0 ? value.get() : null;
    }
}
