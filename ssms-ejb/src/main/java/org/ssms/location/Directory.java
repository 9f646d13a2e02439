package org.ssms.location;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the tables of the subscribers. Every method is one read transaction and one query. */
@Stateless
public class Directory {
    @PersistenceContext
    private EntityManager entities;

    /**
     * What a lookup needs of one subscriber.
     *
     * @param list it is a list, whose name is no account's
     * @param contacts highest q first; of the flows of one phone only the one heard of last
     */
    record Entry(String subscriber, boolean list, CallSettings settings, List<Contact> contacts) {}

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
        TypedQuery<Object[]> query = entities.createQuery(
                        "select m.user, s, b, m.list from Mailbox m"
                                + " left join SettingsRow s on s.subscriber = m.user"
                                + " left join Binding b on b.subscriber = m.user and b.expiresAt > :now"
                                + " where m.user = " + named(meanings.size()),
                        Object[].class)
                .setParameter("now", now);
        List<Object[]> rows = with(meanings, query).getResultList();
        return rows.isEmpty() ? Optional.empty() : Optional.of(entry(rows));
    }

    /** The subscriber that the first of {@code meanings} names; a name goes before an alias. */
    public Optional<String> resolve(List<String> meanings) {
        return resolve(meanings, "");
    }

    /** The same; empty when that is a list. */
    public Optional<String> resolvePerson(List<String> meanings) {
        return resolve(meanings, "m.list = false and ");
    }

    private Optional<String> resolve(List<String> meanings, String condition) {
        if (meanings.isEmpty()) {
            return Optional.empty();
        }
        TypedQuery<String> query = entities.createQuery(
                "select m.user from Mailbox m where " + condition + "m.user = " + named(meanings.size()), String.class);
        return with(meanings, query).getResultStream().findFirst();
    }

    /**
     * An expression for the first subscriber that is found, each by the primary key of a table. Only the number of the
     * meanings is part of the text, so there are few statements and nothing of the caller's in them.
     */
    private static String named(int meanings) {
        return IntStream.range(0, meanings)
                .mapToObj(i -> ("(select n%1$d.user from Mailbox n%1$d where n%1$d.user = :meaning%1$d),"
                                + " (select a%1$d.subscriber from SubscriberAddress a%1$d"
                                + " where a%1$d.address = :meaning%1$d)")
                        .formatted(i))
                .collect(Collectors.joining(", ", "coalesce(", ")"));
    }

    private static <T> TypedQuery<T> with(List<String> meanings, TypedQuery<T> query) {
        for (int i = 0; i < meanings.size(); i++) {
            query.setParameter("meaning" + i, meanings.get(i));
        }
        return query;
    }

    private static Entry entry(List<Object[]> rows) {
        SettingsRow settings = (SettingsRow) rows.get(0)[1];
        List<Binding> bindings = rows.stream()
                .map(row -> (Binding) row[2])
                .filter(Objects::nonNull)
                .toList();
        return new Entry(
                (String) rows.get(0)[0],
                (Boolean) rows.get(0)[3],
                settings == null ? CallSettings.DEFAULT : settings.settings(),
                reachable(bindings));
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
