package org.ssms.mailbox;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ssms.base.config.ConfigValues;

/**
 * What an operator may set about mailboxes.
 *
 * @param initial mailboxes made at start when they do not exist: user name to mail address
 */
public record MailboxConfig(Map<String, String> initial) {
    public static MailboxConfig from(ConfigValues in) {
        String key = "ssms.mailboxes.initial";
        Map<String, String> mailboxes = new LinkedHashMap<>();
        in.pairs(key, "user:mail-address")
                .forEach((user, address) -> mailboxes.put(user, ConfigValues.mailAddress(key, address)));
        return new MailboxConfig(Map.copyOf(mailboxes));
    }
}
