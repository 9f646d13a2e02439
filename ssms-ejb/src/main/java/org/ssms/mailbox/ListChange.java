package org.ssms.mailbox;

import java.util.Collection;
import java.util.List;

/** What came of a change of a list. */
public sealed interface ListChange {
    /** Who is on it now and was not before, and the other way round; by name. */
    record Done(List<String> joined, List<String> left) implements ListChange {
        static Done of(Collection<String> before, Collection<String> now) {
            return new Done(without(now, before), without(before, now));
        }

        private static List<String> without(Collection<String> names, Collection<String> others) {
            return names.stream()
                    .filter(name -> !others.contains(name))
                    .sorted()
                    .toList();
        }
    }

    /** The configuration says who is on it. */
    record Configured() implements ListChange {}

    /** It is, or was, a user's, or is his alias or number. */
    record NameTaken() implements ListChange {}

    /** He has no mailbox, or is a list himself. */
    record NoMember(String name) implements ListChange {}
}
