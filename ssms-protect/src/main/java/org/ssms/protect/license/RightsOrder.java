package org.ssms.protect.license;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** The partial order of usage rights, component by component. */
final class RightsOrder {
    private RightsOrder() {}

    static boolean isWithin(UsageRights child, UsageRights parent) {
        return usersWithin(child.users(), parent.users())
                && atMost(child.plays(), parent.plays())
                && atLeast(child.notBefore(), parent.notBefore())
                && atMost(child.notAfter(), parent.notAfter())
                && atMost(child.playFor(), parent.playFor())
                && atMost(child.forward(), parent.forward())
                && implies(child.save(), parent.save())
                && implies(child.modify(), parent.modify())
                && implies(child.reply(), parent.reply())
                && implies(child.transcript(), parent.transcript())
                && implies(child.phonePlayback(), parent.phonePlayback())
                && atLeast(child.minDrm(), parent.minDrm());
    }

    static UsageRights intersect(UsageRights a, UsageRights b) {
        return new UsageRights(
                stricter(a.users(), b.users(), RightsOrder::common),
                stricter(a.plays(), b.plays(), RightsOrder::lesser),
                stricter(a.notBefore(), b.notBefore(), RightsOrder::greater),
                stricter(a.notAfter(), b.notAfter(), RightsOrder::lesser),
                stricter(a.playFor(), b.playFor(), RightsOrder::lesser),
                stricter(a.forward(), b.forward(), RightsOrder::lesser),
                stricter(a.save(), b.save(), Boolean::logicalAnd),
                stricter(a.modify(), b.modify(), Boolean::logicalAnd),
                stricter(a.reply(), b.reply(), Boolean::logicalAnd),
                stricter(a.transcript(), b.transcript(), Boolean::logicalAnd),
                stricter(a.phonePlayback(), b.phonePlayback(), Boolean::logicalAnd),
                stricter(a.minDrm(), b.minDrm(), RightsOrder::greater));
    }

    private static boolean usersWithin(@Nullable Set<String> child, @Nullable Set<String> parent) {
        return parent == null || (child != null && parent.containsAll(child));
    }

    private static <T extends Comparable<? super T>> boolean atMost(@Nullable T child, @Nullable T parent) {
        return parent == null || (child != null && child.compareTo(parent) <= 0);
    }

    private static <T extends Comparable<? super T>> boolean atLeast(@Nullable T child, @Nullable T parent) {
        return parent == null || (child != null && child.compareTo(parent) >= 0);
    }

    private static boolean implies(@Nullable Boolean child, @Nullable Boolean parent) {
        return !Boolean.FALSE.equals(parent) || Boolean.FALSE.equals(child);
    }

    private static <T> @Nullable T stricter(@Nullable T a, @Nullable T b, BinaryOperator<T> stricter) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return stricter.apply(a, b);
    }

    private static Set<String> common(Set<String> a, Set<String> b) {
        Set<String> both = new HashSet<>(a);
        both.retainAll(b);
        return both;
    }

    private static <T extends Comparable<? super T>> T lesser(T a, T b) {
        return Comparator.<T>naturalOrder().compare(a, b) <= 0 ? a : b;
    }

    private static <T extends Comparable<? super T>> T greater(T a, T b) {
        return Comparator.<T>naturalOrder().compare(a, b) >= 0 ? a : b;
    }
}
