package org.ssms.sip.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ssms.location.Contact;

/** Contacts of one q ring together, those of a lower q after them (RFC 3261 §16.6). Not thread-safe. */
public final class RingGroups {
    private final Deque<List<Contact>> waiting = new ArrayDeque<>();

    /** All of them wait; {@code contacts} come with the highest q first. */
    public RingGroups(List<Contact> contacts) {
        for (Contact contact : contacts) {
            if (waiting.isEmpty() || waiting.getLast().get(0).qMillis() != contact.qMillis()) {
                waiting.add(new ArrayList<>());
            }
            waiting.getLast().add(contact);
        }
    }

    /** Who rings next; empty when everybody has. */
    public List<Contact> next() {
        return waiting.isEmpty() ? List.of() : waiting.remove();
    }

    /** Nobody rings any more. */
    public void stop() {
        waiting.clear();
    }
}
