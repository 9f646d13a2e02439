package org.ssms.web.mail;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;

/**
 * Who has come and not logged in yet: so many of one source, of a /48 of IPv6 a quarter of all, and of all together.
 * When there is no more room, the oldest of the source that has most goes: nobody keeps others out by coming often.
 * Thread-safe.
 *
 * @param <T> a connection
 */
final class Strangers<T> {
    private final int perSource;
    private final int perWide;
    private final int total;
    private final Function<T, Source> sourceOf;
    /** The oldest first. */
    private final Map<Source, Deque<T>> bySource = new HashMap<>();

    private final Map<Source, Integer> byWide = new HashMap<>();
    private int all;

    Strangers(int perSource, int total, Function<T, Source> sourceOf) {
        this.perSource = perSource;
        this.perWide = Math.max(perSource, total / 4);
        this.total = total;
        this.sourceOf = sourceOf;
    }

    /** What becomes of somebody who comes. */
    record Admission<T>(boolean isAdmitted, @Nullable T evicted) {}

    /** Takes him in where there is room; says whether he may stay, and who must go for that. */
    synchronized Admission<T> admit(T stranger) {
        Source source = sourceOf.apply(stranger);
        Deque<T> his = bySource.getOrDefault(source, new ArrayDeque<>());
        if (his.size() >= perSource || byWide.getOrDefault(source.wide(), 0) >= perWide) {
            return new Admission<>(false, null);
        }
        T evicted = null;
        if (all >= total) {
            Deque<T> most = bySource.values().stream()
                    .max(Comparator.comparingInt(Deque::size))
                    .orElseThrow();
            if (most.size() <= his.size()) {
                return new Admission<>(false, null);
            }
            evicted = most.getFirst();
            remove(evicted);
        }
        bySource.computeIfAbsent(source, one -> new ArrayDeque<>()).add(stranger);
        byWide.merge(source.wide(), 1, Integer::sum);
        all++;
        return new Admission<>(true, evicted);
    }

    /** He is gone, or no stranger any more. Repeatable. */
    synchronized void remove(T stranger) {
        Source source = sourceOf.apply(stranger);
        Deque<T> his = bySource.get(source);
        if (his != null && his.remove(stranger)) {
            if (his.isEmpty()) {
                bySource.remove(source);
            }
            byWide.computeIfPresent(source.wide(), (wide, count) -> count == 1 ? null : count - 1);
            all--;
        }
    }

    synchronized int size() {
        return all;
    }
}
