package org.ssms.protect.license;

import java.util.Locale;

/** What a player tells the license server of the play that it has a license for. */
public enum LeaseReport {
    /** Sound came out: the play is counted. */
    STARTED,
    /** The end was heard, or the listener went. */
    ENDED,
    /** No sound came out, and none will: the play is given back. */
    RETURNED;

    /** The last part of the path, in lower case. */
    public String path() {
        return name().toLowerCase(Locale.ROOT);
    }
}
