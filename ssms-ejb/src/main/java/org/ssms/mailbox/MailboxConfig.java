package org.ssms.mailbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.protect.license.KeyDeposit;

/**
 * What an operator may set about mailboxes.
 *
 * @param initial mailboxes made at start when they do not exist: user name to mail address
 * @param lists mailboxes whose messages are their members': name to user names, both canonical
 */
public record MailboxConfig(Map<String, String> initial, Map<String, List<String>> lists) {
    static final String INITIAL = "ssms.mailboxes.initial";
    static final String LISTS = "ssms.mailboxes.lists";

    public static MailboxConfig from(ConfigValues in) {
        Map<String, String> mailboxes = new LinkedHashMap<>();
        in.pairs(INITIAL, "user:mail-address")
                .forEach((user, address) -> mailboxes.put(user, ConfigValues.mailAddress(INITIAL, address)));
        return new MailboxConfig(Map.copyOf(mailboxes), lists(in.list(LISTS), mailboxes.keySet()));
    }

    private static Map<String, List<String>> lists(List<String> entries, Set<String> users) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (String entry : entries) {
            int colon = entry.indexOf(':');
            ConfigValues.require(colon > 0, LISTS, "must be list:user user ...,..., was " + entry);
            String list = name(entry.substring(0, colon));
            ConfigValues.require(!users.contains(list), LISTS, "gives a list the name of a user: " + list);
            List<String> members = members(list, entry.substring(colon + 1));
            ConfigValues.require(lists.put(list, members) == null, LISTS, "has two lists named " + list);
        }
        lists.forEach((list, members) -> members.forEach(member ->
                ConfigValues.require(!lists.containsKey(member), LISTS, list + " has a list as a member: " + member)));
        return Map.copyOf(lists);
    }

    private static List<String> members(String list, String text) {
        ConfigValues.require(!text.isBlank(), LISTS, list + " has no members");
        List<String> members = List.of(text.strip().split("\\s+")).stream()
                .map(MailboxConfig::name)
                .toList();
        ConfigValues.require(
                members.size() <= KeyDeposit.MAX_MEMBERS,
                LISTS,
                list + " has more than " + KeyDeposit.MAX_MEMBERS + " members");
        ConfigValues.require(
                members.stream().distinct().count() == members.size(), LISTS, list + " has a member twice");
        return members;
    }

    private static String name(String text) {
        return UserName.parse(text.strip())
                .orElseThrow(() -> new ConfigException(LISTS, "has what is no user name: " + text))
                .value();
    }

    /** Empty: it is no list. */
    public List<String> members(String mailbox) {
        return lists.getOrDefault(mailbox, List.of());
    }
}
