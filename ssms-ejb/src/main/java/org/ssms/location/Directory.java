package org.ssms.location;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the tables of the subscribers. Every method is one read transaction and, but for a name clash, one query. */
@Stateless
public class Directory {
    @PersistenceContext
    private EntityManager entities;

    /**
     * What a lookup needs of one subscriber.
     *
     * @param contacts highest q first; of the flows of one phone only the one heard of last
     */
    record Entry(String subscriber, CallSettings settings, List<Contact> contacts) {}

    /**
     * The subscriber that the first of {@code meanings} names.
     *
     * @param meanings names, aliases and numbers in their kept form
     * @param now bindings that have expired by then are left out
     */
    public Optional<Entry> find(List<String> meanings, Instant now) {
        if (meanings.isEmpty()) {
            return Optional.empty();
        }
        List<Object[]> rows = entities.createQuery("""
                        select m.user, s, b from Mailbox m
                        left join SettingsRow s on s.subscriber = m.user
                        left join Binding b on b.subscriber = m.user and b.expiresAt > :now
                        where m.user in (select n.user from Mailbox n where n.user in (:meanings)
                          union all select a.subscriber from SubscriberAddress a where a.address in (:meanings))""", Object[].class)
                .setParameter("meanings", meanings)
                .setParameter("now", now)
                .getResultList();
        Set<String> found = rows.stream().map(row -> (String) row[0]).collect(Collectors.toCollection(HashSet::new));
        if (found.size() > 1) {
            found.retainAll(resolve(meanings).stream().toList());
        }
        return found.stream().findFirst().map(subscriber -> entry(subscriber, rows));
    }

    /** The subscriber that the first of {@code meanings} names; a name goes before an alias. */
    public Optional<String> resolve(List<String> meanings) {
        if (meanings.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> owners = new LinkedHashMap<>();
        for (Object[] row : entities.createQuery("""
                        select n.user, n.user from Mailbox n where n.user in (:meanings)
                        union all select a.address, a.subscriber from SubscriberAddress a where a.address in (:meanings)""", Object[].class)
                .setParameter("meanings", meanings)
                .getResultList()) {
            owners.putIfAbsent((String) row[0], (String) row[1]);
        }
        return meanings.stream().filter(owners::containsKey).map(owners::get).findFirst();
    }

    private static Entry entry(String subscriber, List<Object[]> rows) {
        List<Binding> bindings = new ArrayList<>();
        @Nullable SettingsRow settings = null;
        for (Object[] row : rows) {
            if (row[0].equals(subscriber)) {
                settings = (SettingsRow) row[1];
                if (row[2] != null) {
                    bindings.add((Binding) row[2]);
                }
            }
        }
        return new Entry(
                subscriber, settings == null ? CallSettings.DEFAULT : settings.settings(), reachable(bindings));
    }

    static List<Contact> reachable(List<Binding> bindings) {
        return bindings.stream()
                .filter(binding -> bindings.stream()
                        .noneMatch(other -> other.isOfTheSamePhoneAs(binding) && other.isLaterThan(binding)))
                .sorted(Binding.BY_PREFERENCE)
                .map(Binding::contact)
                .toList();
    }
}
