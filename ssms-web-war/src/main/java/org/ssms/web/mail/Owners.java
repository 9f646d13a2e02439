package org.ssms.web.mail;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.ssms.guard.Source;
import org.ssms.guard.web.Shares;

/**
 * Who is logged in, by mailbox: so many of one source and of all, and of one mailbox. Thread-safe.
 *
 * @param <T> a connection
 */
final class Owners<T> {
    private final Shares shares;
    private final int perOwner;
    private final Function<T, Source> sourceOf;
    private final Predicate<T> isOpen;
    private final Map<String, Set<T>> byOwner = new HashMap<>();
    private final Map<T, String> ownerOf = new HashMap<>();

    /** @param isOpen false for good as soon as somebody is about to {@link #remove} it */
    Owners(int perSource, int total, int perOwner, Function<T, Source> sourceOf, Predicate<T> isOpen) {
        this.shares = new Shares(perSource, total);
        this.perOwner = perOwner;
        this.sourceOf = sourceOf;
        this.isOpen = isOpen;
    }

    /** Whether one more may be logged in to that mailbox. Never one that is closed, which would stay for ever. */
    synchronized boolean admit(T connection, String owner) {
        Set<T> his = byOwner.getOrDefault(owner, Set.of());
        if (his.size() >= perOwner
                || ownerOf.containsKey(connection)
                || !isOpen.test(connection)
                || !shares.take(sourceOf.apply(connection))) {
            return false;
        }
        byOwner.computeIfAbsent(owner, name -> new HashSet<>()).add(connection);
        ownerOf.put(connection, owner);
        return true;
    }

    /** He is gone. Repeatable. */
    synchronized void remove(T connection) {
        String owner = ownerOf.remove(connection);
        if (owner != null) {
            shares.giveBack(sourceOf.apply(connection));
            byOwner.computeIfPresent(owner, (name, his) -> {
                his.remove(connection);
                return his.isEmpty() ? null : his;
            });
        }
    }

    /** All who are logged in to a mailbox. */
    synchronized List<T> of(String owner) {
        return List.copyOf(byOwner.getOrDefault(owner, Set.of()));
    }

    synchronized int size() {
        return ownerOf.size();
    }
}
