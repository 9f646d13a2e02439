package org.ssms.license;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.DefaultRights;

/** The default rights of some users, read at once in the transaction of the bean that asks. */
final class DefaultsOf {
    private final List<UserDefaults> found;

    /** @param users null is nobody */
    DefaultsOf(EntityManager entities, @Nullable String... users) {
        found = entities.createQuery("select d from UserDefaults d where d.username in :users", UserDefaults.class)
                .setParameter("users", Stream.of(users).filter(Objects::nonNull).toList())
                .getResultList();
    }

    DefaultRights of(@Nullable String user) {
        return found.stream()
                .filter(row -> user != null && row.isOf(user))
                .findFirst()
                .map(UserDefaults::rights)
                .orElse(DefaultRights.NONE);
    }
}
