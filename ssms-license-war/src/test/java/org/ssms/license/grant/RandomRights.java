package org.ssms.license.grant;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.MinDrm;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** Rights of all kinds, tight around noon. */
final class RandomRights {
    static final List<String> USERS = List.of("alice", "bob", "carol", "dave");

    private static final List<Right<Boolean>> FLAGS =
            List.of(Right.SAVE, Right.MODIFY, Right.REPLY, Right.TRANSCRIPT, Right.PHONE_PLAYBACK);

    private final Random random;

    RandomRights(Random random) {
        this.random = random;
    }

    UsageRights next() {
        UsageRights rights = UsageRights.UNLIMITED
                .with(Right.USERS, maybe(6, this::users))
                .with(Right.PLAYS, maybe(2, () -> random.nextInt(8)))
                .with(Right.NOT_BEFORE, maybe(4, () -> Tree.NOON.plusSeconds(random.nextInt(20))))
                .with(Right.NOT_AFTER, maybe(3, () -> Tree.NOON.plusSeconds(20 + random.nextInt(100))))
                .with(Right.PLAY_FOR, maybe(3, () -> Duration.ofSeconds(random.nextInt(60))))
                .with(Right.FORWARD, maybe(3, () -> random.nextInt(5)))
                .with(Right.MIN_DRM, maybe(12, () -> random.nextBoolean() ? MinDrm.CLEARKEY : MinDrm.SOFTWARE));
        for (Right<Boolean> flag : FLAGS) {
            rights = rights.with(flag, maybe(6, random::nextBoolean));
        }
        return rights;
    }

    private Set<String> users() {
        Set<String> users = new HashSet<>(USERS);
        users.removeIf(user -> random.nextInt(4) == 0);
        return users;
    }

    private <T> @Nullable T maybe(int oneIn, Supplier<T> value) {
        return random.nextInt(oneIn) == 0 ? value.get() : null;
    }
}
