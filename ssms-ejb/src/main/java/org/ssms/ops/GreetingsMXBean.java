package org.ssms.ops;

import java.util.List;

/** What owners of mailboxes say to their callers themselves: {@code org.ssms:type=Greetings}. */
public interface GreetingsMXBean {
    /**
     * Which ones are there: {@code standard}, {@code busy}, ...
     *
     * @throws IllegalArgumentException when there is no such mailbox; the others likewise
     */
    List<String> kinds(String user);

    /** From now on the owner cannot change them; they are heard as they are. */
    void lock(String user);

    /** Ends {@link #lock}. */
    void unlock(String user);

    boolean locked(String user);

    /**
     * Removes one, locked or not.
     *
     * @param kind as {@link #kinds} tells it
     * @throws IllegalArgumentException when there is no such mailbox or greeting
     */
    void remove(String user, String kind);
}
