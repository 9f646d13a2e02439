package org.ssms.call.menu;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * The menus of who hears his messages by phone.
 *
 * @param mailbox between the messages
 * @param message while one is heard, and behind it
 * @param settings for what he changes of his mailbox
 */
public record MailboxMenus(Menu mailbox, Menu message, Menu settings) {
    static final String MAILBOX = "mailbox";
    static final String MESSAGE = "message";
    static final String SETTINGS = "settings";

    /** Those that there are, whatever else there is. */
    public static MailboxMenus of(Map<String, Menu> menus) {
        return new MailboxMenus(
                requireNonNull(menus.get(MAILBOX)),
                requireNonNull(menus.get(MESSAGE)),
                requireNonNull(menus.get(SETTINGS)));
    }
}
