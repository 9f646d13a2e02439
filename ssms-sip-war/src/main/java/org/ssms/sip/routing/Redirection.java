package org.ssms.sip.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.location.Contact;

/**
 * What a 302 tells the caller (RFC 3261 §8.3, §21.3.3).
 *
 * @param contacts values of Contact, best first
 * @param forwarding why the call goes elsewhere; null when it is offered to the called party itself
 */
public record Redirection(List<String> contacts, @Nullable Forwarding forwarding) {
    /** A contact that was registered with q=0 is still tried before the mailbox. */
    private static final int LOWEST_CONTACT_Q = 1;

    /** Straight to the mailbox. */
    public static Redirection toMailbox(String mailbox, Forwarding forwarding) {
        return new Redirection(List.of(contact(mailbox, 1000)), forwarding);
    }

    /**
     * To the phones, and when they do not answer, to the mailbox.
     *
     * @param contacts highest q first
     * @param mailbox null when the owner wants no messages then
     */
    public static Redirection toPhones(List<Contact> contacts, @Nullable String mailbox) {
        List<String> values = new ArrayList<>();
        contacts.forEach(contact -> values.add(contact(contact.uri(), Math.max(LOWEST_CONTACT_Q, contact.qMillis()))));
        if (mailbox != null) {
            values.add(contact(mailbox, 0));
        }
        return new Redirection(values, null);
    }

    private static String contact(String uri, int qMillis) {
        return "<" + uri + ">;q=" + qMillis / 1000 + "." + "%03d".formatted(qMillis % 1000);
    }
}
