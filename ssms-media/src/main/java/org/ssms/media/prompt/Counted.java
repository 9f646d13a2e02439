package org.ssms.media.prompt;

import org.jspecify.annotations.Nullable;

/** What a caller is told the number of. */
public enum Counted {
    SECOND("second", "seconds"),
    MINUTE("minute", "minutes"),
    HOUR("hour", "hours"),
    DAY("day", "days"),
    /** Once, two times. */
    TIME("once", "times"),
    PLAY_LEFT("play-left", "plays-left", "no-plays-left"),
    NEW_MESSAGE("new-message", "new-messages", "no-new-messages"),
    SAVED_MESSAGE("saved-message", "saved-messages", "no-saved-messages"),
    /** Of somebody else, who has forwarded it. */
    SHARED_MESSAGE("shared-message", "shared-messages"),
    /** Of a list. */
    MEMBER("member", "members");

    private final String one;
    private final String many;
    private final @Nullable String none;

    Counted(String one, String many) {
        this(one, many, null);
    }

    Counted(String one, String many, @Nullable String none) {
        this.one = one;
        this.many = many;
        this.none = none;
    }

    /** The prompt that says one of it, number and all. */
    String one() {
        return one;
    }

    /** The prompt that follows a number. */
    String many() {
        return many;
    }

    /** The prompt that says that there is none, or null when zero is a number like others. */
    @Nullable
    String none() {
        return none;
    }
}
