package org.ssms.mailbox;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ssms.guard.login.AccountTable;
import org.ssms.identity.ShutAccounts;

/** The lists that operators keep, in the database. Nobody but {@link Lists} asks for a change. */
@Stateless
public class ListDesk {
    @PersistenceContext
    private EntityManager entities;

    @Inject
    private AccountTable accounts;

    @Inject
    private ShutAccounts shut;

    /** By the names of all lists; the members by name, none of what is no list any more, or is configured. */
    public Map<String, List<String>> read() {
        Map<String, List<String>> lists = new TreeMap<>();
        entities.createQuery("select m.user from Mailbox m where m.list = true", String.class)
                .getResultStream()
                .forEach(list -> lists.put(list, List.of()));
        lists.putAll(entities.createQuery("select m from ListMember m order by m.list, m.member", ListMember.class)
                .getResultStream()
                .collect(Collectors.groupingBy(
                        ListMember::list, Collectors.mapping(ListMember::member, Collectors.toList()))));
        return lists;
    }

    /**
     * Makes a list, or says who is on it from now on.
     *
     * @param members at least one
     * @return why not; empty: it is done
     */
    public Optional<ListChange> set(UserName list, List<UserName> members) {
        Mailbox present = entities.find(Mailbox.class, list.value());
        if (present == null ? isTaken(list.value()) : !present.isList()) {
            return Optional.of(new ListChange.NameTaken());
        }
        for (UserName member : members) {
            if (member.equals(list) || !isPerson(member.value())) {
                return Optional.of(new ListChange.NoMember(member.value()));
            }
        }
        if (present == null) {
            entities.persist(Mailbox.list(list));
            entities.flush();
        }
        clear(list.value());
        members.forEach(member -> entities.persist(new ListMember(list.value(), member.value())));
        return Optional.empty();
    }

    /** A name goes before an alias, so calls to that would go to the list. */
    private boolean isTaken(String name) {
        return accounts.isTaken(name)
                || entities.createQuery("select count(a) from SubscriberAddress a where a.address = :name", Long.class)
                                .setParameter("name", name)
                                .getSingleResult()
                        > 0;
    }

    /** Who is written to no more was deleted, and {@link #forget} comes then or was already. */
    private boolean isPerson(String name) {
        Mailbox mailbox = entities.find(Mailbox.class, name);
        return mailbox != null && !mailbox.isList() && !mailbox.mailAddress().isEmpty() && !shut.isGone(name);
    }

    /** Nobody is on that list any more. */
    public void clear(String list) {
        entities.createQuery("delete from ListMember m where m.list = :list")
                .setParameter("list", list)
                .executeUpdate();
    }

    /** He is on no list any more. */
    public void forget(String member) {
        entities.createQuery("delete from ListMember m where m.member = :member")
                .setParameter("member", member)
                .executeUpdate();
    }
}
