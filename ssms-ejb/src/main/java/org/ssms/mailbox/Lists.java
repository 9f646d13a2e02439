package org.ssms.mailbox;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who is on which list: as the configuration says, or else as operators keep it while the server runs (ADR 0042). It is
 * asked for with each call, so it is here in memory: no other node changes our database. Thread-safe; changes wait for
 * the database, and for one another.
 */
@Singleton
public class Lists {
    private final MailboxConfig config;
    private final ListDesk desk;
    /** By name; without members: it is none any more, or configured. */
    private volatile Map<String, List<String>> kept = Map.of();

    @Inject
    public Lists(MailboxConfig config, ListDesk desk) {
        this.config = config;
        this.desk = desk;
    }

    /** Reads those of operators; before, there are none. What is kept of a configured one is forgotten. */
    synchronized void open() {
        config.lists().keySet().forEach(desk::clear);
        kept = desk.read();
    }

    /** Whether that is, or was, a list. */
    public boolean isList(String mailbox) {
        return isConfigured(mailbox) || kept.containsKey(mailbox);
    }

    /** Empty: it is no list. */
    public List<String> members(String mailbox) {
        List<String> configured = config.members(mailbox);
        return configured.isEmpty() ? kept.getOrDefault(mailbox, List.of()) : configured;
    }

    /** All of them with their members, by name. */
    public Map<String, List<String>> all() {
        Map<String, List<String>> all = new TreeMap<>(kept);
        all.values().removeIf(List::isEmpty);
        all.putAll(config.lists());
        return all;
    }

    /** Those on which somebody is, by name. */
    public List<String> of(String user) {
        return all().entrySet().stream()
                .filter(list -> list.getValue().contains(user))
                .map(Map.Entry::getKey)
                .toList();
    }

    public boolean isConfigured(String list) {
        return config.lists().containsKey(list);
    }

    /**
     * Makes a list, or says who is on it from now on: in the next call.
     *
     * @param members at least one
     */
    public synchronized ListChange set(UserName list, List<UserName> members) {
        if (isConfigured(list.value())) {
            return new ListChange.Configured();
        }
        Optional<ListChange> obstacle = desk.set(list, members);
        return obstacle.orElseGet(() -> keep(
                list.value(), members.stream().map(UserName::value).sorted().toList()));
    }

    /** Answers no more calls. Its name stays taken, and its members keep what they have. */
    public synchronized ListChange remove(String list) {
        if (isConfigured(list)) {
            return new ListChange.Configured();
        }
        desk.clear(list);
        return keep(list, List.of());
    }

    /** Takes somebody off all lists that operators keep; what only he was on is none any more. */
    public synchronized void forget(String user) {
        desk.forget(user);
        Map<String, List<String>> changed = new TreeMap<>();
        kept.forEach((list, members) -> changed.put(
                list, members.stream().filter(member -> !member.equals(user)).toList()));
        kept = changed;
    }

    /** What the database has now. It is not read again: that could fail, and then this would be what it was before. */
    private ListChange keep(String list, List<String> members) {
        List<String> before = kept.getOrDefault(list, List.of());
        Map<String, List<String>> changed = new TreeMap<>(kept);
        changed.put(list, members);
        kept = changed;
        return ListChange.Done.of(before, members);
    }
}
